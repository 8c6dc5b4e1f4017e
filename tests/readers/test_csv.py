"""Separated text: separator, quoting and lines are found."""

from __future__ import annotations

import pytest

from linter.model import Source
from linter.readers import read

HEAD = ["一级指标", "二级指标", "三级指标", "指标值"]


def texts(source: Source) -> list[list[str]]:
    return [[cell.text for cell in row] for row in source.sheets[0].rows]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_separator(separator: str) -> None:
    rows = [HEAD, ["产出指标", "数量指标", "里程", "≥1,200公里" if separator != "," else "≥1200公里"]]
    data = "\r\n".join(separator.join(row) for row in rows).encode()
    assert texts(read("a.csv", data=data)) == rows


def test_separator_named_in_the_file() -> None:
    source = read("a.csv", data="sep=;\n名称;a,b,c\n值;d,e,f\n".encode())
    assert texts(source) == [["名称", "a,b,c"], ["值", "d,e,f"]]
    assert source.sheets[0].rows[0][0].place.line == 2


def test_quoted_cells_over_lines_keep_their_line() -> None:
    data = '名称,目标,值\n甲,"第一\n第二, ""引""",1\n乙,丙,2\n'.encode()
    source = read("a.csv", data=data)
    assert texts(source)[1] == ["甲", '第一\n第二, "引"', "1"]
    assert [row[0].place.line for row in source.sheets[0].rows] == [1, 2, 4]


def test_a_stray_quotation_mark_does_not_swallow_the_file() -> None:
    data = '名称,目标,值\n12",乙,1\n甲,丙,2\n'.encode()
    assert texts(read("a.csv", data=data)) == [["名称", "目标", "值"], ['12"', "乙", "1"], ["甲", "丙", "2"]]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.txt", "a,b,c\n1,2,3\n4,5,6\n", "csv"),
        ("a.txt", "一,二,三\n第一段话，没有分隔。\n第二段\n第三段,\n", "txt"),
        ("a", "数量指标\t里程\t≥1\n", "txt"),
        ("a.md", "| 一 | 二 |\n|---|---|\n| 1 | 2 |\n", "md"),
        ("a.xls", "<table><tr><td>1</td></tr></table>", "html"),
        ("a.xls", '<?xml version="1.0"?>\n<html xmlns="x"><body><table/></body></html>', "html"),
        ("a.txt", "<p>1.项目≥95%</p> 不是网页的文字", "txt"),
    ],
)
def test_kind_of_text(name: str, text: str, kind: str) -> None:
    assert read(name, data=text.encode()).type == kind
