"""unique: no two objects of a list share a key."""

from __future__ import annotations

from collections.abc import Iterator

from linter.language.scope import Scope
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._groups import (
    ACROSS,
    AMONG,
    AT,
    FACTS,
    first_partners,
    groups,
    keyed,
    number,
    partner,
    twin_fault,
)
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    for group in groups(keyed(args, scope)):
        if len(group) < 2:
            continue
        count = number(len(group))
        first = first_partners(args, group)
        at = group.index(first[-1])
        if args["report"] == "once":
            others = [item for item in group if partner(args, item, first)]
            if len(others) > 1:
                yield twin_fault(args, others[0], others[1:], "by", count=count)
            continue
        for position, item in enumerate(group):
            before = first if args["report"] == "all" or position > at else first[:1] if position else []
            other = partner(args, item, before)
            if other is not None:
                yield twin_fault(args, item, [other], "by", count=count)


KIND = Kind(
    name="unique",
    note="列表里的对象不得有相同的 by；item 是被报告的，other 是与它相同的",
    keys=(
        AMONG,
        Key("by", "elements", "什么算相同：对象的字段或表达式，可以几个", required=True),
        ACROSS,
        Key("report", "choice", "later 后出现的每一个（默认），all 每一个，once 一组只报一次",
            choices=("later", "all", "once"), default="later"),
        AT,
    ),
    find=find,
    facts={**FACTS, "count": "number"},
)  # fmt: skip
