"""The border to the PDF library: characters and cell boxes page by page; its errors end here."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec

from linter.ground.errors import JxlintError
from linter.office.archive import damaged
from linter.office.limits import Limits, exceeded, size_text
from linter.readers.pdf_references import refuse_circles
from linter.readers.pdf_rulings import rulings, settings
from linter.readers.pdf_text import Glyph, glyphs, sideways

Box = tuple[float, float, float, float]
#: More rulings than this on a page are a drawing, not a table; looking for cells would take minutes.
_RULINGS = 6000


class Page(msgspec.Struct):
    """What is printed on a page: its characters, and for each ruled table the boxes of its cells.

    ``picture`` is set when there is more than characters; ``drawing`` when there were too many rulings to
    look for tables.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    tables: list[list[Box]]
    picture: bool = False
    drawing: bool = False

    def blank(self) -> bool:
        return not any(glyph.text.strip() for glyph in self.glyphs)


def pages(data: bytes, limits: Limits) -> Iterator[Page]:
    """The pages in order. Raises JxlintError for a password, damage, a bomb, or too many pages."""
    import pdfplumber
    from pdfminer.psparser import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    _refuse_bombs(data, limits)
    refuse_circles()
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    # What the library lets through when a file is damaged is whatever its code happened to stumble over.
    errors = (
        PSException, MalformedPDFException, PdfminerException, struct.error, zlib.error, ArithmeticError,
        AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError,
    )  # fmt: skip
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            count = len(document.pages)
            if count > limits.pages:
                raise exceeded(f"文件有 {count} 页，超过上限 {limits.pages} 页", "pages", "请拆成几个文件")
            for page in document.pages:
                upright = _upright(document, page)
                yield _page(upright)
                upright.close()
    except errors as error:
        if "Password" in repr(error):
            raise JxlintError("文件设有打开密码", advice="请取消密码，另存后再检查") from error
        raise damaged(error) from error


def _page(page: Any) -> Page:
    found = Page(page.page_number, float(page.width), float(page.height), glyphs(page.chars), [])
    drawn = len(page.lines) + len(page.rects) + len(page.curves)
    found.picture = bool(drawn or page.images)
    found.drawing = drawn > _RULINGS
    if drawn and not found.drawing and not found.blank():
        across, down = rulings(page)
        if len(across) > 1 and len(down) > 1:
            found.tables = [table.cells for table in page.find_tables(settings(across, down))]
    return found


def _upright(document: Any, page: Any) -> Any:
    """The page, turned when its text was printed sideways: wide tables often are, without saying so."""
    from pdfplumber.page import Page as LibraryPage

    turn = sideways(page.chars)
    if not turn:
        return page
    description = page.page_obj
    description.rotate = (description.rotate + turn) % 360
    description.attrs["Rotate"] = description.rotate
    page.close()
    return LibraryPage(document, description, page.page_number)


def _refuse_bombs(data: bytes, limits: Limits) -> None:
    """Packed streams are unpacked by the library without a limit, so they are measured first."""
    total = 0
    for match in re.finditer(rb"stream\r?\n", data):
        start = match.end()
        head = data[start : start + 2]
        if len(head) < 2 or head[0] & 0x0F != 8 or (head[0] << 8 | head[1]) % 31:
            continue
        unpacker = zlib.decompressobj()
        end = data.find(b"endstream", start)
        rest = data[start : end if end > 0 else len(data)]
        try:
            while rest and not unpacker.eof and total <= limits.unpacked:
                total += len(unpacker.decompress(rest, 1 << 24))
                rest = unpacker.unconsumed_tail
        except zlib.error:
            continue
        if total > limits.unpacked:
            raise exceeded(f"内容展开后超过上限 {size_text(limits.unpacked)}", "unpacked", "请核对文件来源")
