"""Multiplying a price by counts with their units, and writing the account down."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from linter.model import Value
from linter.rulebook.scope import Node, show

_WAN = Decimal(10_000)


class Factor(NamedTuple):
    """A number with its unit: ``high`` is None where it is open upwards (≥20人). ``node`` is its indicator."""

    low: Decimal
    high: Decimal | None
    unit: str
    node: Node | None


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

    values = [_value(number, unit), *(_value(count, measure) for count, measure in factors)]
    result = product(*values)
    return money(result) if result is not None else None


def _value(number: Decimal, unit: str) -> Value:
    return Value(text="", kind="quantity", cmp="=", lower=number, upper=number, unit=unit)


@cache
def year_factor(unit: str) -> Factor | None:
    """How often ``unit`` goes into the budget year, for a unit of time no shorter than a month; else None."""
    from linter.values.units import dimension

    if dimension(unit) != "time":
        return None
    often = _multiply(Decimal(1), f"元/{unit}", [(Decimal(1), "年")])
    if often is None or often > 12:
        return None
    often = often.quantize(Decimal(1)) if often == often.to_integral_value() else often
    return Factor(often, often, unit, None)


def show_factor(factor: Factor) -> str:
    """``4583.33元/人/月``, ``400-3000元/人``, ``≥20人``."""
    low = show(factor.low)
    if factor.high is None:
        return f"≥{low}{factor.unit}"
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
