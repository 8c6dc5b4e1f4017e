"""Where the cells of a stretch may end: the atoms that no cell parts.

Blanks, bars and line ends part cells; inside a piece the grammar of values does (before a sign, behind a unit), a
state at its end, a text said twice, and a text that many lines of the table end with.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from linter.forms.labelkeys import shape
from linter.forms.layouts.joinedpoints import point_marks, state_before
from linter.forms.layouts.joinedtext import CELL
from linter.forms.levelwords import is_level
from linter.forms.rows.names import without_hints
from linter.ground.patterns import compiled
from linter.values.find import find

SIGN = compiled(r"[≥≤<>=＝≧≦＜＞═]{1,2}")
WORD = compiled(r"[\u4e00-\u9fffA-Za-z]{2}")
_NUMBER = compiled(r"\d[\d,]*(?:\.\d+)?")
_LEAD = compiled(r"[^\d≥≤<>=＝≧≦＜＞═]+")
#: The end of a piece, or points alone before it.
_AT_END = r"[\d.]*\Z"
_DIGITS = compiled(r"[\d.]{2,12}\Z")
_TWICE = compiled(r"([\u4e00-\u9fff]{4,16})\1|([\u4e00-\u9fff]{2,10})\2(?=[\d.≥≤<>=＝]|\Z)")
_TAIL = compiled(r"(?<=[^\d.≥≤<>=])\d[\d.]*\Z")
_PARTS = compiled(rf"(?P<gap>[ {CELL}\n]+)|(?P<piece>[^ {CELL}\n]+)")
_LINE_TAIL = compiled(r"(?P<words>[\u4e00-\u9fff]{3,12})[\d.]*\Z")
#: What stands for a sign of a hint.
_HINTED = "\u3000"
_FIGURES = frozenset({"weight", "score", "points", "actual"})
EXPLAINING = frozenset({"description", "basis"})
#: So many lines of a table end with a text that is a cell of its own.
_FEWEST_LINES, _SHORTEST_HABIT = 3, 3


class Atom(NamedTuple):
    """A stretch that no cell parts; ``gap`` is what stands before it: nothing, a blank, a line end or a bar."""

    start: int
    end: int
    gap: str


def habits_of(text: str, start: int, end: int) -> frozenset[str]:
    """The texts that at least three lines of a table end with, points aside: 达成预期指标, 计划标准."""
    tails: Counter[str] = Counter()
    for line in text[start:end].split("\n"):
        if CELL in line or " " in line.strip() or (found := _LINE_TAIL.search(line.rstrip())) is None:
            continue
        words = found["words"]
        tails.update({words[at:] for at in range(len(words) - _SHORTEST_HABIT + 1)})
    often = {tail for tail, count in tails.items() if count >= _FEWEST_LINES and not is_level(tail)}
    # The longest of those that the same lines end with.
    return frozenset(
        one
        for one in often
        if not any(other != one and other.endswith(one) and tails[other] == tails[one] for other in often)
    )


def atoms_of(text: str, start: int, end: int, roles: list[str], habits: frozenset[str] | None) -> list[Atom]:
    """The atoms of a stretch; whole pieces where ``habits`` is None."""
    made: list[Atom] = []
    gap = "\n"
    for part in _PARTS.finditer(text, start, end):
        if part["gap"] is not None:
            gap = CELL if CELL in part[0] else "\n" if "\n" in part[0] else " "
            continue
        marks = sorted({0, len(part[0]), *(_marks(part[0], roles, habits) if habits is not None else ())})
        for left, right in pairwise(marks):
            made.append(Atom(part.start() + left, part.start() + right, gap))
            gap = ""
        gap = ""
    return made


def _marks(piece: str, roles: list[str], habits: frozenset[str]) -> set[int]:
    """Where a cell may end inside a piece."""
    if not WORD.search(piece) and not SIGN.search(piece) and not any(map(str.isdigit, piece)):
        return set()
    marks: set[int] = set()
    split = "comparator" in roles or "type" in roles
    printed, piece = piece, without_hints(piece)
    if piece != printed:
        # 成活率(≥**%)85: a hint of the template ends a name.
        marks |= {at for at in range(1, len(piece)) if piece[at - 1] == _HINTED and piece[at] != _HINTED}
    targets = find(piece)
    for found in targets:
        marks |= {found.start, found.end}
        if (lead := _LEAD.match(piece, found.start, found.end)) is not None:
            # 人均增收500元: what leads a value may belong to its name.
            marks.add(lead.end())
        if split:
            marks |= _inner(piece, found.start, found.end)
    marks |= {one.start() for one in shape("joined-bound").finditer(piece)}
    marks |= point_marks(piece, roles, targets)
    for limit in shape("joined-limit").finditer(piece):
        marks |= {limit.start(), limit.end()}
    if EXPLAINING & set(roles):
        marks |= {one.start() for one in shape("joined-explains").finditer(piece)}
    for sign in SIGN.finditer(piece):
        marks |= {sign.start(), sign.end()} if split else {sign.start()}
    for pattern in (_TAIL, state_before(_AT_END)):
        if one := pattern.search(piece):
            marks |= {one.start(), one.end()}
    for twice in _TWICE.finditer(piece):
        marks |= {twice.start(), twice.end(1 if twice[1] else 2), twice.end()}
    for habit in habits:
        if (at := piece.rfind(habit)) > 0:
            marks |= {at, at + len(habit)} | _figure_before(piece, at)
            if state := state_before(_AT_END).search(piece[:at]):
                marks.add(state.start())
    tail = _DIGITS.search(piece)
    if tail is not None and tail.start() and len(_FIGURES & set(roles)) > 0:
        marks |= {at for at in range(tail.start() + 1, tail.end()) if "." not in piece[at - 1 : at]}
        marks.add(tail.start())
    return marks


def _inner(piece: str, start: int, end: int) -> set[int]:
    """Where sign, number and unit of a target meet."""
    sign = SIGN.match(piece, start)
    number = _NUMBER.match(piece, sign.end() if sign else start)
    return {one.end() for one in (sign, number) if one is not None and one.end() < end}


def _figure_before(piece: str, at: int) -> set[int]:
    """Where a bare figure right before an offset begins: 配备车辆数10计划标准."""
    start = at
    while start and (piece[start - 1].isdigit() or piece[start - 1] == "."):
        start -= 1
    return {start} if start < at else set()
