"""What a query over many files gives: the members that belong together, and the row that a rule sees of each."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from linter.model import NOWHERE, Place


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
    field that it is about. ``fixed``: the first is the place, whatever comes later."""

    members: list[Member]
    columns: dict[str, Any]
    field: str
    fixed: bool = False


def crossing(found: Found, within: Callable[[str], bool]) -> Crossing | None:
    """The row of a query as rules see it: its place is that of the last file that is ``within`` the run; None where
    none is."""
    chosen = found.members[:1] if found.fixed else found.members
    member = next((one for one in reversed(chosen) if within(one.path)), None)
    if member is None:
        return None
    others = [one for one in found.members if one is not member]
    other = next((one for one in others if one.unit != member.unit), others[0] if others else member)
    return Crossing(
        unit=member.unit, project=member.project, other_unit=other.unit, other_project=other.project, text=member.text,
        units=len({one.unit for one in found.members}), forms=len({(one.path, one.form) for one in found.members}),
        member=member, others=others, field=found.field, **found.columns,
    )  # fmt: skip
