"""Date tokens → first and last day, ISO, inclusive. A missing year stays open (``--03-31``)."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from linter.ground.patterns import compiled
from linter.values.numerals import small, year

_PIECES = compiled(r"[0-9]+|[零〇○O一二两三四五六七八九十廿]+")
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_QUARTERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_QUARTER = compiled(r"[一二两三四1-4](?=个?季|[-~至到、和及与第]|\Z)|(?<=[Qq])[1-4]")
_LISTED = compiled(r"[、和及与]|(?<=[度一二三四1-4])第")
_YEAR_FIGURES = compiled(r"(?:19|20)[0-9]{2}|[0-9]{2}年")
#: Years that a span with a shortened end (2012-13年度) may reach.
_SHARE = compiled("[底末终初中季半]")
_SHORT_SPAN = 10
_THIRDS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, 31)}


class Moment(msgspec.Struct, frozen=True):
    """A stretch of days; ``point`` when it names one day or the end of something (年底): a deadline."""

    year: int | None
    first: tuple[int, int] | None
    last_year: int | None
    last: tuple[int, int] | None
    point: bool


def day_text(year_number: int | None, day: tuple[int, int] | None) -> str | None:
    if day is None:
        return None
    head = "-" if year_number is None else f"{year_number:04}"
    return f"{head}-{day[0]:02}-{day[1]:02}"


def month_length(year_number: int | None, month: int) -> int:
    if month == 2 and year_number is not None:
        return 29 if year_number % 4 == 0 and (year_number % 100 != 0 or year_number % 400 == 0) else 28
    return _MONTH_DAYS[month - 1]


def day_before(year_number: int | None, day: tuple[int, int]) -> tuple[int | None, tuple[int, int]]:
    month, number = day
    if number > 1:
        return year_number, (month, number - 1)
    if month > 1:
        return year_number, (month - 1, month_length(year_number, month - 1))
    return (None if year_number is None else year_number - 1), (12, 31)


def read_date(kind: str, text: str, since: Moment | None = None) -> Moment | None:
    """The moment a date token stands for; ``since`` lends its year and month to a shortened end of a range.

    None when there is no such day (2月30日 is no date).
    """
    numbers = _PIECES.findall(text)
    lent = since.year if since else None
    if kind == "DAY_OF_YEAR":
        return _day_of_year(text, numbers)
    if kind == "MONTH_OF_YEAR":
        return _month(_year(numbers[0]), small(numbers[1]), text)
    if kind == "DAY_OF_MONTH" or kind == "SHORT_DAY":
        return _day(lent, small(numbers[0]), small(numbers[1]))
    if kind == "DAY":
        return _day(lent, since.first[0], small(numbers[0])) if since and since.first else None
    if kind == "MONTH":
        return _month(lent, small(numbers[0]), text)
    if kind == "YEAR":
        return _in_year(_year(numbers[0]), text)
    if kind == "YEAR_SPAN":
        return _year_span(numbers, text)
    if kind == "FIRST_MONTHS":
        return _first_months(lent, numbers, text)
    if kind == "MONTHS":
        number = _year(numbers[0]) if len(numbers) == 3 else lent
        first, last = small(numbers[-2]), small(numbers[-1])
        if "、" in text and last != first + 1:
            return None
        ending = number + 1 if number is not None and last < first else number  # 2024年11月至2月
        return Moment(number, (first, 1), ending, (last, month_length(ending, last)), False)
    if kind == "MONTH_SPAN":
        return _month_span(numbers)
    return _open_year(lent, text)


def _year(text: str) -> int:
    number = int(text) if text.isascii() else year(text)
    if number < 100:
        number += 2000 if number < 50 else 1900
    return number


def _day(year_number: int | None, month: int, day: int) -> Moment | None:
    longest = 29 if month == 2 and year_number is None else month_length(year_number, month)
    if not 1 <= day <= longest:
        return None
    return Moment(year_number, (month, day), year_number, (month, day), True)


def _day_of_year(text: str, numbers: list[str]) -> Moment | None:
    if len(numbers) < 3:  # 20221123, 2022 1123
        joined = "".join(numbers)
        return _day(int(joined[:4]), int(joined[4:6]), int(joined[6:8]))
    return _day(_year(numbers[0]), small(numbers[1]), small(numbers[2]))


def _month(year_number: int | None, month: int, text: str) -> Moment | None:
    if not 1 <= month <= 12:
        return None
    last = month_length(year_number, month)
    if text.endswith(("底", "末")):
        return Moment(year_number, (month, last), year_number, (month, last), True)
    for word, (first, end) in _THIRDS.items():
        if text.endswith(word):
            return Moment(year_number, (month, first), year_number, (month, min(end, last)), False)
    return Moment(year_number, (month, 1), year_number, (month, last), False)


def _year_span(numbers: list[str], text: str) -> Moment | None:
    """2012-2013年, 2012-13年度, 2023/24学年. What is written short lies in the years right behind the first."""
    first, last = _year(numbers[0]), int(numbers[1])
    if len(numbers[1]) == 2:
        last += first - first % 100
        if last < first:  # 1999-00学年
            last += 100
        if not first < last <= first + _SHORT_SPAN:
            return None
    if text.endswith("学年"):
        return Moment(first, (9, 1), last, (8, 31), False)
    return Moment(first, (1, 1), last, (12, 31), False)


def _first_months(lent: int | None, numbers: list[str], text: str) -> Moment | None:
    """2025年前两个月, 前3个月底, 最后一个季度."""
    year_number = _year(numbers[0]) if len(numbers) > 1 else lent
    count = small(numbers[-1]) * (3 if "季" in text else 1)
    if not 1 <= count <= 12:
        return None
    first, last = (13 - count, 12) if "最后" in text else (1, count)
    end = (last, month_length(year_number, last))
    if text.endswith(("底", "末")):
        return Moment(year_number, end, year_number, end, True)
    return Moment(year_number, (first, 1), year_number, end, False)


def _month_span(numbers: list[str]) -> Moment | None:
    if len(numbers) == 4:
        years, months = (int(numbers[0]), int(numbers[2])), (int(numbers[1]), int(numbers[3]))
    else:
        joined = [
            piece
            for number in numbers
            for piece in ((number[:4], number[4:]) if len(number) > 4 else (number,))
        ]
        years, months = (int(joined[0]), int(joined[2])), (int(joined[1]), int(joined[3]))
    return Moment(years[0], (months[0], 1), years[1], (months[1], month_length(years[1], months[1])), False)


def _in_year(number: int | None, text: str) -> Moment | None:
    """A year or a part of it: 年底, 上半年, 第三季度; a school year runs from September to August."""
    if number is not None and text.endswith("学年"):
        return Moment(number, (9, 1), number + 1, (8, 31), False)
    if "季度" in text or "Q" in text or "q" in text:
        return _quarter(number, text)
    if text.endswith(("底", "末", "终")):
        return Moment(number, (12, 31), number, (12, 31), True)
    if text.endswith(("上半年", "前半年")):
        return Moment(number, (1, 1), number, (6, 30), False)
    if text.endswith(("下半年", "后半年")):
        return Moment(number, (7, 1), number, (12, 31), False)
    if text.endswith("年初"):
        return Moment(number, (1, 1), number, (1, 31), False)
    if text.endswith("年中"):
        return Moment(number, (6, 30), number, (6, 30), True)
    return Moment(number, (1, 1), number, (12, 31), False)


def _quarter(number: int | None, text: str) -> Moment | None:
    text = _YEAR_FIGURES.sub("", text, count=1)
    named = [_QUARTERS.get(name) or int(name) for name in _QUARTER.findall(text)]
    if _LISTED.search(text) and any(after != before + 1 for before, after in pairwise(named)):
        return None  # 一、三季度 is no one stretch
    first_month, last_month = 3 if "前" in text or "头" in text else 3 * named[0], 3 * named[-1]
    end = (last_month, month_length(number, last_month))
    if text.endswith(("底", "末")):
        return Moment(number, end, number, end, True)
    return Moment(number, (first_month - 2, 1), number, end, False)


def _open_year(lent: int | None, text: str) -> Moment | None:
    """The year that the form speaks of, not written: 全年, 年内, 年底, 上半年."""
    if lent is None and not _SHARE.search(text):
        return Moment(None, None, None, None, False)
    return _in_year(lent, text)
