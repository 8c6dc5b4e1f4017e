"""Fields that are sums of money: read with the unit that stands beside the table, and in 元."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from linter import model
from linter.language.nodes import Node, value_node


def amount_value(amount: Node) -> Node:
    """The reading of a printed amount. A figure without a unit of its own is one of the table's unit: a reader of files
    meets the cell before it knows the unit, which may stand in another row."""
    raw = amount._raw
    if raw.value.unit or not raw.text:
        return value_node(raw.value, amount)
    return value_node(read_amount(raw.text, _amount_unit(amount)), amount)


def _amount_unit(amount: Node) -> str:
    owner = amount._owner
    if owner is None:
        return ""
    if owner._type == "document":
        return next((form.amount_unit for form in owner.forms if form.amount_unit), "")
    return owner.unit or owner.form.amount_unit or "" if owner._type == "budget" else owner.amount_unit or ""


def read_amount(text: str, unit: str) -> model.Value:
    """The reading of an amount whose unit stands elsewhere; a unit in the text itself wins."""
    from linter.values import join_cells, parse_value

    return parse_value(join_cells("", text, unit))


def yuan(row: str) -> Callable[[Node], Decimal | None]:
    def get(budget: Node) -> Decimal | None:
        text = getattr(budget, row)
        return money_of(read_amount(text, budget.unit or "")) if text else None

    return get


def money_of(value: model.Value) -> Decimal | None:
    """The value in 元, None if it is no money."""
    from linter.values.units import money

    return money(value)
