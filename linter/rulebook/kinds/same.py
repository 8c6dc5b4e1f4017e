"""same: objects that share a key have the same content in a field."""

from __future__ import annotations

from collections.abc import Iterator

from linter.rulebook.fault import Fault
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._groups import (
    ACROSS,
    AMONG,
    AT,
    FACTS,
    groups,
    keyed,
    number,
    partner,
    plain,
    twin_fault,
)
from linter.rulebook.scope import Scope, show


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    for group in groups(keyed(args, scope)):
        filled = [(item, plain(args["field"](item))) for item in group]
        filled = [(item, content) for item, content in filled if content is not None]
        count = number(len({content for _, content in filled}))
        if count < 2:
            continue
        for position, (item, content) in enumerate(filled):
            differing = [other for other, theirs in filled[:position] if theirs != content]
            other = partner(args, item, differing)
            if other is not None:
                facts = {
                    "match": show(args["field"](item)),
                    "expected": show(args["field"](other)),
                    "count": count,
                }
                yield twin_fault(args, item, [other], "field", **facts)
                if args["report"] == "once":
                    break


KIND = Kind(
    name="same",
    note="by 相同的对象，field 也要相同；item 是被报告的，other 是前面与它不同的",
    keys=(
        AMONG,
        Key("by", "elements", "什么算同一事项：对象的字段或表达式，可以几个", required=True),
        Key("field", "element", "应当相同的字段或表达式", required=True),
        ACROSS,
        Key("report", "choice", "later 每一个不同的（默认），once 同一事项只报一次",
            choices=("later", "once"), default="later"),
        AT,
    ),
    find=find,
    facts={**FACTS, "match": "text", "expected": "text", "count": "number"},
)  # fmt: skip
