"""Findings as Markdown, for a merge request or a memo: totals first, then a table a form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.ground.ours import REPORT_MARK
from linter.ground.patterns import compiled
from linter.model import Report
from linter.reports.view.basislines import practice
from linter.reports.view.choices import Options
from linter.reports.view.outline import Section, make_view
from linter.reports.view.wording import SEVERITY

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_ACTIVE = compiled(r"([\\`*_{}\[\]<>()#+!|~&-])")


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The report line by line, for a run of more files than memory holds."""
    for line in _lines(report, rulebook, options):
        yield f"{line}\n"


def _lines(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    view = make_view(report, rulebook, grade=options.grade)
    yield from (f"<!-- {REPORT_MARK} -->", "", "# 预算绩效目标表检查结果", "", _escaped(view.summary), "")
    if view.totals:
        yield from ("| 级别 | 规则 | 名称 | 处数 |", "| --- | --- | --- | ---: |")
        for severity, rule, title, count in view.totals:
            yield f"| {SEVERITY[severity]} | {rule} | {_escaped(title)} | {count} |"
        yield ""
    file = None
    for section in view.sections:
        if section.file != file:
            file = section.file
            yield from (f"## {_escaped(file)}", "")
        yield from _section(section, rulebook)
    if report.problems:
        yield from ("## 没有读成的文件", "")
        for path, message in report.problems:
            yield f"- {_escaped(path)}：{_escaped(message)}"
        yield ""
    for line in view.closing:
        yield f"- {_escaped(line)}"


def _section(section: Section, rulebook: Rulebook) -> Iterator[str]:
    yield from (f"### {_escaped(section.heading)}", "")
    yield "| 位置 | 级别 | 规则 | 指标 | 原文 | 问题 | 改为 | 怎么改 |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for entry in section.entries:
        fields = {label: str(text) for label, text in entry.fields}
        word = practice(entry.rule, rulebook)
        cells = [
            entry.place, SEVERITY[entry.severity], f"{entry.rule} {entry.title}{f'（{word}）' if word else ''}",
            *(fields.get(label, "") for label in ("指标", "原文", "问题", "改为", "怎么改")),
        ]  # fmt: skip
        yield "| " + " | ".join(_escaped(cell) for cell in cells) + " |"
    yield ""


def _escaped(text: str) -> str:
    """Text in which nothing is markup: a cell must not become a link, a tag or a new column."""
    return _ACTIVE.sub(r"\\\1", text.replace("\n", " "))
