"""A change of one cell's text, and the smallest replacements it consists of."""

from __future__ import annotations

from collections.abc import Iterator
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


#: Texts whose lengths multiply to more than this are compared by walking along both, as difflib grows with the square.
_COMPARED = 250_000
#: Characters that must be the same for a walk to go on, and how far it looks for them: near first.
_LOOKS = ((5, 16), (2, 16), (5, 60))


def steps(before: str, after: str) -> list[Step]:
    """The replacements that turn one text into the other, in order, none touching what is the same."""
    if len(before) * len(after) > _COMPARED:
        return list(_walked(before, after))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(a, b, after[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _walked(before: str, after: str) -> Iterator[Step]:
    """The same for long texts with small changes: from each difference to the nearest place where both go on alike.
    Where there is none the rest is one replacement."""
    here = there = 0
    while here < len(before) or there < len(after):
        while before[here : here + 1] == after[there : there + 1] != "":
            here, there = here + 1, there + 1
        if here == len(before) and there == len(after):
            return
        lost, won = _apart(before, after, here, there)
        yield here, here + lost, after[there : there + won]
        here, there = here + lost, there + won


def _apart(before: str, after: str, here: int, there: int) -> tuple[int, int]:
    """How many characters to leave out of each text until they go on alike."""
    for same, ahead in _LOOKS:
        for both in range(1, 2 * ahead):
            for lost in range(max(0, both - ahead), min(both, ahead) + 1):
                old, new = here + lost, there + both - lost
                if old > len(before) or new > len(after):
                    continue
                if before[old : old + same] == after[new : new + same]:
                    return lost, both - lost
    return len(before) - here, len(after) - there


def locate(text: str, part: str) -> int | None:
    """Where ``part`` stands in a cell's text: all of it, all but blanks around it, or in one place only."""
    if text == part or text.strip() == part:
        return text.index(part)
    return text.index(part) if part and text.count(part) == 1 else None
