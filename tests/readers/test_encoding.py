"""Text files of every encoding that offices have, and bytes that are no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.ground.errors import JxlintError
from linter.readers import read
from linter.readers.encoding import decode

SHORT = "数量指标：出版期数≥12期"
LONG = "项目名称\t农村公路养护\n数量指标\t养护里程\t≥120公里\n质量指标\t好路率\t≥95%\n" * 3
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [SHORT, LONG, "ascii only 95%\r\n", "2024年\r\n"])
def test_decoded(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, [])


def test_utf16_of_chinese_alone_needs_its_mark() -> None:
    text = "绩效目标"
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be"))[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_cut_inside_the_last_character(encoding: str) -> None:
    data = LONG.encode(encoding) + "值".encode(encoding)[:-1]
    text, problems = decode(data)
    assert text.rstrip("\ufffd") == LONG
    assert len(problems) == 1


def test_a_bad_byte_does_not_turn_utf8_into_nonsense() -> None:
    data = LONG.encode() + b"\xff\n" + SHORT.encode()
    text, problems = decode(data)
    assert text == LONG + "\ufffd\n" + SHORT
    assert "第 10 行" in problems[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_bad_byte_is_named(encoding: str) -> None:
    data = (
        LONG.encode(encoding)
        + (b"\x00\xd8" if encoding == "utf-16" else b"\xff")
        + "末".encode(encoding)[-2:]
    )
    text, problems = decode(data)
    assert text.startswith(LONG) and len(problems) == 1


def test_a_web_page_may_say_that_it_is_big5() -> None:
    page = "<html><head><meta charset='big5'></head><table><tr><td>專案名稱</td><td>績效</td></tr></table>"
    source = read("a.html", data=page.encode("big5"))
    assert [cell.text for cell in source.sheets[0].rows[0]] == ["專案名稱", "績效"]


def test_a_web_page_that_lies_about_gb2312() -> None:
    page = "<html><head><meta charset='gb2312'></head><table><tr><td>项目名称</td></tr></table>"
    for encoding in ("utf-8", "gb18030"):
        assert read("a.html", data=page.encode(encoding)).sheets[0].rows[0][0].text == "项目名称"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1))
def test_any_text_survives_utf8(text: str) -> None:
    marked = codecs.BOM_UTF8 + text.encode("utf-8")
    assert decode(marked)[0] == text


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except JxlintError:
        return
    assert isinstance(text, str)
