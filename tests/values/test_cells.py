"""Joining the cells of a target, splitting the items of a list."""

from __future__ import annotations

import pytest

from linter.values import join_cells, parse_value, split_item, split_statement

from .tables import rows


@pytest.mark.parametrize(("item", "name", "target"), rows("split.tsv", 3))
def test_item_splits(item: str, name: str, target: str) -> None:
    assert split_item(item) == (name.strip(), target)


@pytest.mark.parametrize(("text", "name", "target"), rows("statements.tsv", 3))
def test_statement_splits(text: str, name: str, target: str) -> None:
    assert split_statement(text) == (name, target)


@pytest.mark.parametrize(("comparator", "value", "unit", "text"), rows("join.tsv", 4))
def test_cells_join(comparator: str, value: str, unit: str, text: str) -> None:
    assert join_cells(comparator, value, unit) == text


@pytest.mark.parametrize(("comparator", "value", "unit", "text"), rows("join.tsv", 4))
def test_joining_again_changes_nothing(comparator: str, value: str, unit: str, text: str) -> None:
    assert join_cells(comparator, text, unit) == text


def test_joined_cells_read_as_one_value() -> None:
    value = parse_value(join_cells("≤", "4583.33", "元/人/月"))
    assert (value.cmp, str(value.upper), value.unit) == ("≤", "4583.33", "元/人/月")
