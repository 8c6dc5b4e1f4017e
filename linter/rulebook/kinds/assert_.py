"""assert: a condition that has to hold. Rules are on their way from it to ``fault``."""

from __future__ import annotations

from collections.abc import Iterable

from linter.language.scope import Scope
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds.fault import MARK, marked_fault
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    if args["that"](scope) is not False:
        return ()
    return (marked_fault(args, scope),)


KIND = Kind(
    name="assert",
    note="条件必须成立；算不出来（缺少内容）时不报告",
    keys=(Key("that", "expression", "条件", required=True, types=("bool",)), MARK),
    find=find,
    facts={"match": "text"},
)
