"""Hidden sheets, rows and columns: what nobody sees is left out, and counted."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from linter.model import Cell, Hidden, Sheet, Source


def leave_out(source: Source) -> None:
    """Takes hidden sheets, rows and columns out of what was read, and notes in ``source.hidden`` those with text.

    A merged cell of which a part is seen keeps its text."""
    kept: list[Sheet] = []
    for sheet in source.sheets:
        if sheet.hidden:
            rows = sum(any(cell.text for cell in row) for row in sheet.rows)
            if rows:
                source.hidden.append(Hidden(source.path, sheet.name or "", rows, 0))
            continue
        if sheet.hidden_rows or sheet.hidden_columns:
            rows, columns = _Cut(sheet).apply()
            if rows or columns:
                source.hidden.append(Hidden(source.path, sheet.name or "", rows, columns))
        kept.append(sheet)
    source.sheets = kept


class _Spans(msgspec.Struct):
    """Numbers that are hidden, as ranges in order."""

    ranges: list[tuple[int, int]]

    def has(self, number: int) -> bool:
        at = bisect_left(self.ranges, (number + 1,)) - 1
        return at >= 0 and self.ranges[at][1] >= number

    def seen(self, first: int, count: int) -> list[int]:
        """The numbers that are seen of ``count`` from ``first`` on."""
        return [number for number in range(first, first + count) if not self.has(number)]


class _Cut:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._rows = _Spans(_joined([(row, row) for row in sheet.hidden_rows]))
        self._columns = _Spans(_joined(sheet.hidden_columns))
        #: Position in the sheet by number of the row.
        self._at = {row[0].place.row or 0: at for at, row in enumerate(sheet.rows) if row}

    def apply(self) -> tuple[int, int]:
        """Cuts the sheet; how many rows and columns with text were cut away."""
        sheet = self._sheet
        for row in list(sheet.rows):
            for cell in row:
                if not cell.covered and (cell.row_span > 1 or cell.column_span > 1):
                    self._shrink(cell)
        rows: set[int] = set()
        columns: set[int] = set()
        kept: list[list[Cell]] = []
        for row in sheet.rows:
            number = row[0].place.row if row else None
            if number is not None and self._rows.has(number):
                if any(cell.text for cell in row):
                    rows.add(number)
                continue
            seen = []
            for cell in row:
                column = cell.place.column or 0
                if self._columns.has(column):
                    if cell.text:
                        columns.add(column)
                    continue
                seen.append(cell)
            kept.append(seen)
        sheet.rows = kept
        return len(rows), len(columns)

    def _shrink(self, cell: Cell) -> None:
        """A merged cell gets the size that is seen, and moves to its first row and column that are."""
        top, left = cell.place.row or 0, cell.place.column or 0
        rows = self._rows.seen(top, cell.row_span)
        columns = self._columns.seen(left, cell.column_span)
        if not rows or not columns or (len(rows), len(columns)) == (cell.row_span, cell.column_span):
            return
        held = self._sheet.rows[self._at[rows[0]]]
        at = next(at for at, other in enumerate(held) if other.place.column == columns[0])
        if held[at] is not cell:
            held[at] = msgspec.structs.replace(cell)
            cell.text, cell.covered = "", True
            cell.row_span = cell.column_span = 1
            cell = held[at]
            # It stands where it is seen, and is stored where it was.
            cell.place = msgspec.structs.replace(cell.place, row=rows[0], column=columns[0])
        cell.row_span, cell.column_span = len(rows), len(columns)


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
