"""Flat tables of systems → ``Record``s: one indicator a row, told by the names in the head."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from linter.model import Cell, Record, Sheet
from linter.readers.recordnames import Names, plain, plain_text, settled, usual

#: The head of a table of records stands in its first rows.
_HEAD_WITHIN = 12
_LONGEST_TITLE = 60
#: A project, a name and a target at least.
_FEWEST = 3


def of_sheet(sheet: Sheet, names: Names | None = None) -> list[Record]:
    """The records of a flat table with one indicator a row, found by the names in its head; none for any other
    table. The place of each text is that of its cell."""
    known = names or usual()
    first = sheet.rows[:_HEAD_WITHIN]
    if not _may_hold(first, known):
        return []
    head = next((at for at, row in enumerate(first) if _is_head(row, known)), None)
    if head is None:
        return []
    from linter.readers.records import SAME, grouped

    made = []
    levels, columns = _Levels(SAME), _columns(sheet.rows[head], known)
    for row in sheet.rows[head + 1 :]:
        record = _of_row(columns, row, known)
        if record.indicators:
            levels.carry(record)
            made.append((record, True))
    whole = grouped(made)
    for name, cell in _over(sheet.rows[:head]).items():
        for record in whole:
            record.fields.setdefault(name, cell)
    return whole


class _Levels:
    """Levels that a table prints once: they go on in the rows below, up to the next project."""

    def __init__(self, same: Sequence[str]) -> None:
        self._same = same
        self.project = ""
        self.cells: dict[str, Cell] = {}

    def carry(self, record: Record) -> None:
        row = record.indicators[0]
        project = "".join(record.fields[name].text for name in self._same if name in record.fields)
        if project and project != self.project:
            self.project, self.cells = project, {}
        for level, lower in (("level1", "level2"), ("level2", "")):
            if level not in row:
                continue
            if row[level].text.strip():
                self.cells.pop(lower, None)
                self.cells[level] = row[level]
            else:
                row[level] = self.cells.get(level, row[level])


def _over(rows: list[list[Cell]]) -> dict[str, Cell]:
    """What stands over the head of a table: its title and the line with the unit of the amounts."""
    found: dict[str, Cell] = {}
    for row in rows:
        filled = [cell for cell in row if cell.text.strip()]
        for cell in filled:
            name = "unit_line" if "单位" in cell.text else "title"
            if len(filled) <= 2 and len(cell.text) <= _LONGEST_TITLE:
                found.setdefault(name, cell)
    return found


def _may_hold(rows: list[list[Cell]], names: Names) -> bool:
    """Whether a name that only systems print stands anywhere in some rows; most tables are told by that look."""
    text = plain_text("".join([cell.text for row in rows if len(row) >= _FEWEST for cell in row]))
    # Asked of every sheet, where a generator costs more than the answer.
    for name in names.distinctive:  # noqa: SIM110
        if name in text:
            return True
    return False


def _is_head(row: list[Cell], names: Names) -> bool:
    if len(row) < _FEWEST:
        return False
    heads = [plain(cell.text) for cell in row if cell.text.strip()]
    columns = {names.columns[head][0] for head in heads if head in names.columns}
    fields = {names.fields[head][0] for head in heads if head in names.fields}
    if not ("name" in columns and columns & {"value", "whole"} and fields & {"project", "code"}):
        return False
    return (
        len({head for head in heads if head in names.distinctive}) > 0
        and len(columns | fields) >= len(heads) / 2
    )


class _Column(msgspec.Struct, frozen=True):
    """What a column means as a field of the project and as one of the indicator (empty: nothing), with the ranks of
    its name; ``dropped`` are texts that say that the row counts no more."""

    head: Cell
    field: tuple[str, int]
    column: tuple[str, int]
    dropped: frozenset[str]


def _columns(head: list[Cell], names: Names) -> list[_Column]:
    keys = [plain(cell.text) for cell in head]
    nothing = ("", 0)
    return [
        _Column(
            cell,
            names.fields.get(key, nothing),
            names.columns.get(key, nothing),
            names.dropped.get(key, frozenset()),
        )
        for cell, key in zip(head, keys, strict=True)
    ]


def _of_row(columns: list[_Column], row: list[Cell], names: Names) -> Record:
    record = Record()
    indicator: dict[str, Cell] = {}
    ranks: dict[int, dict[str, int]] = {0: {}, 1: {}}
    for column, cell in zip(columns, row, strict=False):
        text = cell.text.strip()
        if text in column.dropped:
            return Record()
        shown = Cell("" if text.lower() in names.blank else cell.text, cell.place)
        for part, (what, rank), kept in ((0, column.field, record.fields), (1, column.column, indicator)):
            if not what or (rank > ranks[part].get(what, rank) and kept[what].text):
                continue
            ranks[part][what] = rank
            kept[what] = shown
            if what == "total":
                record.fields["total_head"] = column.head
    if any(indicator[name].text.strip() for name in ("name", "value") if name in indicator):
        record.indicators.append(settled(indicator, names))
    record.place = row[0].place if row else record.place
    return record
