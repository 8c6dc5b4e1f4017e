"""Rows of a text file that line ends within their cells broke into several lines.

A table pasted as text keeps a tab between two cells and the line ends inside them. A row shorter
than the head of its table that runs on with text, up to exactly that number of cells, is one row again.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from linter.forms.align import is_number
from linter.forms.flat import flat_head
from linter.forms.grid import Row
from linter.forms.header import is_header
from linter.forms.titles import is_title
from linter.forms.vocabulary import column_role, field_role, is_total, level
from linter.model import Cell, Sheet
from linter.values import parse_value

#: Pieces of one row at the most.
_MOST = 40
#: A shorter cell was not broken.
_SHORTEST = 6
#: Empty cells that rows end without, and heads do not.
_DROPPED = 2
#: A text that ends so does not run on, and one that begins so is not the rest of another.
_ENDS = frozenset("。；;！!：:")
_BEGINS = frozenset("（(【〔附注备—-")


def rejoined(sheet: Sheet, rows: list[Row]) -> Sheet | None:
    """The sheet with its broken rows in one piece; None where there are none."""
    heads = {at: len(row.cells) for at, row in enumerate(rows) if _is_head(row)}
    if not heads or any(row.cells[0].place.row is not None for row in rows if row.cells):
        return None
    widths = _widths(rows, heads)
    pieces = [_pieces(rows, at, widths[at]) for at in range(len(rows))]
    if max(pieces) == 1:
        return None
    whole = Sheet(sheet.name, hidden=sheet.hidden)
    at = 0
    while at < len(rows):
        end = at + pieces[at]
        # Where rows are broken at all, a line without a tab is the rest of the last cell.
        while len(_cells(rows[at:end])) in widths[at] and _is_rest(rows, end):
            end += 1
        if rows[at].paragraph:
            whole.paragraphs.add(len(whole.rows))
        whole.rows.append(_cells(rows[at:end]))
        at = end
    return whole


def _is_head(row: Row) -> bool:
    return is_header(row) or flat_head(row) is not None


def _widths(rows: list[Row], heads: dict[int, int]) -> list[set[int]]:
    """For each row how many cells a whole one has: as the head above it and the one below, or a little fewer
    where several rows below the head have (their last cells are empty and were dropped)."""
    widths: list[set[int]] = []
    edges = [0, *sorted(heads), len(rows)]
    for first, end in pairwise(edges):
        near = {heads[at] for at in (first, end) if at in heads}
        wide = heads[first] if first in heads and is_header(rows[first]) else 0
        usual = Counter(len(row.cells) for row in rows[first:end])
        near |= {cells for cells, times in usual.items() if wide - _DROPPED <= cells < wide and times > 1}
        widths += [near] * (end - first)
    return widths


def _pieces(rows: list[Row], at: int, widths: set[int]) -> int:
    """How many rows from ``at`` on are one row; 1 where they are not."""
    row = rows[at]
    cells = len(row.cells)
    if row.paragraph or not 1 < cells < max(widths) or not _is_cut(row) or _is_head(row):
        return 1
    for count in range(1, min(_MOST, len(rows) - at)):
        following = rows[at + count]
        cells += len(following.cells) - 1
        if cells > max(widths) or not following.cells or not _runs_on(following.texts[0]):
            return 1
        if cells in widths and cells > len(row.cells):
            return count + 1
        if not _is_cut(following):
            return 1
    return 1


def _is_cut(row: Row) -> bool:
    """Whether the last cell of a row may be the beginning of a broken one: long enough, and no whole target."""
    text = row.texts[-1]
    return len(text) >= _SHORTEST and (not is_number(text) or "tail" in parse_value(text).note)


def _is_rest(rows: list[Row], at: int) -> bool:
    """Whether a paragraph between two rows of a table is the rest of the cell before it."""
    if not 0 < at < len(rows) - 1 or not rows[at].paragraph or not rows[at - 1].texts[-1:]:
        return False
    before, text, after = rows[at - 1], rows[at].single, rows[at + 1]
    lines = [row.cells[0].place.line or 0 for row in (before, rows[at], after) if row.cells]
    ended = not _is_cut(before) or before.texts[-1][-1] in _ENDS
    return not ended and lines[-1] - lines[0] == 2 and text[:1] not in _BEGINS and _runs_on(text)


def _runs_on(text: str) -> bool:
    """Whether a text may be the end of a cell: no label, level, number or title that begins a row."""
    if not text or text.replace(".", "").isdigit() or is_total(text) or is_title(text):
        return False
    return level(text) is None and field_role(text) is None and column_role(text) is None


def _cells(rows: list[Row]) -> list[Cell]:
    """The cells of rows that are one."""
    cells = list(rows[0].cells)
    for row in rows[1:]:
        last, first = cells[-1], row.cells[0]
        cells[-1] = Cell(f"{last.text}\n{first.text}", last.place)
        cells += row.cells[1:]
    return cells
