"""The annexes of a report: every finding, every grade, every file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from linter.grading import Grade
from linter.model import Finding, Report
from linter.reports.docx.writer import Writer, sureness
from linter.reports.view import tally, yearlines
from linter.reports.view.outline import title_of
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import SEVERITY, indicator_text, place_text, shorten
from linter.reports.xlsx.sheet import number_of

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: Findings by rule, in the order in which the report speaks of them.
Problems = dict[str, list[Finding]]


def annex_cases(writer: Writer, problems: Problems, rulebook: Rulebook) -> None:
    """Every finding, with a column to fill."""
    writer.annex("全部问题明细")
    rows: list[list[str | int]] = []
    for code, findings in problems.items():
        for finding in findings:
            rows.append(
                [
                    len(rows) + 1,
                    f"{code} {title_of(code, rulebook)}",
                    SEVERITY[finding.severity],
                    writer.file(finding.file),
                    place_text(finding.place),
                    shorten(finding.project, 80),
                    indicator_text(finding),
                    shorten(finding.text, 120),
                    finding.message + sureness(finding),
                    "",
                ]
            )
    writer.table(
        ["序号", "规则", "级别", "文件", "位置", "项目", "指标", "原文", "问题", "整改情况"],
        [5, 11, 5, 11, 8, 12, 13, 13, 16, 8],
        rows,
        small=True,
    )


def annex_grades(writer: Writer, graded: list[Grade]) -> None:
    """The points of every form."""
    writer.annex("各表得分")
    heads = [f"{head.name}（{number_of(head.points)}）" for head in graded[0].heads]
    writer.table(
        ["文件", "表号", "表名", "项目", *heads, "总分", "等级", "查了规则"],
        [16, 5, 15, 16, *(8 for _ in heads), 7, 5, 7],
        [
            [
                writer.file(one.file), one.form, shorten(one.title, 80), shorten(one.project, 80),
                *(f"{number_of(head.kept)}" for head in one.heads), f"{number_of(one.score)}", one.name,
                f"{one.coverage.run}/{one.coverage.of}",
            ]
            for one in graded
        ],
        small=True,
    )  # fmt: skip


def annex_files(writer: Writer, report: Report) -> None:
    """Every file that was read, with what was in it."""
    writer.annex("检查的文件")
    counts = Counter(finding.file for finding in tally.judged(report))
    writer.table(
        ["序号", "文件", "绩效目标表（张）", "指标（个）", "问题（处）"],
        [6, 60, 12, 12, 12],
        [
            [
                at, file_path(document.path), len(document.forms),
                sum(len(form.indicators) for form in document.forms), counts[document.path],
            ]
            for at, document in enumerate(report.documents, 1)
        ],
        small=True,
    )  # fmt: skip


def annex_years(writer: Writer, report: Report) -> None:
    """Every target beside that of last year, where last year's tables were given."""
    if report.beside is None or not report.beside.rows:
        return
    writer.annex(yearlines.TITLE)
    rows: list[list[str | int]] = [
        [shorten(text, 120) for text in yearlines.cells(row)] for row in report.beside.rows
    ]
    writer.table(list(yearlines.HEADER), [12, 6, 16, 11, 16, 11, 10, 11, 14], rows, small=True)
