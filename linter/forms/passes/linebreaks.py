"""Rows of a text file that line ends within their cells broke into several lines.

A table pasted as text keeps a tab between two cells and the line ends inside them. A row shorter than the head
of its table that runs on with text, up to exactly that number of cells, is one row again; a line without a tab
behind a whole row is the rest of its last cell.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from linter.forms.layouts.catalogue import is_table_head
from linter.forms.row import Row, rows_from
from linter.forms.rows.header import is_header
from linter.forms.vocabulary import column_claim, field_role, is_listed_field
from linter.model import Cell

#: Pieces of one row at the most.
_MOST = 40
#: Empty cells that rows end without, and heads do not.
_DROPPED = 2
#: A text that ends so does not run on, and one that begins so is not the rest of another.
_ENDS = frozenset("。；;！!：:")
_BEGINS = frozenset("（(【〔附注备—-")
#: A label runs over so many lines, each so long; what it labels is longer.
_MOST_LABEL, _LONGEST_PART, _SHORTEST_TEXT = 4, 4, 8
#: Labels of running text.
_RUNNING = frozenset({"goal", "goal_year", "goal_total", "purpose"})
#: How the second line of a broken head begins: 一级⏎指标, 指标⏎值.
_HEAD_ENDS = frozenset({"指标", "标", "级指标", "值", "标值", "称", "名称"})


#: A bracket that opens on a line closes so many lines further on at the most; longer lines are running text.
_MOST_BRACKET, _LONGEST_LINE = 2, 60
_OPENING, _CLOSING = "（([【〔", "）)]】〕"


#: Lines of cells, each marked where it stands outside any table.
_Lines = list[tuple[list[Cell], bool]]


def whole_heads(rows: list[Row]) -> list[Row]:
    """The rows with the heads of indicators in one piece."""
    whole: _Lines = []
    mended = False
    last = ""
    for row in rows:
        first = row.texts[0] if row.texts else ""
        if last and first in _HEAD_ENDS and column_claim(last + first)[1] == "word":
            whole[-1] = (_together([whole[-1][0], row.cells]), False)
            mended = True
        else:
            whole.append((row.cells, row.paragraph))
        last = row.texts[-1] if row.texts else ""
    return list(rows_from(whole)) if mended else rows


def whole_labels(rows: list[Row]) -> list[Row]:
    """The rows with the labels of running text in one piece beside it: 年度⏎目标⏎提供康复服务。 Pages that print a
    narrow column of labels leave them so."""
    whole: _Lines = []
    at, mended = 0, False
    while at < len(rows):
        parts = _label_parts(rows, at)
        text = rows[at + parts] if parts and at + parts < len(rows) else None
        if text is not None and text.paragraph and len(text.single) > _SHORTEST_TEXT:
            label = _together([row.cells for row in rows[at : at + parts]])
            whole.append(([*label, *text.cells], False))
            at, mended = at + parts + 1, True
        else:
            whole.append((rows[at].cells, rows[at].paragraph))
            at += 1
    return list(rows_from(whole)) if mended else rows


def _label_parts(rows: list[Row], at: int) -> int:
    """How many short lines from a row on make the label of a goal or another running text; 0 for none."""
    said = ""
    for count, row in enumerate(rows[at : at + _MOST_LABEL], 1):
        if not row.paragraph or not 0 < len(row.single) <= _LONGEST_PART:
            return 0
        said += row.single
        if count > 1 and is_listed_field(said) and field_role(said) in _RUNNING:
            return count
    return 0


def whole_lines(rows: list[Row]) -> list[Row]:
    """The rows with lines in one piece whose bracket closes on a line below: a long title prints so."""
    broken = {
        at: count for at in range(len(rows)) if rows[at].paragraph and (count := _bracket_lines(rows, at))
    }
    if not broken:
        return rows
    whole: _Lines = []
    at = 0
    while at < len(rows):
        end = at + 1 + broken.get(at, 0)
        whole.append((_together([row.cells for row in rows[at:end]]), rows[at].paragraph))
        at = end
    return list(rows_from(whole))


def _bracket_lines(rows: list[Row], at: int) -> int:
    """How many lines below go on up to the bracket that closes the open one of a line; 0 where none is open."""
    if not (rows[at].paragraph and _depth(rows[at].single) == 1 and len(rows[at].single) <= _LONGEST_LINE):
        return 0
    for count, row in enumerate(rows[at + 1 : at + 1 + _MOST_BRACKET], 1):
        first = next((sign for sign in row.single if sign in _OPENING + _CLOSING), "")
        if (
            not row.paragraph
            or not row.single
            or len(row.single) > _LONGEST_LINE
            or (first and first in _OPENING)
        ):
            return 0
        if first:
            return count if _depth(row.single) == -1 else 0
    return 0


def _depth(text: str) -> int:
    """How many brackets of a text are left open; below zero where they close what the text did not open."""
    return sum((sign in _OPENING) - (sign in _CLOSING) for sign in text)


def rejoined(rows: list[Row]) -> list[Row]:
    """The rows that line ends within cells had broken, in one piece."""
    if any(row.cells[0].place.row is not None for row in rows if row.cells):
        return rows
    heads = {at: len(row.cells) for at, row in enumerate(rows) if is_table_head(rows, at)}
    if not heads:
        return rows
    widths = _widths(rows, heads)
    pieces = [1 if at in heads else _pieces(rows, at, widths[at]) for at in range(len(rows))]
    habit = max(pieces) > 1
    whole: _Lines = []
    at = 0
    while at < len(rows):
        end = at + pieces[at]
        while not rows[at].paragraph and _is_rest(rows, end, habit=habit):
            end += 1
        whole.append((_together([row.cells for row in rows[at:end]]), rows[at].paragraph))
        at = end
    return list(rows_from(whole)) if len(whole) < len(rows) else rows


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
    if row.paragraph or not 1 < cells < max(widths):
        return 1
    from linter.forms.passes.seams import joins  # most tables have no broken row

    last = row.texts[-1]
    for count in range(1, min(_MOST, len(rows) - at)):
        following = rows[at + count]
        cells += len(following.cells) - 1
        if cells > max(widths) or not following.cells or not joins(last, following.texts[0]):
            return 1
        if cells in widths and cells > len(row.cells):
            return count + 1
        last = last + following.texts[0] if len(following.cells) == 1 else following.texts[-1]
    return 1


def _is_rest(rows: list[Row], at: int, *, habit: bool) -> bool:
    """Whether the paragraph at ``at`` is the rest of the last cell before it. Where rows are broken at all
    (``habit``) any text may be; elsewhere only the rest of a target."""
    if at >= len(rows) or not rows[at].paragraph or not rows[at - 1].texts:
        return False
    left, right = rows[at - 1].texts[-1], rows[at].single
    near = [row.cells[0].place.line or 0 for row in rows[at - 1 : at + 2] if row.cells]
    if near != list(range(near[0], near[0] + len(near))):
        return False
    from linter.forms.passes.seams import completes, joins

    if completes(left, right):
        return True
    ended = left[-1:] in _ENDS or right[:1] in _BEGINS
    return habit and not ended and len(near) == 3 and joins(left, right)


def _together(rows: list[list[Cell]]) -> list[Cell]:
    """The cells of rows that are one: the last of each and the first of the next are one cell."""
    cells = list(rows[0])
    for row in rows[1:]:
        cells[-1] = Cell(f"{cells[-1].text}\n{row[0].text}", cells[-1].place)
        cells += row[1:]
    return cells
