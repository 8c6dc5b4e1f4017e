"""The report for pipes and files: no colour, no boxes, one fact a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from linter.model import Report
from linter.reports.view import short, statistics, wording
from linter.reports.view.choices import Options
from linter.reports.view.columns import table
from linter.reports.view.outline import Entry, View, make_view

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The report line by line, for a run of more files than memory holds."""
    view = make_view(report, rulebook, grade=options.grade, brief=not options.full)
    if options.statistics:
        lines: Iterable[str] = [*statistics.lines(report, rulebook), "", view.summary]
    elif options.quiet:
        lines = _brief(view)
    else:
        lines = _full(view) if options.full else _short(view, rulebook, options)
    for line in chain(lines, view.closing):
        yield f"{line}\n"


def _brief(view: View) -> Iterator[str]:
    for section in view.sections:
        for entry in section.entries:
            severity = wording.SEVERITY[entry.severity]
            problem = wording.clean(entry.finding.message)
            yield f"{_where(section.file, entry)}: {severity} {entry.rule} {entry.title}：{problem}"


def _where(file: str, entry: Entry) -> str:
    # A line number after a colon is what editors jump to.
    if entry.finding.place.line is not None:
        return f"{file}:{entry.finding.place.line}"
    return f"{file} {entry.place}".rstrip()


def _short(view: View, rulebook: Rulebook, options: Options) -> Iterator[str]:
    for line in short.lines(view, rulebook, infos=options.infos):
        yield " " * line.indent + line.text
    yield view.summary


def _full(view: View) -> Iterator[str]:
    file = None
    for section in view.sections:
        if section.file != file:
            file = section.file
            yield from (file, "")
        yield from (section.heading, "")
        for entry in section.entries:
            yield from (*_entry(entry), "")
    if view.totals:
        yield "各条规则合计"
        rows = [
            [wording.SEVERITY[severity], rule, title, f"{count} 处"]
            for severity, rule, title, count in view.totals
        ]
        yield from (*table(rows, indent="  "), "")
    yield view.summary


def _entry(entry: Entry) -> list[str]:
    head = "  ".join(part for part in (entry.place, wording.SEVERITY[entry.severity], entry.rule) if part)
    remark = f"（{entry.remark}）" if entry.remark else ""
    return [f"  {head} {entry.title}{remark}", *(f"    {label}：{text}" for label, text in entry.printed)]
