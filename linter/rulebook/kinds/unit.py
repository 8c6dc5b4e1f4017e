"""unit: the measure of a value is, or is not, of some kind."""

from __future__ import annotations

from collections.abc import Iterator

from linter.language.scope import Scope, missing
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    value = args["field"](scope)
    if missing(value) or value.unit is None:
        return
    # A unit that nobody knows has no dimension, so nothing can be said of it.
    actual, wanted = (
        (value.dimension, args["dimensions"]) if args["dimensions"] else (value.unit, args["units"])
    )
    if actual is not None and (actual in wanted) != (args["must"] == "have"):
        yield Fault(
            args.spot(scope, "field"),
            {"unit": value.unit_printed or value.unit, "dimension": value.dimension},
        )


KIND = Kind(
    name="unit",
    note="指标值的计量单位（或量纲）是、或不是所列的；没有单位、单位不认识的不判断",
    keys=(
        Key("field", "field", "被检查的指标值", required=True, types=("value",)),
        Key("dimensions", "texts", "量纲，如 money、person、ratio、money/person"),
        Key("units", "texts", "单位的规范写法，如 %、人次、元/人/月"),
        Key(
            "must",
            "choice",
            "have 必须是所列之一，not_have 不得是",
            choices=("have", "not_have"),
            default="have",
        ),
    ),
    find=find,
    facts={"unit": "text", "dimension": "text"},
    exactly_one=(("dimensions", "units"),),
)
