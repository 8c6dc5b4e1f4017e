"""The machine-readable form of a value, as in the extract and parse contracts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from linter.model import Value


def number_text(number: Decimal | None) -> str | None:
    """A decimal as plain digits: no exponent, no trailing zeros, no minus zero."""
    if number is None:
        return None
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def part_text(part: Value) -> str:
    """One member of a compound: ``4 名``, ``2024年``."""
    number = part.lower if part.lower is not None else part.upper
    if number is None:
        return part.text
    if part.kind == "range":
        return f"{number_text(part.lower)}-{number_text(part.upper)} {part.unit}".rstrip()
    sign = "" if part.cmp in {"=", None} else part.cmp
    return f"{sign}{number_text(number)} {part.unit}".rstrip()


def value_to_json(value: Value) -> dict[str, Any]:
    """``parsed`` of the extract contract, with ``unknown_unit``, and ``reversed`` where a pair runs backwards; numbers
    are plain decimal strings."""
    printed: dict[str, Any] = {
        "kind": value.kind,
        "cmp": value.cmp,
        "lower": number_text(value.lower),
        "upper": number_text(value.upper),
        "unit": value.unit,
        "start": value.start,
        "end": value.end,
        "parts": [part_text(part) for part in value.parts],
        "unknown_unit": value.unknown_unit,
    }
    if value.reversed:
        printed["reversed"] = True
    return printed
