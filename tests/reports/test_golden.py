"""Every text format against a file that people have read. After a wanted change:
``JXLINT_RENEW_GOLDEN=1 pytest tests/reports/test_golden.py``, then read the difference before it is committed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from report_samples import BOOK, covered, finding, report

from linter import __version__
from linter.model import Document, Form, Indicator, NotRun, Place, Related, Report
from linter.reports import FORMATS, write
from linter.reports.view.choices import Options

FOLDER = Path(__file__).with_name("golden")
SUFFIX = {
    "rich": "rich.txt",
    "plain": "plain.txt",
    "full": "full.txt",
    "github": "github.txt",
    "junit": "junit.xml",
    "markdown": "md",
}
OPTIONS = {
    "": Options(width=80),
    "quiet-": Options(width=80, quiet=True),
    "narrow-": Options(width=60),
    "all-": Options(width=80, infos=True),
    "statistics-": Options(width=80, statistics=True),
}
CASES = [("", kind) for kind in FORMATS]
CASES += [(look, kind) for look in ("quiet-", "narrow-", "all-", "statistics-") for kind in ("rich", "plain")]


def small() -> Report:
    """Two files, three findings, one of them hostile, and a file that could not be read."""
    rows = [
        Indicator(
            level1="产出指标", level2="时效指标", name="完成时间", value="2023年底前", place=Place(line=25, column=3),
            places={"value": Place(line=25, column=3)},
        ),
        Indicator(level1="产出指标", level2="数量指标", name="培训人次", comparator="≥", value="200", unit="人次"),
    ]  # fmt: skip
    form = Form(number=14, title="支出目标表", project="培训费", implementing_unit="某局", indicators=rows)
    made = report(
        finding(covers=["KX04"], related=[Related(Place(line=3), "合计 26")]),
        finding(
            rule="GF01", severity="info", confidence="low", form=None, text="", mark=None, field="", indicator="",
            level2="", place=Place(), message="有两张表的名称一样",
        ),
        finding(
            rule="KX04", severity="warning", confidence="medium", file="乙.xlsx", form=1,
            place=Place(sheet="项目1", cell="D12", row=12, column=4), indicator="=cmd|'/c calc'!A1",
            text="<script>alert(1)</script> ]]> \x1b[31m\u202e|x|", mark=None, message="“=1+1”不是目标值",
        ),
        files=2, forms=2, indicators=3, rules=3, values={"date": 1, "quantity": 2}, not_understood=0,
    )  # fmt: skip
    made.checked.not_run = [NotRun("SD02", "表里没有金额")]
    other = Form(number=1, title="支出目标表", project="会议费", department="某局", indicators=rows[1:])
    made.documents = [
        Document("目录/甲.txt", "txt", forms=[form]),
        Document("乙.xlsx", "xlsx", forms=[other]),
    ]
    made.problems = [("丙.pdf", "是扫描件，没有文字。请用文字版")]
    return covered(made)


@pytest.mark.parametrize(("look", "kind"), CASES)
def test_as_it_was_read(look: str, kind: str) -> None:
    shown = write(kind, small(), BOOK, OPTIONS[look]).replace(__version__, "VERSION")
    path = FOLDER / f"{look}report.{SUFFIX.get(kind, kind)}"
    if os.environ.get("JXLINT_RENEW_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(shown.encode("utf-8"))
    assert shown == path.read_bytes().decode("utf-8"), "changed on purpose? see the head of this file"
