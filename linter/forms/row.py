"""Rows as the layers above want them: cleaned texts beside the cells, and who covers whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, TypeVar, cast

import msgspec

from linter.forms.clean import clean_row
from linter.model import NOWHERE, Cell, Place, Sheet
from linter.office.references import column_name, position

#: Rows with more filled cells than this are no heads and hold no labels beyond it.
WIDEST = 300
#: Fewer numbers side by side are figures of the table.
_FEWEST_NUMBERS = 3


#: What was told of rows by their texts: heads, labels and levels are the same in form after form.
_told: dict[tuple[str, ...], dict[str, Any]] = {}
#: Rows that are known at a time; beyond that they are looked at afresh.
_MOST = 5_000
#: Rows with a longer text are no heads, and hardly come again.
_LONGEST = 200


class Row(msgspec.Struct):
    """One row: ``texts`` are the cleaned texts of ``cells``; ``filled`` the columns (from 0) that hold one.

    ``kinds`` tells the repairs of a column's text. ``above`` maps a column that is covered from above
    to the row and column of the cell that covers it. ``aside`` is set by a pass that takes the row for no part of
    any table: a running title, the top of a page.
    """

    cells: list[Cell]
    texts: list[str]
    filled: list[int]
    paragraph: bool = False
    kinds: dict[int, tuple[str, ...]] = msgspec.field(default_factory=dict)
    above: dict[int, tuple[Row, int]] = msgspec.field(default_factory=dict)
    aside: bool = False
    #: What was told of rows with these texts, by the name of what told it; None for a row that was put together.
    told: dict[str, Any] | None = None

    def text(self, column: int | None) -> str:
        """The cleaned text of a column, empty where there is no such cell."""
        return self.texts[column] if column is not None and 0 <= column < len(self.texts) else ""

    def inherited(self, column: int | None) -> str:
        """The text of a column, or that of the merged cell which covers it from above."""
        if column is None:
            return ""
        own = self.text(column)
        if own or column not in self.above:
            return own
        row, origin = self.above[column]
        return row.text(origin)

    @property
    def counts_columns(self) -> bool:
        """Whether the row only counts the columns of its table: 1, 2, 3, …"""
        return _counts_columns(self)

    def covered(self, column: int) -> bool:
        return 0 <= column < len(self.cells) and self.cells[column].covered

    def raw(self, column: int) -> str:
        return self.cells[column].text if 0 <= column < len(self.cells) else ""

    def place(self, column: int | None) -> Place:
        """The place of a column, of the cell that covers it, or of the last cell where there is none; a worksheet has
        one in every column, written or not."""
        cells = self.cells
        if column is None or not cells:
            return NOWHERE
        if column in self.above and not self.text(column):
            row, origin = self.above[column]
            return row.place(origin)
        if column < len(cells):
            return cells[column if column > 0 else 0].place
        return _further(cells[-1].place, column - len(cells) + 1)

    def width(self, column: int) -> int:
        return self.cells[column].column_span if 0 <= column < len(self.cells) else 1

    @property
    def single(self) -> str:
        """The text of the only filled cell, or empty when there are several or none."""
        return self.texts[self.filled[0]] if len(self.filled) == 1 else ""

    @property
    def printed(self) -> str:
        """The cells as they stand in the file, parted by tabs, without the blank ones at the end."""
        return "\t".join(cell.text for cell in self.cells).rstrip("\t")


_Answer = TypeVar("_Answer")


def by_texts(ask: Callable[[Row], _Answer]) -> Callable[[Row], _Answer]:
    """Remembers the answers of a function that looks at nothing but the texts of a row."""
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def told(row: Row) -> _Answer:
        known = row.told
        if known is None:
            return ask(row)
        if name not in known:
            known[name] = ask(row)
        return cast(_Answer, known[name])

    return told


@by_texts
def _counts_columns(row: Row) -> bool:
    texts = [row.texts[column] for column in row.filled]
    return len(texts) >= _FEWEST_NUMBERS and texts == [str(at) for at in range(1, len(texts) + 1)]


def _told_of(texts: list[str]) -> dict[str, Any] | None:
    if len(texts) > WIDEST or max(map(len, texts), default=0) > _LONGEST:
        return None
    key = tuple(texts)
    known = _told.get(key)
    if known is None:
        if len(_told) >= _MOST:
            _told.clear()
        known = _told[key] = {}
    return known


def _further(last: Place, columns: int) -> Place:
    """So many columns behind the last cell of a row."""
    if last.cell is None:
        return last
    row, column = position(last.cell)
    return msgspec.structs.replace(
        last, cell=f"{column_name(column + columns)}{row}", column=column + columns
    )


def rows_of(sheet: Sheet) -> Iterator[Row]:
    """The rows of a sheet in order, each knowing the merged cells that reach into it."""
    return rows_from((cells, index in sheet.paragraphs) for index, cells in enumerate(sheet.rows))


def rows_from(lines: Iterable[tuple[list[Cell], bool]]) -> Iterator[Row]:
    """The rows that lines of cells make; a line that stands outside any table is marked."""
    open_cells: dict[int, tuple[Row, int, int]] = {}
    for index, (cells, paragraph) in enumerate(lines):
        texts, kinds = clean_row([cell.text for cell in cells])
        row = Row(cells, texts, [column for column, text in enumerate(texts) if text], paragraph, kinds)
        for column, cell in enumerate(cells) if open_cells else ():
            if cell.covered and column in open_cells:
                above, origin, until = open_cells[column]
                if index <= until:
                    row.above[column] = (above, origin)
                else:
                    del open_cells[column]
        row.told = _told_of(texts)
        for column, cell in enumerate(cells):
            if cell.row_span > 1 and not cell.covered:
                for covered in range(column, min(column + cell.column_span, len(cells))):
                    open_cells[covered] = (row, column, index + cell.row_span - 1)
        yield row
