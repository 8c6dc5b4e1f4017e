"""Plain text gives rows of cells that know their line."""

from pathlib import Path
from typing import Any

import pytest

from linter.ground.strictyaml import load
from linter.model import Sheet
from linter.readers.text import sheets_of_text

CASES = load((Path(__file__).parent / "text_cases.yaml").read_text(encoding="utf-8"), "text_cases.yaml").data


def told(sheet: Sheet) -> list[str]:
    rows = []
    for number, row in enumerate(sheet.rows):
        if number in sheet.paragraphs:
            (cell,) = row
            rows.append(f"¶ {cell.place.line}: {cell.text}")
        else:
            cells = [f"{cell.place.line}:{cell.place.column} {cell.text}" for cell in row]
            rows.append(" | ".join(cells).replace("\n", "⏎").replace("乙|丙", "乙/丙"))
    return rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_rows(case: dict[str, Any]) -> None:
    (sheet,) = sheets_of_text(case["text"])
    assert told(sheet) == case["rows"]
