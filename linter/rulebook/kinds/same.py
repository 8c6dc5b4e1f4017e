"""same: objects that share a key have the same content in a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.language.scope import Node, Scope, show
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
from linter.rulebook.spots import Fault

#: Objects by what they say, in order of appearance.
Known = dict[Any, list[Node]]


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    for group in groups(keyed(args, scope)):
        filled = [(item, plain(args["field"](item))) for item in group]
        filled = [(item, content) for item, content in filled if content is not None]
        count = number(len({content for _, content in filled}))
        if count < 2:
            continue
        known: Known = {}
        if args["report"] == "all":
            for item, content in filled:
                _remember(args, known, item, content)
        for item, content in filled:
            other = partner(args, item, _differing(known, content))
            _remember(args, known, item, content)
            if other is not None:
                facts = {
                    "match": show(args["field"](item)),
                    "expected": show(args["field"](other)),
                    "count": count,
                }
                yield twin_fault(args, item, [other], "field", **facts)
                if args["report"] == "once":
                    break


def _remember(args: Args, known: Known, item: Node, content: Any) -> None:
    """Keep the first object of each content, and one more from elsewhere: that is all that partners need, and
    a thousand equal objects are looked at once."""
    kept = known.setdefault(content, [])
    if not kept or (len(kept) == 1 and args["across"] is not None and partner(args, item, kept) is not None):
        kept.append(item)


def _differing(known: Known, content: Any) -> Iterator[Node]:
    return (item for theirs, items in known.items() if theirs != content for item in items)


KIND = Kind(
    name="same",
    note="by 相同的对象，field 也要相同；item 是被报告的，other 是前面与它不同的",
    keys=(
        AMONG,
        Key("by", "elements", "什么算同一事项：对象的字段或表达式，可以几个", required=True),
        Key("field", "element", "应当相同的字段或表达式", required=True),
        ACROSS,
        Key("report", "choice", "later 与前面不同的每一个（默认），all 每一个，once 同一事项只报一次",
            choices=("later", "all", "once"), default="later"),
        AT,
    ),
    find=find,
    facts={**FACTS, "match": "text", "expected": "text", "count": "number"},
)  # fmt: skip
