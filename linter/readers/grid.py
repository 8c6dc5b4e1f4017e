"""Sparse cells and merged ranges to a Sheet: what all spreadsheets and tables have in common."""

from __future__ import annotations

from linter.model import Cell, Place, Sheet
from linter.office.limits import Counter
from linter.office.references import column_name

#: Shown texts by row and column, both from 0. Blank cells are left out.
Texts = dict[int, dict[int, str]]
#: Top, left, bottom, right, from 0, inclusive.
Range = tuple[int, int, int, int]


def sheet_of(
    name: str, texts: Texts, merges: list[Range], counter: Counter, *, hidden: bool = False
) -> Sheet:
    """A worksheet. Every row reaches one cell beyond its last text, or to its last merged cell, within what is filled:
    a label at the end of a row has a cell for what it asks. Blank rows in a run are one empty row.

    Merged ranges are cut to the part of the sheet that holds text. ``texts`` is emptied on the way: a large sheet is
    not kept twice. Raises JxlintError for too many cells.
    """
    sheet = Sheet(name=name, hidden=hidden)
    filled = {row: max(cells) for row, cells in texts.items() if cells}
    if not filled:
        return sheet
    last_row, last_column = max(filled), max(filled.values())
    anchors, covered = _merged(merges, last_row, last_column, counter)
    ends = {row: min(last + 1, last_column) for row, last in filled.items()}
    for row, columns in covered.items():
        ends[row] = max(ends.get(row, -1), max(columns))
    names = [column_name(column) for column in range(1, max(ends.values()) + 2)]
    previous = -1
    for row in sorted(ends):
        if row > previous + 1 and previous >= 0:
            sheet.rows.append([])
        previous = row
        counter.add(ends[row] + 1)
        shown, spans, hung = texts.pop(row, {}), anchors.get(row, {}), covered.get(row, ())
        number = row + 1
        below = str(number)
        cells = []
        for column in range(ends[row] + 1):
            place = Place(name, names[column] + below, None, None, number, column + 1)
            if column in hung:
                cells.append(Cell("", place, covered=True))
            elif column in spans:
                cells.append(Cell(shown.get(column, ""), place, *spans[column]))
            else:
                cells.append(Cell(shown.get(column, ""), place))
        sheet.rows.append(cells)
    return sheet


def _merged(
    merges: list[Range], last_row: int, last_column: int, counter: Counter
) -> tuple[dict[int, dict[int, tuple[int, int]]], dict[int, set[int]]]:
    """By row: spans by their first column, and the columns of the cells they cover. Of overlapping ranges the first
    one counts."""
    anchors: dict[int, dict[int, tuple[int, int]]] = {}
    covered: dict[int, set[int]] = {}
    for top, left, bottom, right in merges:
        bottom, right = min(bottom, last_row), min(right, last_column)
        if top < 0 or left < 0 or bottom < top or right < left:
            continue
        counter.add((bottom - top + 1) * (right - left + 1) - 1)
        columns = range(left, right + 1)
        for row in range(top, bottom + 1):
            # Whether this stretch of the row holds the first cell of a merged range, or one that is covered.
            if (row in anchors and not anchors[row].keys().isdisjoint(columns)) or (
                row in covered and not covered[row].isdisjoint(columns)
            ):
                break
        else:
            anchors.setdefault(top, {})[left] = (bottom - top + 1, right - left + 1)
            if right > left:
                covered.setdefault(top, set()).update(range(left + 1, right + 1))
            for row in range(top + 1, bottom + 1):
                covered.setdefault(row, set()).update(columns)
    return anchors, covered
