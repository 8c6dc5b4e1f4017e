"""Points that ran into the targets beside them: where a run of figures may be two, and what proves that it is.

合格率20100%100%20 is 20 points, 100%, 100% reached, 20 points got: no other cut says the same twice.
"""

from __future__ import annotations

import re
from functools import cache

from linter.forms.labelkeys import words
from linter.forms.layouts.joinedtext import Span
from linter.forms.rows.cellsorts import is_unit
from linter.ground.patterns import compiled
from linter.values.find import Find

_POINTS = ("weight", "score", "points")
_RUN = compiled(r"\d[\d.]*")
#: Points have no more signs than these: 12.5, 100.
_WIDEST = 4
#: A run of more figures is no points.
_LONGEST = 16
_UNITS = frozenset("年月日天时元%％/+-—~～")
_LONGEST_UNIT = 3
_FIGURES = compiled(r"\d+")
_PLAIN = compiled(r"\d+(?:\.\d+)?\Z")
#: The mark of an item, which begins a name: 指标2.
ITEM = compiled(r"指标\d{1,2}(?=\D|20\d\d年)")


def point_marks(piece: str, roles: list[str], targets: list[Find]) -> set[int]:
    """Where points may end or begin inside a piece of a table that has a column for them; ``targets`` are what the
    grammar of values finds in it."""
    if not any(role in roles for role in _POINTS):
        return set()
    marks = {one.start() for one in ITEM.finditer(piece)}
    early = _before_targets(roles)
    for run in _RUN.finditer(piece):
        start, end = run.span()
        if end - start > _LONGEST:
            continue
        if start and early:
            marks.add(start)
        bare = not any(one.start < end < one.end and _measures(piece[end : one.end]) for one in targets)
        if bare:
            marks.add(end)
        elif not early:
            # 3公里, 2024年: the figures of a target, with its unit behind them.
            continue
        last = min(end, start + _WIDEST + 1) if early and end < len(piece) else end
        marks |= {at for at in range(start + 1, last) if "." not in piece[at - 1 : at + 1]}
    for state in state_before(r"\d").finditer(piece):
        # 明显改善明显改善10: as planned, as reached, and the points behind it.
        marks |= {state.start(), state.end()}
        if piece.endswith(state[0], 0, state.start()):
            marks.add(state.start() - len(state[0]))
    return marks - {0, len(piece)}


@cache
def state_before(behind: str) -> re.Pattern[str]:
    """A target in words with this behind it, as a regular expression."""
    return compiled(f"{words('shapes')['joined-state']}(?={behind})")


def _measures(rest: str) -> bool:
    """Whether what stands behind the figures of a target is its unit, and no name: 10法定审限内结案率."""
    return is_unit(rest) or rest[0] in _UNITS or len(rest) <= _LONGEST_UNIT


def _before_targets(roles: list[str]) -> bool:
    """Whether the points of a row stand left of its target."""
    targets = [roles.index(role) for role in ("value", "value_medium") if role in roles]
    return "weight" in roles and bool(targets) and roles.index("weight") < min(targets)


def is_told_twice(text: str, cells: dict[str, Span]) -> bool:
    """Whether the cells of a record say where its figures part: as many points as were got, a target as it was
    reached, or no other cut that leaves as many points as somebody may have got so many of."""
    told = {role: text[span.start : span.end] for role, span in cells.items()}
    value, points, got = told.get("value", ""), told.get("weight", ""), told.get("score", "")
    if (points and points == got) or (value and value == told.get("actual")):
        return True
    if not points or not got or cells["weight"].end != cells["value"].start:
        return False
    run = _FIGURES.match(points + value)
    cuts = [run[0][:at] for at in range(1, min(_WIDEST, len(run[0]))) if run[0][at] != "0"] if run else []
    return [one for one in cuts if near(one, got)] == [points]


def near(points: str, got: str) -> bool:
    """Whether somebody may have got so many of these points: no more, and at least half of them."""
    return (
        0 < float(got) <= float(points) <= 2 * float(got)
        if _PLAIN.match(points) and _PLAIN.match(got)
        else False
    )


def cuts_figures(text: str, span: Span) -> bool:
    """Whether a stretch begins inside a run of figures."""
    return 0 < span.start < len(text) and text[span.start].isdigit() and text[span.start - 1].isdigit()
