"""count: how many items a list has."""

from __future__ import annotations

from collections.abc import Iterator

from linter.language.scope import Node, Scope, show
from linter.rulebook.fault import Fault, spot_at
from linter.rulebook.kind import Args, Key, Kind


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    listed = args["of"](scope)
    count = 0 if listed is None else len(listed)
    low, high = args["min"], args["max"]
    if (low is not None and count < low) or (high is not None and count > high):
        related = [spot_at(Scope(item), "") for item in listed or () if isinstance(item, Node)]
        facts = {"count": count, "listed": "、".join(map(show, listed or ()))}
        yield Fault(args.spot(scope, "of"), facts, related)


KIND = Kind(
    name="count",
    note="列表的项数在范围之内；没有列表算 0 项",
    keys=(
        Key("of", "expression", "列表，如 targets 或 filter(targets, x: …)", required=True, types=("list",)),
        Key("min", "number", "至少几项"),
        Key("max", "number", "至多几项"),
    ),
    find=find,
    facts={"count": "number", "listed": "text"},
    at_least_one=(("min", "max"),),
)
