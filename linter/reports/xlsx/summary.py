"""Sheets beside the findings: counts by rule, and the grades of all forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.grading import grades
from linter.model import Report
from linter.reports.view import yearlines
from linter.reports.view.plaindata import file_path
from linter.reports.view.tally import by_rule
from linter.reports.view.wording import SEVERITY
from linter.reports.xlsx.sheet import Cell, Table, number_of

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def rule_table(report: Report, rulebook: Rulebook) -> Table:
    """Findings and forms touched by each rule, out of all forms."""
    tally = by_rule(report, rulebook)
    forms = sum(len(document.forms) for document in report.documents)
    rows = [
        [
            Cell(SEVERITY[line.severity], line.severity),
            Cell(line.rule),
            Cell(line.title),
            Cell(line.family),
            Cell(line.count, "number"),
            Cell(line.forms, "number"),
            Cell(line.share),
        ]
        for line in tally
    ]
    return Table(
        "汇总",
        ("级别", "规则", "名称", "类别", "处数", f"涉及的表（共 {forms} 张）", "占全部表"),
        (8, 10, 40, 12, 10, 20, 12),
        rows,
    )


def grade_table(report: Report, rulebook: Rulebook) -> Table:
    """The grade of every form with the points kept under each head."""
    graded = grades(report, rulebook)
    heads = [f"{head.name}（{number_of(head.points)}）" for head in graded[0].heads] if graded else []
    rows = [
        [
            Cell(file_path(one.file)),
            Cell(one.form, "number"),
            Cell(one.title),
            Cell(one.project),
            *(Cell(number_of(head.kept), "number") for head in one.heads),
            Cell(number_of(one.score), "number"),
            Cell(one.name),
            Cell(f"{one.coverage.run}/{one.coverage.of}"),
        ]
        for one in graded
    ]
    return Table(
        "评分",
        ("文件", "表号", "表名", "项目", *heads, "总分", "等级", "查了规则"),
        (24, 8, 30, 30, *(12 for _ in heads), 10, 8, 12),
        rows,
        ["只按表上能判断的内容打分，供排序参考，不代替审核。"],
    )


def year_table(report: Report) -> Table | None:
    """Every target beside that of last year; None where last year's tables were not given."""
    if report.beside is None:
        return None
    rows = [[Cell(text) for text in yearlines.cells(row)] for row in report.beside.rows]
    widths = (24, 8, 30, 16, 30, 18, 18, 18, 24)
    return Table(yearlines.TITLE, yearlines.HEADER, widths, rows, yearlines.sentences(report))
