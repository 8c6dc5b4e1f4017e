"""Tables with a line a place: the kinds and names of the indicators stand side by side as heads, their targets below.
Where the kinds are not printed, a table below a line that speaks of 绩效 is one by its places and its figures.

Turned over they are tables with a column a place, which are read already. Only asked when a file shows nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from linter.forms.head.budget import money_column, unit_in
from linter.forms.labelkeys import key, shape, without_brackets
from linter.forms.levelwords import level
from linter.forms.row import Row, rows_from
from linter.forms.vocabulary import column_role, field_role, is_area, is_total
from linter.ground.resources import load_data
from linter.model import COLUMNS, Cell
from linter.values import parse_value

#: Fewer kinds side by side, or fewer names below them, are no head.
_FEWEST_KINDS, _FEWEST_NAMES = 3, 3
#: Places, and columns of targets, where no kinds are printed; and the words that say that it is about targets.
_FEWEST_LINES, _FEWEST_UNNAMED, _OF_TARGETS = 2, 2, ("绩效目标", "绩效指标")
#: Lines of heads above the kinds.
_MOST_ABOVE = 2
#: Roles of the column of money, and what a head says of money that a rate (达标率) also says.
_TOTALS = frozenset({"total", "total_group"})
_NO_MONEY = frozenset({None, "rate", "spent_rate"})
#: Roles of heads that name who does the work, which may be a place.
_OFFICES = frozenset({"implementing_unit", "department"})
Lines = list[tuple[list[Cell], bool]]


def turned(rows: list[Row]) -> list[Row] | None:
    """The rows of a sheet with its table turned over, or None where it has no such table."""
    for at in range(len(rows) - 2):
        kinds, names = _kinds(rows[at]), rows[at + 1]
        heads = [] if not kinds else [names, *reversed(rows[max(at - _MOST_ABOVE, 0) : at + 1])]
        place = _place_column(heads, rows[at + 2])
        columns = {column: kinds[column] for column in names.filled if column in kinds}
        if place is None or len(columns) < _FEWEST_NAMES or any(level(names.texts[one]) for one in columns):
            continue
        end = next((n for n in range(at + 2, len(rows)) if not _is_line(rows[n], place)), len(rows))
        if lines := rows[at + 2 : end]:
            table = _turned(heads, columns, place, lines)
            return list(rows_from([*_as_they_are(rows[:at]), *table, *_as_they_are(rows[end:])]))
    return _turned_without_kinds(rows)


def _turned_without_kinds(rows: list[Row]) -> list[Row] | None:
    """The same where only the names of the indicators are printed over the targets."""
    spoken = False
    for at in range(len(rows) - _FEWEST_LINES):
        spoken = spoken or any(word in rows[at].single for word in _OF_TARGETS)
        if not spoken or rows[at].paragraph or len(rows[at].filled) < _FEWEST_NAMES:
            continue
        heads = [rows[at], *rows[at - 1 : at]] if at else [rows[at]]
        place = _place_column(heads, rows[at + 1])
        if place is None:
            continue
        end = next((n for n in range(at + 1, len(rows)) if not _is_line(rows[n], place)), len(rows))
        lines = rows[at + 1 : end]
        columns = [
            column for column in rows[at].filled if column > place and _is_name(rows[at].texts[column])
        ]
        columns = [column for column in columns if _holds_targets(lines, column, rows[at].texts[column])]
        if len(columns) < _FEWEST_UNNAMED or sum(not _is_sum(line) for line in lines) < _FEWEST_LINES:
            continue
        if not any(_is_target(line.text(column)) for line in lines for column in columns):
            continue
        table = _turned([rows[at], *heads], dict.fromkeys(columns, None), place, lines)
        return list(rows_from([*_as_they_are(rows[:at]), *table, *_as_they_are(rows[end:])]))
    return None


def _is_name(text: str) -> bool:
    """Whether a head may be the name of an indicator: no money, no remark, no label of a form. A column of days
    (完成时限) is one where it holds nothing else."""
    if _is_money(text) or money_column(text) not in _NO_MONEY:
        return False
    return column_role(text) in (None, "other") and field_role(text) is None


def _is_money(head: str) -> bool:
    """Whether a head is that of the money of the places: 补助资金（万元）."""
    return unit_in(head) is not None and shape("list-amounts").search(without_brackets(key(head))) is not None


def _holds_targets(lines: list[Row], column: int, head: str) -> bool:
    """Whether a column holds figures in most lines that are no sum, and nothing else in the others."""
    texts = [line.inherited(column) for line in lines if not _is_sum(line)]
    read = [parse_value(text) for text in texts if text]
    kinds = ["date" if one.note == "recurring" else one.kind for one in read]
    if len(kinds) * 2 <= len(texts) or not {"text", "empty"}.isdisjoint(kinds):
        return False
    return column_role(head) is None or {"date", "period"}.issuperset(kinds)


def _is_target(text: str) -> bool:
    """Whether a figure is more than a count in a list: it has a unit, a comparator or a day."""
    read = parse_value(text)
    return bool(read.unit) or read.cmp not in (None, "=") or read.kind == "date"


def _kinds(row: Row) -> dict[int, int]:
    """The column that names the kind of each column of a row of kinds; empty for other rows."""
    named = [column for column in row.filled if (found := level(row.texts[column])) and found.second]
    if len(named) < _FEWEST_KINDS:
        return {}
    return {column: max(one for one in named if one <= column) for column in range(named[0], len(row.texts))}


def _place_column(heads: list[Row], below: Row) -> int | None:
    """The column of the places, by its head in one of these lines; under the head of an office (项目单位) also by the
    first line below, which names a place."""
    said = [(column, key(row.texts[column])) for row in heads for column in row.filled]
    places = [column for column, text in said if text in _place_heads()]
    offices = (at for at, text in said if field_role(text) in _OFFICES and is_area(below.text(at)))
    return places[0] if places else next(offices, None)


@cache
def _place_heads() -> frozenset[str]:
    return frozenset(map(key, load_data("words/headers.yaml")["place_heads"]))


def _is_line(row: Row, place: int) -> bool:
    return not row.paragraph and len(row.filled) > 1 and (bool(row.text(place)) or _is_sum(row))


def _is_sum(row: Row) -> bool:
    return any(is_total(row.texts[column]) for column in row.filled[:2])


def _turned(heads: list[Row], columns: Mapping[int, int | None], place: int, lines: list[Row]) -> Lines:
    """The amounts of the whole, a head, and a line for each column; ``heads`` are the names, the kinds and what stands
    above them."""
    names, kinds = heads[:2]
    places = [row for row in lines if not _is_sum(row)]
    table: Lines = []
    for row in lines:
        for one in row.filled if _is_sum(row) else ():
            head = next((above.texts[one] for above in heads if one in above.filled), "")
            if one < min(columns) and (field_role(head) in _TOTALS or _is_money(head)):
                table.append(([Cell(head, row.place(one)), _alone(row, one)], False))
    titles = [Cell(COLUMNS[role], kinds.place(place)) for role in ("level2", "name")]
    if set(columns.values()) == {None}:
        del titles[0]
    table.append(([*titles, *(_alone(row, place) for row in places)], False))
    for column, kind in columns.items():
        said = [Cell(kinds.texts[kind], kinds.place(kind))] if kind is not None else []
        said.append(Cell(names.texts[column], names.place(column)))
        table.append(([*said, *(_alone(row, column) for row in places)], False))
    return table


def _alone(row: Row, column: int) -> Cell:
    """A cell without its spans, which run the other way now: one over several places says the same of each."""
    return Cell(row.raw(column) or row.inherited(column), row.place(column))


def _as_they_are(rows: list[Row]) -> Lines:
    return [(row.cells, row.paragraph) for row in rows]
