"""Workbooks: what each cell shows, merged ranges, hidden sheets, stored results."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pytest
from draws import draws
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from reader_documents import with_part, xlsx

from linter.model import Sheet
from linter.readers import read

Fill = Callable[[Workbook], None]


def saved(fill: Fill) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheets(fill: Fill) -> list[Sheet]:
    return read("a.xlsx", data=saved(fill)).sheets


def test_shown_text_of_every_kind_of_cell() -> None:
    values = [
        (0.95, '"≥"0%', "≥95%"),
        (12, "General", "12"),
        (95.0, "General", "95"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (datetime.date(2024, 12, 31), 'yyyy"年"m"月"d"日"', "2024年12月31日"),
        (datetime.datetime(2024, 12, 31, 8, 30), "yyyy/m/d h:mm", "2024/12/31 8:30"),
        (datetime.time(8, 30), "h:mm", "8:30"),
        (True, "General", "TRUE"),
        ("第一行\n第二行", "General", "第一行\n第二行"),
        ("_x000D_回车", "General", "\n回车"),
        ("120", '"≥"@', "≥120"),
    ]

    def fill(book: Workbook) -> None:
        for row, (value, code, _) in enumerate(values, 1):
            cell = book.active.cell(row, 1, value)
            cell.number_format = code

    found = [row[0].text for row in sheets(fill)[0].rows]
    # The library escapes an underscore that looks like an escape itself.
    assert found[:10] + found[11:] == [shown for *_, shown in values[:10] + values[11:]]


def test_hidden_sheets_are_marked_and_charts_left_out() -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "封面"
        book.active["A1"] = "甲"
        hidden = book.create_sheet("底稿")
        hidden["B2"] = "乙"
        hidden.sheet_state = "veryHidden"
        book.create_chartsheet("图")

    assert [sheet.name for sheet in sheets(fill)] == ["封面"]
    every = read("a.xlsx", data=saved(fill), hidden=True).sheets
    assert [(sheet.name, sheet.hidden) for sheet in every] == [("封面", False), ("底稿", True)]


def test_formulas_by_their_stored_result() -> None:
    def results(sheet: bytes) -> bytes:
        return sheet.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
        )

    def fill(book: Workbook) -> None:
        book.active["A1"] = "=1+1"
        book.active["A2"] = "=A1"

    source = read("a.xlsx", data=with_part(saved(fill), "xl/worksheets/sheet1.xml", results))
    assert [[cell.text for cell in row] for row in source.sheets[0].rows] == [["2"]]
    assert source.problems == [
        "工作表“Sheet”有 1 个公式没有计算结果，读作空白；请用 Excel 或 WPS 打开保存一次"
    ]


def test_an_amount_with_its_sign_is_no_formula() -> None:
    amounts = ["=300天", "=99%", "=23万元/个", "=3,500元", "=1000"]

    def fill(book: Workbook) -> None:
        for at, text in enumerate([*amounts, "=A1&B1", "=10/4", "=SUM(A1:A2)"], 1):
            book.active.cell(1, at, text)

    source = read("a.xlsx", data=saved(fill))
    assert [cell.text for cell in source.sheets[0].rows[0]] == amounts
    assert source.problems == [
        "工作表“Sheet”有 3 个公式没有计算结果，读作空白；请用 Excel 或 WPS 打开保存一次"
    ]


def test_blank_rows_and_columns() -> None:
    def fill(book: Workbook) -> None:
        book.active["C2"] = "甲"
        book.active["A9"] = "乙"
        book.active["Z99"].number_format = "0%"

    (sheet,) = sheets(fill)
    assert [[cell.text for cell in row] for row in sheet.rows] == [["", "", "甲"], [], ["乙", ""]]
    assert sheet.rows[2][0].place.cell == "A9"


def test_merged_ranges_are_cut_to_what_holds_text() -> None:
    def fill(book: Workbook) -> None:
        book.active["A1"] = "标题"
        book.active["C2"] = "末"

    def merge(sheet: bytes) -> bytes:
        ranges = b'<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A3:A1048576"/></mergeCells>'
        return sheet.replace(b"</sheetData>", b"</sheetData>" + ranges)

    (sheet,) = read("a.xlsx", data=with_part(saved(fill), "xl/worksheets/sheet1.xml", merge)).sheets
    assert sheet.rows[0][0].column_span == 3 and len(sheet.rows) == 2


@pytest.mark.parametrize("prefix", [b"x:", b"ss:"])
def test_elements_with_a_prefix(prefix: bytes) -> None:
    """Some libraries write every element with a namespace prefix."""
    import re

    def change(sheet: bytes) -> bytes:
        named = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1" + prefix + rb"\2", sheet)
        return named.replace(b"xmlns=", b"xmlns:" + prefix[:-1] + b"=")

    plain, named = xlsx(), with_part(xlsx(), "xl/worksheets/sheet1.xml", change)
    assert read("a.xlsx", data=named).sheets == read("a.xlsx", data=plain).sheets


ranges = st.tuples(st.integers(1, 8), st.integers(1, 8), st.integers(1, 4), st.integers(1, 4))


@settings(max_examples=draws(40))
@given(
    st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 12)), st.integers(10, 99), min_size=1),
    st.lists(ranges, max_size=4),
)
def test_no_text_is_lost(cells: dict[tuple[int, int], int], merges: list[tuple[int, int, int, int]]) -> None:
    """Whatever is filled and merged: each cell that is not covered is there, at its place."""
    book = Workbook()
    covered: set[tuple[int, int]] = set()
    for top, left, height, width in merges:
        area = {(row, column) for row in range(top, top + height) for column in range(left, left + width)}
        if not area & covered and len(area) > 1:
            book.active.merge_cells(None, top, left, top + height - 1, left + width - 1)
            covered |= area
            cells = {place: value for place, value in cells.items() if place not in area - {(top, left)}}
    for (row, column), value in cells.items():
        book.active.cell(row, column, f"字{value}")
    out = io.BytesIO()
    book.save(out)
    found = {
        (cell.place.row, cell.place.column): cell.text
        for row in read("a.xlsx", data=out.getvalue()).sheets[0].rows
        for cell in row
        if cell.text
    }
    assert found == {place: f"字{value}" for place, value in cells.items()}
