"""How much a file may ask of us. Each limit has an option on the command line and in the configuration."""

from __future__ import annotations

import msgspec

from linter.ground.errors import JxlintError

MEGABYTE = 1024 * 1024
#: No limit can be set higher.
LARGEST = 10**12
#: No program shows more columns of a worksheet.
COLUMNS = 16_384
ROWS = 1_048_576
#: A line of running text counts for so many cells.
_LINE = 4


#: What each limit is about, as options and messages say it.
NOTES = {
    "size": "文件的字节数",
    "text": "文本的字数",
    "line": "一行的字数",
    "pages": "PDF 的页数",
    "cells": "单元格数",
    "nesting": "表格嵌套的层数",
    "unpacked": "解压后的字节数",
    "ratio": "解压后是压缩前的几倍",
    "seconds": "转换一个文件的秒数",
}


class Limits(msgspec.Struct, frozen=True):
    """Upper bounds of reading; a file beyond one of them is refused before it can hurt.

    ``size`` bytes of a file; ``text`` characters of a text file; ``line`` characters of one of its lines;
    ``pages`` of a PDF; ``cells`` over all sheets and tables; ``nesting`` of tables in tables (and of
    elements in XML, times ten); ``unpacked`` bytes that are kept of an archive when unpacked (of a worksheet,
    which is read as a stream, its texts), ``ratio`` how many times larger than packed; ``seconds`` for a conversion
    by LibreOffice.
    """

    size: int = 64 * MEGABYTE
    text: int = 16 * MEGABYTE
    line: int = 1_000_000
    pages: int = 500
    cells: int = 2_000_000
    nesting: int = 20
    unpacked: int = 64 * MEGABYTE
    ratio: int = 200
    seconds: int = 120

    @property
    def streamed(self) -> int:
        """Bytes of what is unpacked piece by piece and not kept."""
        return 8 * self.unpacked


DEFAULT = Limits()


def size_text(size: int) -> str:
    """A number of bytes as a user says it: ``200 MB``."""
    if size < 1024:
        return f"{size} 字节"
    if size < MEGABYTE:
        return f"{size / 1024:.0f} KB"
    return f"{size / MEGABYTE:.0f} MB" if size >= 10 * MEGABYTE else f"{size / MEGABYTE:.1f} MB"


def exceeded(what: str, limit: str, advice: str) -> JxlintError:
    """The error for a limit: ``what`` is too much, ``limit`` is the field of Limits that says so."""
    return JxlintError(what, advice=f"{advice}；确实需要读的，请用 --max-{limit} 放宽上限")


class Counter:
    """Counts cells and the characters of their texts over a whole file, and refuses to go on beyond the limit."""

    def __init__(self, limits: Limits) -> None:
        self.limit = limits.cells
        self.count = 0
        self._room = limits.unpacked
        self._most = limits.unpacked

    def add_lines(self, lines: int) -> None:
        """The same for lines of running text, which cost more than cells: each may begin something."""
        self.add(lines * _LINE)

    def keep(self, text: str) -> None:
        """Raises JxlintError when the texts so far are larger than allowed."""
        self._room -= len(text) if text.isascii() else 2 * len(text)
        if self._room < 0:
            raise exceeded(f"表格里的文字超过上限（{size_text(self._most)}）", "unpacked", "请拆成几个文件")

    def add(self, cells: int) -> None:
        """Raises JxlintError when the cells so far are more than allowed."""
        self.count += cells
        if self.count > self.limit:
            raise exceeded(
                f"表格的单元格超过上限（{self.limit} 个）", "cells", "请删去多余的空行空列，或者拆成几个文件"
            )
