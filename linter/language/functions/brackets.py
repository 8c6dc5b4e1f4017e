"""Brackets whose halves differ in width made alike."""

from __future__ import annotations

from linter.language.functions.likeness import bracket_fault

#: Half-width opening bracket → closing one, and the full-width form of each. Square ones stand in document numbers.
_PAIRS = {"(": ")"}
_WIDE = {"(": "（", ")": "）"}
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}


def even(text: str) -> str:
    """The text with both halves of a round pair full-width where they differed; nothing is added or removed.

    A text in which a bracket has no partner is left alone."""
    chars = list(text)
    opened: list[int] = []
    for position, char in enumerate(text):
        plain = _NARROW.get(char, char)
        if plain in _PAIRS:
            opened.append(position)
        elif plain in _PAIRS.values() and opened:
            first = opened.pop()
            if (text[first] in _WIDE) != (char in _WIDE):
                chars[first], chars[position] = _WIDE[_NARROW.get(text[first], text[first])], _WIDE[plain]
    evened = "".join(chars)
    # Where a half is missing it cannot be told which one belongs to which.
    return evened if bracket_fault(evened) is None else text
