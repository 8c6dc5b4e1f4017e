"""One report in every format: what it must say, and that no cell of a file can do harm in it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from report_samples import BOOK, FULL, HOSTILE, finding, report

from linter.model import NotRun, Place, Related
from linter.reports import FORMATS, write
from linter.reports.view.choices import Options
from linter.reports.view.wording import NO_FORM, UNREADABLE, BuiltIn
from linter.reports.xlsx.workbook import said_of

SAID = [
    "目录/甲.txt",
    "第14张表",
    "支出目标表",
    "培训费",
    "第25行",
    "错误",
    "KX01",
    "标题KX01",
    "时效指标 / 完成时间",
    "【2023年】底前",
    "年度不对",
    "道理KX01",
    "改年度",
    "《某办法》（某发〔2020〕1号）第三条",
    "“原文B1”",
    "第3行 合计 26",
    "KX04 标题KX04",
    "整个文件",
    "提示",
    "把握低",
    "共发现 2 处问题：错误 1，提示 1。",
    "检查范围：文件 1 个",
    "绩效目标表 17 张",
    "指标 143 个",
    "数量 120、日期 20、文字 3",
    "运行规则 42 条",
    "未运行（没有金额）：SD02",
    "读不懂的指标值 3 个",
]


@pytest.mark.parametrize("kind", ["rich", "plain"])
def test_people_read_everything_about_a_finding(kind: str) -> None:
    shown = write(kind, FULL, BOOK, Options(width=300, full=True))
    for said in SAID:
        assert said in shown, said
    assert "原文B2" not in shown, "a wording that nobody verified is not a quotation"


@pytest.mark.parametrize("kind", ["rich", "plain"])
def test_rules_that_were_not_run_are_counted_for_people_and_listed_in_full(kind: str) -> None:
    """One sentence in place of a line a reason, which says how many there are and how to see them."""
    made = report(finding())
    reasons = [("上年的表可比", "给出上年的表（--previous）"), ("没有：完成值", ""), ("没有：得分；分值", "")]
    made.checked.not_run = [
        NotRun(f"SD{at}{number}", reason, lacking)
        for at, (reason, lacking) in enumerate(reasons)
        for number in (1, 2)
    ]
    told = "未运行的 6 条：给出上年的表（--previous）才查的 2 条，没有的 4 条。逐条列出用 --format full。"
    for options in (Options(width=300), Options(width=300, quiet=True), Options(width=300, statistics=True)):
        shown = write(kind, made, BOOK, options)
        assert told in shown and "SD01" not in shown
    full = write(kind, made, BOOK, Options(width=300, full=True))
    assert "未运行（没有：完成值）：SD11、SD12" in full and told not in full
    assert "未运行（上年的表可比）：SD01、SD02" in write("markdown", made, BOOK, Options())


@pytest.mark.parametrize("kind", ["rich", "plain"])
def test_by_default_a_finding_is_a_line_and_what_to_write(kind: str) -> None:
    found = [finding(rule="GF01", severity="info"), finding(suggestion="2025年底前"), finding(), finding()]
    shown = write(kind, report(*found), BOOK, Options(width=200))
    assert shown.count("改为：2025年底前") == 1
    assert shown.count("怎么改：改年度") == 1, "advice is said once a file"
    assert shown.count("道理KX01") == 1 and "KX01 标题KX01（3 处）" in shown
    assert "另有提示 1 处，加 --all 列出" in shown and "标题GF01" not in shown
    everything = write(kind, report(*found), BOOK, Options(width=200, infos=True))
    assert "标题GF01" in everything and "--all" not in everything
    assert everything.index("错误 KX01") < everything.index("提示 GF01"), "errors first"


@pytest.mark.parametrize("kind", ["rich", "plain"])
def test_quiet_is_one_line_a_finding(kind: str) -> None:
    shown = write(kind, FULL, BOOK, Options(width=200, quiet=True))
    lines = [line for line in shown.splitlines() if "KX01" in line]
    assert len(lines) == 1 and "年度不对" in lines[0] and "道理" not in shown
    assert "检查范围" in shown


def test_quiet_plain_points_where_editors_jump() -> None:
    assert "目录/甲.txt:25: 错误 KX01" in write("plain", FULL, BOOK, Options(quiet=True))


@pytest.mark.parametrize("kind", ["rich", "plain", "json"])
def test_clean_and_empty_reports_differ(kind: str) -> None:
    clean = write(kind, report(), BOOK, Options())
    nothing = write(kind, report(files=0, forms=0, indicators=0, rules=0, values={}), BOOK, Options())
    assert clean != nothing
    if kind in {"plain", "rich"}:
        assert "没有发现问题" in clean
        assert "没有发现问题" not in nothing and "什么都没有检查到" in nothing


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_come_out_harmless(kind: str, text: str) -> None:
    bad = finding(
        text=text, mark=(0, 3), message=text, advice=text, project=text, form_title=text, indicator=text,
        file=text,
        related=[Related(Place(sheet=text, cell="A1"), text)],
    )  # fmt: skip
    shown = write(kind, report(bad), BOOK, Options(width=80))
    shown.encode("utf-8", "backslashreplace")
    assert "\x1b" not in shown and "\x07" not in shown
    if kind == "json":
        told = json.loads(shown)["findings"][0]
        assert told["text"] == told["message"] == text
    else:
        assert "\u202e" not in shown
    if kind in {"plain", "rich"}:
        assert len(shown) < (60_000 if len(text) > 100 else 5_000)


def test_rich_markup_in_cells_stays_text() -> None:
    shown = write("rich", report(finding(text="[bold]x[/bold] :smile:", mark=None)), BOOK, Options(full=True))
    assert "【[bold]x[/bold] :smile:】" in shown


def test_colour_only_where_allowed() -> None:
    assert "\x1b[" in write("rich", FULL, BOOK, Options(colour=True))
    assert "\x1b[" not in write("rich", FULL, BOOK, Options(colour=False))
    assert "\x1b[" not in write("plain", FULL, BOOK, Options(colour=True))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_rich_fits_the_window(columns: int) -> None:
    from linter.reports.view.columns import width

    shown = write("rich", FULL, BOOK, Options(width=columns))
    assert max(width(line) for line in io.StringIO(shown).read().splitlines()) <= columns


def test_json_keeps_the_contract() -> None:
    told = json.loads(write("json", FULL, BOOK, Options(grade=False)))
    assert list(told) == ["schema", "tool", "checked", "findings"]
    assert told["schema"] == "jxlint/check/1" and list(told["tool"]) == ["name", "version"]
    assert told["checked"] == {
        "files": 1, "forms": 17, "indicators": 143, "rules": 42,
        "not_run": [{"rule": "SD02", "reason": "没有金额"}], "not_understood": 3, "doubts": 0,
        "excepted": {}, "exceptions": [], "hidden": [], "passed_by": [],
    }  # fmt: skip
    first = told["findings"][0]
    assert first == {
        "rule": "KX01", "name": "name-kx01", "family": "可行性", "severity": "error", "confidence": "high",
        "message": "年度不对", "advice": "改年度", "suggestion": None,
        "basis": [
            {"code": "B1", "title": "《某办法》（某发〔2020〕1号）第三条", "quote": "原文B1"},
            {"code": "B2", "title": "《某办法》（某发〔2020〕1号）第三条", "quote": None},
        ],
        "basis_note": None, "file": "目录/甲.txt", "place": place(line=25, column=3), "form": 14,
        "form_title": "支出目标表",
        "project": "培训费", "level2": "时效指标", "indicator": "完成时间", "text": "2023年底前",
        "related": [{"place": place(line=3), "text": "合计 26"}], "covers": ["KX04"], "fix": None,
        "fingerprint": "f" * 64,
    }  # fmt: skip


def place(**known: Any) -> dict[str, Any]:
    return {**dict.fromkeys(("sheet", "cell", "page", "table", "row", "column", "line", "record")), **known}


@pytest.mark.parametrize("trouble", [NO_FORM])
def test_json_tells_troubles_people_read_them_elsewhere(trouble: BuiltIn) -> None:
    made = report(finding(rule=trouble.id, message="没有表", form=None))
    told = json.loads(write("json", made, BOOK, Options()))["findings"][0]
    assert (told["rule"], told["name"], told["basis"]) == (trouble.id, trouble.name, [])
    assert "没有表" not in write("plain", made, BOOK, Options()), (
        "the command line lists these on standard error"
    )


def test_github_annotates_a_fault_once() -> None:
    missing = finding(rule=UNREADABLE.id, message="找不到文件", file="无.txt", form=None, place=Place())
    made = report(
        missing, finding(file="甲.txt"), finding(file="甲.txt"), finding(file="甲.txt", place=Place(line=9))
    )
    made.problems = [("无.txt", "找不到文件"), ("乙.txt", "打不开")]
    lines = write("github", made, BOOK, Options()).splitlines()
    assert [line.split("file=")[1].split(":")[0].split(",title")[0] for line in lines] == [
        "无.txt", "甲.txt,line=25", "甲.txt,line=9", "乙.txt",
    ]  # fmt: skip


def test_comments_lead_to_the_handbook_of_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "手册：" not in write("github", FULL, BOOK, Options())
    monkeypatch.setenv("JXLINT_DOCS", "http://docs.example/jxlint/")
    assert "手册：http%3A" not in write("github", FULL, BOOK, Options())
    assert "手册：http://docs.example/jxlint/rules/KX01/" in write("github", FULL, BOOK, Options())
    assert said_of(FULL.findings[0], BOOK).endswith("手册：http://docs.example/jxlint/rules/KX01/")
