"""product: price × quantity × duration agrees with an amount, by dimensional analysis.

The price (元/人/月) says by its denominators what has to be multiplied: a denominator of time that divides
the year evenly (月, 季度, 年) takes the budget year, every other one takes an indicator that counts this
very thing. Where several indicators do, the one whose name is most like the price's is taken and the
message can say so; if another one makes the account come out even, there is no fault, and if the names do
not tell, nothing is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from linter.language.scope import Node, Scope
from linter.model import Value
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._accounts import (
    CAPS,
    Account,
    accounts_of,
    count_of,
    has_rival,
    likeness,
    name_of,
    price_of,
)
from linter.rulebook.kinds._measure import allowance, measure
from linter.rulebook.kinds._reckon import Factor, show_factor, show_money, time_factor
from linter.rulebook.spots import Fault, spot_at

#: Among more counts than this no names tell which one a price belongs to, and each price would be held against each.
_MOST_COUNTS = 300
#: An amount this near to another, by its share, is taken for the same money.
_NEAR = Decimal("0.1")
_SPOKEN = ("account", "product", "total", "difference", "reading")


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    value = args["price"](scope)
    price = price_of(args, scope, value._raw) if value is not None else None
    if price is None:
        return ()
    counts = _others(args["of"](scope), scope)
    if len(counts) > _MOST_COUNTS:
        return ()
    if args["report"] == "no_count":
        return _uncounted(args, scope, price, counts)
    return _disagreement(args, scope, price, counts)


def _others(listed: list[Node] | None, scope: Scope) -> list[Node]:
    return [item for item in listed or () if item is not scope.node]


def _uncounted(args: Args, scope: Scope, price: Factor, counts: list[Node]) -> Iterator[Fault]:
    """A denominator that no indicator counts, or none whose name has anything to do with the price."""
    name = name_of(args, scope)
    for unit in price.unit.split("/")[1:]:
        if time_factor(unit, "") is not None:
            continue
        fitting = [count for item in counts if (count := count_of(item, unit)) is not None]
        related = bool(fitting) and (not name or unit in (args["loose"] or ()))
        if not related and not any(likeness(name, count) for count in fitting):
            yield Fault(args.spot(scope, "price"), {"unit": unit, **dict.fromkeys(_SPOKEN)})
            return


def _disagreement(args: Args, scope: Scope, price: Factor, counts: list[Node]) -> Iterator[Fault]:
    budget = _yuan(args, scope)
    if not budget:
        return
    others = _others(args["alongside"](scope), scope) if args["alongside"] else []
    accounts = accounts_of(args, scope, price, counts, has_rival(args, price, others))
    if not accounts:
        return
    chosen = accounts[0]
    used = [one.node for one in chosen.factors if one.node is not None]
    slack = allowance(args["tolerance"], budget)
    # Too little is only wrong when all the money and all the work is in this one account.
    alone = not others and len(used) == len(counts) and not chosen.capped and not chosen.doubtful
    too_little = alone and chosen.high is not None and chosen.high < budget - slack
    if not (_beyond(args, chosen, budget) or too_little):
        yield from _together(args, scope, accounts, others, counts, budget)
        return
    if any(one.low - slack <= budget <= (one.high or one.low) + slack for one in accounts[1:]):
        return
    spoken = _spoken(price, chosen)
    yield _fault(args, scope, price, spoken, chosen, budget, used, more_than_one=len(accounts) > 1)


def _beyond(args: Args, account: Account, budget: Decimal) -> bool:
    """Whether an account is too much for the amount. A cap is not what will be spent, and in doubt
    the least is taken: only far beyond the amount is wrong."""
    if account.capped or account.doubtful:
        return args["capped"] is not None and account.low >= budget * Decimal(str(args["capped"]))
    return account.low > budget + allowance(args["tolerance"], budget)


def _together(
    args: Args,
    scope: Scope,
    own: list[Account],
    others: list[Node],
    counts: list[Node],
    budget: Decimal,
) -> Iterator[Fault]:
    """Several prices, each with work of its own, that make more than the amount only when added up.

    Reported at the first of them. Each is taken at its least, those without a cap first by themselves.
    """
    sums: list[tuple[Node, Factor, Account]] = []
    for item in args["alongside"](scope) or () if args["alongside"] else ():
        if item is scope.node:
            accounts, price = own, price_of(args, scope, item.value._raw)
        elif item in others and item.value is not None:
            price = price_of(args, item, item.value._raw)
            rivals = [scope.node, *(other for other in others if other is not item)]
            rival = price is not None and has_rival(args, price, rivals)
            accounts = accounts_of(args, Scope(item), price, counts, rival) if price is not None else []
        else:
            continue
        if price is not None and accounts and not accounts[0].doubtful:
            sums.append((item, price, min(accounts, key=lambda account: account.low)))
    sums += _besides(args, scope, [account for _, _, account in sums], budget)
    for group in ([one for one in sums if not one[2].capped], sums):
        account = _total(group, budget)
        if account is not None and _beyond(args, account, budget):
            if group[0][0] is scope.node:
                spoken = " + ".join(_spoken(price, part) for _, price, part in group)
                fault = _fault(
                    args, scope, group[0][1], spoken, account, budget, _nodes(group), more_than_one=False
                )
                items = [node for node, _, part in group if not part.factors]
                fault.related += [spot_at(Scope(node), "value") for node in items]
                yield fault
            return


def _besides(
    args: Args, scope: Scope, accounts: list[Account], budget: Decimal
) -> list[tuple[Node, Factor, Account]]:
    """Plain amounts paid from the same money. One that is near a product is taken for its sum, one that is near the
    whole amount for that."""
    found = []
    known = [budget, *(account.low for account in accounts)]
    for item in args["besides"](scope) or () if args["besides"] else ():
        amount = measure(item.value)
        if amount is None or amount.dimension != "money":
            continue
        if any(abs(amount.number - one) <= one * _NEAR for one in known) or amount.number > budget:
            continue
        value: Value = item.value._raw
        capped = value.cmp in CAPS
        price = Factor(item.value.number, None if capped else item.value.number, value.unit, None, capped)
        found.append((item, price, Account((), amount.number, amount.number, capped)))
    return found


def _total(group: list[tuple[Node, Factor, Account]], budget: Decimal) -> Account | None:
    """The accounts added up. None for what is only a part of another count, or is counted under two prices: it would
    be added twice; and where one of them is too much by itself."""
    used = _nodes(group)
    products = [account for _, _, account in group if account.factors]
    if len(group) < 2 or not products or len(set(map(id, used))) < len(used) or len(used) < len(products):
        return None
    accounts = [account for _, _, account in group]
    if any(account.low > budget for account in accounts) or any("其中" in (node.name or "") for node in used):
        return None
    highs = [account.high for account in accounts if account.high is not None]
    high = sum(highs, Decimal(0)) if len(highs) == len(accounts) else None
    low = sum((account.low for account in accounts), Decimal(0))
    capped, mixed = any(account.capped for account in accounts), len(products) < len(group)
    return Account((), low, high, capped, mixed=mixed)


def _nodes(group: list[tuple[Node, Factor, Account]]) -> list[Node]:
    return [one.node for _, _, account in group for one in account.factors if one.node is not None]


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
    made = show_money(account.low, account.low if account.capped else account.high, budget)
    apart = abs((account.high or account.low) - budget)
    facts = {
        "account": f"{spoken} = {made}",
        "product": made,
        "total": show_money(budget, budget, budget),
        "difference": show_money(apart, apart, budget),
        "reading": "、".join(f"“{node.name}”" for node in used if node.name) if more_than_one else "",
        "unit": price.unit,
    }
    fault = Fault(args.spot(scope, "price"), facts, [spot_at(Scope(node), "value") for node in used])
    if (
        (account.capped or account.mixed)
        and args["sure"] is not None
        and account.low < budget * Decimal(str(args["sure"]))
    ):
        fault.severity = "warning"
    return fault


def _yuan(args: Args, scope: Scope) -> Decimal | None:
    """The amount to agree with, in 元: a number is 元 already."""
    read = measure(args["equals"](scope))
    return read.number if read is not None and read.dimension in ("", "money") else None


KIND = Kind(
    name="product",
    note="单价 × 数量 × 时长必须与金额相符，单位相乘约去分母；缺数量、单位不认识的不判断；上限（≤）只在超得多时报告",
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
        Key("besides", "objects", "同一笔钱里不用乘的各项金额，与各项乘积合计"),
        Key(
            "duration",
            "expression",
            "付多久（如 form.duration）；不写、读不出、超过一年，都按一年算",
            types=("text", "value"),
        ),
        Key("alike", "number", "有别的同类单价时，名称相似到多少才算同一件事", default=0.5),
        Key("loose", "texts", "只有一个数量时，分母是这些单位的不要求名称相关，如 人"),
        Key("per", "expression", "名称里的分母，如 per", types=("text",)),
        Key("capped", "number", "单价、数量写的是上限（≤）的，乘积达到金额的几倍才报告；不写就不报告"),
        Key("sure", "number", "上限的乘积达到金额的几倍才按规则的级别报告，不到的从轻为 warning"),
        Key("tolerance", "tolerance", "允许的差额，默认 5%", default="5%"),
    ),
    find=find,
    facts=dict.fromkeys((*_SPOKEN, "unit"), "text"),
    verify=lambda raw, types: (
        ("equals", "缺少 equals：应与之相符的金额")
        if raw.get("report", "difference") == "difference" and "equals" not in raw
        else ("of", "of 应是指标的列表")
        if types["of"].of is None or types["of"].of.name != "indicator"
        else None
    ),
)
