"""Days that a spreadsheet shows as the number it counts them by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from linter.ground.patterns import compiled

_EPOCH = date(1899, 12, 30)
#: Days of this century only; whoever writes 5000 means 5000.
_SERIAL = compiled(r"\s*=?\s*([34][0-9],?[0-9]{3}|5[0-4],?[0-9]{3})(?:\.0+)?\s*\Z")


def serial_day(text: str) -> str | None:
    """The day that is meant where a text is nothing but the serial number of one: 45,991 is 2025年11月30日."""
    if not (found := _SERIAL.match(text)):
        return None
    day = _EPOCH + timedelta(days=int(found[1].replace(",", "")))
    return f"{day.year}年{day.month}月{day.day}日" if day.year >= 2000 else None


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "serial_day": (
        "serial_day(text) -> text",
        "整段只是表格软件里一个日期的序列号时，说的是哪一天，如 45,991 是2025年11月30日；不是序列号则缺失",
        serial_day,
    ),
}
