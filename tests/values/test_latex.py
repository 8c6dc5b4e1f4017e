"""LaTeX left behind by a conversion, taken out of running text and of cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.values.latex import changes, without_latex


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("满意度≥95%", "满意度≥95%"),
        (r"满意度 $\geq 9 5 \%$，及时", "满意度 ≥95%，及时"),
        (r"$\leq 5 4 . 2$ 万元", "≤54.2 万元"),
        (r"$2 0 2 4$ 年 $1$ 月", "2024 年 1 月"),
        (r"$95 96$", "95 96"),
        (r"$300~500$ 元", "300~500 元"),
        (r"$\mathrm { ~ k m ~ }$", "km"),
        (r"$\textcircled{3}$ 完成", "③ 完成"),
        (r"\textcircled{3} 完成", "③ 完成"),
        (r"$2 0 ^ { \circ } \mathrm { C }$", "20°C"),
        (r"\geq95\%", "≥95%"),
        (r"3\~5次，50\*2", "3~5次，50*2"),
        (r"$\frac { 1 } { 2 }$", "1/2"),
        (r"$$\geq 98\%$$", "≥98%"),
        # Money and file paths are no formulas.
        ("费用$5至$8", "费用$5至$8"),
        ("$100", "$100"),
        ("见附件$", "见附件$"),
        (r"D:\报表\绩效", r"D:\报表\绩效"),
        # A command nobody knows stays to be seen.
        (r"$\alefsym 5$", r"\alefsym5"),
        ("{备注}", "{备注}"),
    ],
)
def test_what_a_reader_would_see(text: str, plain: str) -> None:
    assert without_latex(text) == plain


@given(st.text(alphabet="$\\{}^_~ 0159geqmathrmtextfrac%.,≥元人\n", max_size=60))
def test_changes_are_in_order_and_never_overlap(text: str) -> None:
    at = 0
    for start, end, new in changes(text):
        assert at <= start < end <= len(text)
        assert len(new) <= 1
        at = end


@given(st.text(alphabet="0123456789 .%", max_size=30))
def test_a_text_without_commands_and_dollars_stays(text: str) -> None:
    assert without_latex(text) == text


@pytest.mark.parametrize(
    "text", ["$" * 20_000, "\\" * 20_000, "$\\geq{" * 5_000, "\\text{" * 5_000, "$a" * 9_999]
)
def test_hostile_texts_end(text: str) -> None:
    without_latex(text)
