"""What documents are judged by, beside themselves: the year, regional habits, prices, last year's tables.

Nothing of it is written into what was read. ``Surroundings`` hold for a run and can be pickled; an ``Outlook`` is
what they come to for one document.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from linter.model import Form, Indicator, Severity


class Profile(msgspec.Struct, frozen=True):
    """Habits of a region: numbers and words that rules ask for (``habits``, by the fields of the object of
    that name), rules that do not fit there (``ignore``), and rules whose severity is another there."""

    name: str
    title: str
    habits: dict[str, Any]
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = msgspec.field(default_factory=dict)


class Price(msgspec.Struct, frozen=True):
    """A line of a price list: an ``item``, its counting ``unit``, and the band of its price in 元 a unit."""

    item: str
    unit: str
    low: Decimal
    high: Decimal
    source: str = ""


class Surroundings(msgspec.Struct, frozen=True):
    """``year`` is the budget year of forms that state none. ``profile`` holds for all forms; without one each
    form has the profile it is recognised by. ``last_year`` are last year's forms by what identifies a project
    (rulebook/lastyear.py). Rules with their id in ``named`` look at every form, whatever its profile says; those
    in ``severity`` have the one that the user gave them, before any profile."""

    year: int | None = None
    profile: Profile | None = None
    prices: tuple[Price, ...] = ()
    last_year: Mapping[str, Form] = msgspec.field(default_factory=dict)
    named: frozenset[str] = frozenset()
    severity: dict[str, Severity] = msgspec.field(default_factory=dict)


class Outlook(msgspec.Struct):
    """The surroundings as one document sees them: the profile of a form by its number, last year's form by the
    same, and last year's indicator by ``id()`` of this year's."""

    year: int | None = None
    prices: tuple[Price, ...] = ()
    profiles: dict[int, Profile] = msgspec.field(default_factory=dict)
    forms: dict[int, Form] = msgspec.field(default_factory=dict)
    rows: dict[int, Indicator] = msgspec.field(default_factory=dict)
    severity: dict[str, Severity] = msgspec.field(default_factory=dict)


#: The outlook of a document that is read and not judged.
ALONE = Outlook()
