"""Units: canonical names and dimensions (first working version)."""

from __future__ import annotations

from decimal import Decimal

from linter.model import Value

_MONEY = {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000, "百元": 100}


def canonical(unit_text: str) -> str | None:
    """The canonical name of a unit as written, None when it is not known."""
    return unit_text.strip() or None


def dimension(unit: str) -> str:
    """``money``, ``money/person``, ``ratio`` …; ``""`` when not known."""
    names = {"人": "person", "年": "time", "月": "time", "天": "time", "小时": "time", "%": "ratio"}
    return "/".join("money" if part in _MONEY else names.get(part, part) for part in unit.split("/"))


def money(value: Value) -> Decimal | None:
    """The amount in 元 (the upper bound of a range), None when it is no money."""
    number = value.upper if value.upper is not None else value.lower
    scale = _MONEY.get(value.unit)
    return None if number is None or scale is None else number * scale
