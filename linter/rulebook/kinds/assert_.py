"""assert: a condition that has to hold. For what no other kind says."""

from __future__ import annotations

from collections.abc import Iterable

from linter.language.scope import Scope
from linter.rulebook.fault import Fault
from linter.rulebook.kind import Args, Key, Kind


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    if args["that"](scope) is not False:
        return ()
    spot = args.spot(scope)
    marked = args["mark"](scope) if args["mark"] else None
    if marked and (not spot.text or (not spot.field and marked not in spot.text)):
        # An empty cell has nothing to show, nor has the title of a form whose goal is at fault: the marked text,
        # taken from elsewhere, stands for it.
        spot.text = marked
    if marked and marked in spot.text:
        start = spot.text.index(marked)
        spot.mark = (start, start + len(marked))
    return (Fault(spot, {"match": marked or spot.text}),)


KIND = Kind(
    name="assert",
    note="条件必须成立；算不出来（缺少内容）时不报告",
    keys=(
        Key("that", "expression", "条件", required=True, types=("bool",)),
        Key(
            "mark",
            "expression",
            "要标出的文字（at 所指文字里第一处；那里空着，或指整行整表，就显示它）",
            types=("text",),
        ),
    ),
    find=find,
    facts={"match": "text"},
)
