"""Paragraphs and tables in reading order to one Sheet: documents, web pages, text of a PDF."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from linter.model import Cell, Place, Sheet
from linter.office.limits import Counter, Limits, exceeded


class Paragraph(msgspec.Struct):
    """Text outside a table, or one of the paragraphs in a cell; ``line`` counts from 1 over the document."""

    text: str
    line: int | None = None
    page: int | None = None
    #: The element it was read from, where a writer may want to change it.
    origin: Any = None


class TableCell(msgspec.Struct):
    """A cell at its place in the grid (row and column from 0), with what it holds."""

    row: int
    column: int
    blocks: list[Block]
    row_span: int = 1
    column_span: int = 1

    def text(self) -> str:
        """The paragraphs of the cell, one a line; blank lines at both ends left out."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph)).strip("\n")

    def nested(self) -> bool:
        return any(isinstance(block, Table) for block in self.blocks)


class Table(msgspec.Struct):
    """A table whose cells do not overlap. ``places`` says where its rows stand when that is not simply their
    number in this table: a table may go on over several pages."""

    cells: list[TableCell] = msgspec.field(default_factory=list)
    places: dict[int, Place] = msgspec.field(default_factory=dict)


Block = Paragraph | Table


#: The paragraphs that each place holds.
Origins = dict[Place, list[Paragraph]]


def sheet_of(blocks: list[Block], counter: Counter, limits: Limits, origins: Origins | None = None) -> Sheet:
    """The sheet of a document body; ``origins`` is filled with what stands at each place.

    Raises JxlintError for too many cells or too deep nesting.
    """
    writer = _Writer(counter, limits, origins)
    writer.flow(blocks, 0, None)
    return writer.sheet


def has_table(blocks: list[Block]) -> bool:
    return any(isinstance(block, Table) for block in blocks)


class _Writer:
    def __init__(self, counter: Counter, limits: Limits, origins: Origins | None = None) -> None:
        self.sheet = Sheet()
        self._origins = origins
        self._counter = counter
        self._limits = limits
        self._tables = 0

    def flow(self, blocks: list[Block], depth: int, place: Place | None) -> None:
        """Paragraphs become rows of one cell. ``place`` is that of the cell they stand in, if any."""
        for block in blocks:
            if isinstance(block, Table):
                self._table(block, depth + 1)
                continue
            where = place or Place(line=block.line, page=block.page)
            self._note(where, [block])
            for line in block.text.split("\n"):
                if line.strip():
                    self._counter.add(1)
                    self.sheet.paragraphs.add(len(self.sheet.rows))
                    self.sheet.rows.append([Cell(line, where)])

    def _note(self, place: Place, blocks: list[Block]) -> None:
        if self._origins is not None:
            found = self._origins.setdefault(place, [])
            found += [block for block in blocks if isinstance(block, Paragraph)]

    def _table(self, table: Table, depth: int) -> None:
        if depth > self._limits.nesting:
            raise exceeded(f"表格嵌套超过上限（{self._limits.nesting} 层）", "nesting", "请把嵌套的表格拆开")
        if not table.cells:
            return
        self._tables += 1
        number = self._tables
        rows: dict[int, list[TableCell]] = {}
        covered: dict[int, set[int]] = {}
        for cell in table.cells:
            self._counter.add(cell.row_span * cell.column_span)
            rows.setdefault(cell.row, []).append(cell)
            for row in range(cell.row, cell.row + cell.row_span):
                covered.setdefault(row, set()).update(range(cell.column, cell.column + cell.column_span))
        for row in sorted(covered):
            where = table.places.get(row) or Place(table=number, row=row + 1)
            self._row(where, rows.get(row, []), covered[row], depth)

    def _row(self, where: Place, cells: list[TableCell], covered: set[int], depth: int) -> None:
        """One row, or its cells one after another where tables stand in it: a table used for layout only."""
        holders = [cell for cell in cells if cell.nested()]
        if holders and sum(bool(cell.text().strip()) for cell in cells if not cell.nested()) < 2:
            for cell in cells:
                self.flow(cell.blocks, depth, replace(where, column=cell.column + 1))
            return
        at = {cell.column: cell for cell in cells}
        out = []
        for column in range(max(covered) + 1):
            place = Place(None, None, where.page, where.table, where.row, column + 1, where.line)
            found = at.get(column)
            if found is None:
                out.append(Cell("", place, covered=column in covered))
            else:
                text = "" if found.nested() else found.text()
                if not found.nested():
                    self._note(place, found.blocks)
                out.append(Cell(text, place, found.row_span, found.column_span))
        self.sheet.rows.append(out)
        for cell in holders:
            self.flow(cell.blocks, depth, replace(where, column=cell.column + 1))
