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
        """The paragraphs of the cell and of what is nested in it, one a line; blank lines at both ends left
        out."""
        if len(self.blocks) == 1 and isinstance(self.blocks[0], Paragraph):
            return self.blocks[0].text.strip("\n")
        if not self.nested():
            return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph)).strip("\n")
        lines = [block.text if isinstance(block, Paragraph) else block.text() for block in self.blocks]
        return "\n".join(line for line in lines if line.strip()).strip("\n")

    def nested(self) -> bool:
        # Asked of every cell, where a generator costs more than the answer.
        for block in self.blocks:  # noqa: SIM110
            if isinstance(block, Table):
                return True
        return False

    def paragraphs(self) -> list[Paragraph]:
        """All paragraphs in the cell, those of nested tables too, in reading order."""
        found: list[Paragraph] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                found.append(block)
            else:
                for cell in block.cells:
                    found += cell.paragraphs()
        return found


class Table(msgspec.Struct):
    """A table whose cells do not overlap. ``places`` says where its rows stand when that is not simply their
    number in this table: a table may go on over several pages."""

    cells: list[TableCell] = msgspec.field(default_factory=list)
    places: dict[int, Place] = msgspec.field(default_factory=dict)

    def text(self) -> str:
        """The table as the text of the cell it stands in: one row a line."""
        rows: dict[int, list[str]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell.text())
        return "\n".join(" ".join(filter(str.strip, cells)) for _, cells in sorted(rows.items()))


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
            if self._origins is not None:
                self._note(where, [block])
            for line in block.text.split("\n"):
                if line.strip():
                    self._counter.add_lines(1)
                    self.sheet.paragraphs.add(len(self.sheet.rows))
                    self.sheet.rows.append([Cell(line, where)])

    def _note(self, place: Place, paragraphs: list[Paragraph]) -> None:
        if self._origins is not None:
            self._origins.setdefault(place, []).extend(paragraphs)

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
            row, height, width = cell.row, cell.row_span, cell.column_span
            if height == width == 1:
                self._counter.add(1)
                rows.setdefault(row, []).append(cell)
                covered.setdefault(row, set()).add(cell.column)
                continue
            self._counter.add(height * width)
            rows.setdefault(row, []).append(cell)
            for down in range(row, row + height):
                covered.setdefault(down, set()).update(range(cell.column, cell.column + width))
        for row in sorted(covered):
            where = table.places.get(row) or Place(table=number, row=row + 1)
            self._row(where, rows.get(row, []), covered[row], depth)

    def _holders(self, cells: list[TableCell], depth: int) -> list[TableCell]:
        """The cells that hold a table of their own, rather than one that is only the frame of their text."""
        nested = [cell for cell in cells if cell.blocks and cell.nested()]
        if not nested:
            return []
        others = sum(bool(cell.text().strip()) for cell in cells if not cell.nested())
        return [cell for cell in nested if not self._is_text(cell, others, depth)]

    def _is_text(self, cell: TableCell, others: int, depth: int) -> bool:
        """Whether the tables in a cell are its text: of one column or one row, beside other cells with text."""
        if depth > self._limits.nesting:
            raise exceeded(f"表格嵌套超过上限（{self._limits.nesting} 层）", "nesting", "请把嵌套的表格拆开")
        for block in cell.blocks:
            if not isinstance(block, Table):
                continue
            filled = [item for item in block.cells if item.blocks and (item.nested() or item.text().strip())]
            narrow = len({item.column for item in filled}) < 2 or len({item.row for item in filled}) < 2
            if not others or not narrow:
                return False
            if not all(self._is_text(item, others, depth + 1) for item in filled):
                return False
        return True

    def _row(self, where: Place, cells: list[TableCell], covered: set[int], depth: int) -> None:
        """One row, or its cells one after another where tables stand in it: a table used for layout only."""
        holders = self._holders(cells, depth)
        if holders:
            others = [cell for cell in cells if all(cell is not holder for holder in holders)]
            if sum(bool(cell.text().strip()) for cell in others) < 2:
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
                held = bool(holders) and any(found is holder for holder in holders)
                text = "" if held else found.text()
                if not held and self._origins is not None:
                    self._note(place, found.paragraphs())
                out.append(Cell(text, place, found.row_span, found.column_span))
        self.sheet.rows.append(out)
        for cell in holders:
            self.flow(cell.blocks, depth, replace(where, column=cell.column + 1))
