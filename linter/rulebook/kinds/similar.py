"""similar: no two objects of a list say nearly the same; or one is cut off from, or contained in, another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

from linter.language.scope import Node, Scope
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._alike import alike_pairs
from linter.rulebook.kinds._groups import ACROSS, AMONG, AT, FACTS, partner, plain, twin_fault
from linter.rulebook.spots import Fault

#: An object's text, all objects that have this very text, in order.
Texts = dict[str, list[Node]]


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    texts: Texts = {}
    order: dict[int, int] = {}
    for item in args["among"](scope) or ():
        text = plain(args["field"](item))
        if isinstance(text, str) and text:
            order[id(item)] = len(order)
            texts.setdefault(text, []).append(item)
    finder = {"similar": _similar, "prefix": _prefix, "part": _part}[args["how"]]
    found = sorted(finder(args, texts, order), key=lambda fault: order[id(fault.facts["item"])])
    yield from found


def _similar(args: Args, texts: Texts, order: dict[int, int]) -> Iterator[Fault]:
    """Each object with the earlier one that is most like it."""
    best: dict[int, tuple[Decimal, Node, Node]] = {}

    def offer(item: Node, candidates: list[Node], alike: Decimal) -> None:
        earlier = [other for other in candidates if order[id(other)] < order[id(item)]]
        other = partner(args, item, earlier)
        if other is not None and (id(item) not in best or best[id(item)][0] < alike):
            best[id(item)] = (alike, item, other)

    for twins in texts.values():
        if args["equal"] and len(twins) > 1:
            for item in twins:
                offer(item, twins, Decimal(1))
    for one, two, alike in alike_pairs(list(texts), Decimal(str(args["at_least"]))):
        for text, theirs in ((one, two), (two, one)):
            for item in texts[text]:
                offer(item, texts[theirs], alike)
    for alike, item, other in best.values():
        yield twin_fault(args, item, [other], "field", similarity=alike)


def _prefix(args: Args, texts: Texts, order: dict[int, int]) -> Iterator[Fault]:
    """Texts that are the beginning of a longer one: in sorted order these stand right behind."""
    ordered = sorted(texts)
    for text, items in texts.items():
        at = bisect_right(ordered, text)
        longer = []
        while at < len(ordered) and ordered[at].startswith(text):
            longer += texts[ordered[at]]
            at += 1
        yield from _cut(args, items, longer)


def _part(args: Args, texts: Texts, order: dict[int, int]) -> Iterator[Fault]:
    """Texts that stand inside a longer one. One search through all texts on end keeps this fast."""
    joined = "\n".join(texts)
    starts, listed, at = [], list(texts), 0
    for text in listed:
        starts.append(at)
        at += len(text) + 1
    for text, items in texts.items():
        longer: list[Node] = []
        at = joined.find(text)
        while at >= 0:
            home = listed[bisect_right(starts, at) - 1]
            if home != text:
                longer += texts[home]
            at = joined.find(text, at + len(text))
        yield from _cut(args, items, longer)


def _cut(args: Args, items: list[Node], longer: list[Node]) -> Iterator[Fault]:
    for item in items:
        other = partner(args, item, longer)
        if other is not None:
            yield twin_fault(args, item, [other], "field", similarity=None)


KIND = Kind(
    name="similar",
    note="列表里的对象不得有相似的文字；item 是被报告的，other 是与它相似的。成对的只报一次，报后出现的",
    keys=(
        AMONG,
        Key("field", "element", "比较的文字", required=True, types=("text", "value")),
        Key("at_least", "number", "相似程度达到多少算（0 到 1）；how 为 similar 时必写"),
        Key("how", "choice", "similar 相似（默认），prefix 是另一段的开头，part 是另一段的一部分",
            choices=("similar", "prefix", "part"), default="similar"),
        Key("equal", "flag", "false：一字不差的不算，只报相似的", default=True),
        ACROSS,
        AT,
    ),
    find=find,
    facts={**FACTS, "similarity": "number"},
    verify=lambda raw, types: (
        ("how", "how 为 similar 时要写 at_least，如 0.85")
        if raw.get("how", "similar") == "similar" and not 0 < raw.get("at_least", 0) <= 1
        else None
    ),
)  # fmt: skip
