"""query: what a query over many files finds. The queries are a closed set (auditing/crossqueries.py)."""

from __future__ import annotations

from collections.abc import Iterable

from linter.language.scope import Scope
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.spots import Fault

QUERIES = (
    "shared-goals", "shared-indicators", "filed-twice", "unit-prices", "unit-totals", "template-indicators",
)  # fmt: skip


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    return (Fault(args.spot(scope)),)


KIND = Kind(
    name="query",
    note="跨文件查（given 写 collection，要 --store）：查到一组就报告一处，位置是后一个文件里的，其余列为相关",
    keys=(Key("query", "choice", "查什么", required=True, choices=QUERIES),),
    find=find,
)
