"""The sheets of a workbook that no table was marked in: findings, totals, units, grades, charts."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from report_samples import BOOK, FULL, finding, report
from workbooks import parts_of

from linter.model import Answer, Budget, Checked, Document, Form, Indicator, Report
from linter.reports import render
from linter.reports.view.choices import Options
from linter.reports.xlsx import sheet

_TITLE = re.compile("<a:t>([^<]+)</a:t>")
#: Findings of rules: rule, severity, how many.
MANY = (("KX01", "error", 1), ("KX04", "error", 3), ("GF01", "warning", 4), ("KX01", "info", 9))
SHEETS = ["总览", "质检结果", "按单位", "按规则", "按表"]


def test_other_inputs_get_findings_totals_and_grades() -> None:
    book = load_workbook(io.BytesIO(render("xlsx", FULL, BOOK, Options())))
    assert book.sheetnames == SHEETS
    totals = [[cell.value for cell in row] for row in book["按规则"].iter_rows()]
    assert totals[1] == ["错误", "KX01", "标题KX01", "可行性", 1, 1, "—", 0, None, None]


def test_the_faults_come_first_where_there_is_but_one_form() -> None:
    one = Report(checked=Checked(forms=1))
    assert load_workbook(io.BytesIO(render("xlsx", one, BOOK, Options()))).sheetnames[0] == "质检结果"


def batch() -> Report:
    def form(number: int, unit: str, total: str, year: int) -> Form:
        rows = [Indicator(name="甲"), Indicator(name="乙")]
        return Form(
            number=number, title="表", project=f"项目{number}", implementing_unit=unit, year=year, indicators=rows,
            budget=Budget(total=total, unit="万元"),
        )  # fmt: skip

    forms = [form(1, "东局", "8", 2024), form(2, "东局", "2", 2025), form(3, "西局", "5", 2025)]
    made = report(
        *(finding(form=1) for _ in range(2)),
        *(finding(form=3) for _ in range(2)),
        finding(form=2, severity="info"),
        forms=3,
    )
    made.documents = [Document("目录/甲.txt", "txt", forms=forms)]
    return made


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_unit_year_and_amount_stand_in_every_row() -> None:
    book = load_workbook(io.BytesIO(render("xlsx", batch(), BOOK, Options())))
    faults = rows_of(book["质检结果"])[2:]
    assert faults[0][1:4] == ["单位", "年度", "金额（万元）"]
    assert [row[1:4] for row in faults[1:3]] == [["东局", 2024, 8]] * 2
    units = rows_of(book["按单位"])[1:]
    # By errors a form: the western office has two in its only form, the eastern two in two.
    assert [row[:9] for row in units[1:]] == [
        [1, "西局", "2025", 5, 1, 2, 2, 0, 0],
        [2, "东局", "2024—2025", 10, 2, 4, 2, 0, 1],
    ]
    rules = rows_of(book["按规则"])
    assert rules[1][4:] == [4, 2, 0.6667, 2, "2024—2025", 13]
    forms = rows_of(book["按表"])
    assert [row[:3] for row in forms[1:]] == [["东局", 2024, 8], ["东局", 2025, 2], ["西局", 2025, 5]]


def test_counts_lead_to_the_first_fault() -> None:
    book = load_workbook(io.BytesIO(render("xlsx", batch(), BOOK, Options())))
    units = book["按单位"]
    places = {units.cell(row, 2).value: units.cell(row, 2).hyperlink.location for row in (3, 4)}
    for unit, place in places.items():
        sheet, cell = place.replace("'", "").split("!")
        assert book[sheet][cell].row > 3 and book[sheet].cell(book[sheet][cell].row, 2).value == unit


def test_charts_are_drawn_over_the_rows_they_name() -> None:
    data = render("xlsx", batch(), BOOK, Options())
    charts = load_workbook(io.BytesIO(data))["总览"]._charts
    assert len(charts) >= 3
    parts = parts_of(data)
    first = parts["xl/charts/chart1.xml"].decode()
    assert "'按单位'!$B$3:$B$4" in first and "<c:v>西局</c:v>" in first


def test_charts_of_rules_are_of_one_severity_each_and_say_their_numbers() -> None:
    found = [finding(rule=rule, severity=severity) for rule, severity, times in MANY for _ in range(times)]
    data = render("xlsx", report(*found, forms=2), BOOK, Options())
    charts = [part.decode() for name, part in parts_of(data).items() if name.startswith("xl/charts/")]
    drawn = {_TITLE.findall(chart)[0]: re.findall(r"<c:v>(\d+)</c:v>", chart) for chart in charts}
    assert drawn["最常见的错误（处）"] == ["3", "1"]
    assert drawn["最常见的警告（处）"] == ["4"]
    assert all('<c:showVal val="1"/>' in chart for chart in charts)


def test_money_is_grouped_by_thousands() -> None:
    form = Form(14, implementing_unit="东局", budget=Budget(total="1234567.5", unit="万元"))
    made = report(finding(), forms=1)
    made.documents[0].forms.append(form)
    for kind, name in (("xlsx", "质检结果"), ("xlsx", "按单位"), ("xlsx", "按表"), ("ledger", "台账")):
        rows = load_workbook(io.BytesIO(render(kind, made, BOOK, Options())))[name].iter_rows()
        (cell,) = [cell for row in rows for cell in row if cell.value == 1234567.5]
        assert cell.number_format == "#,##0.00##", name


def test_shares_and_means_are_numbers_that_can_be_sorted() -> None:
    book = load_workbook(io.BytesIO(render("xlsx", batch(), BOOK, Options())))
    for name, heads in (("按单位", ("占比", "每表错误")), ("按规则", ("占全部表",))):
        head, *rows = (row for row in book[name].iter_rows() if row[1].value)
        for cell in (row[at] for row in rows for at, one in enumerate(head) if one.value in heads):
            assert isinstance(cell.value, (int, float)) and cell.number_format in ("0.0%", "0.00")


def test_every_printed_page_says_its_sheet_and_its_number() -> None:
    for kind in ("xlsx", "ledger"):
        book = load_workbook(io.BytesIO(render(kind, batch(), BOOK, Options())))
        for one in book:
            assert (one.oddFooter.left.text, one.oddFooter.center.text) == ("&A", "第 &P 页，共 &N 页")


def test_what_the_office_has_explained_is_counted_in_every_workbook() -> None:
    made = batch()
    made.answers = [Answer(finding(), "按协议执行", "某某某"), Answer(finding(), "", given=False)]
    for kind, sheets in (("xlsx", ("总览", "质检结果")), ("ledger", ("说明",))):
        book = load_workbook(io.BytesIO(render(kind, made, BOOK, Options())))
        for name in sheets:
            told = [row[0] for row in book[name].iter_rows(values_only=True)]
            assert "已有说明、不再计入的问题 2 处，其中 1 处待说明。" in told


def test_few_bars_of_a_chart_are_no_blocks() -> None:
    parts = parts_of(render("xlsx", batch(), BOOK, Options()))
    units = next(part.decode() for name, part in parts.items() if "charts/" in name and "西局" in part.decode())
    assert '<c:gapWidth val="300"/>' in units, "two bars"


def test_a_long_table_says_its_area_so_that_it_can_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "_LONG", 60)
    long = report(*(finding(message=f"问题{at}") for at in range(70)))
    book = load_workbook(io.BytesIO(render("xlsx", long, BOOK, Options())))
    faults = book["质检结果"]
    assert faults.print_area == f"'质检结果'!$A$1:$Q${faults.max_row}"
    # Charts stand beside a short one.
    assert not book["总览"].print_area
    # The office adds rows to a ledger.
    ledger = load_workbook(io.BytesIO(render("ledger", long, BOOK, Options())))
    assert not ledger["台账"].print_area
