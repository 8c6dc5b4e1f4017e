"""A grid of cells as the bytes of a file: text, csv, markdown, html, docx, xlsx, pdf.

Small writers of our own, so that thousands of files are written in the time that the libraries need for a few.
A merged cell stays merged where the format has merged cells and is followed by blank ones where it has none.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from linter.model import Cell, Sheet

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "readers"))

from reader_pdf import PdfPage, pdf_of, width, wrap

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,3}[1-9])?")
_PAPER = 495.0
_BOTTOM = 780.0
#: A paragraph that stands for a new sheet of paper.
NEW_PAGE = "⏏"


def blocks(sheet: Sheet) -> Iterator[str | list[list[Cell]]]:
    """Paragraphs and tables one after another; the rows of a table are equally long. A paragraph NEW_PAGE parts
    a table that is longer than the paper."""
    rows: list[list[Cell]] = []
    for number, row in enumerate(sheet.rows):
        if number in sheet.paragraphs or not row:
            if rows:
                yield _even(rows)
            rows = []
            if row:
                yield row[0].text
        else:
            rows.append(row)
    if rows:
        yield _even(rows)


def _even(rows: list[list[Cell]]) -> list[list[Cell]]:
    wide = max(map(len, rows))
    return [[*row, *(Cell("") for _ in range(wide - len(row)))] for row in rows]


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


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def docx(sheet: Sheet) -> bytes:
    body = []
    for block in blocks(sheet):
        if isinstance(block, str):
            page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            body.append(page if block == NEW_PAGE else _word_paragraphs(block))
            continue
        grid = "<w:gridCol/>" * len(block[0])
        rows = "".join(f"<w:tr>{_word_row(block, at)}</w:tr>" for at in range(len(block)))
        body.append(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{_word_paragraphs('')}")
    document = f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>"
    return _package("word/document.xml", document, f"{_OFFICE}.wordprocessingml.document.main+xml", {})


def _word_row(rows: list[list[Cell]], at: int) -> str:
    """The cells of a row; below a merged cell stands one that continues it."""
    shown, column = [], 0
    while column < len(rows[at]):
        cell = rows[at][column]
        above = None if not cell.covered else _anchor(rows, at, column)
        anchor = above or cell
        span = f'<w:gridSpan w:val="{anchor.column_span}"/>' if anchor.column_span > 1 else ""
        down = "<w:vMerge/>" if above else '<w:vMerge w:val="restart"/>' if cell.row_span > 1 else ""
        shown.append(
            f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{_word_paragraphs('' if above else cell.text)}</w:tc>"
        )
        column += anchor.column_span
    return "".join(shown)


def _anchor(rows: list[list[Cell]], at: int, column: int) -> Cell | None:
    for up in range(at - 1, -1, -1):
        cell = rows[up][column]
        if not cell.covered:
            return cell if cell.row_span > at - up else None
    return None


def _word_paragraphs(shown: str) -> str:
    lines = (f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in shown.split("\n"))
    return "".join(f"<w:p>{line}</w:p>" for line in lines)


def xlsx(*sheets: Sheet) -> bytes:
    parts, listed, relations = {}, [], []
    kind = f"{_OFFICE}.spreadsheetml"
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (_worksheet(sheet), f"{kind}.worksheet+xml")
        listed.append(
            f'<sheet name="{escape(sheet.name or "表")}{number}" sheetId="{number}" r:id="r{number}"/>'
        )
        relations.append(
            f'<Relationship Id="r{number}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(relations)}</Relationships>',
        "",
    )
    book = f'<workbook {_MAIN} xmlns:r="{_RELATION}"><sheets>{"".join(listed)}</sheets></workbook>'
    return _package("xl/workbook.xml", book, f"{kind}.sheet.main+xml", parts)


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _worksheet(sheet: Sheet) -> str:
    rows, merges = [], []
    for number, row in enumerate(sheet.rows, 1):
        cells = []
        for column, cell in enumerate(row):
            name = f"{_letters(column)}{number}"
            if cell.text:
                cells.append(_sheet_cell(name, cell.text))
            if cell.row_span > 1 or cell.column_span > 1:
                end = f"{_letters(column + cell.column_span - 1)}{number + cell.row_span - 1}"
                merges.append(f'<mergeCell ref="{name}:{end}"/>')
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    merged = f"<mergeCells>{''.join(merges)}</mergeCells>" if merges else ""
    return f"<worksheet {_MAIN}><sheetData>{''.join(rows)}</sheetData>{merged}</worksheet>"


def _sheet_cell(name: str, shown: str) -> str:
    if _NUMBER.fullmatch(shown):
        return f'<c r="{name}"><v>{shown}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(shown)}</t></is></c>'


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _package(main: str, content: str, kind: str, parts: dict[str, tuple[str, str]]) -> bytes:
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{part}"/>'
        for name, part in [(main, kind), *((name, part) for name, (_, part) in parts.items())]
        if part
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATION}/officeDocument" Target="{main}"/></Relationships>',
        main: content,
        **{name: part for name, (part, _) in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{part}')
    return out.getvalue()


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
