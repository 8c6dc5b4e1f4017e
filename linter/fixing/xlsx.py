"""Changes to cells of a workbook: the text of a cell is replaced, its style and every other cell stay.

Only cells that hold a text of their own are changed. A number, a date, a formula and its result are left alone:
what is shown there comes from a format or from other cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any

from linter.fixing.change import Change
from linter.fixing.pieces import Piece, change_pieces
from linter.office.archive import Archive, local, named
from linter.office.limits import Limits
from linter.office.markup import Node
from linter.office.markupsource import read, write
from linter.office.references import figure
from linter.office.replacement import replace_parts
from linter.office.sheetgrid import Grid, grid_of
from linter.office.sheetparts import workbook_of


def apply(data: bytes, changes: Iterable[Change], limits: Limits) -> tuple[bytes, list[Change]]:
    """The changed workbook, and the changes that could not be made. Raises JxlintError."""
    archive = Archive(data, limits)
    book = _Book(archive)
    failed = [change for change in changes if not book.change(change)]
    return (replace_parts(archive, book.changed()) if book.touched else data), failed


class _Book:
    """The parts of a workbook that changes need, each parsed when first asked for."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        book = workbook_of(archive)
        self._sheets = {tab.name: tab.part for tab in reversed(book.tabs)} if book is not None else {}
        self._strings = book.strings if book is not None else ""
        self._roots: dict[str, Any] = {}
        self._grids: dict[str, Grid | None] = {}
        self._rows: dict[str, dict[str, list[Node]]] = {}
        self._items: Node | list[Node] | None = None
        self.touched: set[str] = set()

    def change(self, change: Change) -> bool:
        part = self._sheets.get(change.place.sheet or "", "")
        cell = self._cell(part, change.place.cell or "") if part in self._archive else None
        if cell is None or any(local(child) == "f" for child in cell):
            return False
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            item = next((child for child in cell if local(child) == "is"), None)
            done = item is not None and change_pieces(_pieces(item), change.before, change.after)
        elif kind == "str":
            value = next((child for child in cell if local(child) == "v"), None)
            done = value is not None and change_pieces([_piece(value)], change.before, change.after)
        else:
            done = kind == "s" and self._change_shared(cell, change)
        if done:
            self.touched.add(part)
        return done

    def _change_shared(self, cell: Any, change: Change) -> bool:
        """A shared string may stand in other cells too: the changed one is added to the list."""
        strings = self._root(self._strings)
        value = next((child for child in cell if local(child) == "v"), None)
        items = self._shared()
        number = figure((value.text or "").strip(), len(items) - 1) if value is not None else None
        if strings is None or value is None or number is None:
            return False
        old = items[number]
        fresh = old.copy()
        if not change_pieces(_pieces(fresh), change.before, change.after):
            return False
        value.text = str(len(items))
        if isinstance(items, list):
            items[-1].follow(fresh)
        items.append(fresh)
        if strings.get("uniqueCount", "").isdigit():
            strings.set("uniqueCount", str(len(items)))
        self.touched.add(self._strings)
        return True

    def _shared(self) -> Node | list[Node]:
        """The shared strings: their element where it holds nothing else, so that those nobody changes stay bytes."""
        if self._items is None:
            strings = self._root(self._strings)
            if strings is None:
                self._items = []
            elif strings.holds_only(f"{strings.tag[:-3]}si"):
                self._items = strings
            else:
                self._items = [child for child in strings if local(child) == "si"]
        return self._items

    def _cell(self, part: str, reference: str) -> Any | None:
        """The cell of a reference. Of a large sheet only its own row is looked through, and rows without a number."""
        number = reference.lstrip(ascii_uppercase)
        if part not in self._grids:
            self._grids[part] = self._grid(part)
        grid = self._grids[part]
        if grid is None:
            near = [*self._rows[part].get(number, ()), *self._rows[part].get("", ())]
        else:
            found = grid.find(number)
            near = [] if found is None else [found]
            chosen = found.chosen(f"{found.tag[:-3]}c", "r", [reference]) if found is not None else None
            if chosen is not None:
                return chosen[0]
        plain = (cell for row in near for cell in row if cell.get("r") == reference and local(cell) == "c")
        wrapped = (cell for row in near for cell in named(row, "c") if cell.get("r") == reference)
        return next(plain, None) or next(wrapped, None)

    def _grid(self, part: str) -> Grid | None:
        """The rows of a sheet as bytes; None where they have to be read, which is done here."""
        root = self._root(part)
        parts = [child for child in root if local(child) == "sheetData"]
        if len(parts) == 1 and (grid := grid_of(root)) is not None:
            return grid
        rows = self._rows[part] = {}
        for row in (row for data in parts for row in data):
            rows.setdefault(row.get("r", ""), []).append(row)
        return None

    def _root(self, part: str) -> Any:
        if part not in self._roots:
            data = self._archive.read(part)
            self._roots[part] = read(data) if data else None
        return self._roots[part]

    def changed(self) -> dict[str, bytes]:
        return {part: write(self._roots[part]) for part in self.touched}


def _pieces(item: Any) -> list[Piece]:
    """The runs of a string item. Text with escapes (_x000D_) is no piece to write into."""
    texts = [child for child in item if local(child) == "t"]
    for run in item:
        if local(run) == "r":
            texts += [child for child in run if local(child) == "t"]
    return [_piece(text) for text in texts]


def _piece(element: Any) -> Piece:
    text = element.text or ""
    return Piece(text, None if "_x" in text or "\r" in text else element)
