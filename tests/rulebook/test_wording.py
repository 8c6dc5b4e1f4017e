"""Text helpers by table, and the laws of likeness."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import table

from linter.language.functions import likeness as wording
from linter.language.functions.numbering import goal_items, ordinal

CASES = table("wording_cases.yaml")


@pytest.mark.parametrize(("text", "wanted"), CASES["normal"].items())
def test_normal(text: str, wanted: str) -> None:
    assert wording.normal(text) == wanted


@pytest.mark.parametrize("case", CASES["alike"])
def test_alike(case: list[Any]) -> None:
    a, b, alike, part = case
    numbers = (wording.similarity(a, b), wording.overlap(a, b))
    assert [None if number is None else round(float(number), 2) for number in numbers] == [alike, part]


@pytest.mark.parametrize(("text", "found"), CASES["bracket_fault"].items())
def test_bracket_fault(text: str, found: str | None) -> None:
    span = wording.bracket_fault(text)
    assert (text[slice(*span)] if span else None) == found


@pytest.mark.parametrize("case", CASES["goal_items"], ids=lambda case: case[0])
def test_goal_items(case: list[Any]) -> None:
    assert [list(item) for item in goal_items(case[0])] == case[1:]


@pytest.mark.parametrize(("label", "number"), CASES["ordinal"].items())
def test_ordinal(label: str, number: int | None) -> None:
    assert ordinal(label) == number


TEXTS = st.text(st.sampled_from("甲乙丙丁。（）12.% "), max_size=12)


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_within_bounds(a: str, b: str) -> None:
    alike = wording.similarity(a, b)
    assert alike == wording.similarity(b, a)
    assert (alike is None) == (not wording.normal(a) or not wording.normal(b))
    assert alike is None or 0 <= alike <= 1
    part = wording.overlap(a, b)
    assert part is None or 0 <= part <= 1
    assert wording.similarity(a, a) in (1, None)


@given(TEXTS)
def test_normal_is_settled(text: str) -> None:
    once = wording.normal(text)
    assert wording.normal(once) == once


@given(st.text(st.sampled_from("目标一二三1２23.、：；。（）() \n甲乙丙元"), max_size=40))
def test_goal_items_keep_the_words(text: str) -> None:
    items = goal_items(text)
    assert all(content == content.strip() for _, content in items)
    assert sum(len(content) for _, content in items) <= len(text)
    assert all(bracket in text for _, content in items for bracket in content)
    wording.bracket_fault(text)
    ordinal(text)
