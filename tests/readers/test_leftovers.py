"""What programs leave in cells: words for nothing, texts written as formulas, radicals in place of characters."""

from __future__ import annotations

import io
import unicodedata

import pytest
from openpyxl import Workbook
from reader_documents import docx, with_part
from reader_pdf import PdfPage, pdf_of

from linter.readers import read


def texts(name: str, data: str | bytes) -> list[list[str]]:
    raw = data.encode() if isinstance(data, str) else data
    return [[cell.text for cell in row] for row in read(name, data=raw).sheets[0].rows]


@pytest.mark.parametrize(
    ("name", "data", "rows"),
    [
        ("a.csv", "名称,值,备注\n甲,nan,NaN\n乙,None,NULL\n丙,NaT,<NA>\n", ["", ""]),
        ("a.tsv", "名称\t值\t备注\n甲\tnan\tNaN\n", ["", ""]),
        ("a.md", "| 名称 | 值 | 备注 |\n|---|---|---|\n| 甲 | None | (null) |\n", ["", ""]),
        ("a.html", "<table><tr><td>名称<td>值<td>备注<tr><td>甲<td>NaN<td>null</table>", ["", ""]),
        ("a.csv", "名称,Unnamed: 1,unnamed: 2\n甲,nanometer,NANA\n", ["nanometer", "NANA"]),
    ],
)
def test_words_for_nothing(name: str, data: str, rows: list[str]) -> None:
    found = texts(name, data)
    assert found[1][1:] == rows
    assert found[0][1:] in ([["值", "备注"], ["", ""]])


def test_words_for_nothing_in_a_workbook() -> None:
    book = Workbook()
    book.active.append(["名称", "NaN", "无", "NULL", "Nanjing"])
    out = io.BytesIO()
    book.save(out)
    assert texts("a.xlsx", out.getvalue()) == [["名称", "", "无", "", "Nanjing"]]


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        (
            "a.csv",
            '="名称",="值",="注"\n="里程",="≥120公里",\n',
            [["名称", "值", "注"], ["里程", "≥120公里", ""]],
        ),
        ("a.csv", '"=""名称""","=""值""","=""注"""\n1,2,3\n', [["名称", "值", "注"], ["1", "2", "3"]]),
        ("a.csv", '="金额",="1,200.00",="元"\n1,2,3\n', [["金额", "1,200.00", "元"], ["1", "2", "3"]]),
        ("a.txt", '="名称"\t="值"\n="里程"\t="5"\n', [["名称", "值"], ["里程", "5"]]),
        ("a.csv", '=1+1,="a,b\nc,d,e\nf,g,h\n', [["=1+1", '="a', "b"], ["c", "d", "e"], ["f", "g", "h"]]),
    ],
)
def test_texts_written_as_formulas(name: str, text: str, rows: list[list[str]]) -> None:
    assert texts(name, text) == rows


ODD, USUAL = "⽬标⻓度⼀⻚⻋⾦", "目标长度一页车金"


def odd_pdf() -> bytes:
    page = PdfPage()
    page.table(50, 100, [200.0, 200.0], [20.0], [(0, 0, ODD, 1, 1), (0, 1, "值", 1, 1)])
    return pdf_of([page])


def odd_xlsx() -> bytes:
    book = Workbook()
    book.active.append([ODD, "值"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", odd_xlsx()),
        (
            "a.docx",
            with_part(
                docx(), "word/document.xml", lambda data: data.replace("项目名称".encode(), ODD.encode())
            ),
        ),
        ("a.html", f"<table><tr><td>{ODD}<td>值</table>".encode()),
        ("a.csv", f"{ODD},值,1\n甲,乙,2\n丙,丁,3\n".encode()),
        ("a.txt", f"{ODD}\t值\n".encode()),
        ("a.md", f"| {ODD} | 值 |\n|---|---|\n".encode()),
        ("a.pdf", odd_pdf()),
    ],
)
def test_radicals_are_read_as_the_characters_they_look_like(name: str, data: bytes) -> None:
    assert any(cell.text == USUAL for row in read(name, data=data).sheets[0].rows for cell in row)


def test_every_radical_that_unicode_names_is_known() -> None:
    radicals = "".join(map(chr, range(0x2F00, 0x2FD6)))
    assert texts("a.txt", f"{radicals}\t甲\n")[0][0] == unicodedata.normalize("NFKC", radicals)
