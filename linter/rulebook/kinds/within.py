"""within: a date or a period lies inside another one. Days compare as ISO text; an open year is never
outside."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from linter.language.scope import Node, Scope, show
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.spots import Fault

Days = tuple[str | None, str | None]


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    days, frame = _days(args["field"](scope)), _days(args["period"](scope))
    if days is None or frame is None or _fits(days, frame, args["how"]):
        return
    period = args["period"](scope)
    named = f"{show(period)}年" if isinstance(period, Decimal) else show(period)
    facts = {"start": days[0], "end": days[1], "period": named, "match": args.text("field", scope)}
    yield Fault(args.spot(scope, "field"), facts)


def _days(given: Any) -> Days | None:
    """First and last day of a year, a value or a day. An end that is open, or whose year is, is None."""
    if isinstance(given, Decimal):
        return f"{int(given):04}-01-01", f"{int(given):04}-12-31"
    if isinstance(given, Node):
        start, end = given.start, given.end
    else:
        start = end = given
    start, end = (None if day is None or day.startswith("--") else day for day in (start, end))
    return None if start is None and end is None else (start, end)


def _fits(days: Days, frame: Days, how: str) -> bool:
    (start, end), (first, last) = days, frame
    if how == "overlap":
        return not (_before(end, first) or _before(last, start))
    if how == "ends":
        return not (_before(end, first) or _before(last, end))
    return not (_before(start, first) or _before(end, first) or _before(last, start) or _before(last, end))


def _before(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one < other


KIND = Kind(
    name="within",
    note="日期、期间必须落在另一个期间里；没写年份的不判断",
    keys=(
        Key("field", "field", "被检查的指标值或日期", required=True, types=("value", "date")),
        Key("period", "expression", "期间：年份（form.year）、指标值或日期", required=True,
            types=("number", "value", "date")),
        Key("how", "choice", "inside 整段在内（默认），overlap 有重叠即可，ends 截止日在内",
            choices=("inside", "overlap", "ends"), default="inside"),
    ),
    find=find,
    facts={"start": "text", "end": "text", "period": "text", "match": "text"},
)  # fmt: skip
