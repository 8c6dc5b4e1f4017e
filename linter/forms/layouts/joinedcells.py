"""A stretch of text between two level words → the cells of its records, in the order of the columns.

Where cells stand side by side without anything between them, the grammar of values says where one may end: before
a sign, behind a unit, before a state such as 明显改善. Dynamic programming lays the atoms between all such
places into records; a cut through a piece costs, a gap between pieces does not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from linter.forms.labelkeys import shape
from linter.forms.layouts.joinedmarks import EXPLAINING, SIGN, WORD, Atom
from linter.forms.layouts.joinedpoints import cuts_figures, near
from linter.forms.layouts.joinedtext import CELL, Span
from linter.forms.rows.alignment import fit
from linter.forms.rows.cellsorts import is_comparator, is_number, is_unit
from linter.forms.rows.names import is_numbered, without_hints
from linter.ground.patterns import compiled
from linter.values.find import find

#: Longer stretches are no records.
_MOST_ATOMS = 240
#: Atoms of one cell.
_MOST_JOINED = 9
TARGETS = frozenset({"value", "value_medium"})
#: Roles that hold words and no figures.
WORDED = frozenset({"note", "reason", "basis", "description", "scoring", "other"})
_FIGURES = frozenset({"weight", "score", "points"})
_TRAILING = frozenset({"reason", "note"})
_SHORT = 8
#: Points for a text that fits, off for what is left out, cut through or put together.
_SKIP, _SKIP_VALUE, _SKIP_NAME, _SKIP_WORDED = -1.2, -1.8, -6.0, -0.2
_CUT = {"": -0.5, " ": 0.0, "\n": -0.2, CELL: 0.0}
_OPEN = {"": -0.4, " ": -0.1, "\n": 0.4, CELL: -0.1}
_JOIN = {"": -0.25, " ": -0.7, "\n": -1.5}
_ALIKE = 1.0
#: Off for a record, or a cell of one, that begins inside a run of figures.
_NEW, _PART = -4.0, -0.6
_YEAR = compiled(r"20\d\d年度?")
_LEADING_ZERO = compiled(r"0(?!\.|\Z)|0\.0+\Z|\d+\.\d{3}")
#: A target that begins inside a run of figures and is no more than figures, or begins with a nought.
_CUT_TARGET = compiled(r"0\d|[\d.]+\Z")
_BARE = compiled(r"-?\d[\d,]*(?:\.\d+)?")
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
        opening = best[start] + (
            _OPEN[atoms[start].gap] + _inside(text, atoms[start], _NEW) if start else 0.0
        )
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
        skip = _skip(role)
        for used, (score, cells) in states.items():
            _better(following, used, score + skip, cells)
            inside = used > start
            open_cost = 0.0
            if inside and used < len(atoms):
                open_cost = _CUT[atoms[used].gap] + _inside(text, atoms[used], _PART)
            joined = 0.0
            for end in range(used + 1, min(len(atoms), used + _MOST_JOINED) + 1):
                gap = atoms[end - 1].gap
                if end > used + 1:
                    if gap == CELL:
                        break
                    if is_numbered(text[atoms[end - 1].start : atoms[end - 1].end]):
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


def _skip(role: str) -> float:
    """What it costs to leave a column out: remarks are mostly blank."""
    if role == "name":
        return _SKIP_NAME
    return _SKIP_VALUE if role in TARGETS else _SKIP_WORDED if role in WORDED else _SKIP


def _better(states: _Laid, at: int, score: float, cells: tuple[Piece, ...]) -> None:
    if at not in states or score > states[at][0]:
        states[at] = score, cells


def _inside(text: str, atom: Atom, cost: float) -> float:
    """What it costs to begin at an atom where a run of figures is cut."""
    return cost if cuts_figures(text, Span(atom.start, atom.end)) else 0.0


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
    told, before = text[piece.span.start : piece.span.end], text[last.span.start : last.span.end]
    if told == before:
        return _ALIKE
    return _ALIKE / 2 if role == "score" and near(before, told) else 0.0


def _fit(text: str, piece: Piece, split: bool, habits: frozenset[str]) -> float:
    """How well a piece fits the column of its role; what cannot stand there costs much."""
    told, role = text[piece.span.start : piece.span.end], piece.role
    if (
        (role == "name" or role in TARGETS)
        and piece.cut
        and ("。" in told or any(one in told for one in habits if one != told))
    ):
        return -4
    if role == "name":
        return _name_fit(told, piece.cut)
    if role in ("comparator", "type"):
        return 3 if is_comparator(told) or SIGN.fullmatch(told) else -4
    if role in _FIGURES and _LEADING_ZERO.match(told):
        return -3
    if role in (*TARGETS, "actual") and _CUT_TARGET.match(told) and cuts_figures(text, piece.span):
        return -3
    if role in TARGETS and _BARE.fullmatch(told) and text[piece.span.end : piece.span.end + 1].isdigit():
        return -3
    if role in _TRAILING and piece.cut and (len(told) <= _SHORT or told[0].isdigit()):
        # The words behind the points of a row are the name of the next one rather than a reason.
        return -1.5
    if role in EXPLAINING and shape("joined-explains").match(told):
        return 1
    if role == "unit":
        return 2 if is_unit(told) else -2
    if role != "name" and is_numbered(told):
        return -4
    if role in TARGETS:
        if _YEAR.fullmatch(told) or (split and _WHOLE.match(told)):
            # 新建2024年水渠: a year alone belongs to a name. And a sign or a unit may have a column of its own.
            return -3 if _YEAR.fullmatch(told) else -1
        if piece.cut:
            # 及时及时10: words that stand there twice are a target, whichever they are.
            twice = WORD.match(told) and text.startswith(told, piece.span.end)
            return 2 if is_measure(told) else 1.5 if is_state(told) or twice else -2
    return fit(role, told)


def _name_fit(told: str, cut: bool) -> float:
    bare = without_hints(told)
    if not WORD.search(bare) or is_comparator(bare) or SIGN.match(bare[-1:]):
        return -4
    if cut and (SIGN.search(bare) or bare[-1] in "、，,；;：:和及与"):
        return -4
    if cut and shape("joined-bound").search(f"{bare}0", max(0, len(bare) - 4)):
        return -4
    figure = is_measure(told) if cut else is_number(told)
    return -2 if figure else 1 - 0.02 * max(0, len(told) - 30)


def is_measure(told: str) -> bool:
    """Whether a text is one target in figures, and nothing else."""
    if _BARE.fullmatch(told):
        return True
    found = find(told)
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(told))


def is_state(told: str) -> bool:
    """Whether a text is a target in words: 明显改善."""
    return shape("joined-state").fullmatch(told) is not None
