"""What the kinds that look at many objects share: their keys, comparable values, and how they report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from linter.language.scope import Node, Scope, missing
from linter.rulebook.kind import Args, Key
from linter.rulebook.spots import Fault

AMONG = Key("among", "objects", "对象的列表，如 targets、filter(forms, f: …)", required=True)
AT = Key("at", "element", "指向各对象的哪个字段；默认是被比较的字段")
ACROSS = Key("across", "element", "只比较这个字段不同的对象，如 form.number（不同的表之间）")
FACTS = {"item": "element", "other": "element"}


def plain(found: Any) -> Any:
    """A result that can be compared and hashed: a value is what is printed, a list is a tuple; None if
    missing."""
    if missing(found):
        return None
    if isinstance(found, Node):
        return found.text if found._type == "value" else id(found)
    return tuple(map(plain, found)) if isinstance(found, list) else found


def keyed(args: Args, scope: Scope) -> Iterator[tuple[tuple[Any, ...], Node]]:
    """The objects with their key; one with a missing part of the key takes no part."""
    for item in args["among"](scope) or ():
        key = tuple(plain(part(item)) for part in args["by"])
        if None not in key:
            yield key, item


def groups(pairs: Iterable[tuple[tuple[Any, ...], Node]]) -> list[list[Node]]:
    """Objects with equal keys, in order of first appearance."""
    found: dict[tuple[Any, ...], list[Node]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return list(found.values())


def partner(args: Args, item: Node, others: Iterable[Node]) -> Node | None:
    """The first of the others that ``across`` allows as a partner."""
    if args["across"] is None:
        return next((other for other in others if other is not item), None)
    own = plain(args["across"](item))
    return next(
        (other for other in others if other is not item and plain(args["across"](other)) != own), None
    )


def first_partners(args: Args, group: list[Node]) -> list[Node]:
    """The one or two of a group among which every member finds its first partner: the first of all, and the first that
    ``across`` allows as a partner of that."""
    second = partner(args, group[0], group)
    return [group[0]] if second is None else [group[0], second]


def twin_fault(args: Args, item: Node, others: list[Node], key: str, **facts: Any) -> Fault:
    """The fault of an object and those it collides with; the first of them is ``other`` in messages."""
    related = [args.spot(Scope(other), key) for other in others]
    return Fault(args.spot(Scope(item), key), {"item": item, "other": others[0], **facts}, related)


def number(count: int) -> Decimal:
    return Decimal(count)
