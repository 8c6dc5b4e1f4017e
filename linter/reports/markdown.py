"""Findings as Markdown, for a merge request or a memo: totals first, then a table a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.ground.ours import REPORT_MARK
from linter.ground.patterns import compiled
from linter.model import Report
from linter.reports.view.choices import Options
from linter.reports.view.outline import make_view
from linter.reports.view.wording import SEVERITY

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_ACTIVE = compiled(r"([\\`*_{}\[\]<>()#+!|~&-])")


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    view = make_view(report, rulebook, grade=options.grade)
    lines = [f"<!-- {REPORT_MARK} -->", "", "# 预算绩效目标表检查结果", "", _escaped(view.summary), ""]
    if view.totals:
        lines += ["| 级别 | 规则 | 名称 | 处数 |", "| --- | --- | --- | ---: |"]
        lines += [
            f"| {SEVERITY[severity]} | {rule} | {_escaped(title)} | {count} |"
            for severity, rule, title, count in view.totals
        ]
        lines.append("")
    file = None
    for section in view.sections:
        if section.file != file:
            file = section.file
            lines += [f"## {_escaped(file)}", ""]
        lines += [f"### {_escaped(section.heading)}", ""]
        lines += [
            "| 位置 | 级别 | 规则 | 指标 | 原文 | 问题 | 改为 | 怎么改 |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        for entry in section.entries:
            fields = {label: str(text) for label, text in entry.fields}
            cells = [
                entry.place, SEVERITY[entry.severity], f"{entry.rule} {entry.title}",
                *(fields.get(label, "") for label in ("指标", "原文", "问题", "改为", "怎么改")),
            ]  # fmt: skip
            lines.append("| " + " | ".join(_escaped(cell) for cell in cells) + " |")
        lines.append("")
    if report.problems:
        lines += ["## 没有读成的文件", ""]
        lines += [f"- {_escaped(path)}：{_escaped(message)}" for path, message in report.problems]
        lines.append("")
    lines += [f"- {_escaped(line)}" for line in view.closing]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Text in which nothing is markup: a cell must not become a link, a tag or a new column."""
    return _ACTIVE.sub(r"\\\1", text.replace("\n", " "))
