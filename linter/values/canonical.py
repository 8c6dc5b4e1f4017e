"""The name we print for a unit, however it is written."""

from __future__ import annotations

from linter.values.normal import normalise
from linter.values.parser import parse


def canonical(unit_text: str) -> str | None:
    """The name we print for a unit as written (元每人每月 → 元/人/月), None when it is not known."""
    reading = parse("1" + normalise(unit_text).text.strip())
    if reading is None or reading["kind"] not in {"quantity", "rate"} or reading["cmp"] != "=":
        return None
    return None if reading["unknown_unit"] or not reading["unit"] else str(reading["unit"])
