"""A target as it was read."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

ValueKind = Literal["quantity", "range", "rate", "period", "date", "qualitative", "compound", "text", "empty"]
Comparator = Literal["=", "≥", ">", "≤", "<", "≈", "between"]


class Value(msgspec.Struct, frozen=True, gc=False):
    """The typed reading of one target.

    ``lower`` and ``upper`` are in ``unit`` (scale word kept: 54.2 万元); both are set for ``=``, one of
    them for an open bound. ``start``/``end`` are ISO days, inclusive; a missing year stays open
    (``--03-31``). ``parts`` holds the members of a compound. ``span`` is where this value stands in
    the text it was found in. ``unit`` is ``""`` when none is written. ``reversed``: the two bounds were printed in
    the wrong order (110-20人); here they stand in the right one.
    """

    text: str
    kind: ValueKind
    cmp: Comparator | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    start: str | None = None
    end: str | None = None
    parts: tuple[Value, ...] = ()
    unknown_unit: bool = False
    unit_printed: str = ""
    note: str = ""
    reversed: bool = False
    span: tuple[int, int] = (0, 0)


EMPTY_VALUE = Value(text="", kind="empty")
