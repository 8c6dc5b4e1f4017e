"""Date and time formats of spreadsheets: ``yyyy"年"m"月"``, ``[h]:mm``, ``上午/下午h"时"``."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from linter.readers.number_digits import WIDE, chinese_digits

Token = tuple[str, str]

_DAY = 24 * 3600
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEK = "一二三四五六日"
_CHINESE = ("804", "0804", "404", "0404", "C04", "1004", "2052")


def date_text(
    number: Decimal, tokens: list[Token], locale: str, chinese: str, *, from_1904: bool
) -> str | None:
    """A count of days as a date or a time of day. None when the number is no date (negative, too large)."""
    fine = sum(kind == "digit" for kind, _ in tokens)
    if number < 0 or number >= 2958466:
        return None
    seconds = (number * _DAY).quantize(Decimal(1).scaleb(-fine), ROUND_HALF_UP, WIDE)
    days, rest = divmod(seconds, _DAY)
    day = _date(int(days), from_1904)
    second = int(rest)
    twelve = any(kind == "half" for kind, _ in tokens)
    out: list[str] = []
    for at, (kind, text) in enumerate(tokens):
        if kind == "date" and text[0] == "m" and _minutes(tokens, at):
            out.append(_padded(second // 60 % 60, text))
        elif kind == "date" and text[0] in "ymdae":
            out.append(_calendar(day, text, locale, chinese))
        elif kind == "date":
            hour = second // 3600
            figure = (hour % 12 or 12) if twelve else hour
            out.append(_padded(figure if text[0] == "h" else second % 60, text))
        elif kind == "elapsed":
            total = int(seconds) // {"h": 3600, "m": 60, "s": 1}[text[0]]
            out.append(_padded(total, text))
        elif kind == "half":
            out.append(_half(text, second >= _DAY // 2))
        elif kind == "digit":
            out.append("" if "digit" in [other for other, _ in tokens[:at]] else _fine(rest, fine))
        elif kind not in ("general", "@"):
            out.append(text)
    shown = "".join(out)
    return chinese_digits(shown, chinese) if chinese else shown


def _date(days: int, from_1904: bool) -> datetime.date:
    """The day of a serial number. 1900 counts a 29 February that never was, as day 60."""
    if from_1904:
        return datetime.date(1904, 1, 1) + datetime.timedelta(days=days)
    return datetime.date(1899, 12, 30 if days >= 60 else 31) + datetime.timedelta(days=days)


def _minutes(tokens: list[Token], at: int) -> bool:
    """``m`` means minutes behind hours and before seconds."""
    parts = [text[0] for kind, text in tokens[:at] if kind in ("date", "elapsed")]
    later = [text[0] for kind, text in tokens[at + 1 :] if kind in ("date", "elapsed")]
    return parts[-1:] == ["h"] or later[:1] == ["s"]


def _calendar(day: datetime.date, text: str, locale: str, chinese: str) -> str:
    local = locale in _CHINESE
    letter, width = text[0], len(text)
    if letter in "ye":
        figures = f"{day.year:04d}" if width > 2 or letter == "e" else f"{day.year % 100:02d}"
        return chinese_digits(figures, chinese, single=True) if chinese else figures
    if letter == "a":
        return ("星期" if width > 3 else "") + _WEEK[day.weekday()]
    if letter == "d":
        name = _DAYS[day.weekday()]
        if width > 2:
            return (
                ("星期" if width > 3 else "周") + _WEEK[day.weekday()]
                if local
                else name[: None if width > 3 else 3]
            )
        return _padded(day.day, text)
    if width > 2:
        name = _MONTHS[day.month - 1]
        return f"{day.month}月" if local else name if width == 4 else name[: 1 if width > 4 else 3]
    return _padded(day.month, text)


def _padded(number: int, text: str) -> str:
    return str(number).zfill(min(len(text), 2))


def _half(text: str, afternoon: bool) -> str:
    before, _, after = text.partition("/")
    return after if afternoon else before


def _fine(rest: Decimal, places: int) -> str:
    return format(rest % 1, f".{places}f").partition(".")[2]
