"""The documents of examples/ read in full, compared with what was read and checked by eye.

``python -m tests.forms.test_golden`` writes the files anew after a wanted change; look at the difference before
committing it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from linter.forms import find_forms
from linter.model import Amount, Form, Indicator, Source
from linter.readers.text import sheets_of_text

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
#: Documents whose reading is kept: the five layouts, good and faulty.
NAMES = sorted(path.stem for path in (HERE / "golden").glob("*.json"))
PLAIN = (
    "number",
    "title",
    "scope",
    "layout",
    "year",
    "amount_unit",
    "project",
    "code",
    "department",
    "implementing_unit",
    "duration",
    "purpose",
    "goal",
    "columns",
    "truncated",
)
MONEY = ("total", "fiscal", "carried_over", "other", "unit")
CELLS = ("name", "comparator", "value", "unit", "description", "weight", "actual", "basis", "scoring", "note")


def line(amount: Amount) -> str:
    return f"{amount.label}: {amount.text}"


def row(one: Indicator) -> dict[str, Any]:
    told: dict[str, Any] = {"level1": one.level1, "level2": one.level2, "level2_printed": one.level2_printed}
    told |= {cell: getattr(one, cell) for cell in CELLS if getattr(one, cell)}
    if one.name_printed != one.name:
        told["name_printed"] = one.name_printed
    if one.row_kind != "indicator":
        told["row_kind"] = one.row_kind
    return told | {"line": one.place.line, "repaired": one.repaired}


def told(form: Form) -> dict[str, Any]:
    return {
        **{field: getattr(form, field) for field in PLAIN},
        "budget": {field: getattr(form.budget, field) for field in MONEY},
        "plan": [line(one) for one in form.plan],
        "footer": [line(one) for one in form.footer],
        "headings": [f"{one.number}{one.label} {one.rank}" for one in form.headings],
        "indicators": [row(one) for one in form.indicators],
        "repairs": [f"{one.kind} {one.place.line}" for one in form.repairs],
        "texts": len(form.texts),
    }


def reading(name: str) -> dict[str, Any]:
    path = EXAMPLES / f"{name}.txt"
    document = find_forms(Source(path.name, "txt", sheets_of_text(path.read_text(encoding="utf-8"))))
    return {
        "forms": [told(form) for form in document.forms],
        "total": line(document.total) if document.total else None,
        "texts": [f"{text.role} {text.place.line}" for text in document.texts],
    }


@pytest.mark.parametrize("name", NAMES)
def test_reading(name: str) -> None:
    wanted = json.loads((HERE / "golden" / f"{name}.json").read_text(encoding="utf-8"))
    found = reading(name)
    for form, expected in zip(found["forms"], wanted["forms"], strict=True):
        assert form == expected
    assert found == wanted


def test_all_layouts_are_kept() -> None:
    kept = {name.rsplit("-", 1)[0] for name in NAMES}
    assert {"table", "spaced", "cell-per-line", "columns", "freetext"} <= kept


if __name__ == "__main__":
    for path in sorted(EXAMPLES.glob("*.txt")):
        if path.stem.endswith(("-good", "-faulty")):
            text = json.dumps(reading(path.stem), ensure_ascii=False, indent=1)
            (HERE / "golden" / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")
