"""Normalisation and its map back into the original text."""

from __future__ import annotations

import pytest

from linter.values.normal import normalise, trim


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("≧95％", "≥95%"),
        ("$\\geq 95\\%$", "≥95%"),
        ("\\leq", "≤"),
        ("&ge;95%", "≥95%"),
        ("<p>≥95%</p>", " ≥95% "),
        ("２０２４年１月—１２月", "2024年1月-12月"),
        ("五 天", "五天"),
        ("1 100", "1 100"),
        ("9$5", "9$5"),
        ("$9$5$", "9 5"),
        ("1<b>1</b>", "1 1 "),
        ("1，234", "1，234"),
        ("个個", "个个"),
        ("２０２４年　１月", "2024年 1月"),
        ("①", "①"),
        ("m²", "m²"),
    ],
)
def test_plain_text(text: str, plain: str) -> None:
    assert normalise(text).text == plain


@pytest.mark.parametrize(
    "text", ["$\\geq 95\\%$", "<p>≥95%</p>", "&ge; 95 %", "五 天 以 内", "满意度 $\\geq 95\\%$ 以 上"]
)
def test_every_character_comes_from_its_place(text: str) -> None:
    plain = normalise(text)
    for at, char in enumerate(plain.text):
        start, end = plain.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        if char.isdigit() or char == "%":
            assert char in text[start:end]


def test_trim_leaves_signs() -> None:
    for text, core in (
        (" ：≥95%。", "≥95%"),
        ("-5%", "-5%"),
        ("- 5%", "5%"),
        ("；", ""),
        (".5", ".5"),
        ("“良好”", "良好"),
    ):
        start, end = trim(text)
        assert text[start:end] == core
