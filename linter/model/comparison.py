"""This year beside last year, and this run beside an earlier one."""

from __future__ import annotations

import msgspec

from linter.model.source import NOWHERE, Place


class YearRow(msgspec.Struct):
    """An indicator beside itself in last year's table: the targets as printed, what was achieved, and the change in
    words. ``place`` is that of this year's."""

    file: str
    form: int
    unit: str
    year: int | None
    project: str
    level2: str
    indicator: str
    target_before: str
    achieved_before: str
    target: str
    change: str
    place: Place = NOWHERE


class YearBeside(msgspec.Struct):
    """This year's tables beside last year's. ``fresh`` are projects of this year that last year does not have, ``gone``
    the other way round; ``same_year`` those whose two tables state one year, ``same_file`` files given as both.
    ``indicators_before`` counts last year's indicators of the forms that were matched, ``nameless`` and
    ``nameless_before`` the forms that say neither project nor code, which nobody can match."""

    forms: int = 0
    forms_before: int = 0
    forms_matched: int = 0
    indicators: int = 0
    indicators_before: int = 0
    indicators_matched: int = 0
    nameless: int = 0
    nameless_before: int = 0
    rows: list[YearRow] = msgspec.field(default_factory=list)
    fresh: list[str] = msgspec.field(default_factory=list)
    gone: list[str] = msgspec.field(default_factory=list)
    same_year: list[str] = msgspec.field(default_factory=list)
    same_file: list[str] = msgspec.field(default_factory=list)


class UnitChange(msgspec.Struct):
    """What became of the findings of an earlier run at one unit, and how many are new: ``before`` were there, of which
    some are ``gone``, stand as they were (``stays``), have another value (``changed``) or were not looked for."""

    unit: str
    before: int = 0
    gone: int = 0
    stays: int = 0
    changed: int = 0
    unchecked: int = 0
    fresh: int = 0


class RunBeside(msgspec.Struct):
    """This run beside the one that a store holds, unit by unit. ``unkeyed`` are findings of the store that nobody can
    know again, as an earlier version wrote them: they are in no unit."""

    store: str
    units: list[UnitChange] = msgspec.field(default_factory=list)
    unkeyed: int = 0
