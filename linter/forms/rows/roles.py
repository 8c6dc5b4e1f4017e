"""Which column of an indicator table is what: decided by all the evidence at once.

Each column gathers points for each role it may have, from the words of its head and from the sorts of its
cells (weights: rules/words/roles.yaml). Of the assignments that a table can have (one name, one comparator a block,
a block anew where its levels come again) the one with the most points wins. What wins narrowly is a doubt.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache, lru_cache

import msgspec

from linter.forms.head.titles import year_in
from linter.forms.labelkeys import shape
from linter.forms.levelwords import level
from linter.forms.row import Row
from linter.forms.rows.alignment import shifts
from linter.forms.rows.cellsorts import figure, sort_of
from linter.forms.rows.layout import TARGETS, Head, Layout
from linter.forms.rows.rolesearch import FEWEST_LEVELS, State, search, weights
from linter.forms.vocabulary import column_claim, may_head
from linter.model import ColumnRole

#: Rows that are looked at, and cells that are evidence at full weight.
_MOST_ROWS = 60
_ENOUGH = 2

#: Sorts that are level words.
_LEVELS = ("first", "second", "either", "unsure")

Points = dict[str, float]
#: How many cells there are of each sort, those that come first before others.
Sorts = dict[str, int]
#: The cells of a row by column.
Cells = dict[int, str]


class _Assignment(msgspec.Struct, frozen=True):
    """An assignment of roles to columns: its points, the roles by column, and how each was told."""

    points: float
    roles: dict[int, str]
    told: list[ColumnRole]


@cache
def _claims(head: str) -> Points:
    """The points that the words of a head give to roles."""
    if told := may_head(head):
        return {"other": 0.0, **{role: float(points) for role, points in told.items()}}
    role, sort = column_claim(head)
    claims = {"other": 0.0, role or "other": float(weights()["heads"][sort])}
    for other, points in weights()["also"].get(role or "none", {}).items():
        claims.setdefault(other, float(points))
    return claims


def _as_printed(head: Head, rows: Sequence[Row]) -> list[Cells]:
    """The cells of the rows that tell something of the columns: those that fill them best, since a row that lacks
    cells may have slipped."""
    last = _last(head)
    aside = {column for column, role in head.fixed.items() if role == "other"}
    counts = [len(row.filled) - len(aside & set(row.filled)) for row in rows]
    full = max((count for row, count in zip(rows, counts, strict=True) if row.filled[-1] <= last), default=0)
    told = [
        row
        for row, count in zip(rows, counts, strict=True)
        if row.above or (count >= full - 1 and row.filled[-1] <= last)
    ]
    return [{column: row.texts[column] for column in row.filled} for row in told]


def _realigned(head: Head, roles: dict[int, str], rows: Sequence[Row]) -> list[Cells]:
    """The cells of all rows, each laid under the heads as their words alone (``roles``) would have it; empty where
    no row moves."""
    layout = Layout.of(head, roles)
    levels = {layout.level1, *(block.columns.get("level2") for block in layout.blocks)}
    moves = [(0, 0)]
    for row in rows:
        moves.append(shifts(row, layout, moves[-1]))
    if not any(move != (0, 0) for move in moves):
        return []
    return [
        {column: row.text(column + move[column not in levels]) for column in head.texts}
        for row, move in zip(rows, moves[1:], strict=True)
    ]


def sorts_in(column: int, rows: Sequence[Cells]) -> Sorts:
    """How many cells of each sort a column has; ``hundred`` where its figures add up to 100."""
    texts = [text for row in rows if (text := row.get(column))]
    listed = [sort for text in texts if (sort := sort_of(text)) is not None]
    sorts: Sorts = {sort: listed.count(sort) for sort in dict.fromkeys(listed)}
    known = sum(sorts.get(sort, 0) for sort in _LEVELS) if "unsure" in sorts else 0
    if known >= FEWEST_LEVELS and known * 4 >= len(listed) * 3:
        # Where nearly all cells are level words, the short ones (数量, 质量) are no names.
        for text in texts:
            if sort_of(text) == "unsure" and (found := level(text)) is not None:
                placed = "first" if found.second is None else "second" if found.first is None else "either"
                sorts["unsure"] -= 1
                sorts[placed] = sorts.get(placed, 0) + 1
        sorts = {sort: count for sort, count in sorts.items() if count > 0}
    figures = [number for text in texts if (number := figure(text)) is not None]
    if len(figures) > _ENOUGH and len(figures) * 2 > len(texts) and abs(sum(figures) - 100) < 0.01:
        sorts["hundred"] = len(figures)
    return sorts


def _evidence(head: str, sorts: Sorts, looked: bool) -> Points:
    """The points of a column for each role it may have, by head and cells; ``looked`` where there were rows."""
    points = dict(_claims(head))
    count = sum(sorts.values()) - sorts.get("hundred", 0)
    if not count:
        # An unknown head over blank cells says nothing: a column to be filled in on the way (经费保障) is no level.
        unknown = looked and not may_head(head) and column_claim(head)[1] == "none"
        return {"other": points["other"]} if unknown else points
    weight = min(1.0, (count + 1) / (_ENOUGH + 1)) / count
    for role in points:
        if (cells := weights()["cells"].get(role)) is not None:
            points[role] += weight * sum(number * cells.get(sort, 0) for sort, number in sorts.items())
    return points


def assign(head: Head, rows: Sequence[Row] = ()) -> tuple[dict[int, str], list[ColumnRole]]:
    """The role of each column of a head, and how it was told. Without rows the words of the head decide alone.

    The same table comes more than once: as a document and as a workbook, this year's as last year's.
    """
    body = [row for row in rows if row.filled and not row.paragraph and not row.counts_columns][:_MOST_ROWS]
    key = _said(head, body, len(rows))
    if key not in _known:
        if len(_known) >= _MOST_TABLES:
            _known.clear()
        chosen = _chosen(head, body, len(rows))
        _known[key] = chosen, head.settled
    chosen, head.settled = _known[key]
    return dict(chosen.roles), list(chosen.told)


#: What was told of tables that say the same and stand alike.
_known: dict[Hashable, tuple[_Assignment, bool]] = {}
_MOST_TABLES = 200


def _said(head: Head, body: list[Row], count: int) -> Hashable:
    """All that the columns are told by."""
    own = head.texts, head.fixed, head.areas, head.depth, head.term, head.year, head.settled
    above = [row.texts for row in head.above]
    rows = [(row.texts, [*row.above], len(row.cells), row.place(0).line is None) for row in body]
    said = own, above, rows, count
    try:
        return msgspec.msgpack.encode(said)
    except UnicodeEncodeError:  # half characters, from JSON
        return repr(said)


def _chosen(head: Head, body: list[Row], count: int) -> _Assignment:
    chosen = _assigned(head, _as_printed(head, body))
    words = _by_words(head) if body else {}
    if body and (cells := _realigned(head, words, body)):
        other = _assigned(head, cells)
        return max(chosen, other, key=lambda one: one.points)
    head.settled = len(body) == count and chosen.roles == words
    return chosen


def _by_words(head: Head) -> dict[int, str]:
    """The roles that the words of a head alone give."""
    texts, fixed = tuple(head.texts.items()), tuple(head.fixed.items())
    return dict(_told_by_words(texts, fixed, frozenset(head.areas), head.year))


@lru_cache(maxsize=1024)
def _told_by_words(
    texts: tuple[tuple[int, str], ...],
    fixed: tuple[tuple[int, str], ...],
    areas: frozenset[int],
    year: int | None,
) -> dict[int, str]:
    """Most forms of a file have the same head: what it says is remembered."""
    head = Head(dict(texts), fixed=dict(fixed), areas=set(areas), year=year)
    return _assigned(head, [], telling=False).roles


def _assigned(head: Head, rows: Sequence[Cells], *, telling: bool = True) -> _Assignment:
    """The best assignment with these cells as evidence; how it was told only where that is asked for."""
    sorts = {column: sorts_in(column, rows) for column in _columns(head, rows)}
    columns = sorted(sorts)
    options: list[Points] = []
    for column in columns:
        fixed = head.fixed.get(column)
        text = head.texts.get(column, "")
        points = {fixed: 0.0} if fixed else _evidence(text, sorts[column], bool(rows))
        if "value" in points and len(points) > 1:
            points["value"] += _of_year(text, head.year) - column * weights()["later"]
            points["value"] += weights()["tentative"] if shape("tentative").search(text) else 0
        options.append(points)
    ended = search(
        tuple(tuple(points.items()) for points in options), tuple(column in head.areas for column in columns)
    )
    best = ended[0]
    roles = {
        column: role
        for column, role in zip(columns, best.roles, strict=True)
        if column in head.texts or role != "other"
    }
    return _Assignment(best.points, roles, _told(head, columns, ended, options, sorts) if telling else [])


def _of_year(text: str, year: int | None) -> float:
    """What it says for targets that a head names a year: the form's or another one."""
    named = year_in(text) if year is not None else None
    return 0.0 if named is None else float(weights()["year"]["same" if named == year else "other"])


def layout_of(head: Head) -> Layout:
    """The layout of a table by its head alone."""
    return Layout.of(head, _by_words(head))


def _last(head: Head) -> int:
    """The last column that may be one of the table: that of the last head, or the next one where no head speaks of
    targets, since the word over them may be left out."""
    aimed = any(TARGETS & {column_claim(text)[0], *may_head(text)} for text in head.texts.values())
    return max(head.texts, default=0) + (not aimed and not head.fixed)


def _columns(head: Head, rows: Sequence[Cells]) -> set[int]:
    """The columns with a head, and those without one that are filled and stand left of the last head, or behind it
    where no head speaks of targets."""
    columns = set(head.texts)
    for column in range(_last(head) + 1):
        if column not in columns and sum(bool(row.get(column)) for row in rows) > len(rows) / 2:
            columns.add(column)
    return columns


def _is_close(role: str, runner_up: str | None, margin: float | None) -> bool:
    """Whether another assignment is close, and the difference matters."""
    known = weights()
    return margin is not None and margin < known["close"] and bool({role, runner_up} & set(known["told"]))


def _told(
    head: Head, columns: list[int], ended: list[State], options: list[Points], sorts: dict[int, Sorts]
) -> list[ColumnRole]:
    best = ended[0]
    told: list[ColumnRole] = []
    for at, column in enumerate(columns):
        role = best.roles[at]
        other = next((state for state in ended if state.roles[at] != role), None)
        margin = best.points - other.points if other else None
        evidence = {sort: float(count) for sort, count in sorts[column].items()}
        told.append(
            ColumnRole(
                column=column + 1,
                head=head.texts.get(column, ""),
                role=role,
                runner_up=other.roles[at] if other else None,
                margin=round(margin, 2) if margin is not None else None,
                doubted=bool(evidence) and _is_close(role, other.roles[at] if other else None, margin),
                evidence=evidence,
                points={one: round(score, 2) for one, score in options[at].items()},
            )
        )
    return told
