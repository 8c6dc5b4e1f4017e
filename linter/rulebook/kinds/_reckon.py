"""Multiplying a price by counts with their units, and writing the account down."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import msgspec

from linter.language.scope import Node, show
from linter.model import Value

_WAN = Decimal(10_000)
_MONTHS = 12


class Factor(msgspec.Struct, frozen=True):
    """A number with its unit: ``high`` is None where it is open upwards (≥20人). ``node`` is its
    indicator. ``capped``: ``low`` is the most it may be (≤20人)."""

    low: Decimal
    high: Decimal | None
    unit: str
    node: Node | None
    capped: bool = False


def reckon(price: Factor, factors: Sequence[Factor]) -> tuple[Decimal, Decimal | None] | None:
    """The product in 元, low and high (None: open). None when the units do not cancel down to money."""
    low = _multiply(price.low, price.unit, [(factor.low, factor.unit) for factor in factors])
    if low is None:
        return None
    highs = [factor.high for factor in factors]
    if price.high is None or None in highs:
        return low, None
    pairs = [(high, factor.unit) for high, factor in zip(highs, factors, strict=True) if high is not None]
    return low, _multiply(price.high, price.unit, pairs)


def _multiply(number: Decimal, unit: str, factors: list[tuple[Decimal, str]]) -> Decimal | None:
    from linter.values.units import money, product

    values = [
        _value(number, _known(unit)),
        *(_value(count, _known(measure)) for count, measure in factors),
    ]
    result = product(*values)
    return money(result) if result is not None else None


def _known(unit: str) -> str:
    """The unit with each measure word that the table of units lacks written as a plain piece: a count of such a word
    is only taken for a price of the same one."""
    from linter.values.units import dimension

    return "/".join(part if dimension(part) else "个" for part in unit.split("/"))


def _value(number: Decimal, unit: str) -> Value:
    return Value(text="", kind="quantity", cmp="=", lower=number, upper=number, unit=unit)


def time_factor(unit: str, duration: str) -> Factor | None:
    """How often ``unit`` is paid: over the budget year, or over ``duration`` if that is shorter.

    None for what is no time, and for a time shorter than a month: nobody is paid for 365 days.
    """
    often = _in_a_year(unit)
    if often is None:
        return None
    paid = min(often, _span(duration, unit) or often)
    return Factor(paid, paid, unit, None)


def least_time(unit: str) -> Factor | None:
    """At least one of ``unit``, a time that nothing counts (天, 小时); None for what is no time."""
    from linter.values.units import dimension

    return Factor(Decimal(1), None, unit, None) if dimension(unit) == "time" else None


@cache
def _in_a_year(unit: str) -> Decimal | None:
    from linter.values.units import convert, dimension

    often = convert(Decimal(1), "年", unit) if dimension(unit) == "time" else None
    return often if often is not None and often <= _MONTHS else None


def _span(duration: str, unit: str) -> Decimal | None:
    from linter.values import parse_value
    from linter.values.units import convert, dimension

    value = parse_value(duration)
    if value.kind == "period" and value.start and value.end and value.start[:2] == value.end[:2] == "--":
        months = Decimal(int(value.end[2:4]) - int(value.start[2:4]) + 1)
        return convert(months, "月", unit) if months > 0 else None
    if value.lower is None or dimension(value.unit) != "time":
        return None
    return convert(value.lower, value.unit, unit)


def show_factor(factor: Factor) -> str:
    """``4583.33元/人/月``, ``400-3000元/人``, ``≥20人``, ``≤2000元/场``."""
    low = show(factor.low)
    if factor.high is None:
        return f"{'≤' if factor.capped else '≥'}{low}{factor.unit}"
    return f"{low}{factor.unit}" if factor.high == factor.low else f"{low}-{show(factor.high)}{factor.unit}"


def show_money(low: Decimal, high: Decimal | None, like: Decimal) -> str:
    """An amount of 元 in 万元, or in 元 when it is small beside what it is compared with."""
    scale, unit = (_WAN, "万元") if max(abs(like), abs(low)) >= _WAN else (Decimal(1), "元")
    text = _two(low / scale)
    if high is not None and high != low:
        text += f"-{_two(high / scale)}"
    return f"{'≥' if high is None else ''}{text}{unit}"


def _two(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):f}"
