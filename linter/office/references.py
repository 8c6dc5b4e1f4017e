"""Cell references: D12 is row 12, column 4. Everything counts from 1."""

from __future__ import annotations

from functools import lru_cache

from linter.ground.patterns import compiled

_REFERENCE = compiled(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=4096)
def position(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as ``D12`` or ``$D$12``. Raises ValueError."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def figure(text: str, most: int) -> int | None:
    """A whole number of an attribute, None for anything else and for more than ``most``: what others wrote may be no
    number at all, or one of thousands of digits, which Python refuses to read."""
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        return None
    number = int(text)
    return number if number <= most else None


def figure_within(text: str, default: int, most: int) -> int:
    """The same, but ``most`` for more than that and ``default`` for what is no number."""
    number = figure(text, 10**8)
    return default if number is None else min(number, most)


@lru_cache(maxsize=1024)
def column_name(column: int) -> str:
    """1 is A, 28 is AB."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
