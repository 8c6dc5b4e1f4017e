"""Which line of a price list speaks of an indicator."""

from __future__ import annotations

from collections.abc import Sequence

from linter.model import Indicator
from linter.surroundings import Price


def price_of(row: Indicator, prices: Sequence[Price]) -> Price | None:
    """The price whose item the name of the row holds and whose unit it counts, or prices (元/台); the longest
    such item."""
    if not prices or not row.name:
        return None
    found = [price for price in prices if price.item in row.name and _counts(row.parsed.unit, price.unit)]
    return max(found, key=lambda price: len(price.item), default=None)


def _counts(unit: str, wanted: str) -> bool:
    # The grammar behind it is not wanted where there is no price list.
    from linter.values.canonical import canonical

    name = canonical(wanted) or wanted
    return unit == name or (unit.count("/") == 1 and unit.split("/")[1] == name)
