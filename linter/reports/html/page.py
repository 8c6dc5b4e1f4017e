"""One self-contained page: findings beside the form as it was read, filters, small charts.

Nothing is loaded from outside (a content policy in the page says so), every text is escaped by the template
engine, and the page prints on paper without its controls.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter import __version__
from linter.ground.ours import REPORT_MARK
from linter.model import Document, Finding, Form, Indicator, Report
from linter.reports.html.charts import Bar, bars
from linter.reports.view.choices import Options
from linter.reports.view.outline import Entry, View, make_view, title_of
from linter.reports.view.wording import SEVERITY, clean, form_heading, place_text

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_TEMPLATES = Path(__file__).parent
_MOST_BARS = 12


class Row(msgspec.Struct):
    """An indicator as read, with the findings that stand in it."""

    level: str
    name: str
    value: str
    place: str
    entries: list[Entry]

    @property
    def worst(self) -> str:
        return next((s for s in SEVERITY if any(entry.severity == s for entry in self.entries)), "")


class Page(msgspec.Struct):
    """A form of the page: heading, rows, and the findings that belong to no row."""

    file: str
    heading: str
    rows: list[Row]
    others: list[Entry]

    @property
    def count(self) -> int:
        return len(self.others) + sum(len(row.entries) for row in self.rows)


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    view = make_view(report, rulebook, grade=options.grade)
    text = environment.get_template("report.html").render(
        version=__version__,
        mark=REPORT_MARK,
        view=view,
        pages=_pages(report, view),
        counts=[(s, SEVERITY[s], sum(n for kind, _, _, n in view.totals if kind == s)) for s in SEVERITY],
        checked=report.checked,
        charts=_charts(report, rulebook),
        rules=sorted({(f.rule, title_of(f.rule, rulebook)) for f in report.findings}),
        files=sorted({clean(document.path) for document in report.documents}),
        problems=[(clean(path), clean(message)) for path, message in report.problems],
        severity=SEVERITY,
    )
    return text if text.endswith("\n") else text + "\n"


def _pages(report: Report, view: View) -> list[Page]:
    entries: dict[tuple[str, int | None], list[Entry]] = {}
    for section in view.sections:
        for entry in section.entries:
            entries.setdefault((entry.finding.file, entry.finding.form), []).append(entry)
    pages = []
    for document in report.documents:
        if (document.path, None) in entries:
            pages.append(Page(clean(document.path), "整个文件", [], entries.pop((document.path, None))))
        pages += [
            _page(document, form, entries.pop((document.path, form.number), [])) for form in document.forms
        ]
    for (file, number), rest in entries.items():
        pages.append(Page(clean(file), form_heading(number, "", ""), [], rest))
    return pages


def _page(document: Document, form: Form, entries: list[Entry]) -> Page:
    rows = []
    rest = list(entries)
    for indicator in form.indicators:
        mine = [entry for entry in rest if _stands_in(entry.finding, indicator)]
        rest = [entry for entry in rest if entry not in mine]
        rows.append(
            Row(
                level=clean(indicator.level2 or indicator.level1 or ""),
                name=clean(indicator.name_printed or indicator.name),
                value=clean(
                    " ".join(part for part in (indicator.comparator, indicator.value, indicator.unit) if part)
                ),
                place=place_text(indicator.place),
                entries=mine,
            )
        )
    return Page(clean(document.path), form_heading(form.number, form.title, form.project or ""), rows, rest)


def _stands_in(finding: Finding, indicator: Indicator) -> bool:
    if finding.level2 != (indicator.level2 or "") or finding.indicator != indicator.name:
        return False
    return finding.place == indicator.place or finding.place in indicator.places.values()


def _charts(report: Report, rulebook: Rulebook) -> list[tuple[str, str]]:
    """(title, SVG) pairs; the SVG is made of escaped text only."""
    by_rule = Counter((finding.rule, finding.severity) for finding in report.findings)
    by_family = Counter(
        rulebook.rules[finding.rule].family for finding in report.findings if finding.rule in rulebook.rules
    )
    owners = {
        (document.path, form.number): form.implementing_unit or form.department or Path(document.path).name
        for document in report.documents
        for form in document.forms
    }
    by_unit = Counter(
        owners.get((finding.file, finding.form or 0), Path(finding.file).name) for finding in report.findings
    )
    charts = [
        (
            "按规则",
            [
                Bar(f"{rule} {title_of(rule, rulebook)}", count, severity)
                for (rule, severity), count in by_rule.most_common(_MOST_BARS)
            ],
        ),
        ("按类别", [Bar(family, count) for family, count in by_family.most_common()]),
        ("按单位", [Bar(unit, count) for unit, count in by_unit.most_common(_MOST_BARS)]),
    ]
    return [(title, bars(title, items)) for title, items in charts if items]
