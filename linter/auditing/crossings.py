"""What a query over many files gives: the members that belong together, and the row that a rule sees of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

import msgspec

from linter.model import NOWHERE, Place

#: Others that are named one by one with a place.
MOST_OTHERS = 200

One = TypeVar("One")


class Member(msgspec.Struct, frozen=True):
    """A place in a file: the form, the row of the form (from 1; None for the form itself), what stands there."""

    path: str
    form: int
    row: int | None
    unit: str
    project: str
    place: str
    text: str


class Crossing(msgspec.Struct):
    """One row of a query, as rules see it (rules/fields.yaml, ``collection``): a member, its others, and columns that
    mean something for its query."""

    unit: str = ""
    project: str = ""
    other_unit: str = ""
    other_project: str = ""
    text: str = ""
    indicator: str = ""
    level2: str = ""
    units: int = 0
    forms: int = 0
    share: Decimal | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    median: Decimal | None = None
    high: Decimal | None = None
    times: Decimal | None = None
    measure_unit: str = ""
    place: Place = NOWHERE
    member: Member | None = None
    others: list[Member] = msgspec.field(default_factory=list)
    field: str = ""


class Found(msgspec.Struct):
    """What a query found: all that belong together in the order of the files, the columns that they share, and the
    field that it is about. ``fixed``: the first is the place, whatever comes later. ``counted``: how many units and
    forms belong together, where not all of them are among the members."""

    members: list[Member]
    columns: dict[str, Any]
    field: str
    fixed: bool = False
    counted: tuple[int, int] | None = None


def some_others(one: One, all_: Sequence[One], unit: Callable[[One], str]) -> list[One]:
    """The first of those that belong together with one, as many as are named; one of another unit among them, where
    there is one. The cost of all of them for each would grow with their square."""
    others = list(islice((other for other in all_ if other is not one), MOST_OTHERS))
    if all(unit(other) == unit(one) for other in others):
        others += islice((other for other in all_ if unit(other) != unit(one)), 1)
    return others


def crossing(found: Found, within: Callable[[str], bool]) -> Crossing | None:
    """The row of a query as rules see it: its place is that of the last file that is ``within`` the run; None where
    none is."""
    chosen = found.members[:1] if found.fixed else found.members
    member = next((one for one in reversed(chosen) if within(one.path)), None)
    if member is None:
        return None
    others = some_others(member, found.members, lambda one: one.unit)
    other = next((one for one in others if one.unit != member.unit), others[0] if others else member)
    units, forms = found.counted or (
        len({one.unit for one in found.members}),
        len({(one.path, one.form) for one in found.members}),
    )
    return Crossing(
        unit=member.unit, project=member.project, other_unit=other.unit, other_project=other.project, text=member.text,
        units=units, forms=forms, member=member, others=others, field=found.field, **found.columns,
    )  # fmt: skip
