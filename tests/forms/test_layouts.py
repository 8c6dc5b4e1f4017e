"""Every layout and hazard of real target tables as a small grid with the rows that must come out of it.

A case is one YAML file: ``grid`` (see grids.py), ``rows`` (level2 | name | comparator | value | unit, with
key=value for anything else), ``form`` (header fields) and, for a case with several forms, ``forms``.
``flat: false`` leaves out the runs in which the merged cells are plain empty ones.
"""

from pathlib import Path
from typing import Any

import pytest

from linter.forms import find_forms
from linter.ground.strictyaml import load
from linter.model import Form, Indicator, Source
from linter.readers.text import sheets_of_text

from .grids import source_of

CASES = sorted((Path(__file__).parent / "layouts").glob("*.yaml"))
DEFAULTS = {"term": "year", "kind": "indicator", "area": None}


def told(line: str) -> dict[str, Any]:
    """A line of ``rows`` as the fields it speaks of."""
    parts = [part.strip() for part in line.split("|")]
    extra = dict(part.split("=", 1) for part in parts[5:])
    fields = dict(
        zip(("level2", "name", "comparator", "value", "unit"), [*parts, "", "", "", "", ""], strict=False)
    )
    return {**fields, "level2": fields["level2"] or None, **DEFAULTS, **extra}


def found(one: Indicator, wanted: dict[str, Any]) -> dict[str, Any]:
    return {key: one.row_kind if key == "kind" else getattr(one, key) for key in wanted}


def check(form: Form, wanted: dict[str, Any], saved: str) -> None:
    rows = [told(line) for line in wanted.get("rows", [])]
    got = [found(one, row) for one, row in zip(form.indicators, rows, strict=False)]
    assert got == rows, saved
    assert len(form.indicators) == len(rows), (saved, form.indicators[len(rows) :])
    for field, value in wanted.get("form", {}).items():
        holder = form.budget if field in ("total", "fiscal", "carried_over", "other") else form
        assert getattr(holder, field) == value, (saved, field)


def as_text(grid: str) -> Source:
    """The grid as a text file: cells parted by tabs, merged cells blank, no line breaks in cells."""
    (sheet,) = source_of(grid).sheets
    lines = []
    for number, row in enumerate(sheet.rows):
        line = "\t".join(cell.text.replace("\n", "") for cell in row)
        lines.append(f"\n{line}\n" if number in sheet.paragraphs else line)
    return Source("表.txt", "txt", sheets_of_text("\n".join(lines)))


SAVED = {
    "merged": source_of,
    "plain": lambda grid: source_of(grid, merges=False),
    "text": as_text,
}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_layout(path: Path) -> None:
    """However it is saved; one that cannot be told without its merged cells only with them."""
    case = load(path.read_text(encoding="utf-8"), str(path)).data
    wanted = case.get("forms", [case])
    for saved, source in SAVED.items():
        if saved != "merged" and case.get("flat") is False:
            continue
        document = find_forms(source(case["grid"]))
        assert len(document.forms) == len(wanted), saved
        for form, expected in zip(document.forms, wanted, strict=True):
            check(form, expected, saved)
