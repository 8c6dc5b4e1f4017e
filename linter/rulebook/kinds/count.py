"""count: how many items a list has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.language.scope import Node, Scope, show
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._screens import any_of, call, tree_of
from linter.rulebook.spots import Fault, spot_at


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    listed = args["of"](scope)
    count = 0 if listed is None else len(listed)
    low, high = args["min"], args["max"]
    if (low is not None and count < low) or (high is not None and count > high):
        listed = listed or []
        first = listed[0] if listed else None
        facts = {"count": count, "first": first, "listed": "、".join(map(show, listed))}
        related = [spot_at(Scope(item), "") for item in listed if isinstance(item, Node)]
        if isinstance(first, Node) and args["at"] is None and (low is None or count >= low):
            # Too many: the fault stands at the first of them.
            yield Fault(related[0], facts, related[1:])
        else:
            yield Fault(args.spot(scope, "of"), facts, related)


def _out_of_range(listed: list[Any], low: float | None, high: float | None) -> list[Any]:
    number = call("count", call("default", listed, ["list", []]))
    bounds = [("<", low), (">", high)]
    return any_of([["compare", sign, number, ["number", str(to)]] for sign, to in bounds if to is not None])


KIND = Kind(
    name="count",
    note="列表的项数在范围之内；没有列表算 0 项；多了的，指向其中第一项",
    keys=(
        Key("of", "expression", "列表，如 targets 或 filter(targets, x: …)", required=True, types=("list",)),
        Key("min", "number", "至少几项"),
        Key("max", "number", "至多几项"),
    ),
    find=find,
    screen=lambda plain: _out_of_range(tree_of(plain["of"]), plain.get("min"), plain.get("max")),
    facts={"count": "number", "listed": "text", "first": "element"},
    at_least_one=(("min", "max"),),
)
