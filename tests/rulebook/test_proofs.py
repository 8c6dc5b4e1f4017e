"""Exceptions and softenings are proven by cases, counted in reports and told by `explain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruletext import make_rule, rule_text

from linter.authoring.cases import load_cases, run
from linter.authoring.rulelist import describe
from linter.authoring.sample import build_document
from linter.engine import judge
from linter.reports.json import write as write_json
from linter.reports.view.choices import Options
from linter.reports.view.statistics import lines
from linter.rulebook.rule import Rulebook

RULE: dict[str, Any] = {
    "check": {"kind": "fault", "when": "value.number > 5"},
    "except": [{"when": "contains(name, '合计')", "because": "合计行"}],
    "soften": [{"when": "unit == '次'", "to": "info", "because": "按次数的"}],
    "basis": ["101-N"],
}
ROW = {"level2": "数量指标", "name": "甲", "value": "9个"}
SUM = {"indicator": {**ROW, "name": "合计"}}
SOFT = {"indicator": {**ROW, "value": "9", "unit": "次"}}
GOOD = {
    "bad": [{"indicator": ROW}, {**SOFT, "proves": "按次数的", "severity": "info"}],
    "good": [{**SUM, "proves": "合计行"}],
}


def failures(tmp_path: Path, **groups: Any) -> list[str]:
    path = tmp_path / "MY01.yaml"
    path.write_text(
        rule_text(**RULE) + "---\n" + json.dumps({"tests": {**GOOD, **groups}}, ensure_ascii=False),
        encoding="utf-8",
    )
    rule = make_rule({**RULE, "basis": ["X"]})
    return [failure.text for failure in run(rule, load_cases(path))]


def test_proven(tmp_path: Path) -> None:
    assert failures(tmp_path) == []


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ({"good": [SUM]}, "靠例外“合计行”才不报告，请写 proves: 合计行"),
        ({"good": [{"indicator": {**ROW, "value": "3个"}}]}, "例外“合计行”没有用例证明"),
        ({"good": [{**SUM, "proves": "合计"}]}, "proves 写的“合计”不是 except 里的理由；可用：合计行"),
        ({"good": [{"indicator": {**ROW, "value": "3个"}, "proves": "合计行"}]}, "没有用到“合计行”"),
        ({"bad": [{"indicator": ROW}]}, "从轻“按次数的”没有用例证明"),
        ({"bad": [{**SOFT, "proves": "按次数的"}]}, "证明 soften 的用例要写 severity"),
        ({"bad": [{**SOFT, "proves": "按次数的", "severity": "error"}]}, "应当报告为 error，却是 info"),
        ({"bad": [{"indicator": ROW, "proves": "按次数的"}]}, "没有用到“按次数的”"),
    ],
)
def test_not_proven(tmp_path: Path, groups: dict[str, Any], says: str) -> None:
    assert any(says in text for text in failures(tmp_path, **groups)), failures(tmp_path, **groups)


def test_counted_and_told() -> None:
    rule = make_rule({**RULE, "basis": ["X"], "advice": "改成{name}{{}}"})
    book = Rulebook([rule], {})
    rows = [ROW, {**ROW, "name": "合计"}, {**ROW, "name": "人数合计"}]
    report = judge([build_document({"indicators": rows}, "用例.yaml", 1)], book)
    checked = json.loads(write_json(report, book, Options()))["checked"]
    assert checked["excepted"] == {"MY01": 2}
    assert checked["exceptions"] == [{"rule": "MY01", "because": "合计行", "count": 2}]
    assert "  MY01 标题：因“合计行”不报 2 处" in lines(report, book)
    rule.basis = []
    told = dict(describe(rule, book))
    assert told["不算错的"] == "合计行"
    assert told["从轻的"] == "按次数的（降为提示）"
    assert told["怎么改"] == "改成……{}"
