"""What `let`, `except`, `soften`, `suggest` and `advice` do to a rule's faults, and what is counted."""

from __future__ import annotations

from typing import Any

import pytest
from ruletext import make_rule

from linter.authoring.sample import build_document
from linter.engine import judge
from linter.model import Report
from linter.rulebook.inspection import Tally
from linter.rulebook.rule import Rule, Rulebook

ENTRY: dict[str, Any] = {
    "given": "indicator",
    "when": "asked > 0",
    "let": {
        "printed": "value",
        "asked": "printed.number",
        "others": "filter(form.targets, o: o != this)",
        "twin": "first(filter(others, o: o.value.number == asked))",
        "long": "len(name) > 4",
    },
    "except": [
        {"when": "contains(twin.name, '合计')", "because": "另一行是合计"},
        {"when": "asked > form.year", "because": "比年份还大"},
    ],
    "soften": [
        {"when": "long", "to": "info", "because": "名称写得清楚"},
        {"when": "empty(unit)", "confidence": "low", "because": "没有单位"},
    ],
    "check": {"kind": "fault", "when": "not empty(twin)", "at": "printed"},
    "message": "“{name}”与“{twin.name}”都是{asked}",
    "suggest": "{unit}{asked + 1}",
    "advice": "{form.project}的{choose(long, '长', '短')}名称，改一个",
}


def document(*rows: dict[str, str], **form: Any) -> Any:
    listed = [{"level2": "数量指标", **row} for row in rows]
    return build_document({"form": {"project": "甲", **form}, "indicators": listed}, "用例.yaml", 1)


def judged(entry: dict[str, Any], *rows: dict[str, str], **form: Any) -> Report:
    rule = make_rule(entry)
    again = Rule(rule.to_plain())
    report = judge([document(*rows, **form)], Rulebook([again], {}))
    assert report.findings == judge([document(*rows, **form)], Rulebook([rule], {})).findings
    return report


def test_parts_messages_and_places() -> None:
    rows = {"name": "培训次数", "value": "3", "unit": "次"}, {"name": "宣传次数", "value": "3场"}
    first, second = judged(ENTRY, *rows).findings
    assert (first.message, first.advice) == ("“培训次数”与“宣传次数”都是3", "甲的短名称，改一个")
    assert first.suggestion == "次4", "a part inside braces"
    assert second.suggestion is None, "no unit, no suggestion"
    assert (first.field, first.text) == ("value", "3次"), "a part that is a field points at its cell"
    assert (first.severity, first.confidence) == ("warning", "high")
    assert (second.severity, second.confidence) == ("warning", "low")


def test_the_first_softening_that_holds() -> None:
    rows = {"name": "培训农民次数", "value": "3次"}, {"name": "宣传次数", "value": "3场", "unit": "场"}
    first, second = judged(ENTRY, *rows).findings
    assert (first.severity, first.confidence) == ("info", "high")
    assert (second.severity, second.confidence) == ("warning", "high")


@pytest.mark.parametrize(
    ("name", "year", "excepted"),
    [
        ("人次合计", None, {"另一行是合计": 1}),
        ("人次", 2024, {}),
        ("人次", 2, {"比年份还大": 2}),
        ("人次", None, {}),  # without a year the exception cannot be told: none
    ],
)
def test_exceptions_are_asked_of_faults_and_counted(
    name: str, year: int | None, excepted: dict[str, int]
) -> None:
    rule, tally = make_rule(ENTRY), Tally()
    rows = {"name": "甲数", "value": "3"}, {"name": name, "value": "3"}, {"name": "无双", "value": "5"}
    faults = list(rule.judge(document(*rows, year=year), tally=tally))
    assert tally.excepted == excepted
    assert len(faults) == 2 - sum(excepted.values())
    assert tally.held == 3


def test_parts_are_worked_out_again_for_the_first_of_many() -> None:
    entry = {**ENTRY, "check": {**ENTRY["check"], "once": "form"}, "message": "{name}等{times}处"}
    (finding,) = judged(entry, {"name": "甲", "value": "3"}, {"name": "乙", "value": "3"}).findings
    assert finding.message == "甲等2处"


def test_a_part_that_is_missing_is_no_fault() -> None:
    entry = {
        "given": "indicator",
        "let": {"asked": "value.number", "twice": "asked * 2"},
        "check": {"kind": "fault", "when": "twice > 4"},
        "message": "错",
    }
    report = judged(entry, {"name": "甲", "value": "良好"}, {"name": "乙", "value": "3"})
    assert [finding.indicator for finding in report.findings] == ["乙"]


def test_a_profile_and_a_softening_give_the_lower_severity() -> None:
    entry = {**ENTRY, "severity": "error", "soften": [{"when": "true", "to": "warning", "because": "甲"}]}
    rows = {"name": "甲", "value": "3"}, {"name": "乙", "value": "3"}
    assert {finding.severity for finding in judged(entry, *rows).findings} == {"warning"}


def test_what_a_rule_reads_is_what_its_parts_and_terms_read() -> None:
    rule = make_rule(
        {
            "given": "indicator",
            "let": {
                "late": "year_of(starts_on) > form.year",
                "blanks": "filter(form.indicators, i: i.is_blank)",
            },
            "when": "is_timing",
            "check": {"kind": "fault", "when": "late and count(blanks) > 0"},
            "message": "错",
        }
    )
    assert {"level2", "is_timing", "form.year", "value.end", "form.indicators.row_kind"} <= set(rule.fields)
    assert rule.needs_year
    assert rule.asks == ["level2"]
