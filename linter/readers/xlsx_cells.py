"""Cells of a worksheet part (.xlsx): one pass over the stream, blank cells passed over before they are parsed.

Workbooks often carry a style for a million rows below the form. Such cells say nothing; they are taken out of the
bytes, where that costs least.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Protocol

import msgspec

from linter.ground.patterns import compiled
from linter.office.limits import COLUMNS, ROWS, Counter
from linter.office.references import figure, position
from linter.office.sheetstream import Stream, bare
from linter.readers.grid import Range, Texts
from linter.readers.number_format import shown
from linter.readers.xlsx_blanks import without_blanks

Show = Callable[[str | float], str] | None
#: Takes a row: its number and its shown texts by column, both from 0.
Take = Callable[[int, dict[int, str]], None]


class Shared(Protocol):
    """The texts that cells share, each got by its number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> str: ...


_ESCAPE = compiled("_x([0-9A-Fa-f]{4})_")
#: No formula but an amount with its sign (=300天, =99%), which a program wrote where a text belongs.
_AMOUNT = re.compile(r"\d[\d.,]{0,20}[%％‰]?[^\x00-\x7f/]{0,10}(?:/[^\x00-\x7f/]{1,10})?")


class Found(msgspec.Struct):
    """What a worksheet holds: shown texts, merged ranges, hidden rows and columns (from 1), and how many formulas
    have no stored result."""

    texts: Texts = msgspec.field(default_factory=dict)
    merges: list[Range] = msgspec.field(default_factory=list)
    hidden_rows: set[int] = msgspec.field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = msgspec.field(default_factory=list)
    stale: int = 0


def cells_of(chunks: Iterable[bytes], strings: Shared, show: list[Show], counter: Counter) -> Found:
    """The cells of a worksheet part. Raises JxlintError for damage and for too many cells."""
    reader = _Cells(strings, show, counter)
    reader.stream.run(without_blanks(chunks))
    return reader.found


def give_rows(
    chunks: Iterable[bytes], strings: Shared, show: list[Show], counter: Counter, take: Take
) -> None:
    """Give every row of a worksheet part to ``take``, blank ones too; nothing of it is kept. Raises JxlintError."""
    _Cells(strings, show, counter, take).stream.run(chunks)


def give_strings(chunks: Iterable[bytes], counter: Counter, put: Callable[[str], object]) -> None:
    """Give the shared strings to ``put``, one after the other. Raises JxlintError."""
    _Strings(counter, put).stream.run(chunks)


def unescape(text: str) -> str:
    """A stored text without the escapes for characters that XML does not know."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


#: Elements that matter, by their names without prefix.
_KINDS = {"row": 1, "c": 2, "v": 3, "f": 4, "is": 5, "t": 6, "rPh": 7, "mergeCell": 8, "col": 9, "si": 10}
_ROW, _CELL, _VALUE, _FORMULA, _INLINE, _PIECE, _AID, _MERGE, _COLUMN, _ITEM = _KINDS.values()


class _Kinds(dict[str, int]):
    """The kind of an element by its name as written; 0 for one that does not matter."""

    def __missing__(self, name: str) -> int:
        kind = self[name] = _KINDS.get(bare(name), 0)
        return kind


class _Forms(dict[str, Show]):
    """What shows the numbers of a cell by the number of its style as written."""

    def __init__(self, show: list[Show]) -> None:
        super().__init__()
        self._show = show

    def __missing__(self, style: str) -> Show:
        number = figure(style, len(self._show) - 1)
        form = self[style] = self._show[number] if number is not None else None
        return form


class _Strings:
    """Items of the shared strings: their runs without the reading aids (rPh)."""

    def __init__(self, counter: Counter, put: Callable[[str], object]) -> None:
        self._put = put
        self._counter = counter
        self._kinds = _Kinds()
        self._pieces: list[str] = []
        self._aids = 0
        self.stream = Stream(self._start, self._end)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._kinds[name]
        if kind == _PIECE and not self._aids:
            self.stream.listen()
        elif kind == _ITEM:
            self._pieces.clear()
        elif kind == _AID:
            self._aids += 1

    def _end(self, name: str) -> None:
        kind = self._kinds[name]
        if kind == _PIECE and not self._aids:
            self._pieces.append(self.stream.heard())
        elif kind == _ITEM:
            text = unescape("".join(self._pieces))
            self._counter.keep(text)
            self._put(text)
        elif kind == _AID:
            self._aids -= 1


class _Cells:
    def __init__(self, strings: Shared, show: list[Show], counter: Counter, take: Take | None = None) -> None:
        self.found = Found()
        self._take = take or self._keep
        self._strings, self._forms, self._counter = strings, _Forms(show), counter
        self._kinds = _Kinds()
        self._row, self._column = -1, -1
        self._cells: dict[int, str] = {}
        self._cell: dict[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] = []
        self._aids = self._inline = 0
        self.stream = Stream(self._start, self._end)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._kinds[name]
        if kind == _CELL:
            self._cell, self._value, self._formula = attributes, None, None
            self._pieces.clear()
        elif kind == _VALUE or (kind == _PIECE and self._inline and not self._aids):
            self.stream.listen()
        elif kind == _ROW:
            self._begin_row(attributes)
        elif kind == _FORMULA:
            self._formula = ""
            self.stream.listen()
        elif kind == _INLINE:
            self._inline += 1
            self._pieces.clear()
        elif kind == _AID:
            self._aids += 1
        elif kind == _MERGE:
            merge = range_of(attributes.get("ref", ""))
            if merge:
                self.found.merges.append(merge)
        elif kind == _COLUMN:
            self._describe(attributes)

    def _end(self, name: str) -> None:
        kind = self._kinds[name]
        if kind == _CELL:
            self._end_cell()
        elif kind == _VALUE:
            self._value = self.stream.heard() or None
        elif kind == _FORMULA:
            self._formula = self.stream.heard()
        elif kind == _ROW:
            self._take(self._row, self._cells)
        elif kind == _PIECE and self._inline and not self._aids:
            self._pieces.append(self.stream.heard())
        elif kind == _INLINE:
            self._inline -= 1
        elif kind == _AID:
            self._aids -= 1

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = figure(attributes.get("r", ""), ROWS)
        self._row = number - 1 if number is not None else self._row + 1
        self._column = -1
        self._cells = {}
        self._counter.add(1)
        if attributes.get("hidden") in _YES or attributes.get("ht") == "0":
            self.found.hidden_rows.add(self._row + 1)

    def _describe(self, attributes: dict[str, str]) -> None:
        first, last = figure(attributes.get("min", ""), COLUMNS), figure(attributes.get("max", ""), COLUMNS)
        if first and last and (attributes.get("hidden") in _YES or attributes.get("width") == "0"):
            self.found.hidden_columns.append((first, last))

    def _end_cell(self) -> None:
        cell = self._cell
        named = _column(cell.get("r", "").rstrip("0123456789"))
        self._column = self._column + 1 if named is None else named
        if self._value is None and not self._pieces:
            if self._formula and _AMOUNT.fullmatch(self._formula):
                self._cells[self._column] = self._kept("=" + unescape(self._formula))
            elif cell.get("t") != "inlineStr":
                self.found.stale += self._formula is not None
            return
        text = self._text(cell)
        if text:
            self._cells[self._column] = text

    def _text(self, cell: dict[str, str]) -> str:
        """The shown text of a cell."""
        value = self._value
        kind = cell.get("t", "n")
        form = self._forms[cell.get("s", "0")]
        if kind == "s" and value is not None:
            at = int(value) if len(value) < 9 and value.isascii() and value.isdigit() else _index(value)
            text = self._strings[at] if 0 <= at < len(self._strings) else ""
            return form(text) if form and text else text
        if kind == "inlineStr":
            inline = self._kept(unescape("".join(self._pieces)))
            return form(inline) if form else inline
        if value is None:
            self.found.stale += self._formula is not None
            return ""
        if kind in ("str", "e", "d"):
            text = self._kept(unescape(value))
            return form(text) if form and kind == "str" else text
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if form is None and len(value) < 12 and value.isascii() and value.isdigit():
            return value
        try:
            number = float(value)
        except ValueError:
            return self._kept(value)
        return form(number) if form else shown(number)

    def _keep(self, row: int, cells: dict[int, str]) -> None:
        if cells:
            self.found.texts.setdefault(row, {}).update(cells)

    def _kept(self, text: str) -> str:
        self._counter.keep(text)
        return text


def _index(text: str) -> int:
    """The number of a shared string with blanks around it; -1 for none."""
    number = figure(text.strip(), ROWS * COLUMNS)
    return -1 if number is None else number


_YES = ("1", "true", "on")


@lru_cache(maxsize=512)
def _column(letters: str) -> int | None:
    """The column from 0 of its letters; None for anything else."""
    position = position_of(letters + "1")
    return position[1] if position else None


def position_of(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a reference such as ``D12``; None beyond the edge of a worksheet."""
    try:
        row, column = position(reference)
    except ValueError:
        return None
    return (row - 1, column - 1) if row <= ROWS and column <= COLUMNS else None


def range_of(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    start, end = position_of(first), position_of(last or first)
    if start is None or end is None:
        return None
    return (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
