"""This year beside last year: what is found again, what is said of each target, and no mistake passed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import linter
from linter.auditing.yearbeside import change, year_beside
from linter.cli.root import root
from linter.model import Document, Form, Indicator, Report, YearBeside
from linter.reports.view.yearlines import sentences
from linter.rulebook.lastyear import forms_by_project

CHANGES = [
    ("≥95%", "≥95%", "没有变"),
    ("≥95%", "≥ 95％", "没有变"),
    ("≥95%", "≥90%", "减少 5个百分点"),
    ("≥280件", "≥350件", "增加 70件（+25.0%）"),
    ("80000元", "9万元", "增加 1万元（+12.5%）"),
    ("≥280件", "≥280人", "单位不同"),
    ("≥280件", "=280件", "由 ≥ 改为 =，数没有变"),
    ("≥0起", "≥3起", "增加 3起"),
    ("2024年12月底前", "2025年12月底前", "由 2024-12-31 改为 2025-12-31"),
    ("2024年12月底前", "2024年12月31日前", "写法不同，日期没有变"),
    ("有效提升", "明显提升", "写法不同"),
    ("有效提升", "≥5%", "写法不同"),
    ("", "≥5%", "写法不同"),
]


@pytest.mark.parametrize(("before", "now", "said"), CHANGES)
def test_a_change_is_said_in_words(before: str, now: str, said: str) -> None:
    assert change(linter.parse_value(before), linter.parse_value(now)) == said


def document(path: str, *forms: Form) -> Document:
    return Document(path, "txt", forms=list(forms))


def form(project: str, year: int, *rows: tuple[str, str, str]) -> Form:
    made = [
        Indicator(level2="数量指标", name=name, value=value, actual=actual, parsed=linter.parse_value(value))
        for name, value, actual in rows
    ]
    return Form(project=project, year=year, implementing_unit="东局", indicators=made)


def test_what_was_found_again_and_what_was_not() -> None:
    now = document(
        "a.txt",
        form("2025年普法", 2025, ("办件数", "≥350件", ""), ("培训场次", "≥4场", "")),
        form("新办", 2025),
    )
    before = document(
        "b.txt",
        form("2024年普法", 2024, ("办件数", "≥280件", "320件"), ("印册数", "≥2册", "")),
        form("停办", 2024),
    )
    made = year_beside([now], [before], forms_by_project([before]))
    assert (made.forms, made.forms_before, made.forms_matched) == (2, 2, 1)
    assert (made.indicators, made.indicators_before, made.indicators_matched) == (2, 2, 1)
    assert (made.fresh, made.gone, made.same_year) == (["新办"], ["停办"], [])
    told = [
        (row.indicator, row.target_before, row.achieved_before, row.target, row.change) for row in made.rows
    ]
    assert told == [
        ("办件数", "≥280件", "320件", "≥350件", "增加 70件（+25.0%）"),
        ("培训场次", "", "", "≥4场", "今年新设"),
        ("印册数", "≥2册", "", "", "今年没有"),
    ]


def test_sign_and_unit_in_cells_of_their_own_stand_in_the_target() -> None:
    row = Indicator(level2="数量指标", name="办件数", comparator="≥", value="350", unit="件")
    now, before = Form(project="普法", indicators=[row]), Form(project="普法", indicators=[])
    made = year_beside(
        [document("a", now)], [document("b", before)], forms_by_project([document("b", before)])
    )
    assert made.rows[0].target == "≥350件"


def run(*args: str) -> Any:
    return CliRunner().invoke(root, ["check", *args], prog_name="jxlint")


EXAMPLE = Path(__file__).parents[2] / "examples/table-good.txt"


def test_a_run_says_how_much_was_matched(tmp_path: Path) -> None:
    before = tmp_path / "去年.txt"
    before.write_text(
        EXAMPLE.read_text(encoding="utf-8").replace("2025", "2024").replace("6300", "6100"), encoding="utf-8"
    )
    said = run(str(EXAMPLE), "--previous", str(before), "--statistics").stdout
    assert "和上年比：今年的表 2 张、上年的表 2 张，对上 2 张；今年指标 19 个，对上 19 个。" in said
    assert "增加 200人（+3.3%）" in said
    assert "注意" not in said


def test_forms_without_a_project_are_told_by_their_place() -> None:
    now = [document(f"今年/{name}.txt", Form(number=2, title="项目绩效目标表")) for name in "甲乙"]
    made = year_beside(now, [], {})
    assert made.fresh == ["项目绩效目标表（甲.txt 第2张表）", "项目绩效目标表（乙.txt 第2张表）"]
    assert "没写项目名称和编码、无从对上的表：今年 2 张。" in sentences(Report(beside=made))


def test_indicators_that_were_not_matched_are_named_once() -> None:
    now = document("a", form("普法", 2025, *[("", "≥1件", "")] * 3, ("办件数", "≥2件", "")))
    before = document("b", form("普法", 2024))
    made = year_beside([now], [before], forms_by_project([before]))
    level2 = now.forms[0].indicators[0].level2
    told = f"对上的表里没对上的指标：今年新设 4 个（没写名称的{level2}、办件数等）。"
    assert told in sentences(Report(beside=made))


def test_files_given_twice_are_told_in_one_sentence() -> None:
    files = [f"表/{number}.txt" for number in range(300)]
    told = sentences(Report(beside=YearBeside(same_file=files)))
    assert len(told) == 2 and "表/4.txt 等 300 个" in told[1] and "表/5.txt" not in told[1]


def test_this_years_file_given_as_last_years_is_noticed(tmp_path: Path) -> None:
    copy = tmp_path / "上年.txt"
    copy.write_bytes(EXAMPLE.read_bytes())
    said = run(str(EXAMPLE), "--previous", str(copy)).stdout
    assert "是同一个文件" in said and "写的是同一个年度" in said
