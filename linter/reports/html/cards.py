"""A finding as a card: what is wrong and what to write. Why, and on what basis, stands once a rule at the end."""

from __future__ import annotations

from html import escape

import msgspec

from linter.model import Finding
from linter.reports.view.wording import (
    CONFIDENCE,
    SEVERITY,
    clean,
    indicator_text,
    marked,
    place_text,
    shorten,
)

_LONGEST = 600


class Numbered(msgspec.Struct):
    """A finding with its number on its form, the address of its card on the page, and the title of its rule.
    ``titles`` are those of other rules that found the same."""

    finding: Finding
    number: int
    anchor: str
    title: str
    also: list[str] = msgspec.field(default_factory=list)


def card(one: Numbered, *, quoted: bool = False) -> str:
    """``quoted`` adds the text that is meant, where the table does not show it."""
    finding = one.finding
    place = place_text(finding.place)
    sure = "" if finding.confidence == "high" else f"（把握{CONFIDENCE[finding.confidence]}，请核对）"
    rule = escape(finding.rule)
    lines = [
        f'<div class="f {finding.severity}" id={one.anchor} tabindex=-1 data-s={finding.severity} data-r={rule}>'
        f"<p class=h><b>{one.number}. {SEVERITY[finding.severity]}</b> {escape(one.title)}{sure} "
        f'<a href="#r-{rule}">{rule}</a> <a class=at href="#{one.anchor}">{escape(place) or "链接"}</a>'
    ]
    if quoted:
        if subject := indicator_text(finding):
            lines.append(f"<p>指标：{escape(subject)}")
        if finding.text.strip():
            text = marked(finding.text, finding.mark)
            lines.append(
                f"<p>原文：{escape(text.before)}<mark>{escape(text.fault)}</mark>{escape(text.after)}"
            )
    lines.append(f"<p>{_short(finding.message)}")
    if finding.suggestion:
        lines.append(f"<p class=fix>改为：<b>{_short(finding.suggestion)}</b>")
    if finding.advice:
        lines.append(f"<p>怎么改：{_short(finding.advice)}")
    for related in finding.related[:3]:
        if (related.place, related.text) != (finding.place, finding.text):
            shown = f"{place_text(related.place)} {shorten(clean(related.text), 80)}".strip()
            lines.append(f"<p class=c>相关：{escape(shown)}")
    if one.also:
        lines.append(f"<p class=c>同一处还有：{escape('、'.join(one.also))}")
    return "".join(lines) + "</div>"


def _short(text: str) -> str:
    return escape(clean(shorten(text, _LONGEST)))
