"""Forms of many provinces that were written with their right answers before the reader saw them, as real files.

What is not read right yet stands in ``unseen-waiting.yaml``, which may only shrink: a file that reads right while
it is listed fails as well.
"""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from linter.forms import find_forms
from linter.ground.strictyaml import load
from linter.readers import read

from .answers import compare
from .grids import sheet_of
from .writers import WRITERS, xlsx

HERE = Path(__file__).parent


def loaded(path: Path) -> Any:
    return load(path.read_text(encoding="utf-8"), str(path)).data


CASES = {path.stem: loaded(path) for path in sorted((HERE / "unseen").glob("*.yaml"))}
FILES = [f"{stem}.{kind}" for stem, case in CASES.items() for kind in case["saved"]]
WAITING = loaded(HERE / "unseen-waiting.yaml")["files"] or []


def saved(case: dict[str, Any], kind: str) -> bytes:
    """The file of a case: a grid in a format, a grid for each sheet of a workbook, or the text itself."""
    if "data" in case:
        return str(case["data"]).encode()
    if "sheets" in case:
        return xlsx(*(replace(sheet_of(grid), name=name) for name, grid in case["sheets"].items()))
    return WRITERS[kind](sheet_of(case["grid"]))


@pytest.mark.parametrize("name", FILES)
def test_form(name: str) -> None:
    stem, _, kind = name.rpartition(".")
    case = CASES[stem]
    document = find_forms(read(f"表.{kind}", data=saved(case, kind)))
    score = compare(document, case.get("forms", [case]))
    if name in WAITING:
        assert score.wrong, "reads right now: take it off unseen-waiting.yaml"
    else:
        assert not score.wrong, "\n".join(score.wrong)


def test_waiting_files_are_there() -> None:
    assert set(WAITING) <= set(FILES)
    assert len(set(WAITING)) == len(WAITING)
