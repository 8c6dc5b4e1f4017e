"""Grids for tests, written as text: one row a line, cells parted by bars.

``^`` is a cell covered by the one above, ``<`` one covered by the one to the left, ``⏎`` a line break in a
cell. A line that begins with ``¶`` is a paragraph outside any table. Spans are worked out from the marks.
"""

from __future__ import annotations

from linter.model import Cell, Place, Sheet, Source


def sheet_of(text: str, *, merges: bool = True) -> Sheet:
    """The sheet that a grid text describes; without merges covered cells are plain empty ones."""
    sheet = Sheet(name="表")
    for number, line in enumerate(text.strip("\n").split("\n"), 1):
        if line.startswith("¶"):
            sheet.paragraphs.add(len(sheet.rows))
            sheet.rows.append([Cell(line[1:].strip(), Place(line=number))])
            continue
        parts = [part.strip().replace("⏎", "\n") for part in line.split("|")] if line.strip() else []
        row = []
        for column, part in enumerate(parts):
            covered = part in ("^", "<")
            place = Place(sheet="表", cell=f"{chr(65 + column % 26)}{number}", row=number, column=column + 1)
            row.append(Cell("" if covered else part, place, covered=covered and merges))
            if merges and part == "<":
                _widen(row, column)
        sheet.rows.append(row)
        if merges:
            _deepen(sheet, parts)
    return sheet


def _widen(row: list[Cell], column: int) -> None:
    start = next((at for at in range(column - 1, -1, -1) if not row[at].covered), None)
    if start is not None:
        row[start].column_span = column - start + 1


def _deepen(sheet: Sheet, parts: list[str]) -> None:
    for column, part in enumerate(parts):
        if part != "^":
            continue
        if column + 1 < len(parts) and parts[column + 1] == "<":
            sheet.rows[-1][column].column_span = 1
        depth = 2
        while sheet.rows[-depth][column].covered:
            depth += 1
        cell = sheet.rows[-depth][column]
        cell.row_span = max(cell.row_span, depth)


def source_of(text: str, *, merges: bool = True) -> Source:
    return Source("表.xlsx", "xlsx", [sheet_of(text, merges=merges)])
