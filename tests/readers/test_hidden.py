"""Hidden sheets, rows and columns are left out and counted; merged cells keep what is seen of them."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from reader_documents import xml_workbook

from linter.model import Source
from linter.readers import read

ROWS = [["名称", "代码", "值"], ["里程", "X1", "5"], ["旧行", "X2", "6"], ["面积", "X3", "7"]]
SEEN = [["名称", "值"], ["里程", "5"], ["面积", "7"]]


def texts(source: Source) -> list[list[str]]:
    return [[cell.text for cell in row] for sheet in source.sheets for row in sheet.rows]


def xlsx(rows: list[list[str]], hidden_rows: list[int], hidden_columns: list[int], merge: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for row in hidden_rows:
        book.active.row_dimensions[row].hidden = True
    for column in hidden_columns:
        book.active.column_dimensions[get_column_letter(column)].hidden = True
    if merge:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表")
    for at, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.write(at, column, text)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(row: str = 'table:visibility="filter"', before: str = "", after: str = "") -> bytes:
    names = 'xmlns:office="o" xmlns:table="t" xmlns:text="x"'
    lines = []
    for at, cells in enumerate(ROWS):
        inner = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in cells)
        line = f"<table:table-row {row if at == 2 else ''}>{inner}</table:table-row>"
        lines.append(before + line + after if at == 2 else line)
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    body = f'<table:table table:name="表">{columns}{"".join(lines)}</table:table>'
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>{body}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def xml() -> bytes:
    cells = "".join(
        f"<Row{' ss:Hidden=' + chr(34) + '1' + chr(34) if at == 2 else ''}>"
        + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in row)
        + "</Row>"
        for at, row in enumerate(ROWS)
    )
    head = xml_workbook().decode().partition("<Table>")[0]
    return f'{head}<Table><Column ss:Index="2" ss:Hidden="1"/>{cells}</Table></Worksheet></Workbook>'.encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", xlsx(ROWS, [3], [2])),
        ("a.xls", xls()),
        ("a.ods", ods()),
        ("组.ods", ods("", '<table:table-row-group table:display="false">', "</table:table-row-group>")),
        ("导出.xls", xml()),
    ],
)
def test_what_is_not_seen_is_left_out(name: str, data: bytes) -> None:
    source = read(name, data=data)
    assert texts(source) == SEEN
    assert [(one.file, one.rows, one.columns) for one in source.hidden] == [(name, 1, 1)]
    assert source.sheets[0].rows[2][1].place.column == 3, "places are those of the file"
    every = read(name, data=data, hidden=True)
    assert texts(every) == ROWS and every.hidden == []


def test_blank_hidden_parts_are_not_counted() -> None:
    source = read("a.xlsx", data=xlsx([["甲", "", "乙"]], [5], [2, 9]))
    assert texts(source) == [["甲", "乙"]] and source.hidden == []


@pytest.mark.parametrize(
    ("merge", "rows", "columns", "seen"),
    [
        ("A1:A3", [1], [], [["产出", "丁"], ["", "己"]]),
        ("A1:A3", [2], [], [["产出", "乙"], ["", "己"]]),
        ("A1:B1", [], [1], [["产出"], ["丁"], ["己"]]),
        ("A1:A3", [1, 2, 3], [], []),
    ],
)
def test_merged_cells_keep_what_is_seen(
    merge: str, rows: list[int], columns: list[int], seen: list[list[str]]
) -> None:
    cells = [["产出", "乙"], ["", "丁"], ["", "己"]]
    source = read("a.xlsx", data=xlsx(cells, rows, columns, merge))
    assert texts(source) == seen
    if seen and merge == "A1:A3":
        first = source.sheets[0].rows[0][0]
        assert (first.row_span, first.covered, first.place.cell) == (2, False, "A1")
