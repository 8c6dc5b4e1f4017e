"""Workbooks of Excel 97 and WPS (.xls, .et as OLE): the text shown in each cell of each sheet."""

from __future__ import annotations

import io
import struct
from typing import Any

from linter.ground.errors import JxlintError
from linter.model import Sheet
from linter.office.archive import damaged
from linter.office.limits import Counter, Limits
from linter.readers.grid import Texts, sheet_of
from linter.readers.number_format import BUILTIN, plain, shown

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def read(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """All sheets in the order of their tabs, hidden ones marked. Raises JxlintError."""
    import xlrd
    from xlrd.compdoc import CompDocError

    errors = (
        xlrd.XLRDError, CompDocError, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError,
        MemoryError, NameError, OSError, RuntimeError, TypeError, ValueError, struct.error,
    )  # fmt: skip
    try:
        book = _open(data)
        if book.biff_version < 80 and book.codepage in (None, 367, 1252, 32769):
            # Written by a program that names no code page, or a western one by habit.
            book = _open(data, encoding="gb18030")
        counter = Counter(limits)
        return [_sheet(book, book.sheet_by_index(at), counter) for at in range(book.nsheets)], []
    except JxlintError:
        raise
    except errors as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise JxlintError("文件设有打开密码", advice="请取消密码，另存后再检查") from error
        raise damaged(error) from error


def _open(data: bytes, encoding: str | None = None) -> Any:
    import xlrd

    # Files of WPS often have harmless faults in the container; the library's remarks on them are not shown.
    return xlrd.open_workbook(
        file_contents=data,
        formatting_info=True,
        ragged_rows=True,
        logfile=io.StringIO(),
        encoding_override=encoding,
        ignore_workbook_corruption=True,
    )


def _sheet(book: Any, sheet: Any, counter: Counter) -> Sheet:
    texts: Texts = {}
    for row in range(sheet.nrows):
        counter.add(1)
        cells: dict[int, str] = {}
        for column, kind in enumerate(sheet.row_types(row)):
            if _TEXT <= kind <= _ERROR:
                text = _text(book, sheet, row, column, kind)
                if text:
                    counter.keep(text)
                    cells[column] = text
        if cells:
            texts[row] = cells
    merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    made = sheet_of(sheet.name, texts, merges, counter, hidden=sheet.visibility != 0)
    made.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    made.hidden_columns = [
        (column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden
    ]
    return made


def _text(book: Any, sheet: Any, row: int, column: int, kind: int) -> str:
    value = sheet.cell_value(row, column)
    if kind == _BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR:
        from xlrd.biffh import error_text_from_code

        return str(error_text_from_code.get(value, "#N/A"))
    if kind == _TEXT:
        value = str(value).replace("\r\n", "\n").replace("\r", "\n")
    code = _code(book, sheet.cell_xf_index(row, column))
    if kind == _TEXT and plain(code):
        return str(value)
    return shown(value, code, from_1904=book.datemode == 1)


def _code(book: Any, style: int) -> str:
    """The number format of a cell style. Numbers below 60 or so are not always written to the file."""
    key = book.xf_list[style].format_key
    form = book.format_map.get(key)
    if key in BUILTIN and (form is None or key in (14, 22) or not form.format_str):
        return BUILTIN[key]
    return form.format_str if form is not None else "General"
