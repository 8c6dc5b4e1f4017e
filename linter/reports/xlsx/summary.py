"""Sheets beside the findings: the run at a glance with charts, and counts by unit, by rule and by form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from linter.auditing.agencies import Owners, owned_findings
from linter.auditing.rankings import Roll, mean, years_of
from linter.grading import Grade, grade_heads, grade_names, grades_of
from linter.model import Report
from linter.reports.view import runlines, yearlines
from linter.reports.view.outline import closing, settled, summary
from linter.reports.view.plaindata import file_path
from linter.reports.view.tally import by_family, by_rule
from linter.reports.view.wording import BUILT_IN, SEVERITY
from linter.reports.xlsx.faults import SHEET, form_cells
from linter.reports.xlsx.graphs import Graph, Series
from linter.reports.xlsx.sheet import Cell, Table, link_to, number_of

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

GLANCE, UNITS, RULES, FORMS = "总览", "按单位", "按规则", "按表"
_BARS = 15


class Rows:
    """Where the first finding of each rule and of each unit (by its place in the ranking) stands on the sheet of
    findings, whose first row is ``top``."""

    def __init__(self, report: Report, roll: Roll, top: int) -> None:
        self._rule: dict[str, int] = {}
        self._unit: dict[int, int] = {}
        self.top = top
        #: Whether there are findings about a whole file.
        self.whole = False
        for row, (finding, form) in enumerate(owned_findings(report), top):
            self._rule.setdefault(finding.rule, row)
            self.whole |= finding.form is None and finding.rule not in BUILT_IN
            if form is not None:
                self._unit.setdefault(roll.rank(finding.file, form), row)

    def rule(self, code: str) -> str:
        return self.link(self._rule.get(code))

    def unit(self, rank: int) -> str:
        return self.link(self._unit.get(rank))

    @staticmethod
    def link(row: int | None) -> str:
        return link_to(SHEET, f"A{row}") if row is not None else ""


def _linked(text: str, link: str) -> Cell:
    return Cell(text, "link", link) if link else Cell(text)


def _money(amount: Decimal | None) -> Cell:
    return Cell(number_of(round(amount, 4)), "money") if amount is not None else Cell("")


def _share(part: int, whole: int) -> Cell:
    """A share as a number, so that a column of them can be sorted."""
    return Cell(float(mean(part, whole, 4)), "share") if whole else Cell("—")


def glance_table(report: Report, rulebook: Rulebook, roll: Roll) -> Table:
    """The run in figures: what was looked at, what was found, how the grades spread."""
    checked = report.checked
    graded = grade_names() if roll.letters else []
    rows: list[tuple[str, str, int]] = [
        ("范围", "单位", len(roll.units)),
        ("范围", "文件", checked.files),
        ("范围", "绩效目标表", checked.forms),
        ("范围", "指标", checked.indicators),
        ("范围", "运行的规则", checked.rules),
        ("范围", "没有运行的规则", len(checked.not_run)),
        ("范围", "没有检查成的文件", len(report.problems)),
        *(("问题", name, roll.severities[severity]) for severity, name in SEVERITY.items()),
        *(("类别", name, count) for name, count in by_family(roll, rulebook)),
        *(("等级", name, roll.letters[name]) for name in graded),
    ]
    cells = [[Cell(group), Cell(name), Cell(value, "number")] for group, name, value in rows]
    cells.insert(4, [Cell("范围"), Cell("金额合计（万元）"), _money(roll.amount)])
    notes = [summary(report), *settled(report), *closing(report.checked)[:2]]
    return Table(GLANCE, ("项", "内容", "数"), (10, 22, 16), cells, notes)


def unit_table(roll: Roll, rows: Rows) -> Table:
    """The units, ranked by errors a form."""
    cells = [
        [
            Cell(at + 1, "number"),
            _linked(unit.name, rows.unit(at)),
            Cell(years_of(unit.years)),
            _money(unit.amount),
            Cell(unit.forms, "number"),
            Cell(unit.indicators, "number"),
            *(Cell(unit.severities[severity], "number") for severity in SEVERITY),
            *(
                Cell(number_of(mean(unit.severities[severity], unit.forms, 2)), "mean")
                for severity in ("error", "warning")
            ),
            Cell(unit.touched, "number"),
            _share(unit.touched, unit.forms),
            Cell(number_of(unit.score), "score") if unit.score is not None else Cell(""),
        ]
        for at, unit in enumerate(roll.units)
    ]
    header = (
        "名次", "单位", "年度", "金额（万元）", "表", "指标", *SEVERITY.values(), "每表错误", "每表警告", "有问题的表",
        "占比", "平均分",
    )  # fmt: skip
    widths = (6, 34, 11, 14, 7, 8, 8, 8, 8, 9, 9, 11, 9, 9)
    notes = ["名次按每张表的错误数，再按每张表的警告数，从多到少。"]
    if any(len({scope for _, scope in unit.sums}) > 1 for unit in roll.units):
        notes.append("部门整体的金额里已有各项目的金额，一个单位一年只计大的一边。")
    return Table(UNITS, header, widths, cells, notes)


def rule_table(roll: Roll, rulebook: Rulebook, rows: Rows) -> Table:
    """Findings, forms, units and money touched by each rule."""
    cells = [
        [
            Cell(SEVERITY[line.severity], line.severity),
            _linked(line.rule, rows.rule(line.rule)),
            Cell(line.title),
            Cell(line.family),
            Cell(line.count, "number"),
            Cell(line.forms, "number"),
            _share(line.forms, roll.forms),
            Cell(len(line.sums.units), "number"),
            Cell(years_of(line.sums.years)),
            _money(line.sums.amount),
        ]
        for line in by_rule(roll, rulebook)
    ]
    header = (
        "级别", "规则", "名称", "类别", "处数", f"涉及的表（共 {roll.forms} 张）", "占全部表", "涉及单位", "年度",
        "涉及金额（万元）",
    )  # fmt: skip
    return Table(RULES, header, (8, 10, 40, 12, 10, 20, 12, 10, 11, 16), cells)


def form_table(report: Report, rulebook: Rulebook, rows: Rows, *, graded: bool) -> Table:
    """Every form with what was found in it and, where there are grades, the points kept under each head."""
    heads = [f"{name}（{number_of(points)}）" for name, points in grade_heads()] if graded else []
    header = (
        "单位", "年度", "金额（万元）", "文件", "表号", "表名", "项目", "项目编码", "指标", *SEVERITY.values(), *heads,
        *(("总分", "等级", "查了规则") if graded else ()),
    )  # fmt: skip
    widths = (
        22, 8, 13, 24, 9, 28, 28, 18, 7, 7, 7, 7, *(12 for _ in heads), *((9, 8, 11) if graded else ())
    )  # fmt: skip
    note = ["整个文件的问题算在文件里第一张表上。"] if rows.whole else []
    if graded:
        note.append("只按表上能判断的内容打分，供排序参考，不代替审核。")
    return Table(FORMS, header, widths, _form_rows(report, rulebook, rows, graded), note)


def _form_rows(report: Report, rulebook: Rulebook, rows: Rows, graded: bool) -> Iterator[list[Cell]]:
    row = rows.top
    for part in report.parts():
        if part.document is not None:
            marks = {mark.form: mark for mark in grades_of(part, rulebook)} if graded else {}
            counts: dict[int, Counter[str]] = {}
            first: dict[int, int] = {}
            owners = Owners(part.document)
            for at, finding in enumerate(part.findings, row):
                owner = owners.of(finding)
                if owner is not None:
                    first.setdefault(owner.number, at)
                    counts.setdefault(owner.number, Counter())[finding.severity] += (
                        finding.rule not in BUILT_IN
                    )
            for form in part.document.forms:
                mine = counts.get(form.number, Counter[str]())
                yield [
                    *form_cells(form),
                    Cell(file_path(part.path)),
                    _linked(f"第{form.number}张表", rows.link(first.get(form.number))),
                    Cell(form.title),
                    Cell(form.project or ""),
                    Cell(form.code or ""),
                    Cell(sum(one.row_kind == "indicator" for one in form.indicators), "number"),
                    *(Cell(mine[severity], "number") for severity in SEVERITY),
                    *(_mark_cells(marks.get(form.number)) if graded else []),
                ]
        row += len(part.findings)


def _mark_cells(grade: Grade | None) -> list[Cell]:
    if grade is None:
        return [Cell("")] * (len(grade_heads()) + 3)
    return [
        *(Cell(number_of(head.kept), "number") for head in grade.heads),
        Cell(number_of(grade.score), "number"),
        Cell(grade.name),
        Cell(f"{grade.coverage.run}/{grade.coverage.of}"),
    ]


def graphs(glance: Table, units: Table, rules: Table) -> list[Graph]:
    """Charts over the sheets: units, rules, families, grades. Rules stand on their sheet by severity, the most frequent
    first, and so each severity has a chart of its own."""
    found = []
    if len(list(units.rows)) > 1:
        found.append(_bars("每张表的错误和警告：最多的单位", units, 2, ((10, "错误"), (11, "警告")), _BARS))
    for name in (SEVERITY["error"], SEVERITY["warning"]):
        at = [row for row, cells in enumerate(rules.rows) if cells[0].content == name]
        if at:
            found.append(_bars(f"最常见的{name}（处）", rules, 3, ((5, name),), min(len(at), _BARS), at[0]))
    for title, group in (("各类问题（处）", "类别"), ("评分等级（张）", "等级")):
        at = [row for row, cells in enumerate(glance.rows) if cells[0].content == group]
        if at:
            found.append(_bars(title, glance, 2, ((3, group),), len(at), at[0], lying=False))
    return [graph for graph in found if graph.labels]


def _bars(
    title: str,
    table: Table,
    names: int,
    columns: Sequence[tuple[int, str]],
    most: int,
    start: int = 0,
    *,
    lying: bool = True,
) -> Graph:
    rows = list(table.rows)[start : start + most]
    first = len(table.notes) + 2 + start
    series = [Series(name, at, [_figure(row[at - 1]) for row in rows]) for at, name in columns]
    labels = [str(row[names - 1].content) for row in rows]
    return Graph(title, table.name, first, first + len(rows) - 1, names, labels, series, lying)


def _figure(cell: Cell) -> float:
    return float(cell.content) if not isinstance(cell.content, str) else 0.0


def year_table(report: Report) -> Table | None:
    """Every target beside that of last year; None where last year's tables were not given."""
    if report.beside is None:
        return None
    year = yearlines.HEADER.index("年度")
    rows = (
        [
            Cell(row.year, "number") if at == year and row.year is not None else Cell(text)
            for at, text in enumerate(yearlines.cells(row))
        ]
        for row in report.beside.rows
    )
    widths = (24, 8, 30, 16, 30, 18, 18, 18, 24)
    return Table(yearlines.TITLE, yearlines.HEADER, widths, rows, yearlines.sentences(report))


def run_table(report: Report) -> Table | None:
    """What became of the findings of an earlier run, by unit; None where none was given."""
    if report.since is None:
        return None
    rows = [
        [Cell(cell, "text" if isinstance(cell, str) else "number") for cell in runlines.cells(unit)]
        for unit in [*report.since.units, runlines.total_of(report.since)]
    ]
    return Table(
        runlines.TITLE, runlines.HEADER, (36, 10, 10, 10, 14, 10, 10), rows, runlines.sentences(report)
    )
