"""Workbooks of Excel and WPS (.xlsx, .xlsm, .et as zip): the text shown in each cell of each sheet.

The parts are read straight from their XML, once: values, number formats and merged ranges come in the same
pass, and nothing is laid out in memory before it is counted (a library that builds the grid from its corner
cells lets a file of one kilobyte claim every cell up to XFD1048576).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from linter.ground.errors import JxlintError
from linter.model import Sheet
from linter.office.archive import Archive, damaged, flag, local, named
from linter.office.limits import Counter, Limits
from linter.office.references import figure
from linter.office.sheetparts import Workbook, workbook_of
from linter.office.zipentries import Packed
from linter.readers.grid import sheet_of
from linter.readers.number_format import BUILTIN, plain, shown
from linter.readers.xlsx_cells import Shared, Show, Take, cells_of, give_rows, give_strings

#: Numbers of styles and formats are smaller.
_STYLES = 10_000_000


def read(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """All sheets in the order of their tabs, hidden ones marked. Raises JxlintError."""
    shared: list[str] = []
    opened = _opened(data, limits, shared, shared.append)
    archive, strings, show, counter = opened.archive, opened.strings, opened.show, opened.counter
    sheets, problems = [], []
    for tab in opened.book.tabs:
        found = cells_of(archive.chunks(tab.part), strings, show, counter)
        sheet = sheet_of(tab.name, found.texts, found.merges, counter, hidden=tab.hidden)
        sheet.hidden_rows, sheet.hidden_columns = found.hidden_rows, found.hidden_columns
        sheets.append(sheet)
        if found.stale:
            problems.append(
                f"工作表“{tab.name}”有 {found.stale} 个公式没有计算结果，读作空白；请用 Excel 或 WPS 打开保存一次"
            )
    if not sheets:
        raise JxlintError("工作簿里没有可读的工作表", advice="请确认选对了文件")
    return sheets, problems


def sheets_by_row(data: Packed, limits: Limits) -> Iterator[tuple[str, str, Callable[[Take], None]]]:
    """The name and the part of each sheet, and what gives its rows one after the other. The texts that cells share lie
    on disk: they may be those of a hundred thousand rows. Raises JxlintError."""
    from linter.ground.disklist import DiskList

    shared: DiskList[str] = DiskList()
    opened = _opened(data, limits, shared, shared.put)
    archive, strings, show, counter = opened.archive, opened.strings, opened.show, opened.counter
    for tab in opened.book.tabs:
        yield tab.name, tab.part, partial(give_rows, archive.chunks(tab.part), strings, show, counter)


class _Opened(NamedTuple):
    """A workbook ready to be read: its tabs, the texts that cells share, and how each style shows a number."""

    archive: Archive
    book: Workbook
    strings: Shared
    show: list[Show]
    counter: Counter


def _opened(data: Packed, limits: Limits, strings: Shared, put: Callable[[str], object]) -> _Opened:
    """``put`` adds a text to ``strings``."""
    archive = Archive(data, limits)
    book = workbook_of(archive)
    if book is None:
        raise damaged()
    counter = Counter(limits)
    if book.strings in archive:
        give_strings(archive.chunks(book.strings), counter, put)
    return _Opened(archive, book, strings, _formats(archive.xml(book.styles), _from_1904(book.root)), counter)


def _from_1904(book: Any) -> bool:
    return any(flag(item, "date1904") for item in named(book, "workbookPr"))


def _formats(styles: Any | None, from_1904: bool) -> list[Show]:
    """For each cell style the function that shows a number, None where it is shown as it is."""
    codes = dict(BUILTIN)
    found: list[Show] = []
    if styles is None:
        return found
    groups = {local(group): group for group in reversed(styles)}
    for item in groups.get("numFmts", ()):
        identity = figure(item.get("numFmtId", ""), _STYLES)
        if identity is not None:
            codes[identity] = item.get("formatCode", "")
    for item in groups.get("cellXfs", ()):
        identity = figure(item.get("numFmtId", "0"), _STYLES)
        code = codes.get(identity, "") if identity is not None else ""
        found.append(None if plain(code) else _shower(code, from_1904))
    return found


def _shower(code: str, from_1904: bool) -> Show:
    return lambda value: shown(value, code, from_1904=from_1904)
