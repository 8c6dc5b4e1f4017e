"""range: a number, or both ends of a value, lie between limits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from linter.language.scope import Node, Scope
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._measure import measure
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    given = args["field"](scope)
    if isinstance(given, Node) and given._type == "value":
        numbers = [number for number in (given.lower, given.upper) if number is not None]
    else:
        read = measure(given)
        numbers = [read.number] if read else []
    limits = {name: args[name](scope) for name in ("min", "max", "above", "below") if args[name]}
    for number in numbers:
        if _outside(number, limits):
            yield Fault(
                args.spot(scope, "field"), {"number": number, "match": args.text("field", scope), **limits}
            )
            return


def _outside(number: Decimal, limits: dict[str, Decimal | None]) -> bool:
    low, high, above, below = (limits.get(name) for name in ("min", "max", "above", "below"))
    return (
        (low is not None and number < low)
        or (high is not None and number > high)
        or (above is not None and number <= above)
        or (below is not None and number >= below)
    )


KIND = Kind(
    name="range",
    note="数必须在范围之内；指标值的上下限都要在内（以它自己的单位计）",
    keys=(
        Key("field", "expression", "被检查的数或指标值", required=True, types=("number", "value", "text")),
        Key("min", "expression", "不小于", types=("number",)),
        Key("max", "expression", "不大于", types=("number",)),
        Key("above", "expression", "大于", types=("number",)),
        Key("below", "expression", "小于", types=("number",)),
    ),
    find=find,
    facts={
        "number": "number",
        "match": "text",
        "min": "number",
        "max": "number",
        "above": "number",
        "below": "number",
    },
    at_least_one=(("min", "max", "above", "below"),),
)
