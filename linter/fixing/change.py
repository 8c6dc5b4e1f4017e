"""A change of one cell's text, and the smallest replacements it consists of."""

from __future__ import annotations

from difflib import SequenceMatcher

import msgspec

from linter.model import Place

#: Replace the characters from start to end by a text.
Step = tuple[int, int, str]


class Change(msgspec.Struct, frozen=True):
    """``before`` becomes ``after``; it is the whole text of the cell at ``place`` or a part of it that stands
    there once."""

    place: Place
    before: str
    after: str


def steps(before: str, after: str) -> list[Step]:
    """The replacements that turn one text into the other, in order, none touching what is the same."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(a, b, after[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def locate(text: str, part: str) -> int | None:
    """Where ``part`` stands in a cell's text: all of it, all but blanks around it, or in one place only."""
    if text == part or text.strip() == part:
        return text.index(part)
    return text.index(part) if part and text.count(part) == 1 else None
