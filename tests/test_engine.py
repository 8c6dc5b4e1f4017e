"""The engine: one fault one finding, repaired rows are less sure, order, fingerprints, and what was
checked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "rulebook"))
from ruletext import rule_text

from linter.authoring.sample import build_document
from linter.engine import judge
from linter.model import Document, Finding, Place, Report
from linter.rulebook import Rule, Rulebook, load_rulebook
from linter.rulebook.loader import load_rule
from linter.surroundings import Surroundings

NAMES = iter(range(10_000))


def rule(id: str, **keys: Any) -> Rule:
    text = rule_text(id=id, name=f"fault-{next(NAMES)}", **keys)
    return load_rule(Path(f"{id}.yaml"), text, words=None, basis={"X": None}, shipped=False)


def run(*rules: Rule, year: int | None = None, **case: Any) -> Report:
    return judge([build_document(case, "MY.yaml", 1)], Rulebook(rules, {}), Surroundings(year=year))


def ids(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


NAME = {"check": {"kind": "require", "field": "name"}}
VAGUE = {
    "check": {
        "kind": "words",
        "field": "value",
        "words": ["良好", "明显"],
        "how": "contains",
        "must": "not_have",
    }
}
ROWS = [
    {"level2": "社会效益指标", "name": "甲", "value": "良好"},
    {"level2": "经济效益指标", "name": "乙", "value": "明显提升"},
]


def test_a_finding_says_where_and_what() -> None:
    (found,) = run(
        rule("MY01", given="indicator", message="“{match}”空泛", **VAGUE),
        form={"project": "项目", "title": "目标表", "year": 2024},
        indicators=[ROWS[0]],
    ).findings
    assert (found.rule, found.severity, found.message, found.advice) == (
        "MY01",
        "warning",
        "“良好”空泛",
        "改",
    )
    assert (found.form, found.form_title, found.project) == (1, "目标表", "项目")
    assert (found.level2, found.indicator, found.field, found.text) == ("社会效益指标", "甲", "value", "良好")
    assert found.mark == (0, 2) and found.place.line is not None and found.file == "用例.txt"


def test_the_mark_counts_in_the_text_of_the_finding() -> None:
    (found,) = run(rule("MY01", given="indicator", **VAGUE), indicators=[ROWS[1]]).findings
    assert found.mark is not None and found.text[slice(*found.mark)] == "明显"


def test_a_covering_finding_stands_for_the_others_on_the_row() -> None:
    general = rule("MY01", given="indicator", **VAGUE)
    special = rule(
        "MY02",
        given="indicator",
        when='value.text == "良好"',
        covers=["MY01"],
        check={"kind": "forbid", "field": "value"},
    )
    report = run(general, special, indicators=ROWS)
    assert [(found.rule, found.indicator, found.covers) for found in report.findings] == [
        ("MY02", "甲", ["MY01"]),
        ("MY01", "乙", []),
    ]


def test_a_finding_over_rows_is_covered_when_all_its_rows_are() -> None:
    all_vague = rule(
        "MY01",
        given="form",
        check={"kind": "fault", "when": "not exists(targets, t: t.value.has_number)", "related": "targets"},
    )
    vague = rule("MY02", given="indicator", covers=["MY01"], **VAGUE)
    assert ids(run(all_vague, vague, indicators=ROWS).findings) == ["MY02", "MY02"]
    # A third row that nobody else reports keeps the finding.
    third = {"level2": "生态效益指标", "name": "丙", "value": "长期"}
    assert sorted(ids(run(all_vague, vague, indicators=[*ROWS, third]).findings)) == ["MY01", "MY02", "MY02"]


def test_a_chain_of_covers_ends_at_the_top() -> None:
    forbid = {"check": {"kind": "forbid", "field": "value"}}
    rules = [
        rule("MY01", given="indicator", **VAGUE),
        rule("MY02", given="indicator", covers=["MY01"], **forbid),
        rule("MY03", given="indicator", covers=["MY02"], **forbid),
    ]
    (found,) = run(*rules, indicators=[ROWS[0]]).findings
    assert (found.rule, found.covers) == ("MY03", ["MY01", "MY02"])


def test_form_findings_cover_on_the_same_form_only() -> None:
    def empty(field: str) -> dict[str, Any]:
        return {"check": {"kind": "require", "field": field}}

    rules = [
        rule("MY01", given="form", **empty("goal")),
        rule("MY02", given="form", covers=["MY01"], **empty("code")),
    ]
    report = run(*rules, document={"forms": [{"year": 2024}, {"code": "A"}]})
    assert [(found.rule, found.form) for found in report.findings] == [("MY02", 1), ("MY01", 2)]


@pytest.mark.parametrize(
    ("severity", "confidence", "after"),
    [
        ("error", "high", ("warning", "medium")),
        ("warning", "medium", ("info", "low")),
        ("info", "low", ("info", "low")),
    ],
)
def test_a_repaired_row_is_less_sure(severity: str, confidence: str, after: tuple[str, str]) -> None:
    sure = rule("MY01", given="indicator", severity=severity, confidence=confidence, **VAGUE)
    (found,) = run(sure, indicator={**ROWS[0], "repaired": True}).findings
    assert (found.severity, found.confidence) == after
    (found,) = run(sure, indicator=ROWS[0]).findings
    assert (found.severity, found.confidence) == (severity, confidence)


def test_rules_about_the_repair_or_the_writing_stay_sure() -> None:
    about = rule("MY01", given="indicator", when="repaired", check={"kind": "forbid", "field": "value"})
    writing = rule(
        "MY02", given="text", check={"kind": "pattern", "field": "text", "regex": "良好", "must": "not_match"}
    )
    found = run(about, writing, indicator={**ROWS[0], "repaired": True}).findings
    assert {(one.rule, one.severity) for one in found} == {("MY01", "warning"), ("MY02", "warning")}


def test_reading_order() -> None:
    rules = [
        rule("MY02", given="indicator", **VAGUE),
        rule("MY01", given="form", check={"kind": "require", "field": "goal"}),
    ]
    report = run(*rules, document={"forms": [{"indicators": ROWS}, {"indicators": ROWS}]})
    assert [(found.form, found.rule, found.indicator) for found in report.findings] == [
        (1, "MY01", ""),
        (1, "MY02", "甲"),
        (1, "MY02", "乙"),
        (2, "MY01", ""),
        (2, "MY02", "甲"),
        (2, "MY02", "乙"),
    ]


def test_cells_of_a_sheet_sort_by_row_then_column() -> None:
    document = build_document({"texts": [{"role": "name", "text": "错"} for _ in range(3)]}, "MY.yaml", 1)
    for text, cell in zip(document.forms[0].texts, ("AA2", "B10", "C2"), strict=True):
        text.place = Place(sheet="表", cell=cell)
    wrong = rule("MY01", given="text", check={"kind": "forbid", "field": "text"})
    findings = judge([document], Rulebook([wrong], {})).findings
    assert [found.place.cell for found in findings] == ["C2", "AA2", "B10"]


def test_a_cell_that_was_read_twice_is_reported_once() -> None:
    document = build_document({"texts": [{"role": "name", "text": "错"}] * 2}, "MY.yaml", 1)
    first, second = document.forms[0].texts
    wrong = rule("MY01", given="text", check={"kind": "forbid", "field": "text"})
    assert len(judge([document], Rulebook([wrong], {})).findings) == 2
    second.place = first.place
    assert len(judge([document], Rulebook([wrong], {})).findings) == 1


def test_two_headings_in_one_cell_may_hold_the_same_fault() -> None:
    rows = [{"level2": level2, "name": "营造良好环境"} for level2 in ("社会效益指标", "可持续影响指标")]
    document = build_document({"indicators": rows}, "MY.yaml", 1)
    for row in document.forms[0].indicators:
        row.place, row.places = Place(line=18, column=5), {}
    wrong = rule("MY01", given="indicator", check={"kind": "require", "field": "value"})
    assert len(judge([document], Rulebook([wrong], {})).findings) == 2


def test_fingerprints_outlive_an_inserted_row() -> None:
    vague = rule("MY01", given="indicator", **VAGUE)

    def prints(**case: Any) -> list[str]:
        return [found.fingerprint for found in run(vague, **case).findings]

    before = prints(form={"project": "项目"}, indicators=ROWS)
    inserted = {"level2": "数量指标", "name": "新", "value": "3件"}
    assert prints(form={"project": "项目", "number": 7}, indicators=[inserted, *ROWS]) == before
    assert len(set(before)) == 2 and all(len(one) == 64 for one in before)
    assert prints(form={"project": "项目"}, indicators=[{**ROWS[0], "value": "良好 。"}]) == before[:1]
    assert prints(form={"project": "别的"}, indicators=ROWS)[0] != before[0]


def test_the_year_fills_in_for_forms_without_one() -> None:
    late = rule(
        "MY01",
        given="indicator",
        check={"kind": "fault", "when": "year_of(value.end) != form.year", "at": "value"},
        message="不在{form.year}年内",
    )
    row = {"level2": "时效指标", "name": "时间", "value": "2022年"}
    assert [found.message for found in run(late, indicator=row, year=2024).findings] == ["不在2024年内"]
    assert [found.message for found in run(late, form={"year": 2023}, indicator=row, year=2022).findings] == [
        "不在2023年内"
    ]
    silent = run(late, indicator=row)
    assert silent.findings == []
    assert [(one.rule, one.reason) for one in silent.checked.not_run] == [
        ("MY01", "表上没有预算年度，可用 --year 指定")
    ]


def test_what_was_checked() -> None:
    rules = [rule("MY01", given="indicator", **VAGUE), rule("MY02", status="deprecated"), rule("MY03")]
    rows = [
        *ROWS,
        {"level2": "数量指标", "name": "丙", "value": "≥3件"},
        {"level2": "成本指标", "name": "", "value": ""},
    ]
    documents = [build_document({"indicators": rows}, "MY.yaml", 1), Document(path="b.txt", type="text")]
    report = judge(documents, Rulebook(rules, {}), rules=[rules[0]])
    checked = report.checked
    assert (checked.files, checked.forms, checked.indicators, checked.rules) == (2, 1, 3, 1)
    assert checked.values == {"qualitative": 2, "quantity": 1}
    assert [(one.rule, one.reason) for one in checked.not_run] == [("MY02", "已停用"), ("MY03", "没有选用")]
    assert report.documents == documents


def test_a_rule_that_found_nothing_to_look_at_says_what_was_missing() -> None:
    scoring = rule(
        "MY01", given="indicator", when='contains(scoring, "满分")', check={"kind": "forbid", "field": "name"}
    )
    (left,) = run(scoring, indicators=ROWS).checked.not_run
    assert left.reason == "表里没有要查的内容：评分标准一栏"
    assert run(scoring, indicator={**ROWS[0], "scoring": "按比例"}).checked.not_run == []


def test_what_was_missing_is_named_as_the_form_prints_it() -> None:
    """Not what is read out of a cell, nor what is worked out from it, where a whole column is not there."""
    reasons = {
        one.rule: one.reason
        for one in judge(
            [build_document({"indicators": ROWS}, "MY.yaml", 1)], load_rulebook()
        ).checked.not_run
    }
    assert reasons["SD33"] == "表里没有要查的内容：得分一栏；分值、权重一栏"
    assert reasons["WZ31"] == "表里没有要查的内容：完成值"
    assert not [reason for reason in reasons.values() if "quantity" in reason or "唯一的数" in reason]


def test_a_document_on_which_a_rule_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = load_rulebook().rules["WZ10"]
    bad, good = (build_document({"indicator": {"name": name, "value": ""}}, "x.yaml", 1) for name in "甲乙")
    bad.path, good.path = "坏.txt", "好.txt"
    inner = Rule.judge

    def broken(self: Rule, document: Document, **options: Any) -> Any:
        if document.path == "坏.txt":
            raise IndexError("试")
        return inner(self, document, **options)

    monkeypatch.setattr(Rule, "judge", broken)
    report = judge([bad, good], Rulebook([rule], {}))
    assert {finding.file for finding in report.findings} == {"好.txt"}
    assert [path for path, _ in report.problems] == ["坏.txt"]
    assert "IndexError：试" in report.problems[0][1]
