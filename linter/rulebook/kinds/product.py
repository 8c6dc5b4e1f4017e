"""product: price × quantity × duration agrees with an amount, by dimensional analysis.

The price (元/人/月) says by its denominators what has to be multiplied: a denominator of time that divides the
year evenly (月, 季度, 年) takes the budget year, every other one takes an indicator that counts this very thing.
Where several indicators do, the one whose name is most like the price's is taken and the message can say so; if
another one makes the account come out even, there is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product
from typing import NamedTuple

from linter.model import Value
from linter.rulebook.fault import Fault, spot_at
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._measure import allowance, measure
from linter.rulebook.kinds._reckon import Factor, reckon, show_factor, show_money, year_factor
from linter.rulebook.scope import Node, Scope
from linter.rulebook.wording import similarity

#: Readings tried at most: a form with dozens of counts of the same thing proves nothing.
_MOST = 64


class Account(NamedTuple):
    """One reading: the factors behind the price, what they make in 元 (``high`` None: open upwards)."""

    factors: tuple[Factor, ...]
    low: Decimal
    high: Decimal | None


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    price = args["price"](scope)
    budget = _yuan(args, scope)
    if price is None or budget is None or not budget or price.cmp in ("≤", "<"):
        return
    factor = _price_factor(args, scope, price._raw)
    accounts = _accounts(args, scope, factor) if factor else []
    if not accounts:
        return
    slack = allowance(args["tolerance"], budget)
    others = [item for item in (args["alongside"](scope) if args["alongside"] else None) or () if item is not scope.node]
    chosen = accounts[0]
    if not _wrong(chosen, budget, slack, bool(others)) or any(_even(one, budget, slack) for one in accounts[1:]):
        return
    assert factor is not None
    used = [one.node for one in chosen.factors if one.node is not None]
    spoken = " × ".join(show_factor(one) for one in (factor, *chosen.factors))
    made = show_money(chosen.low, chosen.high, budget)
    apart = abs((chosen.high or chosen.low) - budget)
    facts = {
        "account": f"{spoken} = {made}",
        "product": made,
        "total": show_money(budget, budget, budget),
        "difference": show_money(apart, apart, budget),
        "reading": _reading(used) if len(accounts) > 1 else "",
    }
    yield Fault(args.spot(scope, "price"), facts, [spot_at(Scope(node), "value") for node in used])


def _yuan(args: Args, scope: Scope) -> Decimal | None:
    """The amount to agree with, in 元: a number is 元 already."""
    read = measure(args["equals"](scope))
    return read.number if read is not None and read.dimension in ("", "money") else None


def _price_factor(args: Args, scope: Scope, price: Value) -> Factor | None:
    """The price with the denominators that its name adds (每人每月…), None when it is no price per something."""
    from linter.values.units import canonical

    parts = price.unit.split("/")
    if args["per"]:
        name = args.text("name", scope) if args["name"] else ""
        for found in args["per"].finditer(name):
            unit = canonical(found["unit"])
            if unit and unit not in parts[1:]:
                parts.append(unit)
    low, high = price.lower, price.upper
    if len(parts) < 2 or low is None:
        return None
    return Factor(low, high if price.cmp in ("=", "between") else None, "/".join(parts), None)


def _accounts(args: Args, scope: Scope, price: Factor) -> list[Account]:
    """Every reading, the most likely first; empty when a factor is missing or nothing like money comes out."""
    choices: list[list[Factor]] = []
    name = args.text("name", scope) if args["name"] else ""
    candidates = [(item, _count(item)) for item in args["of"](scope) or () if item is not scope.node]
    for unit in price.unit.split("/")[1:]:
        fitting = [count for _, count in candidates if count is not None and _counts(count, unit)]
        fitting.sort(key=lambda count: -_likeness(name, count))
        year = year_factor(unit)
        if year is not None:
            # 12 months unless the form itself counts these months.
            fitting = [year]
        if not fitting:
            return []
        choices.append(fitting)
    accounts = []
    for factors in islice(product(*choices), _MOST):
        made = reckon(price, factors)
        if made is not None:
            accounts.append(Account(factors, *made))
    return accounts


def _count(item: Node) -> Factor | None:
    value: Value = item.value._raw
    if value.lower is None or not value.unit or value.cmp in ("≤", "<"):
        return None
    return Factor(value.lower, value.upper if value.cmp in ("=", "between") else None, value.unit, item)


def _counts(count: Factor, unit: str) -> bool:
    from linter.values.units import dimension

    return bool(dimension(unit)) and dimension(count.unit) == dimension(unit)


def _likeness(name: str, count: Factor) -> Decimal:
    other = count.node.name if count.node is not None else None
    return (similarity(name, other) if name and other else None) or Decimal(0)


def _wrong(account: Account, budget: Decimal, slack: Decimal, others: bool) -> bool:
    if account.low > budget + slack:
        return True
    # Too little is only wrong when nothing else is paid from the same money and the count is not “at least”.
    return not others and account.high is not None and account.high < budget - slack


def _even(account: Account, budget: Decimal, slack: Decimal) -> bool:
    return account.low - slack <= budget <= (account.high or account.low) + slack


def _reading(used: list[Node]) -> str:
    return "、".join(f"“{node.name}”" for node in used if node.name)


KIND = Kind(
    name="product",
    note="单价 × 数量 × 时长必须与金额相符：单位相乘约去分母后比较；缺数量、单价是上限（≤）、单位不认识的不判断",
    keys=(
        Key("price", "expression", "单价", required=True, types=("value",)),
        Key("name", "expression", "单价的名称：用来挑选最相配的数量", types=("text",)),
        Key("of", "objects", "可以相乘的数量：指标的列表，如 filter(form.targets, x: …)", required=True),
        Key("equals", "expression", "应与之相符的金额（数以元计）", required=True, types=("value", "number", "amount")),
        Key("alongside", "objects", "同一笔钱里的其他支出：有的话，只在乘积超过金额时报告"),
        Key("per", "regex", "名称里的分母，命名组 unit 给出单位，如 每(?P<unit>人|月)"),
        Key("tolerance", "tolerance", "允许的差额，默认 5%", default="5%"),
    ),
    find=find,
    facts=dict.fromkeys(("account", "product", "total", "difference", "reading"), "text"),
    verify=lambda raw, types: (
        ("per", "per 要有命名组 (?P<unit>…)，并写出 name")
        if "per" in raw and ("(?P<unit>" not in str(raw["per"]) or "name" not in raw)
        else ("of", "of 应是指标的列表")
        if types["of"].of is None or types["of"].of.name != "indicator"
        else None
    ),
)
