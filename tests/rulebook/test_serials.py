"""The day behind a serial number of a spreadsheet."""

import pytest

from linter.language.functions.serials import serial_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("45,991", "2025年11月30日"),
        ("44561", "2021年12月31日"),
        ("=45930.0", "2025年9月30日"),
        ("36525", None),
        ("5000", None),
        ("45991人", None),
        ("2025", None),
        ("", None),
    ],
)
def test_serial_day(text: str, day: str | None) -> None:
    assert serial_day(text) == day
