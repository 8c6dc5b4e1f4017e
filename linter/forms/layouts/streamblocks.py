"""Flattened tables with two blocks of indicators side by side: the medium term and the year.

Every row prints a record of the one block and then one of the other, so the records alternate.
"""

from __future__ import annotations

import msgspec

from linter.forms.row import Row
from linter.forms.rows.layout import Layout
from linter.forms.vocabulary import column_role


def row_of(lines: list[Row], columns: list[int] | None = None) -> Row:
    """One row of several lines, each in the column given or simply side by side."""
    columns = columns or list(range(len(lines)))
    width = max(columns) + 1
    blank = msgspec.structs.replace(lines[0].cells[lines[0].filled[0]], text="")
    row = Row([blank] * width, [""] * width, sorted(columns))
    for line, column in zip(lines, columns, strict=True):
        at = line.filled[0]
        row.cells[column], row.texts[column] = line.cells[at], line.texts[at]
        if at in line.kinds:
            row.kinds[column] = line.kinds[at]
    return row


def second_heads(lines: list[Row], at: int, heads: int, layout: Layout) -> int:
    """How many lines behind the heads of a table say the heads of its block once more: all of them, or 0."""
    first = min(layout.blocks[0].columns.values(), default=0)
    block = [column_role(line.single) for line in lines[at + first : at + heads]]
    behind = [column_role(line.single) for line in lines[at + heads : at + heads + len(block)]]
    return len(block) if len(block) > 1 and behind == block else 0


def side_by_side(records: list[Row], layout: Layout, width: int) -> list[Row]:
    """The records in pairs, the second of each ``width`` columns further right. What cannot be the second of a
    pair begins a new one: a first level, or a second level behind a record without one."""
    second = layout.blocks[0].columns.get("level2")
    rows: list[Row] = []
    waiting: Row | None = None
    for record in records:
        if waiting is None:
            waiting = record
        elif record.text(layout.level1) or bool(record.text(second)) != bool(waiting.text(second)):
            rows.append(waiting)
            waiting = record
        else:
            rows.append(_pair(waiting, record, width))
            waiting = None
    return [*rows, waiting] if waiting is not None else rows


def _pair(left: Row, right: Row, width: int) -> Row:
    blank = msgspec.structs.replace(left.cells[left.filled[0]], text="")
    columns = [*left.filled, *(column + width for column in right.filled)]
    pair = Row([blank] * (max(columns) + 1), [""] * (max(columns) + 1), columns)
    for row, shift in ((left, 0), (right, width)):
        for column in row.filled:
            pair.cells[column + shift] = row.cells[column]
            pair.texts[column + shift] = row.texts[column]
            if column in row.kinds:
                pair.kinds[column + shift] = row.kinds[column]
    return pair
