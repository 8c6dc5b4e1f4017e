"""Number formats show what a spreadsheet program shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.readers.number_format import BUILTIN, shown

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "number_formats.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def stored(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize(("value", "code", "expected"), CASES, ids=lambda text: str(text))
def test_shown(value: str, code: str, expected: str) -> None:
    assert shown(stored(value), code) == expected


def test_days_since_1904() -> None:
    assert shown(43830.0, "yyyy-mm-dd", from_1904=True) == "2024-01-01"


CODES = st.one_of(
    st.sampled_from(sorted(BUILTIN.values())),
    st.text(alphabet='0#?.,%;@[]"\\_*ymdhsaeE+-/ General年≥<>=1DBNum$', max_size=20),
)


@given(st.one_of(st.floats(), st.integers(), st.text(max_size=5)), CODES)
def test_never_fails(value: float | str, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.integers(0, 999_999_999), st.sampled_from(['"≥"0', "0", "#,##0", '0"人"', "0_ ", "[Red]0"]))
def test_no_digit_is_lost(value: int, code: str) -> None:
    assert "".join(char for char in shown(value, code) if char.isdigit()) == str(value)
