"""A few thousand random texts, the same ones each time."""

from __future__ import annotations

from .values import amount_fault, amounts, fault, texts


def test_no_text_breaks_a_promise_of_the_reader() -> None:
    assert {text: wrong for text in texts(4000, seed=7) if (wrong := fault(text))} == {}


def test_any_decimal_with_a_known_unit_stays_that_number() -> None:
    found = {text: amount_fault(text, number, unit) for text, number, unit in amounts(2000, seed=7)}
    assert {text: wrong for text, wrong in found.items() if wrong} == {}
