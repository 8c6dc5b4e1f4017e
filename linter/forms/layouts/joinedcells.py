"""A stretch of text between two level words → the cells of its records, in the order of the columns.

Where cells stand side by side without anything between them, the grammar of values says where one may end: before
a sign, behind a unit, before a state such as 明显改善. Dynamic programming lays the atoms between all such
places into records; a cut through a piece costs, a gap between pieces does not. A record whose target is not
certain is no record.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from linter.forms.layouts.joinedmarks import SIGN, WORD, Atom
from linter.forms.layouts.joinedtext import CELL, Span
from linter.forms.rows.alignment import fit
from linter.forms.rows.cellsorts import is_comparator, is_number, is_unit
from linter.forms.rows.names import without_hints
from linter.forms.vocabulary import shape
from linter.ground.patterns import compiled
from linter.values import parse_value

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
_YEAR = compiled(r"20\d\d年度?")
_LEADING_ZERO = compiled(r"0(?!\.|\Z)|0\.0+\Z")
_WHOLE = compiled(r"[≥≤<>=＝≧≦＜＞═]|\d[\d,.]*\s?[^\d,.\s]")


class Piece(NamedTuple):
    """A cell of a record: its role and its stretch. ``cut``: whether it ends, or begins, inside a piece."""

    role: str
    span: Span
    cut: bool


def records(
    text: str, atoms: list[Atom], roles: list[str], habits: frozenset[str], *, rowwise: bool
) -> list[list[Piece]]:
    """The best way to lay atoms into records, each with its cells in the order of the columns. ``rowwise``: every
    line holds one."""
    if rowwise:
        starts = [at for at, atom in enumerate(atoms) if at == 0 or atom.gap == "\n"]
        lines = [atoms[left:right] for left, right in pairwise([*starts, len(atoms)])]
        return [record for line in lines for record in _laid(text, line, roles, habits, whole=True)]
    return _laid(text, atoms, roles, habits, whole=False)


def _laid(
    text: str, atoms: list[Atom], roles: list[str], habits: frozenset[str], *, whole: bool
) -> list[list[Piece]]:
    count = len(atoms)
    if count > _MOST_ATOMS:
        return []
    best: list[float] = [0.0, *[float("-inf")] * count]
    back: list[tuple[int, tuple[Piece, ...]]] = [(0, ())] * (count + 1)
    memo: dict[tuple[int, int, str], float] = {}
    for start in range(1 if whole else count):
        if best[start] == float("-inf"):
            continue
        opening = best[start] + (_OPEN[atoms[start].gap] if start else 0.0)
        for end, (score, cells) in _lay(text, atoms, start, roles, habits, memo).items():
            if opening + score > best[end]:
                best[end], back[end] = opening + score, (start, cells)
    made: list[list[Piece]] = []
    if best[count] == float("-inf"):
        return [[Piece("", Span(atoms[0].start, atoms[-1].end), True)]]
    end = count
    while end > 0:
        start, cells = back[end]
        made.append(list(cells))
        end = start
    return made[::-1]


_Laid = dict[int, tuple[float, tuple[Piece, ...]]]


def _lay(
    text: str,
    atoms: list[Atom],
    start: int,
    roles: list[str],
    habits: frozenset[str],
    memo: dict[tuple[int, int, str], float],
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
                    memo[key] = _fit(text, piece, split, habits)
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
    if last is None or (role, last.role) not in (
        ("score", "weight"),
        ("actual", "value"),
        ("description", "name"),
    ):
        return 0.0
    same = text[piece.span.start : piece.span.end] == text[last.span.start : last.span.end]
    return _ALIKE if same else 0.0


def _fit(text: str, piece: Piece, split: bool, habits: frozenset[str]) -> float:
    """How well a piece fits the column of its role; what cannot stand there costs much."""
    told, role = text[piece.span.start : piece.span.end], piece.role
    if (
        (role == "name" or role in _TARGETS)
        and piece.cut
        and ("。" in told or any(one in told for one in habits if one != told))
    ):
        return -4
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
    bare = without_hints(told)
    if not WORD.search(bare) or is_comparator(bare) or SIGN.match(bare[-1:]):
        return -4
    if cut and (SIGN.search(bare) or bare[-1] in "、，,；;：:和及与"):
        return -4
    if cut and shape("joined-bound").search(f"{bare}0", max(0, len(bare) - 4)):
        return -4
    figure = _is_measure(told) if cut else is_number(told)
    return -2 if figure else 1 - 0.02 * max(0, len(told) - 30)


def _is_measure(told: str) -> bool:
    """Whether a text is one target in figures, and nothing else."""
    value = parse_value(told)
    return value.kind in _MEASURES and value.span == (0, len(told))


def _is_state(told: str) -> bool:
    return shape("joined-state").fullmatch(told) is not None


#: Roles that a table fills in every row, if it does in most.
_HABITUAL = ("actual", "comparator", "type", "unit")


def certain(text: str, stretches: list[list[list[Piece]]], wanted: set[str]) -> list[list[bool]]:
    """Which records of each stretch of a table are certain. One that is not leaves the ones that touch it in doubt as
    well."""
    every = [{piece.role for piece in record} for found in stretches for record in found]
    usual = {role for role in _HABITUAL if sum(role in roles for roles in every) * 2 >= len(every) > 0}
    return [_certain(text, found, wanted, usual) for found in stretches]


def _certain(text: str, found: list[list[Piece]], wanted: set[str], usual: set[str]) -> list[bool]:
    sure = [_is_certain(text, record, wanted, usual) for record in found]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            beside = at - 1 if order.step > 0 else at + 1
            first, second = sorted((at, beside))
            touching = found[first][-1].span.end == found[second][0].span.start
            sure[at] = sure[at] and (sure[beside] or not touching)
    return sure


def _is_certain(text: str, record: list[Piece], wanted: set[str], usual: set[str]) -> bool:
    """Whether name and target of a record are certain: each ends where a gap, a sign, a unit or a word ends it."""
    cells = {piece.role: piece.span for piece in record}
    value = next((cells[role] for role in ("value", "value_medium") if role in cells), None)
    if "name" not in cells:
        return False
    name = cells["name"]
    if not WORD.search(text[name.start : name.end]):
        return False
    if value is None:
        # A target that is left out is none only where gaps say so.
        return not wanted & _TARGETS or not (
            _touches(text, record[0].span) or _touches(text, record[-1].span)
        )
    told = text[value.start : value.end]
    cut = any(piece.cut for piece in record)
    if cut and usual - set(cells):
        # 发放时间达标率100%: where others have a target and what was achieved, one figure may be either.
        return False
    if cut and told[-1].isdigit() and "actual" in wanted - set(cells) and _touches(text, value):
        return False
    if value.end < len(text) and told[-1].isdigit() and text[value.end].isdigit():
        return False
    if name.end == value.start and not _is_boundary(text, name, value):
        return False
    return _is_measure(told) or _is_state(told) or not _touches(text, value)


def _is_boundary(text: str, name: Span, value: Span) -> bool:
    """Whether a target may begin right behind its name: a sign or a figure does, a state where the name is none."""
    told = text[value.start : value.end]
    if told[0].isdigit() or not WORD.match(told[:2] + " "):
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
