"""product: price × quantity × duration agrees with an amount, by dimensional analysis.

The price (元/人/月) says by its denominators what has to be multiplied: a denominator of time that divides
the year evenly (月, 季度, 年) takes the budget year, every other one takes an indicator that counts this
very thing. Where several indicators do, the one whose name is most like the price's is taken and the
message can say so; if another one makes the account come out even, there is no fault, and if the names do
not tell, nothing is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice, product
from typing import NamedTuple

from linter.language.functions.likeness import normal, similarity
from linter.language.scope import Node, Scope, show
from linter.model import Value
from linter.rulebook.fault import Fault, spot_at
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._measure import allowance, measure
from linter.rulebook.kinds._reckon import Factor, reckon, show_factor, show_money, time_factor

#: Readings tried at most: a form with dozens of counts of the same thing proves nothing.
_MOST = 64
_SPOKEN = ("account", "product", "total", "difference", "reading")


class Account(NamedTuple):
    """One reading: the factors behind the price, what they make in 元 (``high`` None: open upwards)."""

    factors: tuple[Factor, ...]
    low: Decimal
    high: Decimal | None


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    value = args["price"](scope)
    price = _price(args, scope, value._raw) if value is not None else None
    if price is None:
        return ()
    counts = _others(args["of"](scope), scope)
    if args["report"] == "no_count":
        return _uncounted(args, scope, price, counts)
    # A ceiling says nothing about what is spent.
    return () if value.cmp in ("≤", "<") else _disagreement(args, scope, price, counts)


def _others(listed: list[Node] | None, scope: Scope) -> list[Node]:
    return [item for item in listed or () if item is not scope.node]


def _uncounted(args: Args, scope: Scope, price: Factor, counts: list[Node]) -> Iterator[Fault]:
    """A denominator that no indicator counts, or none whose name has anything to do with the price."""
    name = _name(args, scope)
    for unit in price.unit.split("/")[1:]:
        if time_factor(unit, "") is not None:
            continue
        fitting = [count for item in counts if (count := _count(item, unit, ceilings=True)) is not None]
        related = bool(fitting) and (not name or unit in (args["loose"] or ()))
        if not related and not any(_likeness(name, count) for count in fitting):
            yield Fault(args.spot(scope, "price"), {"unit": unit, **dict.fromkeys(_SPOKEN)})
            return


def _disagreement(args: Args, scope: Scope, price: Factor, counts: list[Node]) -> Iterator[Fault]:
    budget = _yuan(args, scope)
    if not budget:
        return
    others = _others(args["alongside"](scope), scope) if args["alongside"] else []
    accounts = _accounts(args, scope, price, counts, _has_rival(args, price, others))
    if not accounts:
        return
    chosen = accounts[0]
    used = [one.node for one in chosen.factors if one.node is not None]
    slack = allowance(args["tolerance"], budget)
    # Too little is only wrong when all the money and all the work is in this one account.
    alone = not others and len(used) == len(counts)
    too_little = alone and chosen.high is not None and chosen.high < budget - slack
    if not (chosen.low > budget + slack or too_little):
        yield from _together(args, scope, accounts, others, counts, budget)
        return
    if any(one.low - slack <= budget <= (one.high or one.low) + slack for one in accounts[1:]):
        return
    spoken = _spoken(price, chosen)
    yield _fault(args, scope, price, spoken, chosen, budget, used, more_than_one=len(accounts) > 1)


def _together(
    args: Args,
    scope: Scope,
    own: list[Account],
    others: list[Node],
    counts: list[Node],
    budget: Decimal,
) -> Iterator[Fault]:
    """Several prices, each with work of its own, that make more than the amount only when added up.

    Reported at the first of them. Each is taken at its least, and what is only a part of another count, or
    is counted under two prices, ends the matter: it would be added twice.
    """
    before = True
    sums: list[tuple[Factor, Account]] = []
    for item in args["alongside"](scope) or () if args["alongside"] else ():
        if item is scope.node:
            before, accounts, price = False, own, _price(args, scope, item.value._raw)
        elif item in others and item.value is not None and item.value.cmp not in ("≤", "<"):
            price = _price(args, item, item.value._raw)
            rivals = [scope.node, *(other for other in others if other is not item)]
            rival = price is not None and _has_rival(args, price, rivals)
            accounts = _accounts(args, Scope(item), price, counts, rival) if price is not None else []
        else:
            continue
        if price is None or not accounts:
            continue
        if before:
            return
        sums.append((price, min(accounts, key=lambda account: account.low)))
    used = [one.node for _, account in sums for one in account.factors if one.node is not None]
    low = sum((account.low for _, account in sums), Decimal(0))
    if len(sums) < 2 or low <= budget + allowance(args["tolerance"], budget):
        return
    if len(set(map(id, used))) < len(used) or len(used) < len(sums):
        return
    if any(account.low > budget for _, account in sums) or any("其中" in (node.name or "") for node in used):
        return
    highs = [account.high for _, account in sums]
    high = None if None in highs else sum((one for one in highs if one is not None), Decimal(0))
    spoken = " + ".join(_spoken(price, account) for price, account in sums)
    yield _fault(args, scope, sums[0][0], spoken, Account((), low, high), budget, used, more_than_one=False)


def _spoken(price: Factor, account: Account) -> str:
    return " × ".join(show_factor(one) for one in (price, *account.factors))


def _fault(
    args: Args,
    scope: Scope,
    price: Factor,
    spoken: str,
    account: Account,
    budget: Decimal,
    used: list[Node],
    *,
    more_than_one: bool,
) -> Fault:
    made = show_money(account.low, account.high, budget)
    apart = abs((account.high or account.low) - budget)
    facts = {
        "account": f"{spoken} = {made}",
        "product": made,
        "total": show_money(budget, budget, budget),
        "difference": show_money(apart, apart, budget),
        "reading": "、".join(f"“{node.name}”" for node in used if node.name) if more_than_one else "",
        "unit": price.unit,
    }
    return Fault(args.spot(scope, "price"), facts, [spot_at(Scope(node), "value") for node in used])


def _yuan(args: Args, scope: Scope) -> Decimal | None:
    """The amount to agree with, in 元: a number is 元 already."""
    read = measure(args["equals"](scope))
    return read.number if read is not None and read.dimension in ("", "money") else None


def _name(args: Args, item: Scope | Node) -> str:
    return show(args["name"](item)) if args["name"] else ""


def _price(args: Args, item: Scope | Node, value: Value) -> Factor | None:
    """The price with the denominators that its name adds (每人每月…), None when it is no price per
    something."""
    from linter.values.canonical import canonical

    parts = value.unit.split("/")
    for found in args["per"].finditer(_name(args, item)) if args["per"] else ():
        unit = canonical(next(filter(None, found.groups()), ""))
        if unit and unit not in parts[1:]:
            parts.append(unit)
    low = value.lower if value.lower is not None else value.upper
    if len(parts) < 2 or low is None:
        return None
    return Factor(low, value.upper if value.cmp in ("=", "between") else None, "/".join(parts), None)


def _has_rival(args: Args, price: Factor, others: list[Node]) -> bool:
    """Whether another price asks for the same counts, so that only the names can tell whose they are."""
    asked = set(price.unit.split("/")[1:])
    rivals = (_price(args, other, other.value._raw) for other in others)
    return any(rival is not None and set(rival.unit.split("/")[1:]) == asked for rival in rivals)


def _accounts(args: Args, scope: Scope, price: Factor, counts: list[Node], rival: bool) -> list[Account]:
    """Every reading, the most likely first; empty when a factor is missing or cannot be told, or when the
    units do not leave money."""
    name = _name(args, scope)
    choices: list[list[Factor]] = []
    for unit in price.unit.split("/")[1:]:
        span = time_factor(unit, args.text("duration", scope) if args["duration"] else "")
        if span is not None:
            choices.append([span])
            continue
        fitting = [count for item in counts if (count := _count(item, unit)) is not None]
        fitting.sort(key=lambda count: -_likeness(name, count))
        if not fitting or not _told(args, name, fitting, unit, rival):
            return []
        choices.append(fitting)
    accounts = []
    for factors in islice(product(*choices), _MOST):
        made = reckon(price, factors)
        if made is not None:
            accounts.append(Account(factors, *made))
    return accounts


def _count(item: Node, unit: str, *, ceilings: bool = False) -> Factor | None:
    """The indicator as a count of ``unit``; None for one of other things and, if not wanted, a ceiling."""
    from linter.values.units import dimension

    value: Value = item.value._raw
    kind = dimension(unit)
    if not kind or dimension(value.unit) != kind:
        return None
    if ceilings and value.upper is not None:
        return Factor(value.upper, value.upper, value.unit, item)
    if value.lower is None or value.cmp in ("≤", "<"):
        return None
    return Factor(value.lower, value.upper if value.cmp in ("=", "between") else None, value.unit, item)


def _told(args: Args, name: str, fitting: list[Factor], unit: str, rival: bool) -> bool:
    """Whether the names say that the first count belongs to the price."""
    if not name:
        return len(fitting) == 1 and not rival
    best = _likeness(name, fitting[0])
    if rival:
        return best >= Decimal(str(args["alike"]))
    if len(fitting) > 1:
        return best > _likeness(name, fitting[1])
    return best > 0 or unit in (args["loose"] or ())


def _likeness(name: str, count: Factor) -> Decimal:
    other = count.node.name if count.node is not None else None
    if not name or not other:
        return Decimal(0)
    a, b = normal(name), normal(other)
    return Decimal(1) if a and b and (a in b or b in a) else similarity(name, other) or Decimal(0)


KIND = Kind(
    name="product",
    note="单价 × 数量 × 时长必须与金额相符，单位相乘约去分母；缺数量、单价是上限（≤）、单位不认识的不判断",
    keys=(
        Key("price", "expression", "单价", required=True, types=("value",)),
        Key("name", "expression", "单价的名称：用来挑选最相配的数量", types=("text",)),
        Key("of", "objects", "可以相乘的数量：指标的列表，如 filter(form.targets, x: …)", required=True),
        Key(
            "report",
            "choice",
            "difference 与金额不符（默认），no_count 单价没有可以相乘的数量",
            choices=("difference", "no_count"),
            default="difference",
        ),
        Key(
            "equals",
            "expression",
            "应与之相符的金额（数以元计）；report 为 difference 时必写",
            types=("value", "number", "amount"),
        ),
        Key("alongside", "objects", "同一笔钱里的其他支出：有的话，只在乘积或各项乘积的合计超过金额时报告"),
        Key(
            "duration",
            "expression",
            "付多久（如 form.duration）；不写、读不出、超过一年，都按一年算",
            types=("text", "value"),
        ),
        Key("alike", "number", "有别的同类单价时，名称相似到多少才算同一件事", default=0.5),
        Key("loose", "texts", "只有一个数量时，分母是这些单位的不要求名称相关，如 人"),
        Key("per", "regex", "名称里的分母，括号组给出单位，如 每(人|月)|(人|户)均"),
        Key("tolerance", "tolerance", "允许的差额，默认 5%", default="5%"),
    ),
    find=find,
    facts=dict.fromkeys((*_SPOKEN, "unit"), "text"),
    verify=lambda raw, types: (
        ("per", "per 要有一个括号组给出单位，并写出 name")
        if "per" in raw and ("(" not in str(raw["per"]) or "name" not in raw)
        else ("equals", "缺少 equals：应与之相符的金额")
        if raw.get("report", "difference") == "difference" and "equals" not in raw
        else ("of", "of 应是指标的列表")
        if types["of"].of is None or types["of"].of.name != "indicator"
        else None
    ),
)
