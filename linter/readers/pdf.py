"""PDF files with text: ruled tables by their lines, the text around them in reading order.

A page without any character is an image; a file of such pages is a scan and is refused by name, never taken
for an empty form.
"""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Iterator
from statistics import median

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.model import Sheet
from linter.office.limits import Counter, Limits
from linter.readers.flow import Block, Paragraph, sheet_of
from linter.readers.pdf_columns import Columns
from linter.readers.pdf_pages import Page, pages
from linter.readers.pdf_printed import UNKNOWN
from linter.readers.pdf_table import Grid, continues, grid_of, stitch
from linter.readers.pdf_text import Glyph, Line, glue, lines, wrapped

_SCAN = "这是扫描件（图片），里面没有可以读取的文字"
_SCAN_ADVICE = "请提供电子原件（.xlsx、.docx），或者先做文字识别（OCR）再检查"
_ORIGINAL = "请提供电子原件（.xlsx、.docx）"
_PAGE_NUMBER = compiled(
    r"[-—–－\s·]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–－\s·]*"
)


def read(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """One sheet: all pages. Raises JxlintError for a scan, a password, damage, or too many pages."""
    problems: list[str] = []
    printed = list(_printed(pages(data, limits), limits, problems))
    blocks = _Flow(printed).blocks
    if not any(isinstance(block, Grid) for block in blocks):
        from linter.readers.text import sheets_of_text

        texts = [block.text for block in blocks if isinstance(block, Paragraph)]
        return sheets_of_text("\n".join(texts), limits), problems
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            block.text = block.text.replace("\t", "    ")
        found.append(block.table() if isinstance(block, Grid) else block)
    return [sheet_of(found, Counter(limits), limits)], problems


class _Printed(msgspec.Struct):
    """What stands on a page: the lines outside of tables, and the tables, both from top to bottom."""

    page: Page
    lines: list[Line]
    grids: list[Grid]

    def margin(self) -> list[Line]:
        """Lines near the upper or lower edge and no larger than the text, as a title would be."""
        head, foot = 0.075 * self.page.height, 0.915 * self.page.height
        body = 1.1 * median(glyph.bottom - glyph.top for glyph in self.page.glyphs)
        return [line for line in self.lines if line.size < body and (line.bottom < head or line.top > foot)]


def _printed(found: Iterator[Page], limits: Limits, problems: list[str]) -> Iterator[_Printed]:
    """Lines and grids of each page that has text; remarks on those that cannot be read go to ``problems``."""
    cells = Counter(limits)
    columns = Columns()
    scans: list[int] = []
    some = False
    for page in found:
        if page.blank():
            if page.picture:
                scans.append(page.number)
            continue
        some = True
        unknown = sum(glyph.text == UNKNOWN for glyph in page.glyphs)
        if unknown * 5 > len(page.glyphs):
            problems.append(f"第{page.number}页的字体没有文字编码，读不出；{_ORIGINAL}")
        if page.drawing:
            problems.append(f"第{page.number}页线条太多，没有当作表格来读")
        grids: list[Grid] = []
        for boxes in page.tables:
            cells.add(len(boxes))
            grid = grid_of(boxes, page.glyphs, page.number, len(grids) + 1)
            if grid is not None:
                grids.append(grid)
        outside = [glyph for glyph in page.glyphs if not any(_inside(glyph, grid) for grid in grids)]
        free = lines(outside, wide="\t")
        if not grids:
            free = columns.arranged(free)
        yield _Printed(page, free, sorted(grids, key=lambda grid: grid.box[1]))
    if not some:
        raise JxlintError(_SCAN if scans else "文件里没有文字", advice=_SCAN_ADVICE)
    if scans:
        numbers = "、".join(map(str, scans[:10])) + ("等" if len(scans) > 10 else "")
        problems.append(f"第{numbers}页是图片（扫描件），没有读出；{_SCAN_ADVICE}")


class _Flow:
    """Puts the pages one behind the other; a table at the end of one stays open for the next."""

    def __init__(self, printed: list[_Printed]) -> None:
        self.blocks: list[Paragraph | Grid] = []
        margins = Tally(text for page in printed for text in {*map(_figureless, page.margin())})
        running = {text for text, often in margins.items() if often > 1 and often * 2 > len(printed)}
        for page in printed:
            self._page(page, running)

    def _page(self, printed: _Printed, running: set[str]) -> None:
        """The blocks of a page, without its number and the lines that run along on every page."""
        dropped = [line for line in printed.margin() if _is_page_number(line) or _figureless(line) in running]
        kept = [line for line in printed.lines if line not in dropped]
        left = min((line.x0 for line in kept), default=0.0)
        # Lines that are all short were not wrapped.
        right = max([line.x1 for line in kept] + [0.6 * printed.page.width])
        waiting = list(printed.grids)
        pending: list[Line] = []
        for line in kept:
            while waiting and waiting[0].box[1] < line.top:
                self._paragraphs(pending, left, right, printed.page.number)
                self._grid(waiting.pop(0))
            pending.append(line)
        self._paragraphs(pending, left, right, printed.page.number)
        for grid in waiting:
            self._grid(grid)

    def _paragraphs(self, pending: list[Line], left: float, right: float, page: int) -> None:
        """Lines to paragraphs; a line that reaches the margin goes on in the next one."""
        previous: Line | None = None
        for line in pending:
            last = self.blocks[-1] if self.blocks else None
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
                self.blocks.append(Paragraph(line.text, page=page))
            previous = line
        pending.clear()

    def _grid(self, grid: Grid) -> None:
        """Adds a table, or puts it to the one that was open at the end of the page before."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Grid) and last.places[-1].page != grid.places[0].page and continues(last, grid):
            self.blocks[-1] = stitch(last, grid)
        else:
            self.blocks.append(grid)


def _inside(glyph: Glyph, grid: Grid) -> bool:
    x0, top, x1, bottom = grid.box
    return x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and top <= (glyph.top + glyph.bottom) / 2 <= bottom


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None


def _figureless(line: Line) -> str:
    """The text of a line in the margin as it is on every page, the page number aside."""
    return re.sub(r"\d+", "#", line.text)
