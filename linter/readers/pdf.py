"""PDF files with text: ruled tables by their lines, the text around them in reading order.

A page without any character is an image; a file of such pages is a scan and is refused by name, never taken
for an empty form.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections import Counter as Tally
from dataclasses import dataclass
from typing import Any

from linter.errors import JxlintError
from linter.model import Sheet
from linter.readers.archive import damaged
from linter.readers.flow import Block, Paragraph, sheet_of
from linter.readers.limits import Counter, Limits, exceeded, size_text
from linter.readers.pdf_table import Grid, continues, grid_of, stitch
from linter.readers.pdf_text import Glyph, Line, glue, glyphs, lines, sideways, wrapped

_SCAN = "这是扫描件（图片），里面没有可以读取的文字"
_SCAN_ADVICE = "请提供电子原件（.xlsx、.docx），或者先做文字识别（OCR）再检查"
_PAGE_NUMBER = re.compile(
    r"[-—–－\s·]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–－\s·]*"
)
#: More rulings than this on a page are a drawing, not a table; looking for cells would take minutes.
_RULINGS = 6000


def read(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """One sheet: all pages. Raises JxlintError for a scan, a password, damage, or too many pages."""
    import pdfplumber
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    _refuse_bombs(data, limits)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    errors = (
        PDFSyntaxError, PSException, MalformedPDFException, PdfminerException, struct.error, zlib.error,
        ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
        TypeError, ValueError,
    )  # fmt: skip
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return _Pages(limits).read(document)
    except errors as error:
        if "Password" in repr(error):
            message = "文件设有打开密码"
            raise JxlintError(message, advice="请取消密码，另存后再检查") from error
        raise damaged(error) from error


def _refuse_bombs(data: bytes, limits: Limits) -> None:
    """Packed streams are unpacked by the library without a limit, so they are measured first."""
    total = 0
    for match in re.finditer(rb"stream\r?\n", data):
        head = data[match.end() : match.end() + 2]
        if len(head) < 2 or head[0] & 0x0F != 8 or (head[0] << 8 | head[1]) % 31:
            continue
        unpacker = zlib.decompressobj()
        rest = data[match.end() :] if len(data) < 1 << 20 else data[match.end() : match.end() + limits.size]
        try:
            while rest and not unpacker.eof and total <= limits.unpacked:
                total += len(unpacker.decompress(rest, 1 << 24))
                rest = unpacker.unconsumed_tail
        except zlib.error:
            continue
        if total > limits.unpacked:
            raise exceeded(
                f"压缩内容展开后超过上限 {size_text(limits.unpacked)}", "unpacked", "请核对文件来源"
            )


@dataclass(slots=True)
class _Printed:
    """What stands on a page: the lines outside of tables, and the tables, both from top to bottom."""

    number: int
    width: float
    height: float
    body: float
    lines: list[Line]
    grids: list[Grid]

    def margin(self) -> list[Line]:
        """Lines near the upper or lower edge and no larger than the text (``body``), as a title would be."""
        head, foot = 0.075 * self.height, 0.915 * self.height
        small = [line for line in self.lines if line.size < 1.1 * self.body]
        return [line for line in small if line.bottom < head or line.top > foot]


class _Pages:
    """Reads page after page; a table at the end of one stays open for the beginning of the next."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._blocks: list[Block | Grid] = []
        self._problems: list[str] = []
        self._pages: list[_Printed] = []
        self._cells = Counter(limits)

    def read(self, document: Any) -> tuple[list[Sheet], list[str]]:
        pages = len(document.pages)
        if pages > self._limits.pages:
            raise exceeded(f"文件有 {pages} 页，超过上限 {self._limits.pages} 页", "pages", "请拆成几个文件")
        empty = []
        for page in document.pages:
            page = _upright(document, page)
            chars = glyphs(page.chars)
            if not any(char.text.strip() for char in chars):
                if page.images or page.curves or page.rects:
                    empty.append(page.page_number)
            else:
                self._page(page, chars)
            page.close()
        self._assemble()
        if not self._blocks:
            raise JxlintError(_SCAN if empty else "文件里没有文字", advice=_SCAN_ADVICE)
        if empty:
            numbers = "、".join(map(str, empty[:10])) + ("等" if len(empty) > 10 else "")
            self._problems.append(f"第{numbers}页是图片（扫描件），没有读出；{_SCAN_ADVICE}")
        return self._sheets(), self._problems

    def _page(self, page: Any, chars: list[Glyph]) -> None:
        unknown = sum(char.text.startswith("(cid:") for char in chars)
        if unknown * 5 > len(chars):
            self._problems.append(
                f"第{page.page_number}页的字体没有文字编码，读不出；请提供电子原件（.xlsx、.docx）"
            )
        grids = self._grids(page, chars)
        outside = [char for char in chars if not any(_inside(char, grid) for grid in grids)]
        grids.sort(key=lambda grid: grid.box[1])
        self._pages.append(
            _Printed(page.page_number, page.width, page.height, lines(outside, wide="\t"), grids)
        )

    def _assemble(self) -> None:
        """The blocks of all pages, without page numbers and the lines that run along on every page."""
        margins = Tally(text for page in self._pages for text in {*map(_figureless, page.margin())})
        running = {text for text, often in margins.items() if often > 1 and often * 2 > len(self._pages)}
        for page in self._pages:
            dropped = [
                line for line in page.margin() if _is_page_number(line) or _figureless(line) in running
            ]
            page.lines = [line for line in page.lines if line not in dropped]
            right = max((line.x1 for line in page.lines), default=0.0)
            right = max(right, 0.6 * page.width)  # lines that are all short were not wrapped
            left = min((line.x0 for line in page.lines), default=0.0)
            pending: list[Line] = []
            for line in page.lines:
                while page.grids and page.grids[0].box[1] < line.top:
                    self._paragraphs(pending, left, right, page.number)
                    self._grid(page.grids.pop(0))
                pending.append(line)
            self._paragraphs(pending, left, right, page.number)
            for grid in page.grids:
                self._grid(grid)

    def _grids(self, page: Any, chars: list[Glyph]) -> list[Grid]:
        if len(page.edges) > _RULINGS:
            self._problems.append(f"第{page.page_number}页线条太多，没有当作表格来读")
            return []
        if not page.edges:
            return []
        found: list[Grid] = []
        for table in page.find_tables():
            grid = grid_of(table.cells, chars, page.page_number, len(found) + 1)
            if grid is not None:
                self._cells.add(len(grid.parts))
                found.append(grid)
        return found

    def _paragraphs(self, pending: list[Line], left: float, right: float, page: int) -> None:
        """Lines to paragraphs; a line that reaches the margin goes on in the next one."""
        previous: Line | None = None
        for line in pending:
            last = self._blocks[-1] if self._blocks else None
            if (
                previous is not None
                and isinstance(last, Paragraph)
                and "\t" not in previous.text + line.text
                and line.x0 - left < 0.7 * line.size
                and line.top - previous.bottom < 1.5 * line.size
                and abs(line.size - previous.size) < 0.2 * line.size
                and wrapped(Line(left, previous.x1, 0, 1, ""), line, right - left)
            ):
                last.text += glue(previous, line) + line.text
            else:
                self._blocks.append(Paragraph(line.text, page=page))
            previous = line
        pending.clear()

    def _grid(self, grid: Grid) -> None:
        """Adds a table, or puts it to the one that was open at the end of the page before."""
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, Grid) and last.places[-1].page != grid.places[0].page and continues(last, grid):
            self._blocks[-1] = stitch(last, grid)
        else:
            self._blocks.append(grid)

    def _sheets(self) -> list[Sheet]:
        if not any(isinstance(block, Grid) for block in self._blocks):
            from linter.readers.text import sheets_of_text

            return sheets_of_text(
                "\n".join(block.text for block in self._blocks if isinstance(block, Paragraph))
            )
        blocks = [block.table() if isinstance(block, Grid) else block for block in self._blocks]
        for block in blocks:
            if isinstance(block, Paragraph):
                block.text = block.text.replace("\t", "    ")
        return [sheet_of(blocks, Counter(self._limits), self._limits)]


def _upright(document: Any, page: Any) -> Any:
    """The page, turned when its text was printed sideways: wide tables often are, without saying so."""
    from pdfplumber.page import Page

    turn = sideways(page.chars)
    if not turn:
        return page
    description = page.page_obj
    description.rotate = (description.rotate + turn) % 360
    description.attrs["Rotate"] = description.rotate
    page.close()
    return Page(document, description, page.page_number)


def _inside(char: Glyph, grid: Grid) -> bool:
    x0, top, x1, bottom = grid.box
    return x0 <= (char.x0 + char.x1) / 2 <= x1 and top <= (char.top + char.bottom) / 2 <= bottom


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None


def _figureless(line: Line) -> str:
    """The text of a line in the margin as it is on every page, the page number aside."""
    return re.sub(r"\d+", "#", line.text)
