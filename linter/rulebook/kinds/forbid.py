"""forbid: a field has to stay empty."""

from __future__ import annotations

from collections.abc import Iterator

from linter.language.scope import Scope, missing, show
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._screens import missing as missing_tree
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    content = args["field"](scope)
    if not missing(content):
        yield Fault(args.spot(scope, "field"), {"match": show(content)})


KIND = Kind(
    name="forbid",
    note="字段不得有内容",
    keys=(Key("field", "field", "不得有内容的字段", required=True),),
    find=find,
    screen=lambda plain: missing_tree(plain["field"], False),
    facts={"match": "text"},
)
