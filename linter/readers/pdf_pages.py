"""The border to the PDF library: characters and cell boxes page by page; its errors end here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from linter.ground.errors import JxlintError
from linter.office.archive import damaged
from linter.office.limits import Limits, exceeded
from linter.readers.pdf_bombs import refuse_bombs
from linter.readers.pdf_cells import Box, TooMany, tables_of
from linter.readers.pdf_drawn import Drawn, drawn_on
from linter.readers.pdf_fonts import boxes
from linter.readers.pdf_printed import Frame, printed_on
from linter.readers.pdf_rulings import rulings
from linter.readers.pdf_text import Glyph, glyphs, sideways

#: More rulings than this on a page are a drawing, not a table; looking for cells would take minutes.
_RULINGS = 6000
#: What the library answers for a file that asks for a password.
_PASSWORD = 4


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
    refuse_bombs(data, limits)
    with boxes(), _document(data) as document:
        from pypdfium2 import raw

        count = raw.FPDF_GetPageCount(document)
        if count > limits.pages:
            raise exceeded(f"文件有 {count} 页，超过上限 {limits.pages} 页", "pages", "请拆成几个文件")
        if count < 1:
            raise damaged()
        for number in range(count):
            page = raw.FPDF_LoadPage(document, number)
            if not page:
                raise damaged()
            try:
                yield _page(page, number + 1)
            finally:
                raw.FPDF_ClosePage(page)


@contextmanager
def _document(data: bytes) -> Iterator[Any]:
    """The open file. Raises JxlintError for a password and for damage."""
    import pypdfium2  # noqa: F401  starts the library
    from pypdfium2 import raw

    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if raw.FPDF_GetLastError() == _PASSWORD:
            raise JxlintError("文件设有打开密码", advice="请取消密码，另存后再检查")
        raise damaged()
    try:
        yield document
    finally:
        raw.FPDF_CloseDocument(document)


def _page(page: Any, number: int) -> Page:
    frame = Frame.of(page)
    chars = printed_on(page)
    turn = sideways(frame, chars)
    if turn:
        # Wide tables are often printed sideways, without the page saying so.
        frame = frame.turned(turn)
    found = Page(number, frame.width, frame.height, glyphs(frame, chars), [])
    drawn = drawn_on(page, frame, most=_RULINGS)
    found.picture = bool(drawn.shapes or drawn.pictures)
    found.drawing = drawn.too_many
    if drawn.shapes and not found.drawing and not found.blank():
        _look_for_tables(found, drawn)
    return found


def _look_for_tables(found: Page, drawn: Drawn) -> None:
    across, down = rulings(drawn.shapes)
    if len(across) > 1 and len(down) > 1:
        try:
            found.tables = tables_of(across, down)
        except TooMany:
            found.drawing = True
