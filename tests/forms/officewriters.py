"""A grid of cells as an office file, docx or xlsx, with its merged cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape

from linter.model import Cell, Sheet

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,3}[1-9])?")
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
