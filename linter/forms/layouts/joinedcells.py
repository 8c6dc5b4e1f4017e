"""A stretch of text between two level words → the cells of its records, in the order of the columns.

Where cells stand side by side without anything between them, the grammar of values says where one may end: before
a sign, behind a unit, before a state such as 明显改善. Dynamic programming lays the atoms between all such
places into records; a cut through a piece costs, a gap between pieces does not. A record whose target is not
certain is no record.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from linter.forms.layouts.joinedtext import CELL, Span
from linter.forms.rows.alignment import fit
from linter.forms.rows.cellsorts import is_comparator, is_number, is_unit
from linter.forms.vocabulary import shape
from linter.ground.patterns import compiled
from linter.values import parse_value
from linter.values.find import find

#: Longer stretches are no records.
_MOST_ATOMS = 240
#: Atoms of one cell.
_MOST_JOINED = 9
_TARGETS = frozenset({"value", "value_medium"})
_MEASURES = frozenset({"quantity", "rate", "range", "date", "period"})
_FIGURES = frozenset({"weight", "score", "points"})
#: Points for a text that fits, off for what is left out, cut through or put together.
_SKIP, _SKIP_VALUE, _SKIP_NAME = -1.2, -1.8, -6.0
_CUT = {"": -0.5, " ": 0.0, "\n": -0.2, CELL: 0.0}
_OPEN = {"": -0.4, " ": -0.1, "\n": 0.4, CELL: -0.1}
_JOIN = {"": -0.25, " ": -0.7, "\n": -1.5}
_ALIKE = 1.0
_WORD = compiled(r"[\u4e00-\u9fffA-Za-z]{2}")
_SIGN = compiled(r"[≥≤<>=＝≧≦＜＞]{1,2}")
_NUMBER = compiled(r"\d[\d,]*(?:\.\d+)?")
_YEAR = compiled(r"20\d\d年度?")
_LEADING_ZERO = compiled(r"0(?!\.|\Z)|0\.0+\Z")
_LEAD = compiled(r"[^\d≥≤<>=＝≧≦＜＞]+")
_WHOLE = compiled(r"[≥≤<>=＝≧≦＜＞]|\d[\d,.]*\s?[^\d,.\s]")
_DIGITS = compiled(r"[\d.]{2,12}\Z")
_TWICE = compiled(r"([\u4e00-\u9fff]{2,10})\1(?=[\d.]*\Z)")
_TAIL = compiled(r"(?<=[^\d.≥≤<>=])\d[\d.]*\Z")
_PARTS = compiled(rf"(?P<gap>[ {CELL}\n]+)|(?P<piece>[^ {CELL}\n]+)")


class Atom(NamedTuple):
    """A stretch that no cell parts; ``gap`` is what stands before it: nothing, a blank, a line end or a bar."""

    start: int
    end: int
    gap: str


class Piece(NamedTuple):
    """A cell of a record: its role and its stretch. ``cut``: whether it ends, or begins, inside a piece."""

    role: str
    span: Span
    cut: bool


def atoms_of(text: str, start: int, end: int, roles: list[str]) -> list[Atom]:
    """The atoms of a stretch."""
    made: list[Atom] = []
    gap = "\n"
    for part in _PARTS.finditer(text, start, end):
        if part["gap"] is not None:
            gap = CELL if CELL in part[0] else "\n" if "\n" in part[0] else " "
            continue
        marks = sorted({0, len(part[0]), *_marks(part[0], roles)})
        for left, right in pairwise(marks):
            made.append(Atom(part.start() + left, part.start() + right, gap))
            gap = ""
        gap = ""
    return made


def _marks(piece: str, roles: list[str]) -> set[int]:
    """Where a cell may end inside a piece."""
    if not _WORD.search(piece) and not _SIGN.search(piece) and not any(map(str.isdigit, piece)):
        return set()
    marks: set[int] = set()
    split = "comparator" in roles or "type" in roles
    for found in find(piece):
        marks |= {found.start, found.end}
        if (lead := _LEAD.match(piece, found.start, found.end)) is not None:
            # 人均增收500元: what leads a value may belong to its name.
            marks.add(lead.end())
        if split:
            marks |= _inner(piece, found.start, found.end)
    marks |= {one.start() for one in shape("joined-bound").finditer(piece)}
    for sign in _SIGN.finditer(piece):
        marks |= {sign.start(), sign.end()} if split else {sign.start()}
    for pattern in (_TWICE, _TAIL, shape("joined-state")):
        if one := pattern.search(piece):
            marks |= {one.start(), one.end()}
            if pattern is _TWICE:
                marks.add(one.end(1))
    tail = _DIGITS.search(piece)
    if tail is not None and tail.start() and len(_FIGURES & set(roles)) > 0:
        marks |= {at for at in range(tail.start() + 1, tail.end()) if "." not in piece[at - 1 : at]}
        marks.add(tail.start())
    return marks


def _inner(piece: str, start: int, end: int) -> set[int]:
    """Where sign, number and unit of a target meet."""
    sign = _SIGN.match(piece, start)
    number = _NUMBER.match(piece, sign.end() if sign else start)
    return {one.end() for one in (sign, number) if one is not None and one.end() < end}


def records(text: str, atoms: list[Atom], roles: list[str]) -> list[list[Piece]]:
    """The best way to lay atoms into records, each with its cells in the order of the columns."""
    count = len(atoms)
    if count > _MOST_ATOMS:
        return []
    best: list[float] = [0.0, *[float("-inf")] * count]
    back: list[tuple[int, tuple[Piece, ...]]] = [(0, ())] * (count + 1)
    memo: dict[tuple[int, int, str], float] = {}
    for start in range(count):
        if best[start] == float("-inf"):
            continue
        opening = best[start] + (_OPEN[atoms[start].gap] if start else 0.0)
        for end, (score, cells) in _lay(text, atoms, start, roles, memo).items():
            if opening + score > best[end]:
                best[end], back[end] = opening + score, (start, cells)
    made: list[list[Piece]] = []
    end = count
    while end > 0:
        start, cells = back[end]
        made.append(list(cells))
        end = start
    return made[::-1]


_Laid = dict[int, tuple[float, tuple[Piece, ...]]]


def _lay(
    text: str, atoms: list[Atom], start: int, roles: list[str], memo: dict[tuple[int, int, str], float]
) -> _Laid:
    """For every atom at which a record may end, its best cells and their score."""
    states: _Laid = {start: (0.0, ())}
    split = "unit" in roles
    for role in roles:
        following: _Laid = {}
        skip = _SKIP_NAME if role == "name" else _SKIP_VALUE if role in _TARGETS else _SKIP
        for used, (score, cells) in states.items():
            _better(following, used, score + skip, cells)
            inside = used > start
            open_cost = _CUT[atoms[used].gap] if inside and used < len(atoms) else 0.0
            joined = 0.0
            for end in range(used + 1, min(len(atoms), used + _MOST_JOINED) + 1):
                gap = atoms[end - 1].gap
                if end > used + 1:
                    if gap == CELL:
                        break
                    joined += _JOIN[gap]
                key = (used, end, role)
                piece = Piece(role, Span(atoms[used].start, atoms[end - 1].end), _is_cut(atoms, used, end))
                if key not in memo:
                    memo[key] = _fit(text, piece, split)
                own = score + memo[key] + open_cost + joined + _alike(text, role, piece, cells)
                _better(following, end, own, (*cells, piece))
        states = following
    return {end: state for end, state in states.items() if end > start}


def _better(states: _Laid, at: int, score: float, cells: tuple[Piece, ...]) -> None:
    if at not in states or score > states[at][0]:
        states[at] = score, cells


def _is_cut(atoms: list[Atom], first: int, end: int) -> bool:
    return atoms[first].gap == "" or (end < len(atoms) and atoms[end].gap == "")


def _alike(text: str, role: str, piece: Piece, cells: tuple[Piece, ...]) -> float:
    """Points and the score reached are mostly the same, and a target in words is mostly reached."""
    last = cells[-1] if cells else None
    if last is None or (role, last.role) not in (("score", "weight"), ("actual", "value")):
        return 0.0
    same = text[piece.span.start : piece.span.end] == text[last.span.start : last.span.end]
    return _ALIKE if same else 0.0


def _fit(text: str, piece: Piece, split: bool) -> float:
    """How well a piece fits the column of its role; what cannot stand there costs much."""
    told, role = text[piece.span.start : piece.span.end], piece.role
    if role == "name":
        return _name_fit(told, piece.cut)
    if role in ("comparator", "type"):
        return 3 if is_comparator(told) else -4
    if role in _FIGURES and _LEADING_ZERO.match(told):
        return -3
    if role == "unit":
        return 2 if is_unit(told) else -2
    if role in _TARGETS:
        if _YEAR.fullmatch(told) or (split and _WHOLE.match(told)):
            # 新建2024年水渠: a year alone belongs to a name. And a sign or a unit may have a column of its own.
            return -3 if _YEAR.fullmatch(told) else -1
        if piece.cut:
            return 2 if _is_measure(told) else 1.5 if _is_state(told) else -2
    return fit(role, told)


def _name_fit(told: str, cut: bool) -> float:
    if not _WORD.search(told) or is_comparator(told) or _SIGN.search(told[-1]):
        return -4
    if cut and (_SIGN.search(told) or shape("joined-bound").search(f"{told}0", len(told) - 4)):
        return -4
    figure = _is_measure(told) if cut else is_number(told)
    return -2 if figure else 1 - 0.02 * max(0, len(told) - 30)


def _is_measure(told: str) -> bool:
    """Whether a text is one target in figures, and nothing else."""
    value = parse_value(told)
    return value.kind in _MEASURES and value.span == (0, len(told))


def _is_state(told: str) -> bool:
    return shape("joined-state").fullmatch(told) is not None


def certain(text: str, found: list[list[Piece]], wanted: set[str]) -> list[bool]:
    """Which records of a stretch are certain. One that is not leaves the ones that touch it in doubt as well."""
    sure = [_is_certain(text, record, wanted) for record in found]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            beside = at - 1 if order.step > 0 else at + 1
            first, second = sorted((at, beside))
            touching = found[first][-1].span.end == found[second][0].span.start
            sure[at] = sure[at] and (sure[beside] or not touching)
    return sure


def _is_certain(text: str, record: list[Piece], wanted: set[str]) -> bool:
    """Whether name and target of a record are certain: each ends where a gap, a sign, a unit or a word ends it."""
    cells = {piece.role: piece.span for piece in record}
    value = next((cells[role] for role in ("value", "value_medium") if role in cells), None)
    if "name" not in cells:
        return False
    name = cells["name"]
    if value is None:
        # A target that is left out is none only where gaps say so.
        return not wanted & _TARGETS or not (
            _touches(text, record[0].span) or _touches(text, record[-1].span)
        )
    told = text[value.start : value.end]
    if value.end < len(text) and told[-1].isdigit() and text[value.end].isdigit():
        return False
    if name.end == value.start and not _is_boundary(text, name, value):
        return False
    return _is_measure(told) or _is_state(told) or not _touches(text, value)


def _is_boundary(text: str, name: Span, value: Span) -> bool:
    """Whether a target may begin right behind its name: a sign or a figure does, a state where the name is none."""
    told = text[value.start : value.end]
    if told[0].isdigit() or not _WORD.match(told[:2] + " "):
        return not (told[0].isdigit() and text[name.end - 1].isascii() and text[name.end - 1].isalnum())
    if _is_measure(told):
        return True
    state = shape("joined-state").fullmatch(told)
    return state is not None and shape("joined-statement").match(text[name.start : name.end]) is None


def _touches(text: str, span: Span) -> bool:
    """Whether a stretch begins or ends inside a piece."""
    gaps = f" \n{CELL}"
    return (span.start > 0 and text[span.start - 1] not in gaps) or (
        span.end < len(text) and text[span.end] not in gaps
    )
