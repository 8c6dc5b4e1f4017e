"""Paragraphs and tables of a Word document as XML text.

Built as text and parsed once: the table interface of the library takes quadratic time, and an annex may have
tens of thousands of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from linter.ground.patterns import compiled
from linter.reports.view.wording import clean, shorten

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LONGEST = 2000
_FIGURE = compiled(r"-?\d[\d,]*(\.\d+)?\Z")


class Shaded(NamedTuple):
    """A cell with a fill; none where it is empty."""

    text: str
    fill: str


#: What a cell of a table may hold: numbers stand to the right, shaded ones in the middle.
Content = str | int | Shaded


def paragraph(text: str, style: str = "", *, more: str = "") -> str:
    """A paragraph; ``style`` is a style id, ``more`` further paragraph properties as XML."""
    named = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{run(text)}</w:p>"


def run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    inside = escape(clean(shorten(text, _LONGEST)))
    return f'<w:r>{look}<w:t xml:space="preserve">{inside}</w:t></w:r>' if text else ""


def page_break() -> str:
    return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def table(
    header: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Content] | str],
    *,
    room: int,
    style: str,
    head_style: str,
) -> str:
    """A table over ``room`` twentieths of a point; ``widths`` are shares of it. The header is repeated on
    every page, numbers stand to the right, and no row is torn apart by a page. A row that is a text stands over all
    columns, with the next row below it."""
    whole = sum(widths)
    sizes = [room * width // whole for width in widths]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = "".join(_cell(text, size, head_style, "center") for text, size in zip(header, sizes, strict=True))
    body = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cells(row, sizes, style, head_style)}</w:tr>" for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        f"{body}</w:tbl>"
    )


def _cells(row: Sequence[Content] | str, sizes: Sequence[int], style: str, head_style: str) -> str:
    if isinstance(row, str):
        return _cell(row, sum(sizes), head_style, "left", over=len(sizes))
    return "".join(
        _cell(cell.text, size, style, "center", fill=cell.fill)
        if isinstance(cell, Shaded)
        else _cell(str(cell), size, style, "right" if _FIGURE.match(str(cell)) else "")
        for cell, size in zip(row, sizes, strict=True)
    )


def _cell(text: str, size: int, style: str, side: str, *, over: int = 1, fill: str = "") -> str:
    jc = f'<w:jc w:val="{side}"/>' if side else ""
    if over > 1:
        jc = f"<w:keepNext/>{jc}"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    span = f'<w:gridSpan w:val="{over}"/>' if over > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{span}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(text, style, more=jc)}</w:tc>"
    )


def section(*, landscape: bool, reference: str = "", anew: bool = False) -> str:
    """Page settings of an official document on A4: margins 37, 35, 28 and 26 mm. ``anew`` counts pages from 1."""
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        if landscape
        else '<w:pgSz w:w="11906" w:h="16838"/>'
    )
    margins = (
        '<w:pgMar w:top="1020" w:right="1020" w:bottom="1020" w:left="1020" '
        if landscape
        else '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" '
    ) + 'w:header="851" w:footer="1400" w:gutter="0"/>'
    if landscape:
        margins = margins.replace('w:footer="1400"', 'w:footer="567"')
    first = '<w:pgNumType w:start="1"/>' if anew else ""
    return f"<w:sectPr>{reference}{size}{margins}{first}</w:sectPr>"
