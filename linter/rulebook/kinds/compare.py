"""compare: two numbers, values or days stand in a relation."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from decimal import Decimal

from linter.language.scope import Scope
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._measure import allowance, comparable, measure
from linter.rulebook.spots import Fault

_HOLDS: dict[str, Callable[[Decimal, Decimal, Decimal], bool]] = {
    "==": lambda left, right, slack: abs(left - right) <= slack,
    "!=": lambda left, right, slack: abs(left - right) > slack,
    "<=": lambda left, right, slack: left <= right + slack,
    "<": lambda left, right, slack: left < right + slack,
    ">=": lambda left, right, slack: left >= right - slack,
    ">": lambda left, right, slack: left > right - slack,
}
_DAYS: dict[str, Callable[[str, str], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
}
_TYPES = ("number", "value", "amount", "date", "text")


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    left, right = args["left"](scope), args["right"](scope)
    if left is None or right is None:
        return
    facts = {"left": args.text("left", scope), "right": args.text("right", scope), "difference": None}
    a, b = measure(left), measure(right)
    if a is not None and b is not None:
        if not comparable((a, b)):
            return
        if not _HOLDS[args["op"]](a.number, b.number, allowance(args["tolerance"], b.number)):
            yield Fault(args.spot(scope, "left"), {**facts, "difference": abs(a.number - b.number)})
    elif _is_day(left) and _is_day(right) and not _DAYS[args["op"]](left, right):
        yield Fault(args.spot(scope, "left"), facts)


def _is_day(given: object) -> bool:
    # A day without a year (--03-31) cannot be compared.
    return isinstance(given, str) and given[:4].isdigit() and given[4:5] == "-"


KIND = Kind(
    name="compare",
    note="两个数、金额、日期必须有所写的大小关系；单位不同（不能换算）的不判断",
    keys=(
        Key("left", "expression", "左边", required=True, types=_TYPES),
        Key("op", "choice", "必须成立的关系", required=True, choices=tuple(_HOLDS)),
        Key("right", "expression", "右边", required=True, types=_TYPES),
        Key("tolerance", "tolerance", "允许的差额：数，或右边的百分比如 5%"),
    ),
    find=find,
    facts={"left": "text", "right": "text", "difference": "number"},
)
