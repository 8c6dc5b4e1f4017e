"""What the parser's callbacks hand to each other, and how a bound becomes a pair of numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

#: (number, canonical unit, unknown unit, unit as printed, ">" after 余 or 多)
Measure = tuple[Decimal, str, bool, str, str]
#: (canonical name, unknown, as printed)
Unit = tuple[str, bool, str]
#: The fields of a Value, apart from its text and span.
Reading = dict[str, Any]

#: The note of a numeral that names a grade (二级).
GRADE = "grade"
NO_UNIT: Unit = ("", False, "")
LOWER = frozenset("≥>")
UPPER = frozenset("≤<")
_PLACES = Decimal("1e-10")
#: Digits before the point, so that with ten behind it no digit is beyond what Decimal counts with.
_MOST_DIGITS = 16


class NoReading(Exception):
    """The grammar let it pass, but it measures nothing. ``kind`` is given when that settles the reading
    (2月30日 is text, 二级以上 a grade); without it the words decide."""

    def __init__(self, note: str = "", kind: str | None = None) -> None:
        super().__init__(note)
        self.note = note
        self.kind = kind


def bounds(sign: str, number: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """(lower, upper) of a number with a comparator: both for = and ≈, one of them otherwise."""
    if sign in LOWER:
        return number, None
    if sign in UPPER:
        return None, number
    return number, number


def short(number: Decimal) -> Decimal:
    """A quotient, cut to ten decimals; a number too large to have them stays as it is."""
    if number.adjusted() > _MOST_DIGITS:
        return number
    cut = number.quantize(_PLACES, ROUND_HALF_EVEN)
    return cut.normalize() if cut == cut.to_integral_value() else cut
