"""A way to share the points among the kinds of indicators: what rules ask of it beside what the profile writes."""

from __future__ import annotations

from decimal import Decimal

from linter.language.nodes import Node, show

#: The fields that no profile writes: they are worked out from those that it writes.
WORKED_OUT = ("total", "said")


def total(shares: Node) -> Decimal:
    """The points of all kinds together."""
    return sum(shares._raw.values(), Decimal(0))


def said(shares: Node) -> str:
    """``产出（含成本）50、效益30、满意度10``; where costs have a share of their own ``成本20、产出40、…``."""
    raw = shares._raw
    output = f"成本{show(raw['cost'])}、产出" if raw["cost"] else "产出（含成本）"
    return f"{output}{show(raw['output'])}、效益{show(raw['benefit'])}、满意度{show(raw['satisfaction'])}"
