"""What a unit price comes to: price × quantity × duration, by dimensional analysis.

A price such as 4583.33元/人/月 asks for people and months. The people are looked for among the quantity
indicators of the same form; the months are those of the project, at most the budget year. Whatever the units
leave over, the account is not closed and nothing is said.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

import msgspec

from linter.model import Indicator, Value
from linter.rulebook.nodes import Node
from linter.rulebook.wording import normal, similarity

_TIME = frozenset("年月")
_PER = re.compile(r"(?:每|人均)(?=(人|名|件|户|场|次|台|亩|个|村|所|套|辆)?)")
#: How much two names must share for a price and a count to speak of one thing when there are several.
_SAME_THING = Decimal("0.5")


class Account(NamedTuple):
    """``yuan`` is what the price comes to at least; ``quantity`` the row that was counted, None if none was
    needed; ``text`` shows the sum."""

    yuan: Decimal
    quantity: Node | None
    text: str


def account(row: Node) -> Account | None:
    """The account of a cost indicator; None without a unit price, or without a count for it."""
    price = _price(row)
    if price is None:
        return None
    span = _duration(row, price)
    alone = _money(price, span)
    if alone is not None:
        return Account(alone, None, _text(row, None, span, alone)) if span is not None else None
    fitting = []
    for other in row.form.targets:
        count = _at_least(other._raw.parsed)
        total = _money(price, span, count) if other.level2 == "数量指标" and count is not None else None
        if total is not None:
            fitting.append((other, total))
    if len(fitting) > 1 or _rivals(row, price):
        fitting = [(other, total) for other, total in fitting if _same_thing(row, other)]
    elif fitting and "人" not in price.unit and not similarity(row.name or "", fitting[0][0].name or ""):
        return None
    if len(fitting) != 1:
        return None
    other, total = fitting[0]
    return Account(total, other, _text(row, other, span, total))


def _price(row: Node) -> Value | None:
    """The least unit price of a row, with the 每人 of its name in the unit."""
    raw: Indicator = row._raw
    value = _at_least(raw.parsed)
    if value is None:
        return None
    named = [found for found in _PER.findall(raw.name) if found] + (["人"] if "人均" in raw.name else [])
    parts = value.unit.split("/")
    missing = ["人" if part == "名" else part for part in named]
    unit = "/".join([*parts, *dict.fromkeys(part for part in missing if part not in parts)])
    if "/" not in unit or parts[0] in ("", "%"):
        return None
    return msgspec.structs.replace(value, unit=unit, kind="rate")


def _at_least(value: Value) -> Value | None:
    """The value at its lower bound; None for a ceiling (≤), which proves nothing about what is spent."""
    if value.kind not in ("quantity", "range", "rate") or value.lower is None or value.lower <= 0:
        return None
    return msgspec.structs.replace(value, cmp="=", upper=value.lower)


def _duration(row: Node, price: Value) -> Value | None:
    """How long the price is paid within the budget year, None if it is not a price for a time."""
    if not _TIME & set(price.unit.split("/")):
        return None
    from linter.values import parse_value

    months = Decimal(12)
    printed = parse_value(row.form.duration or "")
    if printed.lower is not None and printed.unit in ("月", "个月"):
        months = min(months, printed.lower)
    return Value(text="", kind="quantity", cmp="=", lower=months, upper=months, unit="月")


def _money(*values: Value | None) -> Decimal | None:
    from linter.values.units import money, product

    result = product(*(value for value in values if value is not None))
    return money(result) if result is not None else None


def _rivals(row: Node, price: Value) -> bool:
    """Whether the form has other prices for the same kind of count: then the names must decide."""
    counted = set(price.unit.split("/")[1:])
    prices = (_price(other) for other in row.form.targets if other is not row)
    return any(other is not None and set(other.unit.split("/")[1:]) == counted for other in prices)


def _same_thing(row: Node, other: Node) -> bool:
    a, b = normal(row.name or ""), normal(other.name or "")
    return bool(a and b) and (a in b or b in a or (similarity(a, b) or 0) >= _SAME_THING)


def _text(row: Node, quantity: Node | None, span: Value | None, total: Decimal) -> str:
    """``4583.33元每人每月×20人×12个月=110万元``."""
    factors = [row.value.text]
    if quantity is not None:
        factors.append(quantity.value.text.lstrip("≥>="))
    if span is not None and "月" in row._raw.parsed.unit.split("/"):
        factors.append(f"{span.lower}个月")
    amount = f"{_plain(total / 10000)}万元" if total >= 10000 else f"{_plain(total)}元"
    return "×".join(factors) + "=" + amount


def _plain(number: Decimal) -> str:
    text = format(round(number, 2), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
