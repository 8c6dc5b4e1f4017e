"""require: something has to be there. The only kind that speaks of what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from linter.language.scope import Scope, missing
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._screens import all_of
from linter.rulebook.kinds._screens import missing as missing_tree
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    if args["field"] is not None:
        return (Fault(args.spot(scope, "field")),) if missing(args["field"](scope)) else ()
    return (Fault(args.spot(scope, "any")),) if all(missing(field(scope)) for field in args["any"]) else ()


KIND = Kind(
    name="require",
    note="字段必须有内容；any 里至少一个有内容",
    keys=(
        Key("field", "field", "必须有内容的字段"),
        Key("any", "expressions", "字段（或表达式）的列表，至少一个有内容"),
    ),
    find=find,
    screen=lambda plain: all_of([missing_tree(one, True) for one in plain.get("any") or [plain["field"]]]),
    exactly_one=(("field", "any"),),
)
