"""A grid of cells as the bytes of a file: text, csv, markdown, html, docx, xlsx, pdf.

Small writers of our own, so that thousands of files are written in the time that the libraries need for a few.
A merged cell stays merged where the format has merged cells and is followed by blank ones where it has none.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from linter.model import Cell, Sheet

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "readers"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from officewriters import NEW_PAGE, blocks, docx, xlsx
from reader_pdf import PdfPage, pdf_of, width, wrap

_PAPER = 495.0
_BOTTOM = 780.0


def text(sheet: Sheet) -> bytes:
    lines = []
    for number, row in enumerate(sheet.rows):
        line = "\t".join(cell.text.replace("\n", "") for cell in row)
        paragraph = "\f" if line == NEW_PAGE else f"\n{line}\n"
        lines.append(paragraph if number in sheet.paragraphs else line)
    return "\n".join(lines).encode()


def separated(sheet: Sheet) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([[cell.text for cell in row] for row in sheet.rows])
    return out.getvalue().encode("utf-8-sig")


def markdown(sheet: Sheet) -> bytes:
    lines: list[str] = []
    for block in blocks(sheet):
        if isinstance(block, str):
            lines += ["" if block == NEW_PAGE else block, ""]
            continue
        shown = ["| " + " | ".join(cell.text.replace("\n", "<br>") for cell in row) + " |" for row in block]
        lines += [shown[0], "|" + " --- |" * len(block[0]), *shown[1:], ""]
    return "\n".join(lines).encode()


def html(sheet: Sheet) -> bytes:
    return f"<html><body>{html_fragment(sheet)}</body></html>".encode()


def html_fragment(sheet: Sheet) -> str:
    parts = []
    for block in blocks(sheet):
        if isinstance(block, str):
            parts.append("<hr>" if block == NEW_PAGE else f"<p>{escape(block)}</p>")
            continue
        parts.append("<table>")
        for row in block:
            cells = (_html_cell(cell) for cell in row if not cell.covered)
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    return "".join(parts)


def _html_cell(cell: Cell) -> str:
    down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    right = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return f"<td{down}{right}>{escape(cell.text).replace(chr(10), '<br>')}</td>"


def pdf(sheet: Sheet) -> bytes:
    """Tables with rulings on as many pages as they need; a merged cell that meets the end of a page is cut."""
    pages, top = [PdfPage()], 60.0
    for block in blocks(sheet):
        if block == NEW_PAGE:
            pages.append(PdfPage())
            top = 60.0
            continue
        if isinstance(block, str):
            for line in wrap(block, _PAPER):
                if top > _BOTTOM:
                    pages.append(PdfPage())
                    top = 60.0
                pages[-1].text(60, top, line)
                top += 18
            continue
        widths = _widths(block)
        heights = [_height(block, row, widths) for row in range(len(block))]
        start = 0
        while start < len(block):
            end, low = start, top
            while end < len(block) and (low + heights[end] <= _BOTTOM or end == start):
                low += heights[end]
                end += 1
            pages[-1].table(50, top, widths, heights[start:end], _on_page(block, start, end, widths, heights))
            start, top = end, low + 14
            if start < len(block):
                pages.append(PdfPage())
                top = 60.0
    return pdf_of(pages)


def _widths(rows: list[list[Cell]]) -> list[float]:
    """Column widths by the longest text of a cell that is not merged, fitted to the paper."""
    wanted = [40.0] * len(rows[0])
    for row in rows:
        for column, cell in enumerate(row):
            if cell.column_span == 1 and not cell.covered:
                longest = max(width(line) for line in cell.text.split("\n"))
                wanted[column] = max(wanted[column], min(longest + 10, 140))
    factor = _PAPER / sum(wanted)
    return [one * factor for one in wanted]


def _height(rows: list[list[Cell]], at: int, widths: list[float]) -> float:
    lines = [1]
    for column, cell in enumerate(rows[at]):
        if not cell.covered:
            room = sum(widths[column : column + cell.column_span]) - 8
            lines.append(-(-len(wrap(cell.text, room)) // cell.row_span))
    return 10 + 12.0 * max(lines)


def _on_page(
    rows: list[list[Cell]], start: int, end: int, widths: list[float], heights: list[float]
) -> Iterator[tuple[int, int, str, int, int]]:
    """The cells of a page; the text of a merged cell that is cut goes on where it was cut."""
    for at in range(start, end):
        for column, cell in enumerate(rows[at]):
            if cell.covered and at != start:
                continue
            top = at
            while top >= 0 and rows[top][column].covered:
                top -= 1
            anchor = rows[max(top, 0)][column]
            if top < 0 or anchor.row_span <= at - top:
                continue
            bottom = min(top + anchor.row_span, end)
            text = anchor.text
            if top < at or bottom < top + anchor.row_span:
                lines = wrap(text, sum(widths[column : column + anchor.column_span]) - 8)
                before = _room(heights[top:at]) if top < at else 0
                text = "\n".join(lines[before : before + _room(heights[at:bottom])])
            yield at - start, column, text, bottom - at, anchor.column_span


def _room(heights: list[float]) -> int:
    """How many lines of text a cell of these rows holds."""
    return int((sum(heights) - 6) // 12)


WRITERS: dict[str, Callable[[Sheet], bytes]] = {
    "txt": text,
    "csv": separated,
    "md": markdown,
    "html": html,
    "docx": docx,
    "xlsx": xlsx,
    "pdf": pdf,
}
