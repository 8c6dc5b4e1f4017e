"""The sheet of findings: one a row, with unit, year and money, what to write, and a column for the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from linter.auditing.agencies import amount_in_wan, owned_findings, unit_of
from linter.model import Finding, Form, Report
from linter.reports.view.basislines import basis_titles, title_of
from linter.reports.view.excerpts import Excerpts
from linter.reports.view.outline import closing, settled, summary
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import SEVERITY, form_heading, indicator_text, place_text
from linter.reports.xlsx.sheet import Cell, Table, link_to, number_of

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

SHEET = "质检结果"
_COLUMNS = {
    "序号": 6, "单位": 16, "年度": 7, "金额（万元）": 13, "文件": 15, "表": 17, "项目": 16, "指标": 18, "位置": 12,
    "级别": 7, "原文": 20, "规则": 16, "问题": 27, "改为": 16, "怎么改": 27, "依据": 34, "整改情况": 16,
}  # fmt: skip


def fault_table(
    report: Report,
    rulebook: Rulebook,
    notes: Sequence[str],
    *,
    inside: Mapping[str, str],
    copies: Mapping[str, str],
) -> Table:
    """``inside`` are the sheets of this workbook that findings stand in; ``copies`` the addresses of the marked copies
    of files, where there are some."""
    excerpts = Excerpts()
    rows = (
        _row(number, one, excerpts.of(one), form, rulebook, inside, copies)
        for number, (one, form) in enumerate(owned_findings(report), 1)
    )
    said = [summary(report), *settled(report), closing(report.checked)[0], *(f"注意：{note}。" for note in notes)]
    return Table(SHEET, list(_COLUMNS), list(_COLUMNS.values()), rows, said)


def form_cells(form: Form | None) -> list[Cell]:
    """Unit, year and money, which stand in every row."""
    if form is None:
        return [Cell(""), Cell(""), Cell("")]
    amount = amount_in_wan(form)
    return [
        Cell(unit_of(form)),
        Cell(form.year, "number") if form.year is not None else Cell(""),
        Cell(number_of(amount), "money") if amount is not None else Cell(""),
    ]


def _row(
    number: int,
    finding: Finding,
    text: str,
    form: Form | None,
    rulebook: Rulebook,
    inside: Mapping[str, str],
    copies: Mapping[str, str],
) -> list[Cell]:
    rule = rulebook.rules.get(finding.rule)
    copy = copies.get(finding.file, "")
    return [
        Cell(number, "number"),
        *form_cells(form),
        Cell(file_path(finding.file), "link" if copy else "text", file=copy),
        Cell(form_heading(finding.form, finding.form_title, "")),
        Cell(finding.project),
        Cell(indicator_text(finding)),
        _place(finding, inside, copy),
        Cell(SEVERITY[finding.severity], finding.severity),
        Cell(text),
        Cell(f"{finding.rule} {title_of(finding.rule, rulebook)}"),
        Cell(finding.message),
        Cell(finding.suggestion or ""),
        Cell(finding.advice),
        Cell(basis_titles(rule.basis if rule else [], rulebook)),
        Cell("", "blank"),
    ]


def _place(finding: Finding, inside: Mapping[str, str], copy: str) -> Cell:
    place, text = finding.place, place_text(finding.place)
    if not place.sheet or not place.cell:
        return Cell(text)
    if place.sheet in inside:
        return Cell(text, "link", link_to(place.sheet, place.cell))
    return Cell(text, "link", link_to(place.sheet, place.cell), copy) if copy else Cell(text)
