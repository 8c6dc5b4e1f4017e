"""Bytes to a Source: sheets of cells as shown to the user, each cell with its place.

The kind of a file is told from its content. What cannot be read raises JxlintError, whose text says what
is wrong with which file and what to do about it; no error of a library passes through.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from linter.ground.errors import JxlintError
from linter.model import Sheet, Source
from linter.office.limits import DEFAULT, Limits, exceeded, size_text
from linter.readers.detect import detect, has_tables, text_kind
from linter.readers.encoding import decode
from linter.readers.recordnames import Names, NoRecords, of_user
from linter.readers.tidy import tidy

if TYPE_CHECKING:
    from linter.office.zipentries import FileBytes

__all__ = ["DEFAULT", "Limits", "Names", "NoRecords", "names_of", "read"]

Result = tuple[list[Sheet], list[str]]

#: Kind of file → module with ``read(data, limits) -> (sheets, remarks)``; imported when needed.
_READERS = {
    "xlsx": "xlsx",
    "ods": "odf",
    "odt": "odf",
    "docx": "docx",
    "xls": "xls",
    "doc": "legacy",
    "rtf": "legacy",
    "pdf": "pdf",
}


#: Bytes that are copied at a time.
_BLOCK = 1 << 20
#: Pipes that the shell hands over.
_HANDED = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
#: Kinds of file in which a cell may be written as a formula.
_PLAIN_TEXT = {"csv", "tsv", "txt", "md"}
_MARKUP = {"html": "html", "mht": "mht", "xml-workbook": "xml_workbook"}


def read(
    path: str | Path,
    *,
    data: bytes | None = None,
    name: str | None = None,
    limits: Limits = DEFAULT,
    names: Names | None = None,
    hidden: bool = False,
) -> Source:
    """Read a file, or the bytes ``data`` under the ``name`` given; with ``hidden`` what nobody sees of a
    workbook, too. ``names`` are what the user calls the fields of records; without them those of known systems
    count.

    Raises JxlintError, with the path, for a file that is missing, empty, binary, locked, damaged, a scan,
    or beyond one of the limits.
    """
    shown = name or str(path)
    try:
        if data is None:
            data = load(Path(path), limits)
        elif len(data) > limits.size:
            raise _too_large(len(data), limits)
        source = _source(data, shown, limits, names)
        tidy(source.sheets, plain_text=source.type in _PLAIN_TEXT)
        if not hidden and any(sheet.hidden or sheet.hidden_rows or sheet.hidden_columns for sheet in source.sheets):
            from linter.readers.hidden import leave_out

            leave_out(source)
        return _with_records(source, names)
    except RecursionError as error:
        raise JxlintError(
            "内容一层套一层，套得太深，读不完整", path=shown, advice="请另存为新的文件后再检查"
        ) from error
    except JxlintError as error:
        if error.path is None:
            error.path = shown
        raise


def names_of(path: Path | None) -> Names | None:
    """The names in a user's file of names (``--map``); None without one. Raises JxlintError for a faulty one."""
    return None if path is None else of_user(path)


def load(path: Path, limits: Limits = DEFAULT) -> bytes:
    """The bytes of a file, refused by its size before any of it is read. Raises JxlintError."""
    with _unchanged(path, limits) as file:
        data = file.read(limits.size + 1)
    if len(data) > limits.size:
        raise _too_large(len(data), limits)
    return data


def lay_aside(path: Path, limits: Limits = DEFAULT) -> FileBytes:
    """The same in a file without a name, for one who asks for little of it at a time."""
    from linter.ground.disklist import spooled_file
    from linter.office.zipentries import FileBytes

    aside, size = spooled_file(), 0
    with _unchanged(path, limits) as file:
        while size <= limits.size and (block := file.read(_BLOCK)):
            size += aside.write(block)
    if size > limits.size:
        raise _too_large(size, limits)
    return FileBytes(aside)


@contextmanager
def _unchanged(path: Path, limits: Limits) -> Iterator[BinaryIO]:
    """A file to be read to its end. Raises JxlintError, at the end too: where it changed meanwhile."""
    if path.name.startswith("~$"):
        raise JxlintError(
            "这是 Office 打开文件时留下的临时文件", advice="不用检查，关闭 Office 后它会自己消失"
        )
    try:
        with _opened(path) as file:
            before = state(file)
            if before[0] > limits.size:
                raise _too_large(before[0], limits)
            yield file
            changed = state(file) != before
    except FileNotFoundError as error:
        raise JxlintError("找不到文件", advice="请检查路径是否写对") from error
    except PermissionError as error:
        raise JxlintError(
            "文件打不开，没有权限或者正被别的程序占用", advice="请关闭 Excel、WPS 后再试"
        ) from error
    except (OSError, ValueError) as error:
        raise JxlintError("文件打不开", advice="请检查路径和磁盘") from error
    if changed:
        raise JxlintError("读取的时候文件正在被改动", advice="请等别的程序保存完再检查")


def state(file: BinaryIO) -> tuple[int, int]:
    """Size of a file and when it was last written to; zeros for a pipe, which has neither."""
    status = os.fstat(file.fileno())
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else (0, 0)


def _opened(path: Path) -> BinaryIO:
    """A file open for reading. A pipe would be waited for, and a device never ends: only what the user hands over
    as standard input may be one. Raises JxlintError."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise JxlintError("这是文件夹，不是文件", advice="请给出文件夹里的文件")
    if not stat.S_ISREG(status.st_mode) and not str(path).startswith(_HANDED):
        raise JxlintError("这是管道或设备，不是普通文件", advice="请给出普通文件；要读标准输入请写 -")
    if sys.platform == "win32" or not stat.S_ISREG(status.st_mode):
        return path.open("rb")
    # Without waiting, in case a pipe has taken the place of the file in the meantime.
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise JxlintError("这是管道或设备，不是普通文件", advice="请给出普通文件")
    return file


def _too_large(size: int, limits: Limits) -> JxlintError:
    return exceeded(
        f"文件有 {size_text(size)}，超过上限 {size_text(limits.size)}",
        "size",
        "绩效目标表不会这么大，请确认选对了文件",
    )


def _with_records(source: Source, names: Names | None) -> Source:
    """The source with the records of its flat tables, where one of its sheets is such a table."""
    from linter.readers.recordtables import of_sheet

    rest = []
    for sheet in source.sheets:
        records = of_sheet(sheet, names)
        source.records += records
        if not records:
            rest.append(sheet)
    source.sheets = rest
    if source.records:
        from linter.readers.recordcodes import decode
        from linter.readers.recordnames import usual

        source.problems += decode(source.records, names or usual())
    return source


def _source(data: bytes, name: str, limits: Limits, names: Names | None) -> Source:
    kind = detect(data)
    if kind == "text":
        return _text(data, name, limits, names)
    reader: Callable[[bytes, Limits], Result] = import_module(f"linter.readers.{_READERS[kind]}").read
    sheets, problems = reader(data, limits)
    return Source(path=name, type=kind, sheets=sheets, problems=problems)


def _text(data: bytes, name: str, limits: Limits, names: Names | None) -> Source:
    text, problems = decode(data)
    if len(text) > limits.text:
        raise exceeded(
            f"文本有 {len(text)} 个字，超过上限 {limits.text} 个",
            "text",
            "请确认选对了文件，或者拆成几个文件",
        )
    kind = text_kind(text, name)
    if kind in ("json", "jsonl"):
        from linter.readers.records import read as read_records

        records, more = read_records(text, limits, names=names, lines=kind == "jsonl")
        return Source(path=name, type=kind, problems=problems + more, records=records)
    longest = max(map(len, text.splitlines()), default=0) if len(text) > limits.line else 0
    if kind not in _MARKUP and longest > limits.line:
        raise exceeded(
            f"有一行长达 {longest} 个字，超过上限 {limits.line} 个", "line", "请确认选对了文件，或者分行保存"
        )
    if kind in {"csv", "tsv"}:
        from linter.readers.csv_ import read_csv

        sheets = read_csv(text, limits)
    elif kind in _MARKUP:
        sheets, more = import_module(f"linter.readers.{_MARKUP[kind]}").read(text, limits)
        problems += more
    elif has_tables(text):
        from linter.readers.embedded import read as read_embedded

        sheets = read_embedded(text, limits)
    else:
        from linter.readers.text import sheets_of_text

        sheets = sheets_of_text(text, limits)
    return Source(path=name, type="xls" if kind == "xml-workbook" else kind, sheets=sheets, problems=problems)
