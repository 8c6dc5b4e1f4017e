"""Small bar charts as inline SVG: no script, no outside file, readable in print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import msgspec

from linter.reports.view.columns import cut
from linter.reports.view.wording import clean

_BAR = 18
_GAP = 6
_LABEL = 210
_FULL = 300
_NUMBER = 50


class Bar(msgspec.Struct, frozen=True):
    """A bar: its label, its length as a count, and the class that colours it."""

    label: str
    count: int
    kind: str = ""


def bars(title: str, items: Sequence[Bar]) -> str:
    """A horizontal bar chart; an empty string when there is nothing to draw. Every text is escaped."""
    if not items:
        return ""
    most = max(item.count for item in items) or 1
    height = len(items) * (_BAR + _GAP)
    width = _LABEL + _FULL + _NUMBER
    rows = []
    for at, item in enumerate(items):
        y = at * (_BAR + _GAP)
        middle = y + _BAR * 0.75
        length = max(2.0, item.count / most * _FULL)
        label = escape(cut(clean(item.label), 28))
        rows.append(
            f"<g><title>{escape(clean(item.label))}：{item.count}</title>"
            f'<text x="{_LABEL - 8}" y="{middle:g}" text-anchor="end">{label}</text>'
            f'<rect class="{escape(item.kind)}" x="{_LABEL}" y="{y}" rx="3" '
            f'width="{length:.1f}" height="{_BAR}"/>'
            f'<text x="{_LABEL + length + 6:.1f}" y="{middle:g}">{item.count}</text></g>'
        )
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">{"".join(rows)}</svg>'
    )
