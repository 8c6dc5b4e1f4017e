"""The first screen: the conclusion, and the contents by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape

import msgspec

from linter.grading import Grade, grade_names
from linter.model import Form
from linter.reports.view.wording import SEVERITY, clean, shorten

#: Units of which each shows its forms at once.
_UNFOLDED = 3


class Entry(msgspec.Struct):
    """A form in the contents."""

    anchor: str
    file: str
    unit: str
    form: Form
    severities: Counter[str]
    grade: Grade | None = None

    @property
    def name(self) -> str:
        form = self.form
        return shorten(clean(form.project or form.title or f"第{form.number}张表"), 80)


def count_chips(severities: Mapping[str, int]) -> str:
    """Counts by severity, those that are none left out."""
    chips = [
        f'<span class="k {severity}">{name} {severities[severity]}</span>'
        for severity, name in SEVERITY.items()
        if severities.get(severity)
    ]
    return " ".join(chips) or "<span class=ok>没有问题</span>"


def grade_chip(grade: Grade | None) -> str:
    if grade is None:
        return ""
    return f'<span class="g g{grade_names().index(grade.name)}">{grade.name} {plain(grade.score)}</span>'


def rests_on(grade: Grade | None) -> str:
    """On how many rules a grade rests, and why it is no better."""
    if grade is None:
        return ""
    capped = f"，{'、'.join(grade.caps)}" if grade.caps else ""
    return f"查了 {grade.coverage.run}/{grade.coverage.of} 条{escape(capped)} "


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def conclusion(entries: Sequence[Entry], summary: str) -> str:
    """What a hurried reader has to know: how many forms are how good, and for a single one the sums behind it."""
    if len(entries) == 1 and entries[0].grade is not None:
        return f"<p class=say>{escape(summary)}</p>{_one(entries[0].grade)}"
    grades = Counter(entry.grade.name for entry in entries if entry.grade is not None)
    faulty = sum(bool(entry.severities["error"]) for entry in entries)
    said = f"<p class=say>{escape(summary)}</p>"
    if len(entries) > 1:
        said += f"<p>{len(entries)} 张表里，{faulty} 张有错误，{len(entries) - faulty} 张没有。</p>"
    chips = " ".join(
        f'<button type=button class="g g{at}" data-filter=grade data-value={name}>{name} {grades[name]} 张</button>'
        for at, name in enumerate(grade_names())
        if grades[name]
    )
    return said + (f"<p class=chips>{chips}</p>" if chips else "")


def _one(grade: Grade) -> str:
    heads = "".join(
        f"<li>{escape(head.name)} <b>{plain(head.kept)}</b>/{plain(head.points)}"
        f"{f'，{head.findings} 处' if head.findings else ''}"
        for head in grade.heads
    )
    caps = f"<p>{escape('、'.join(grade.caps))}，不评更高。</p>" if grade.caps else ""
    settled = (
        f"<p>扣除已说明的问题，评分 {plain(grade.settled_score)}。</p>"
        if grade.settled_score is not None
        else ""
    )
    rests = f"查了该查的 {grade.coverage.of} 条规则里的 {grade.coverage.run} 条"
    return f"<p class=mark>{grade_chip(grade)} <span>{rests}</span></p><ul class=heads>{heads}</ul>{caps}{settled}"


def contents(entries: Iterable[Entry]) -> str:
    """Forms by unit, folded where there are many units; nothing for a single form."""
    units: dict[str, list[Entry]] = {}
    for entry in entries:
        units.setdefault(entry.unit, []).append(entry)
    if sum(map(len, units.values())) < 2:
        return ""
    unfolded = " open" if len(units) <= _UNFOLDED else ""
    ranked = sorted(units.items(), key=lambda item: -_total(item[1])["error"])
    parts = []
    for unit, forms in ranked:
        lines = "".join(
            f'<li data-form={one.anchor}><a href="#{one.anchor}">{escape(one.name)}</a> {grade_chip(one.grade)} '
            f"{count_chips(one.severities)}"
            for one in forms
        )
        parts.append(
            f"<details class=unit{unfolded}><summary><b>{escape(clean(unit))}</b> {len(forms)} 张 "
            f"{count_chips(_total(forms))}</summary><ul>{lines}</ul></details>"
        )
    return f"<nav class=contents aria-label=目录><h2>目录（{len(units)} 个单位）</h2>{''.join(parts)}</nav>"


def _total(entries: Iterable[Entry]) -> Counter[str]:
    total: Counter[str] = Counter()
    for entry in entries:
        total.update(entry.severities)
    return total
