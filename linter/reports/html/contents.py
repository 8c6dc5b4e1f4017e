"""The contents: forms by unit, in the order of the ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

from linter.grading import Grade, grade_names
from linter.reports.html.digest import Digest, Entry
from linter.reports.view.wording import SEVERITY, clean, plain_number

#: Units of which each shows its forms at once.
_UNFOLDED = 3


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
    return (
        f'<span class="g g{grade_names().index(grade.name)}">{grade.name} {plain_number(grade.score)}</span>'
    )


def contents(page: Digest) -> str:
    """Forms by unit, folded where there are many units; nothing for a single form."""
    if page.roll.forms < 2:
        return ""
    units = page.roll.units
    lines: list[list[str]] = [[] for _ in units]
    for _, entries in page.parts():
        for entry in entries:
            if page.shows(entry):
                lines[entry.unit].append(_line(entry))
    unfolded = " open" if len(units) <= _UNFOLDED else ""
    parts = []
    for at, unit in enumerate(units):
        head = f"<b>{escape(clean(unit.name))}</b> {unit.forms} 张 {count_chips(Counter(unit.severities))}"
        left = unit.forms - len(lines[at])
        more = f"<li>另有 {left} 张问题较少的表没有在本页列出" if left else ""
        parts.append(
            f"<details class=unit{unfolded} data-u={at}><summary>{head}</summary>"
            f"<ul>{''.join(lines[at])}{more}</ul></details>"
        )
    wide = " many" if len(units) > _UNFOLDED else ""
    head = f"<h2>目录（{len(units)} 个单位）</h2>"
    return f'<nav class="contents{wide}" aria-label=目录>{head}<div>{"".join(parts)}</div></nav>'


def _line(entry: Entry) -> str:
    return (
        f'<li data-form={entry.anchor}><a href="#{entry.anchor}">{escape(entry.name)}</a> {grade_chip(entry.grade)} '
        f"{count_chips(entry.severities)}"
    )
