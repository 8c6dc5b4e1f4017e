"""fault: a condition that is the fault itself. For what no other kind says."""

from __future__ import annotations

from collections.abc import Iterable

from linter.language.scope import Scope
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._screens import tree_of
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    if args["when"](scope) is not True:
        return ()
    return (marked_fault(args, scope),)


def marked_fault(args: Args, scope: Scope) -> Fault:
    """A fault where ``at`` says, with the text that ``mark`` gives marked in it."""
    spot = args.spot(scope)
    marked = args["mark"](scope) if args["mark"] else None
    if marked and (not spot.text or (not spot.field and marked not in spot.text)):
        # An empty cell has nothing to show, nor has the title of a form whose goal is at fault: the marked text,
        # taken from elsewhere, stands for it.
        spot.text = marked
    if marked and marked in spot.text:
        start = spot.text.index(marked)
        spot.mark = (start, start + len(marked))
    return Fault(spot, {"match": marked or spot.text})


MARK = Key(
    "mark",
    "expression",
    "要标出的文字（at 所指文字里第一处；那里空着，或指整行整表，就显示它）",
    types=("text",),
)
KIND = Kind(
    name="fault",
    note="条件就是毛病：为真就报告；算不出来（缺少内容）时不报告",
    keys=(Key("when", "expression", "条件，为真就是错", required=True, types=("bool",)), MARK),
    find=find,
    screen=lambda plain: tree_of(plain["when"]),
    facts={"match": "text"},
)
