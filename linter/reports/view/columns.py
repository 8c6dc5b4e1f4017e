"""Text in columns for terminals and pipes, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

#: What stands between two columns.
_GAP = "  "


def width(text: str) -> int:
    """Columns that a text fills on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


@lru_cache(maxsize=8192)
def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def cut(text: str, columns: int) -> str:
    """The text in at most ``columns`` columns, with … where something was left out."""
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for char in text:
        used += _char_width(char)
        if used > columns - 1:
            break
        kept += char
    return kept + "…"


_CLOSING = frozenset("，。；：、！？）】》〕”’%…,.;:!?)]}")
_OPENING = frozenset("（【《〔“‘([{")


def wrap(text: str, columns: int) -> list[str]:
    """Lines of about ``columns`` columns: closing marks may hang over, so that no line begins with one,
    and no line ends with an opening mark. Latin words stay whole."""
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        size = width(piece)
        if used + size - _hanging(piece) > columns and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
            piece = piece.lstrip()
            size = width(piece)
        line += piece
        used += size
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _hanging(piece: str) -> int:
    return 2 if piece[-1] in _CLOSING and len(piece) > 1 else 0


def _pieces(text: str) -> Iterable[str]:
    """The smallest parts that stay on one line."""
    piece = ""
    for char in text:
        last = piece[-1:]
        breaks = _char_width(char) == 2 or (last != "" and _char_width(last) == 2) or char == " "
        breaks = breaks or (last in _CLOSING and char in _OPENING)
        if piece and breaks and char not in _CLOSING and piece[-1] not in _OPENING:
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def table(rows: Sequence[Sequence[str]], *, indent: str = "", widest: int = 60) -> list[str]:
    """Rows of cells as aligned lines; a cell wider than ``widest`` is cut, except in the last column."""
    if not rows:
        return []
    count = max(len(row) for row in rows)
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    shown = [[cut(cell, widest) if at < count - 1 else cell for at, cell in enumerate(row)] for row in full]
    sizes = [max(width(row[at]) for row in shown) for at in range(count)]
    return [
        (indent + _GAP.join(pad(cell, size) for cell, size in zip(row, sizes, strict=True))).rstrip()
        for row in shown
    ]
