"""Texts that lie in pieces (runs of a paragraph): each changed character goes into the piece it stood in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from linter.fixing.change import locate, steps

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Piece(msgspec.Struct):
    """A stretch of a cell's text. ``element`` holds it; None for what no run holds (a line break, a list
    number), which is never changed."""

    text: str
    element: Any = None


def change_pieces(pieces: Sequence[Piece], before: str, after: str) -> bool:
    """Turn ``before`` into ``after`` inside the text that the pieces make up.

    False, and nothing changed, when ``before`` cannot be found for certain or a change would touch what no run
    holds.
    """
    text = "".join(piece.text for piece in pieces)
    at = locate(text, before)
    if at is None:
        return False
    if len(pieces) == 1 and pieces[0].element is not None:  # whatever is new goes into the one there is
        _set_texts(pieces, [text[:at] + after + text[at + len(before) :]])
        return True
    starts, total = [], 0
    for piece in pieces:
        starts.append(total)
        total += len(piece.text)
    new = [piece.text for piece in pieces]
    for start, end, fresh in reversed(steps(before, after)):
        start, end = at + start, at + end
        home = _home(pieces, starts, start, end)
        if home is None:
            return False
        for number, piece in enumerate(pieces):
            first, last = max(start, starts[number]), min(end, starts[number] + len(piece.text))
            if first >= last and number != home:
                continue
            if piece.element is None:
                return False
            a, b = max(first - starts[number], 0), max(last - starts[number], 0)
            if first >= last:
                a = b = start - starts[number]
            new[number] = new[number][:a] + (fresh if number == home else "") + new[number][b:]
    _set_texts(pieces, new)
    return True


def _set_texts(pieces: Sequence[Piece], texts: Sequence[str]) -> None:
    for piece, changed in zip(pieces, texts, strict=True):
        if piece.element is not None and changed != piece.text:
            set_text(piece.element, changed)
            piece.text = changed


def _home(pieces: Sequence[Piece], starts: list[int], start: int, end: int) -> int | None:
    """The piece that takes the new characters: the one that loses some, else the one before the spot."""
    fallback = None
    for number, piece in enumerate(pieces):
        first, last = starts[number], starts[number] + len(piece.text)
        if piece.element is None:
            continue
        if start < end:
            if first <= start < last:
                return number
        elif first < start <= last:
            return number
        elif first == start and fallback is None:
            fallback = number
    return fallback


def set_text(element: Any, text: str) -> None:
    """The text of a ``t`` element, with the attribute that keeps its blanks when it has any at the ends."""
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")
