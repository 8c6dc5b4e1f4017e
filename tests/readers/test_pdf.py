"""PDF files: wrapped lines, tables over pages, rows cut by a page break, scans and strange fonts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reader_documents import TABLE, anchors
from reader_pdf import PdfPage, pdf_of

from linter.ground.errors import JxlintError
from linter.model import Sheet, Source
from linter.readers import read

WIDTHS = [60.0, 90.0, 150.0, 80.0]
Row = Sequence[str]


def page(
    rows: Sequence[Row], *, top: float = 80, before: str = "", after: str = "", number: str = ""
) -> PdfPage:
    """A page with one table; every row is as high as its longest cell needs."""
    made = PdfPage()
    if before:
        made.text(60, 50, before)
    cells = [(at, column, text, 1, 1) for at, row in enumerate(rows) for column, text in enumerate(row)]
    heights = [60.0 if max(map(len, row)) > 10 else 20.0 for row in rows]
    made.table(60, top, WIDTHS[: len(rows[0])], heights, cells)
    if after:
        made.text(60, 760, after)
    if number:
        made.text(280, 810, number)
    return made


def source(*pages: PdfPage) -> Source:
    return read("a.pdf", data=pdf_of(list(pages)))


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows]


HEAD = ("一级指标", "二级指标", "三级指标", "指标值")
FIRST = ("产出指标", "数量指标", "养护里程", "≥120公里")
SECOND = ("效益指标", "社会效益指标", "受益人数", "≥3000人")
LONG = "完成全县农村公路日常养护，及时修复水毁路段，保持道路安全畅通"


def test_a_table_over_two_pages_is_one_table() -> None:
    (sheet,) = source(page([HEAD, FIRST], number="- 1 -"), page([SECOND], number="第2页 共2页")).sheets
    assert texts(sheet) == [list(HEAD), list(FIRST), list(SECOND)]
    places = [(row[0].place.page, row[0].place.table, row[0].place.row) for row in sheet.rows]
    assert places == [(1, 1, 1), (1, 1, 2), (2, 1, 1)]


def test_a_repeated_header_row_is_dropped() -> None:
    (sheet,) = source(page([HEAD, FIRST]), page([HEAD, SECOND])).sheets
    assert texts(sheet) == [list(HEAD), list(FIRST), list(SECOND)]
    assert sheet.rows[2][0].place.row == 2


def test_text_between_keeps_tables_apart() -> None:
    (sheet,) = source(page([HEAD, FIRST]), page([HEAD, SECOND], before="项目二绩效目标表")).sheets
    assert texts(sheet) == [list(HEAD), list(FIRST), ["项目二绩效目标表"], list(HEAD), list(SECOND)]
    assert sheet.paragraphs == {2}


def test_running_heads_do_not_part_a_table() -> None:
    pages = [page([HEAD, FIRST]), page([SECOND]), page([SECOND])]
    for number, made in enumerate(pages, 1):
        made.text(60, 30, "某县财政局绩效文件汇编")
        made.text(250, 800, f"第 {number} 页，共 3 页")
    (sheet,) = source(*pages).sheets
    assert texts(sheet) == [list(HEAD), list(FIRST), list(SECOND), list(SECOND)]


def test_other_columns_are_another_table() -> None:
    other = PdfPage()
    other.table(60, 80, [100.0, 100.0], [20.0], [(0, 0, "填报人", 1, 1), (0, 1, "某某某", 1, 1)])
    (sheet,) = source(page([HEAD, FIRST]), other).sheets
    assert texts(sheet)[-1] == ["填报人", "某某某"]


@pytest.mark.parametrize(
    ("upper", "lower", "rows"),
    [
        # The name goes on: its last line was full and the other cells have nothing to add.
        (
            ("产出指标", "数量指标", LONG[:28], "≥120公里"),
            ("", "", LONG[28:], ""),
            [["产出指标", "数量指标", LONG, "≥120公里"]],
        ),
        # Two cells go on.
        (
            ("产出指标", "数量指标", LONG[:28], "二〇二四年十二"),
            ("", "", LONG[28:], "月底前"),
            [["产出指标", "数量指标", LONG, "二〇二四年十二月底前"]],
        ),
        # A row of its own: the cells above it were not full.
        (
            ("产出指标", "数量指标", "养护里程", "≥120公里"),
            ("", "", "巡查次数", "≥24次"),
            [["产出指标", "数量指标", "养护里程", "≥120公里"], ["", "", "巡查次数", "≥24次"]],
        ),
        (
            ("产出指标", "数量指标", LONG[:28], "≥120公里"),
            ("", "质量指标", "好路率", "≥95%"),
            [["产出指标", "数量指标", LONG[:28], "≥120公里"], ["", "质量指标", "好路率", "≥95%"]],
        ),
    ],
)
def test_a_row_cut_by_the_page_break(upper: Row, lower: Row, rows: list[list[str]]) -> None:
    (sheet,) = source(page([HEAD, upper]), page([lower, SECOND])).sheets
    assert texts(sheet)[1:] == [*rows, list(SECOND)]


def test_merged_cells_that_reach_over_the_page_break() -> None:
    upper, lower = PdfPage(), PdfPage()
    upper.table(
        60,
        80,
        WIDTHS,
        [20.0] * 2,
        [(0, 0, "产出指标", 2, 1), *((row, at, f"上{row}{at}", 1, 1) for row in (0, 1) for at in (1, 2, 3))],
    )
    lower.table(
        60,
        80,
        WIDTHS,
        [20.0] * 2,
        [(0, 0, "", 2, 1), *((row, at, f"下{row}{at}", 1, 1) for row in (0, 1) for at in (1, 2, 3))],
    )
    (sheet,) = source(upper, lower).sheets
    assert (sheet.rows[0][0].text, sheet.rows[0][0].row_span) == ("产出指标", 4)
    assert [row[0].covered for row in sheet.rows] == [False, True, True, True]
    # The text of a merged cell stands in its middle, which may be on the second page.
    upper.operators, lower.operators = lower.operators, upper.operators
    (sheet,) = source(upper, lower).sheets
    assert (sheet.rows[0][0].text, sheet.rows[0][0].row_span) == ("产出指标", 4)


def test_wrapped_lines_are_joined_and_broken_ones_kept() -> None:
    (sheet,) = source(page([("年度目标", "", LONG, "1.甲。\n2.乙。")])).sheets
    assert texts(sheet) == [["年度目标", "", LONG, "1.甲。\n2.乙。"]]


def test_paragraphs_are_put_together() -> None:
    made = PdfPage()
    made.text(80, 50, "　　" + LONG[:12] + "，" + LONG[:28])
    made.text(60, 66, LONG)
    made.text(60, 90, "附注")
    made.table(60, 200, [100.0], [20.0], [(0, 0, "甲", 1, 1)])
    (sheet,) = source(made).sheets
    assert [row[0].text.strip() for row in sheet.rows][1:] == ["附注", "甲"]


def test_text_without_rulings_is_read_as_text() -> None:
    made = PdfPage()
    made.text(60, 50, "一级指标")
    made.text(200, 50, "指标值")
    made.text(60, 70, "产出指标")
    made.text(200, 70, "≥5个")
    assert texts(source(made).sheets[0]) == [["一级指标", "指标值"], ["产出指标", "≥5个"]]


def test_bold_by_printing_twice_and_watermarks() -> None:
    made = page([HEAD])
    made.text(64.4, 84.2, "一")
    made.operators.append("BT /F1 60 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <4E00503C> Tj ET")
    twice = PdfPage()
    twice.characters = made.characters
    twice.operators = [*made.operators, *made.operators]
    assert texts(source(twice).sheets[0]) == [list(HEAD)]


@pytest.mark.parametrize("turn", ["0 1 -1 0 595 0", "0 -1 1 0 0 842"])
def test_a_page_printed_sideways(turn: str) -> None:
    made = page([HEAD, FIRST])
    made.operators = [f"q {turn} cm", *made.operators, "Q"]
    assert texts(source(made).sheets[0]) == [list(HEAD), list(FIRST)]


@pytest.mark.parametrize("style", ["line", "box", "dashed", "double", "open"])
def test_rulings_however_they_are_drawn(style: str) -> None:
    made = PdfPage(style)
    made.fill(50, 170, 200, 180)
    made.fill(60, 270, 130, 282)
    made.table(50, 120, [70.0, 80.0, 110.0, 90.0, 100.0, 45.0], [24.0] * len(TABLE), anchors())
    found = [
        (row, column, cell.text, cell.row_span, cell.column_span)
        for row, cells in enumerate(source(made).sheets[0].rows)
        for column, cell in enumerate(cells)
        if not cell.covered
    ]
    assert found == anchors()


def test_scanned_pages_among_others_are_named() -> None:
    scan = PdfPage()
    scan.image = True
    found = source(page([HEAD]), scan, scan)
    assert found.problems[0].startswith("第2、3页是图片（扫描件），没有读出")


def test_characters_without_a_meaning_are_named() -> None:
    data = pdf_of([page([HEAD])], mapped=False)
    assert "没有文字编码" in read("a.pdf", data=data).problems[0]


def test_text_does_not_depend_on_the_fonts_of_the_machine() -> None:
    """Characters printed one by one in a font that the file does not carry."""
    made = PdfPage()
    for at, char in enumerate("一级指标"):
        made.text(60 + 10 * at, 50, char)
    assert texts(source(made).sheets[0]) == [["一级指标"]]


def test_a_file_without_text() -> None:
    with pytest.raises(JxlintError, match="没有文字"):
        source(PdfPage())


def test_a_drawing_is_not_searched_for_tables() -> None:
    made = PdfPage()
    made.text(60, 50, "总平面图")
    for at in range(6100):
        made.rule(10 + at % 500, 10 + at % 700, 20 + at % 500, 10 + at % 700)
    assert "线条太多" in source(made).problems[0]


def free(rows: Sequence[tuple[float, Row]], xs: Sequence[float] = (40, 120, 220, 420)) -> PdfPage:
    """A page of cells without any ruling: each row with its place from the top, blank cells left out."""
    made = PdfPage()
    for top, row in rows:
        for x, text in zip(xs, row, strict=False):
            if text:
                made.text(x, top, text)
    return made


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ([(80, ("", "", "巡查次数", "≥24次"))], [("", "", "巡查次数", "≥24次")]),
        ([(80, ("", "质量指标", "好路率", "≥95%"))], [("", "质量指标", "好路率", "≥95%")]),
        ([(80, ("", "质量指标", "好路率"))], [("", "质量指标", "好路率")]),
        ([(80, ("效益指标", "", "受益人数", "≥3000人"))], [("效益指标", "", "受益人数", "≥3000人")]),
        # A name that had no room goes on in the next line.
        (
            [(80, ("", "", "农村公路日常养护里程和", "≥9公里")), (92, ("", "", "巡查次数"))],
            [("", "", "农村公路日常养护里程和巡查次数", "≥9公里")],
        ),
    ],
)
def test_a_table_without_rulings(below: Sequence[tuple[float, Row]], rows: Sequence[Row]) -> None:
    made = free([(20, ("绩效目标表",)), (50, HEAD), (65, FIRST), *below])
    (sheet,) = source(made).sheets
    assert texts(sheet) == [["绩效目标表"], list(HEAD), list(FIRST), *map(list, rows)]


def test_a_table_without_rulings_goes_on_without_its_head() -> None:
    first = free([(50, HEAD), (65, FIRST)])
    second = free([(50, ("", "质量指标", "好路率", "≥95%")), (65, ("", "", "完好率", "≥9%"))])
    (sheet,) = source(first, second).sheets
    assert texts(sheet)[2:] == [["", "质量指标", "好路率", "≥95%"], ["", "", "完好率", "≥9%"]]


def test_labels_and_their_texts_need_no_columns() -> None:
    made = free([(50, ("项目名称", "农村道路")), (65, ("主管部门", "交通局", "实施单位", "公路中心"))])
    (sheet,) = source(made).sheets
    assert texts(sheet) == [["项目名称", "农村道路"], ["主管部门", "交通局", "实施单位", "公路中心"]]


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [
        (("产出", "时效", "拨付时限", "2025年3月"), ("", "", "", "底前"), "2025年3月底前"),
        (("产出", "时效", "拨付", "2025年3月"), ("", "", "时限", "底前"), "2025年3月底前"),
        (("产出", "数量", "人数", "≥6300"), ("", "", "", "人"), "≥6300人"),
        (("产出", "质量", "合格率", "不低于"), ("", "", "", "95%"), "不低于95%"),
        (("产出", "成本", "每人标准", "500元/"), ("", "", "", "人·年"), "500元/人·年"),
    ],
)
def test_a_target_cut_by_the_page_break(above: Row, below: Row, value: str) -> None:
    (sheet,) = source(page([HEAD, above]), page([below, SECOND])).sheets
    assert [row[3].text for row in sheet.rows] == ["指标值", value, "≥3000人"]


@pytest.mark.parametrize(
    "below",
    [("", "", "巡查次数", "≥24次"), ("", "", "面积", "5"), ("", "质量", "达标", "达标"), ("", "", "", "5")],
)
def test_a_row_of_its_own_below_the_page_break(below: Row) -> None:
    (sheet,) = source(page([HEAD, ("产出", "数量", "里程", "3")]), page([below, SECOND])).sheets
    assert texts(sheet)[2] == list(below)
