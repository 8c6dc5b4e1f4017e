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
    """A worksheet. Every row reaches to its last text or merged cell; blank rows in a run are one empty row.

    Merged ranges are cut to the part of the sheet that holds text. Raises JxlintError for too many cells.
    """
    sheet = Sheet(name=name, hidden=hidden)
    filled = {row: max(cells) for row, cells in texts.items() if cells}
    if not filled:
        return sheet
    last_row, last_column = max(filled), max(filled.values())
    anchors, covered = _merged(merges, last_row, last_column, counter)
    ends = dict(filled)
    for row, column in covered:
        ends[row] = max(ends.get(row, -1), column)
    previous = -1
    for row in sorted(ends):
        if row > previous + 1 and previous >= 0:
            sheet.rows.append([])
        previous = row
        counter.add(ends[row] + 1)
        shown = texts.get(row, {})
        cells = []
        for column in range(ends[row] + 1):
            place = Place(
                sheet=name, cell=f"{column_name(column + 1)}{row + 1}", row=row + 1, column=column + 1
            )
            if (row, column) in covered:
                cells.append(Cell("", place, covered=True))
                continue
            height, width = anchors.get((row, column), (1, 1))
            cells.append(Cell(shown.get(column, ""), place, height, width))
        sheet.rows.append(cells)
    return sheet


def _merged(
    merges: list[Range], last_row: int, last_column: int, counter: Counter
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Spans by their first cell, and the cells they cover. Of overlapping ranges the first one counts."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in merges:
        bottom, right = min(bottom, last_row), min(right, last_column)
        if (
            top < 0
            or left < 0
            or bottom < top
            or right < left
            or (top, left) in covered
            or (top, left) in anchors
        ):
            continue
        counter.add((bottom - top + 1) * (right - left + 1) - 1)
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        area.discard((top, left))
        # A dict in its own right, so that the smaller of the two is walked.
        if area & covered or not anchors.keys().isdisjoint(area):
            continue
        anchors[top, left] = (bottom - top + 1, right - left + 1)
        covered |= area
    return anchors, covered
