"""The report for pipes and files: no colour, no boxes, one fact a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.model import Report
from linter.reports.view import short, statistics, wording
from linter.reports.view.choices import Options
from linter.reports.view.columns import table
from linter.reports.view.outline import Entry, View, make_view

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    view = make_view(report, rulebook, grade=options.grade)
    if options.statistics:
        lines = [*statistics.lines(report, rulebook), "", view.summary]
    else:
        lines = (
            _brief(view)
            if options.quiet
            else _full(view)
            if options.full
            else _short(view, rulebook, options)
        )
    return "\n".join([*lines, *view.closing]) + "\n"


def _brief(view: View) -> list[str]:
    lines = []
    for section in view.sections:
        for entry in section.entries:
            severity = wording.SEVERITY[entry.severity]
            problem = wording.clean(entry.finding.message)
            lines.append(f"{_where(section.file, entry)}: {severity} {entry.rule} {entry.title}：{problem}")
    return lines


def _where(file: str, entry: Entry) -> str:
    # A line number after a colon is what editors jump to.
    if entry.finding.place.line is not None:
        return f"{file}:{entry.finding.place.line}"
    return f"{file} {entry.place}".rstrip()


def _short(view: View, rulebook: Rulebook, options: Options) -> list[str]:
    shown = [" " * line.indent + line.text for line in short.lines(view, rulebook, infos=options.infos)]
    return [*shown, view.summary]


def _full(view: View) -> list[str]:
    lines: list[str] = []
    file = None
    for section in view.sections:
        if section.file != file:
            file = section.file
            lines += [file, ""]
        lines += [section.heading, ""]
        for entry in section.entries:
            lines += [*_entry(entry), ""]
    if view.totals:
        lines.append("各条规则合计")
        rows = [
            [wording.SEVERITY[severity], rule, title, f"{count} 处"]
            for severity, rule, title, count in view.totals
        ]
        lines += [*table(rows, indent="  "), ""]
    return [*lines, view.summary]


def _entry(entry: Entry) -> list[str]:
    head = "  ".join(part for part in (entry.place, wording.SEVERITY[entry.severity], entry.rule) if part)
    remark = f"（{entry.remark}）" if entry.remark else ""
    return [f"  {head} {entry.title}{remark}", *(f"    {label}：{text}" for label, text in entry.printed)]
