"""What a reader gives: sheets of cells that know their place, records, and where all of it came from."""

from __future__ import annotations

from typing import Any

import msgspec


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where something stands, in the terms the user sees. Every number counts from 1.

    ``cell`` is a spreadsheet reference such as ``D12``; ``line`` counts lines of a text file and
    ``column`` counts the cells of that line (or characters where the line is one cell). ``record`` is a
    place in data of a system: ``记录3.本年度绩效指标[2]``.
    """

    sheet: str | None = None
    cell: str | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    record: str | None = None


NOWHERE = Place()


def place_data(place: Place) -> dict[str, Any]:
    """A place as plain data, without what it does not say."""
    return {name: value for name, value in msgspec.structs.asdict(place).items() if value is not None}


class Cell(msgspec.Struct, gc=False):
    """One cell as shown to the user: ``text`` is the shown text, untouched (LaTeX and tags included).

    ``row_span``/``column_span`` count the grid cells a merged cell covers (1 = not merged); the
    covered positions hold empty cells with ``covered`` set.
    """

    text: str
    place: Place = NOWHERE
    row_span: int = 1
    column_span: int = 1
    covered: bool = False


class Sheet(msgspec.Struct):
    """A run of rows in reading order: a worksheet, the whole of a text file, a document body.

    Rows may differ in length. A paragraph outside any table is a row of one cell and its index is in
    ``paragraphs``. ``hidden`` marks a worksheet that the user does not see; ``hidden_rows`` are the numbers of
    rows, ``hidden_columns`` the ranges of columns (first and last, from 1) that are not displayed.
    """

    name: str | None = None
    rows: list[list[Cell]] = msgspec.field(default_factory=list)
    paragraphs: set[int] = msgspec.field(default_factory=set)
    hidden: bool = False
    hidden_rows: set[int] = msgspec.field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = msgspec.field(default_factory=list)


class Hidden(msgspec.Struct, frozen=True, gc=False):
    """What was left out of a worksheet because nobody sees it: rows and columns with text; of a hidden sheet all
    its rows."""

    file: str
    sheet: str
    rows: int
    columns: int


class Record(msgspec.Struct):
    """What a system says of one project: texts by what they mean (rules/words/records.yaml), the indicators of the
    year and of the medium term (whose ``term`` is ``medium``), and those of last year."""

    fields: dict[str, Cell] = msgspec.field(default_factory=dict)
    indicators: list[dict[str, Cell]] = msgspec.field(default_factory=list)
    last: list[dict[str, Cell]] = msgspec.field(default_factory=list)
    place: Place = NOWHERE


class Source(msgspec.Struct):
    """A file after reading: what kind it is, its sheets or its records, what could not be read (in Chinese), and
    what was left out as hidden."""

    path: str
    type: str
    sheets: list[Sheet] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)
    records: list[Record] = msgspec.field(default_factory=list)
    hidden: list[Hidden] = msgspec.field(default_factory=list)
