"""Web pages: spans, layout tables, what is not displayed, form fields."""

from __future__ import annotations

import pytest

from linter.model import Sheet
from linter.readers import read


def page(body: str) -> Sheet:
    (sheet,) = read("a.html", data=f"<html><body>{body}</body></html>".encode()).sheets
    return sheet


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("<table><tr><td>甲<br>乙</td></tr></table>", [["甲\n乙"]]),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", [["甲\n乙"]]),
        ("<table><tr><td>甲\n  <b>乙</b> <span>丙</span></td></tr></table>", [["甲 乙 丙"]]),
        ("<table><tr><td>&ge;95%&nbsp;</td><td>&lt;5</td></tr></table>", [["≥95%", "<5"]]),
        ("<table><thead><tr><th>名</th></tr></thead><tbody><tr><td>值</td></table>", [["名"], ["值"]]),
        (
            "<table><caption>标题</caption><tr><td>甲<td>乙<tr><td>丙</table>",
            [["标题"], ["甲", "乙"], ["丙"]],
        ),
        ("<table><tr><td>甲</td><td style='display:none'>码</td><td>乙</td></tr></table>", [["甲", "乙"]]),
        ("<table><tr hidden><td>码</td></tr><tr><td>甲</td></tr></table>", [["甲"]]),
        ("<script>var x='<td>1</td>'</script><style>td{}</style><table><tr><td>甲</table>", [["甲"]]),
        ("<!-- 注释 --><table><tr><td>甲<!-- 注释 --></table>", [["甲"]]),
        ("<table><tr><td><input value='甲'><input type=hidden value=x></td></tr></table>", [["甲"]]),
        ("<table><tr><td><textarea>甲</textarea></td></tr></table>", [["甲"]]),
        (
            "<table><tr><td><select><option>一<option selected>二</select><input type=radio checked>是",
            [["二☑是"]],
        ),
        ("<table><tr><td rowspan=0>甲<td>乙<tr><td>丙</table>", [["甲", "乙"], ["", "丙"]]),
        ("<table><tr><td rowspan=99>甲<td colspan=9999999>乙</table>", [["甲", "乙", *[""] * 999]]),
    ],
)
def test_cells(body: str, rows: list[list[str]]) -> None:
    assert texts(page(body)) == rows


def test_spans() -> None:
    sheet = page(
        "<table><tr><td rowspan=3>甲<td colspan=2>乙<td rowspan=2>丙"
        "<tr><td>丁<td>戊<tr><td>己<td>庚<td>辛</table>"
    )
    assert texts(sheet) == [["甲", "乙", "", "丙"], ["", "丁", "戊", ""], ["", "己", "庚", "辛"]]
    assert [cell.covered for cell in sheet.rows[1]] == [True, False, False, True]


def test_overlapping_spans_lose_nothing() -> None:
    sheet = page("<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=3>丙<td>丁</table>")
    assert {cell.text for row in sheet.rows for cell in row} == {"甲", "乙", "丙", "丁", ""}


def test_layout_tables_are_looked_through() -> None:
    sheet = page(
        "<table><tr><td>首页</td><td><p>标题</p><table><tr><td>名称<td>值<tr><td>里程<td>≥1</table>"
        "<p>填表人</p></td></tr></table><div>版权</div>"
    )
    assert texts(sheet) == [["首页"], ["标题"], ["名称", "值"], ["里程", "≥1"], ["填表人"], ["版权"]]
    assert sheet.paragraphs == {0, 1, 4, 5}


def test_tags_that_are_never_closed() -> None:
    sheet = page("<font>" * 1500 + "标题<table><tr><td>甲<font>乙</table>表尾")
    assert texts(sheet) == [["标题"], ["甲乙"], ["表尾"]]


def test_a_page_without_a_table_is_read_as_text() -> None:
    assert texts(page("<p>一、产出指标</p><p>数量指标：<br>里程≥1</p>")) == [
        ["一、产出指标"],
        ["数量指标："],
        ["里程≥1"],
    ]


def test_a_page_in_one_file() -> None:
    import base64

    body = base64.encodebytes("<html><table><tr><td>甲<td>≥1</table></html>".encode("gb18030")).decode()
    file = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        "--b\nContent-Type: text/html\n\n<html><frameset><frame src=x></frameset></html>\n"
        f'--b\nContent-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64\n\n{body}\n--b--\n'
    )
    source = read("a.doc", data=file.encode())
    assert source.type == "mht" and texts(source.sheets[0]) == [["甲", "≥1"]]


def test_lines_of_text_outside_tables() -> None:
    sheet = page("\n<p>标题</p>\n<table><tr><td>甲</table>\n<p>表尾</p>")
    assert [row[0].place.line for row in sheet.rows] == [2, None, 4]


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("a.html", "<p>标题</p><table><tr><td>甲<td>乙</table>", [["标题"], ["甲", "乙"]]),
        ("a.xls", "<center><h2>标题</h2></center>\n<TABLE border=1><TR><TD>甲</TABLE>", [["标题"], ["甲"]]),
        ("a.xls", "\ufeff\n  <tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr>", [["甲", "乙"], ["丙"]]),
        ("a.htm", "标题<table><tr><td>甲</table>", [["标题"], ["甲"]]),
        ("a.html", "<!-- 导出 --><font size=2>标题</font><table><tr><td>甲</table>", [["标题"], ["甲"]]),
        ("a.txt", "<p>标题</p>\n<table><tr><td>甲</td></tr></table>\n", [["标题"], ["甲"]]),
        ("a", "<h1>标题</h1><p>正文<br>又一行</p>", [["标题"], ["正文"], ["又一行"]]),
    ],
)
def test_a_piece_of_a_page_is_a_page(name: str, text: str, rows: list[list[str]]) -> None:
    source = read(name, data=text.encode())
    assert source.type == "html" and texts(source.sheets[0]) == rows


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "<p>标题</p>\n一级指标\t指标值\n产出\t5\n"),
        ("a.html", "项目名称\t甲\n指标\t5\n"),
        ("a.txt", "<5人的不计\n"),
        ("a.md", "<table><tr><td>甲</td></tr></table>\n\n后文"),
    ],
)
def test_a_text_with_a_tag_stays_a_text(name: str, text: str) -> None:
    assert read(name, data=text.encode()).type in {"txt", "md"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<table><tr><td>≥6300人</table>", "≥6300人"),
        ("<table><tr><td>≥<td>6300<td>人</table>", "≥ 6300 人"),
        ("<table><tr><td>1.甲<tr><td>2.乙</table>", "1.甲\n2.乙"),
        ("约<table><tr><td><table><tr><td>6300人</table></table>", "约\n6300人"),
        ("<table><tr><td>&nbsp;<tr><td>≥6300人<tr></table>", "≥6300人"),
    ],
)
def test_a_table_in_a_cell_is_its_text(value: str, text: str) -> None:
    sheet = page(f"<table><tr><td>名称<td>值<td>注<tr><td>人数<td>{value}<td>年报</table>")
    assert texts(sheet) == [["名称", "值", "注"], ["人数", text, "年报"]]


def test_a_table_in_the_only_cell_is_a_table() -> None:
    inner = "<table><tr><td>名称<tr><td>值</table>"
    assert texts(page(f"<table><tr><td>{inner}</table>")) == [["名称"], ["值"]]
