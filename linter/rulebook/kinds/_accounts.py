"""The accounts that a price makes with the counts of a form: which count belongs to it, and what they come to."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice, product

import msgspec

from linter.language.functions.likeness import normal, similarity
from linter.language.scope import Node, Scope, show
from linter.model import Value
from linter.rulebook.kind import Args
from linter.rulebook.kinds._reckon import Factor, least_time, reckon, time_factor

#: Readings tried at most: a form with dozens of counts of the same thing proves nothing.
_MOST = 64
CAPS = ("≤", "<")


class Account(msgspec.Struct, frozen=True):
    """One reading: the factors behind the price, what they make in 元 (``high`` None: open upwards).

    ``capped`` is set when the price or a count is a cap: then ``low`` is what they make at most. ``doubtful``: the
    names do not tell which of several counts is meant. ``mixed``: products and plain amounts added up, which may be
    of the same money.
    """

    factors: tuple[Factor, ...]
    low: Decimal
    high: Decimal | None
    capped: bool = False
    doubtful: bool = False
    mixed: bool = False


def name_of(args: Args, item: Scope | Node) -> str:
    return show(args["name"](item)) if args["name"] else ""


def price_of(args: Args, item: Scope | Node, value: Value) -> Factor | None:
    """The price with the denominators that its name adds (每人每月…), None when it is no price per
    something."""
    from linter.values.canonical import canonical

    parts = value.unit.split("/")
    for found in (show(args["per"](item) or "") if args["per"] else "").split("/"):
        unit = canonical(found)
        if unit and unit not in parts[1:]:
            parts.append(unit)
    low = value.lower if value.lower is not None else value.upper
    if len(parts) < 2 or low is None:
        return None
    high = value.upper if value.cmp in ("=", "between") else None
    return Factor(low, high, "/".join(parts), None, value.cmp in CAPS)


def has_rival(args: Args, price: Factor, others: list[Node]) -> bool:
    """Whether another price asks for the same counts, so that only the names can tell whose they are."""
    asked = set(price.unit.split("/")[1:])
    rivals = (price_of(args, other, other.value._raw) for other in others)
    return any(rival is not None and set(rival.unit.split("/")[1:]) == asked for rival in rivals)


def accounts_of(args: Args, scope: Scope, price: Factor, counts: list[Node], rival: bool) -> list[Account]:
    """Every reading, the most likely first, or the least where the names do not tell; empty when a factor is missing,
    cannot be told, or when the units do not leave money."""
    name = name_of(args, scope)
    choices: list[list[Factor]] = []
    doubtful = False
    for unit in price.unit.split("/")[1:]:
        span = time_factor(unit, args.text("duration", scope) if args["duration"] else "")
        if span is not None:
            choices.append([span])
            continue
        fitting = [count for item in counts if (count := count_of(item, unit)) is not None]
        if not fitting and (least := least_time(unit)) is not None:
            choices.append([least])
            continue
        fitting.sort(key=lambda count: -likeness(name, count))
        if not fitting:
            return []
        if not _told(args, name, fitting, unit, rival):
            # Of several that the name is alike to, one is meant: their least is spent in any case.
            tied = len(fitting) > 1 and likeness(name, fitting[0]) > 0
            if rival or not (tied or unit in (args["loose"] or ())):
                return []
            doubtful = True
        choices.append(fitting)
    accounts = []
    for factors in islice(product(*choices), _MOST):
        made = reckon(price, factors)
        if made is not None:
            capped = any(one.capped for one in (price, *factors))
            accounts.append(Account(factors, *made, capped, doubtful))
    return [min(accounts, key=lambda account: account.low)] if doubtful and accounts else accounts


def count_of(item: Node, unit: str) -> Factor | None:
    """The indicator as a count of ``unit``; None for one of other things."""
    from linter.values.units import dimension

    value: Value = item.value._raw
    kind = dimension(unit)
    # A measure word that the table of units lacks (元/讲, 24讲) counts what is called by the same word.
    if value.unit != unit if not kind else dimension(value.unit) != kind:
        return None
    capped = value.cmp in CAPS
    number = value.upper if capped else value.lower
    if number is None:
        return None
    return Factor(number, value.upper if value.cmp in ("=", "between") else None, value.unit, item, capped)


def _told(args: Args, name: str, fitting: list[Factor], unit: str, rival: bool) -> bool:
    """Whether the names say that the first count belongs to the price."""
    if not name:
        return len(fitting) == 1 and not rival
    best = likeness(name, fitting[0])
    if rival:
        return best >= Decimal(str(args["alike"]))
    if len(fitting) > 1:
        return best > likeness(name, fitting[1])
    return best > 0 or unit in (args["loose"] or ()) or _is_word(unit)


def _is_word(unit: str) -> bool:
    """Whether a unit is a measure word that the table of units lacks: nothing else is counted by it."""
    from linter.values.units import dimension

    return not dimension(unit)


def likeness(name: str, count: Factor) -> Decimal:
    other = count.node.name if count.node is not None else None
    if not name or not other:
        return Decimal(0)
    a, b = normal(name), normal(other)
    return Decimal(1) if a and b and (a in b or b in a) else similarity(name, other) or Decimal(0)
