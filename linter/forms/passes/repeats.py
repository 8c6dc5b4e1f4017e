"""Tables whose merged cells were written out: the text of a merged cell stands in every cell it covered.

Many programs that turn a table into text do so. Where a sheet has the habit, cells are merged again, so that
all that follows sees the table as it was printed. Beside each other equal targets are common (this year and
last year, one county and the next): below the head of the indicators cells are joined only where their heads
were.
"""

from __future__ import annotations

from linter.forms.levelwords import is_side, level
from linter.forms.row import Row, by_texts, rows_from
from linter.forms.rows.header import is_header
from linter.forms.vocabulary import field_role, is_listed_field
from linter.model import Cell

#: A row of one text throughout has at least so many cells, and so many rows show the habit.
_FEWEST_CELLS = 3
_FEWEST_ROWS = 2


def merged_again(rows: list[Row]) -> list[Row]:
    """The rows with their merged cells restored, where they were written out."""
    if any(cell.row_span > 1 or cell.column_span > 1 for row in rows for cell in row.cells):
        return rows
    if sum(map(_is_written_out, rows)) < _FEWEST_ROWS:
        return rows
    merged: list[list[Cell]] = []
    head: Row | None = None
    for at, row in enumerate(rows):
        upper = rows[at - 1] if at else None
        if head is not None and upper is head and _shares_levels(upper, row):
            merged.append(_joined(row, None))
            _cover_below(merged, upper, row)
            head = row
        elif is_header(row):
            merged.append(_joined(row, None))
            head = row
        elif head is None or _is_whole(row) or _is_field_row(row):
            head = None if head is None or _is_field_row(row) else head
            merged.append(_joined(row, None))
        else:
            merged.append(_joined(row, head))
    return list(rows_from(zip(merged, (row.paragraph for row in rows), strict=True)))


def _is_written_out(row: Row) -> bool:
    """One text throughout, or a label beside itself: 项目名称 | 项目名称 | …"""
    if row.paragraph or len(row.filled) < _FEWEST_CELLS:
        return False
    return _repeats_itself(row)


@by_texts
def _repeats_itself(row: Row) -> bool:
    return _is_whole(row) or _is_field_row(row)


def _is_whole(row: Row) -> bool:
    texts = {row.texts[column] for column in row.filled}
    return len(texts) == 1 and len(row.filled) >= _FEWEST_CELLS


def _is_field_row(row: Row) -> bool:
    """Whether a label of the head of a form stands twice side by side, in a row that has no level of indicators."""
    if any(level(row.texts[column]) is not None for column in row.filled[:4]):
        return False
    return any(
        row.text(column) == row.text(column + 1)
        and (is_listed_field(row.text(column)) or field_role(row.text(column)) == "project")
        for column in row.filled[:4]
    )


def _shares_levels(upper: Row, row: Row) -> bool:
    """Whether a row below a head repeats the heads of the levels: it is the second line of the head."""
    same = [column for column in row.filled if row.text(column) == upper.text(column)]
    return sum(not is_side(row.text(column)) for column in same) >= 2 and len(row.filled) > len(same) // 2


def _joined(row: Row, head: Row | None) -> list[Cell]:
    """The cells of a row, equal neighbours joined; under a head only where its cells are equal too."""
    cells: list[Cell] = []
    first: Cell | None = None
    for column, cell in enumerate(row.cells):
        repeats = (
            first is not None
            and bool(row.texts[column])
            and cell.text == first.text
            and (head is None or (bool(head.text(column)) and head.text(column) == head.text(column - 1)))
        )
        if repeats and first is not None:
            first.column_span += 1
            cells.append(Cell("", cell.place, covered=True))
            continue
        first = Cell(cell.text, cell.place)
        cells.append(first)
    return cells


def _cover_below(rows: list[list[Cell]], upper: Row, row: Row) -> None:
    """Joins the cells of the last row with those above that say the same."""
    above, below = rows[-2], rows[-1]
    for column, cell in enumerate(below):
        if cell.text and row.text(column) == upper.text(column) and column < len(above):
            over = above[column]
            if over.column_span == cell.column_span and not over.covered:
                over.row_span = 2
                below[column] = Cell("", cell.place, covered=True)
