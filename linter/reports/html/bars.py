"""Bars that are buttons: a press shows what they count. Labels wrap and are never cut."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import msgspec

from linter.reports.view.wording import clean

#: So many are shown at once; the rest is folded.
_AT_ONCE = 8


class Bar(msgspec.Struct, frozen=True):
    """A bar: its label, its length as a count, the colour, and what a press filters by: the filter and its value."""

    label: str
    count: int
    kind: str = ""
    filter: str = ""
    value: str = ""


def bars(title: str, items: Sequence[Bar]) -> str:
    """A list of bars; an empty string when there is nothing to draw."""
    if not items:
        return ""
    most = max(item.count for item in items) or 1
    lines = [_bar(item, most) for item in items]
    shown = "".join(lines[:_AT_ONCE])
    if lines[_AT_ONCE:]:
        shown += f"<details><summary>其余 {len(lines) - _AT_ONCE} 项</summary>{''.join(lines[_AT_ONCE:])}</details>"
    return f"<div class=bars role=group aria-label={escape(title)}><h3>{escape(title)}</h3>{shown}</div>"


def _bar(item: Bar, most: int) -> str:
    label = escape(clean(item.label))
    width = max(1, round(100 * item.count / most))
    return (
        f'<button type=button class=bar data-filter={item.filter} data-value="{escape(item.value)}">'
        f"<span class=l>{label}</span><span class=t><i class={item.kind or 'plain'} style=width:{width}%></i></span>"
        f"<span class=k>{item.count}</span></button>"
    )
