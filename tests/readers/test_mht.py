"""Web pages in one file, under any suffix, in the encodings that programs write."""

from __future__ import annotations

import base64
import quopri

import pytest

from linter.readers import read

TABLE = "<table><tr><td>名称<td>值<tr><td>里程<td>≥120公里</table>"
ROWS = [["名称", "值"], ["里程", "≥120公里"]]
PAGE = f"<html><head><meta charset=x></head><body>{TABLE}</body></html>"


def packed(coding: str, charset: str) -> str:
    raw = PAGE.encode(charset)
    if coding == "base64":
        return base64.encodebytes(raw).decode()
    return quopri.encodestring(raw).decode() if coding == "quoted-printable" else raw.decode(charset)


def one_part(coding: str, charset: str, first: str = "", end: str = "\r\n") -> bytes:
    head = [
        *([first] if first else []),
        'Content-Type: multipart/related;\n\tboundary="----=_X"',
        "MIME-Version: 1.0",
        "",
        "------=_X",
        f'Content-Type: text/html; charset="{charset}"',
        f"Content-Transfer-Encoding: {coding}",
        "Content-Location: file:///C:/a.htm",
        "",
        packed(coding, charset),
        "------=_X--",
        "",
    ]
    return "\n".join(head).replace("\n", end).encode("utf-8" if coding != "8bit" else charset)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("表.xls", one_part("base64", "utf-8")),
        ("表.doc", one_part("base64", "gb2312", end="\n")),
        ("表.mht", one_part("quoted-printable", "gb18030", "From: <由 WPS 保存>")),
        ("表.xls", one_part("quoted-printable", "utf-8", "MIME-Version: 1.0")),
        ("表.htm", one_part("base64", "utf-16", "X-Generator: 报表系统")),
        ("表", one_part("8bit", "utf-8", "Subject: 绩效目标表\n Date: 2025")),
        ("表.xls", f"MIME-Version: 1.0\nContent-Type: text/html\n\n{PAGE}".encode()),
    ],
)
def test_read_whatever_the_suffix(name: str, data: bytes) -> None:
    source = read(name, data=data)
    assert source.type == "mht"
    assert [[cell.text for cell in row] for row in source.sheets[0].rows] == ROWS


@pytest.mark.parametrize(
    "text", ["项目名称: 甲\n指标: 乙\n\n正文\n", "Content: 目标\nTotal: 5\n", "注: 见 text/html 页\n\n甲\n"]
)
def test_fields_of_a_text_are_no_page(text: str) -> None:
    assert read("a.txt", data=text.encode()).type == "txt"
