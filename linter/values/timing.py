"""Callbacks of grammar/value.lark for dates and periods, and the top of the grammar."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from linter.ground.machine import Token
from linter.values.amounts import Amounts
from linter.values.dates import Moment, day_before, day_text, month_length, read_date
from linter.values.reading import LOWER, UPPER, NoReading, Reading
from linter.values.terminals import negated, words

#: Dates with a month and without a year of their own.
_OF_A_YEAR = frozenset({"MONTH", "DAY_OF_MONTH", "SHORT_DAY"})
_FRAME = frozenset({"SIGN", "FROM", "DASH", "AND", "BETWEEN", "BEFORE", "SINCE", "LIMIT"})


def _dates(parts: list[Token]) -> list[Token]:
    return [part for part in parts if part.type not in _FRAME]


def _moment(token: Token, since: Moment | None = None) -> Moment:
    moment = read_date(token.type, token, since)
    if moment is None:
        raise NoReading("no such day", "text")
    return moment


def _is_later(start: str | None, end: str | None) -> bool:
    """Whether a first day with a year lies behind the last one; without a year 11月至2月 goes over the turn of it."""
    return start is not None and end is not None and start[0] != "-" and end[0] != "-" and start > end


def _ends(moment: Moment) -> tuple[Moment, Moment]:
    """The first and the last year or month of a stretch, each as a stretch of its own."""
    (first, last), whole_years = (moment.first or (1, 1), moment.last or (12, 31)), moment.first == (1, 1)
    until = (12, 31) if whole_years else (first[0], month_length(moment.year, first[0]))
    since = (1, 1) if whole_years else (last[0], 1)
    start = msgspec.structs.replace(moment, last_year=moment.year, last=until)
    return start, msgspec.structs.replace(moment, year=moment.last_year, first=since)


def _turned(first: Moment, last: Moment) -> dict[str, Any]:
    """The stretch between two moments that were printed in the wrong order."""
    pairs = (
        ((one.year, one.first) for one in (first, last)),
        ((one.last_year, one.last) for one in (first, last)),
    )
    days = [day for side in pairs for pair in side if (day := day_text(*pair)) is not None]
    return {"start": min(days), "end": max(days), "reversed": True}


def _next_year(last: Moment) -> tuple[int | None, tuple[int, int] | None]:
    year, day = last.last_year, last.last
    if year is None or day is None:
        return year, day
    month, number = day
    is_end = number == month_length(year, month)
    return year + 1, (month, month_length(year + 1, month) if is_end else number)


class Readings(Amounts):
    """One method a rule of grammar/value.lark; what ``start`` returns are the fields of a Value."""

    def __init__(self) -> None:
        super().__init__()
        dated = frozenset(words("value-sign-dates"))
        negations = {**negated("above"), **negated("below")}
        self._temporal = dated | {word for word, compared in negations.items() if f"不{compared}" in dated}
        self._excluding = frozenset(words("value-before-excluding"))
        self._earlier = frozenset(words("value-sign-earlier"))
        self._level = tuple(words("value-change-to"))

    def on(self, parts: list[Token]) -> Reading:
        """A date or period, with what stands around it: 2024年底, ≤2024年, 2024年12月左右."""
        moment = _moment(_dates(parts)[0])
        sign = "="
        if parts[0].type == "SIGN":
            if parts[0] in self._earlier:
                return self._by(moment, excluding=True)
            sign = self._date_sign(parts)
        elif parts[-1].type == "LIMIT":
            sign = self.limit(parts[-1])
            if sign == "≤" and not moment.point:  # 6月内
                sign = "="
        if sign in LOWER and _dates(parts)[0].type == "MONTH" and moment.first:  # ≥12月 is a length of time
            return self.amount(sign, (Decimal(moment.first[0]), "月", False, "月", ""))
        start, end = day_text(moment.year, moment.first), day_text(moment.last_year, moment.last)
        if sign in UPPER:
            return {"kind": "date", "cmp": sign, "end": end}
        if sign in LOWER:
            return {"kind": "period", "cmp": sign, "start": start}
        if _is_later(start, end):  # 2025-2023年
            return {"kind": "period", "cmp": sign, **_turned(*_ends(moment))}
        return {"kind": "date" if moment.point else "period", "cmp": sign, "start": start, "end": end}

    def _date_sign(self, parts: list[Token]) -> str:
        word = parts[0]
        if word[0].isalpha() and word not in self._temporal:
            raise NoReading(kind="qualitative")  # 不低于2023年: the level of that year, no date
        if parts[-1].type == "BEFORE":
            return "≤"
        sign = self.sign(word)
        return "=" if word in self._weak and sign != "≈" else sign

    def _by(self, moment: Moment, *, excluding: bool) -> Reading:
        last = (moment.last_year, moment.last)
        if excluding and not moment.point and moment.first:
            last = day_before(moment.year, moment.first)
        return {"kind": "date", "cmp": "≤", "end": day_text(*last)}

    def until(self, parts: list[Token]) -> Reading:
        """A deadline. The day itself counts; a month, a quarter or a year does not (9月前: by 31 August)."""
        date = _dates(parts)[0]
        moment = _moment(date)
        if date.type == "MONTHS" and moment.last:  # 6月至9月底前: the last month is the deadline
            whole = date.endswith(("底", "末"))
            moment = msgspec.structs.replace(moment, first=(moment.last[0], 1), year=moment.last_year, point=whole)
        return self._by(moment, excluding=parts[-1] in self._excluding)

    def since(self, parts: list[Token]) -> Reading:
        moment = _moment(_dates(parts)[0])
        return {"kind": "period", "cmp": "≥", "start": day_text(moment.year, moment.first)}

    def lasting(self, parts: list[Token]) -> Reading:
        """From one date to another; the later may leave out the year and the month. A pair that runs backwards is
        turned and says so; without a year of its own the later date is one of the next year (2024年11月至2月)."""
        first_token, last_token = _dates(parts)
        first = _moment(first_token)
        last = _moment(last_token, first)
        if first.first and first.year is None and last.year is not None:
            first = msgspec.structs.replace(first, year=last.year)
        start, end = day_text(first.year, first.first), day_text(last.last_year, last.last)
        if start is None or end is None:
            raise NoReading
        within = bool(first.first and last.last and first.first[0] == last.last[0])
        if _is_later(start, end) and last_token.type in _OF_A_YEAR and not within:
            end = day_text(*_next_year(last))
        if _is_later(start, end) or (within and end is not None and start > end):
            return {"kind": "period", "cmp": "=", **_turned(first, last)}
        return {"kind": "period", "cmp": "=", "start": start, "end": end}

    def start(self, parts: list[Any]) -> Reading:
        reading: Reading = parts[0]
        if isinstance(reading, Token):  # CHANGE
            change, reading = reading, parts[1]
            if not change.endswith(self._level):
                reading["note"] = f"change {change}"
        return reading
