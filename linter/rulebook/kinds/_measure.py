"""Numbers, values and printed amounts on one footing: a number, its precision, and what it measures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import msgspec

from linter.ground.patterns import compiled
from linter.language.scope import Node
from linter.model import Value

_NUMBER = compiled(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\Z")


class Measure(msgspec.Struct, frozen=True):
    """``number`` in the base of its ``dimension``: 元 for money, else the unit itself. ``step`` is the
    smallest step it is given in: 0.01 for 12.92, 100 for 12.92 万元 in 元. A computed number has no
    dimension (``""``) and goes with any; a printed one goes with printed ones."""

    number: Decimal
    step: Decimal
    dimension: str


def measure(given: Any, *, printed: bool = False) -> Measure | None:
    """A number, a printed number, a value or an amount; None when there is no single number in it.

    An amount is money, in 元; with ``printed`` it is the bare number as printed, where that is all it holds.
    """
    if isinstance(given, Decimal):
        return Measure(given, _step(given), "")
    if isinstance(given, str):
        text = given.strip().replace("，", ",")
        if not _NUMBER.match(text):
            return None
        number = Decimal(text.replace(",", ""))
        return Measure(number, _step(number), "printed")
    if isinstance(given, Node) and given._type == "amount":
        return (measure(given.text) if printed else None) or measure(given.value)
    if isinstance(given, Node) and given._type == "value":
        single: Decimal | None = given.number
        return None if single is None else _of_value(given._raw, single)
    return None


def comparable(measures: Iterable[Measure]) -> bool:
    """Whether all measure the same kind of thing."""
    return len({one.dimension for one in measures} - {""}) <= 1


def _of_value(value: Value, number: Decimal) -> Measure | None:
    from linter.values.units import dimension, money

    if not value.unit:
        return Measure(number, _step(number), "printed")
    step = _step(number)
    amount = money(value)
    if amount is not None:
        return Measure(amount, abs(step * amount / number) if number else step, "money")
    kind = dimension(value.unit)
    return Measure(number, step, f"{kind}:{value.unit}")


def _step(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def rounded(number: Decimal, step: Decimal) -> Decimal:
    """The number as a multiple of ``step``."""
    try:
        return (number / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
    except InvalidOperation:
        return number


def allowance(tolerance: str | None, reference: Decimal) -> Decimal:
    """How far two numbers may be apart: ``5%`` of the reference, or a number as it is."""
    if tolerance is None:
        return Decimal(0)
    if tolerance.endswith("%"):
        return abs(reference) * Decimal(tolerance[:-1]) / 100
    return Decimal(tolerance)
