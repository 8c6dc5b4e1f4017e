"""sum: addends make a total. Compared at the coarsest precision among them; an empty addend counts as
absent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from linter.language.scope import Node, Scope, missing, show
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.kinds._measure import Measure, allowance, comparable, measure, rounded
from linter.rulebook.spots import Fault, Spot, spot_at

_TYPES = ("number", "text", "value", "amount", "list")


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    given = [(item, path) for item, path in _listed(args, scope) if not missing(item)]
    wanted = [total(scope) for total in args["equals"]]
    # An amount beside printed numbers is taken as printed; beside money it is money.
    items = [item for item, _ in given]
    read = _read(items, wanted, any(isinstance(item, str) for item in (*items, *wanted)))
    if read is None:
        return
    addends, totals = read
    made = sum((one.number for one in addends), Decimal(0))
    if any(_agree(made, total, addends, args["tolerance"]) for total in totals):
        return
    total = totals[0]
    facts = {
        "sum": made,
        "total": total.number,
        "difference": abs(made - total.number),
        "addends": " + ".join(show(one.number) for one in addends),
        "count": len(addends),
    }
    yield Fault(
        args.spot(scope, "equals"),
        facts,
        [spot for item, path in given if (spot := _spot(scope, item, path))],
    )


def _read(given: list[Any], wanted: list[Any], printed: bool) -> tuple[list[Measure], list[Measure]] | None:
    """Addends and totals as numbers of one dimension. None when there are none, when one has another
    dimension, or when an addend is no number: a code or a remark leaves the sum unknown, not wrong."""
    addends = [one for item in given if (one := measure(item, printed=printed)) is not None]
    totals = [one for item in wanted if (one := measure(item, printed=printed)) is not None]
    if not addends or not totals or len(addends) < len(given):
        return None
    return (addends, totals) if comparable((*addends, *totals)) else None


def _listed(args: Args, scope: Scope) -> Iterator[tuple[Any, str | None]]:
    for expression, path in zip(args["of"], args.paths["of"], strict=True):
        found = expression(scope)
        if isinstance(found, list):
            yield from ((item, None) for item in found)
        else:
            yield found, path


def _agree(total_sum: Decimal, total: Measure, addends: list[Measure], tolerance: str | None) -> bool:
    if tolerance is not None:
        return abs(total_sum - total.number) <= allowance(tolerance, total.number)
    step = max(read.step for read in (total, *addends))
    return rounded(total_sum, step) == rounded(total.number, step)


def _spot(scope: Scope, item: Any, path: str | None) -> Spot | None:
    if path is not None:
        return spot_at(scope, path)
    return spot_at(Scope(item), "") if isinstance(item, Node) else None


KIND = Kind(
    name="sum",
    note="各项之和必须等于总数，按最粗的一项的小数位比较；空的项当作没有，读不出数的不判断",
    keys=(
        Key("of", "expressions", "各项：字段的列表，或给出列表的表达式", required=True, types=_TYPES),
        Key("equals", "expressions", "总数；写成列表时，等于其中之一即可", required=True, types=_TYPES[:4]),
        Key("tolerance", "tolerance", "允许的差额：数，或总数的百分比；写了就不再按小数位比较"),
    ),
    find=find,
    facts={"sum": "number", "total": "number", "difference": "number", "addends": "text", "count": "number"},
)
