"""The strict loader: what it refuses, where and how it says so; what it needs of shipped rules."""

from pathlib import Path
from typing import Any

import pytest
from ruletext import FRAME, make_rule, rule_text

from linter.authoring.cases import Case, judge_case, load_cases
from linter.authoring.sample import build_document
from linter.ground.errors import JxlintError
from linter.ground.shape import Where
from linter.ground.strictyaml import load
from linter.language.wordlists import load_words
from linter.rulebook.basis import read_basis
from linter.rulebook.loader import check_covers, check_together, load_rule

TABLE = Path(__file__).with_name("loader_errors.yaml")
TESTS = "---\ntests: {bad: [{indicator: {level2: 数量指标, name: ''}}], good: [{indicator: {name: 甲}}]}\n"


def loaded(text: str, *, shipped: bool = False) -> Any:
    return load_rule(Path("MY01.yaml"), text, words=load_words(), basis={"X": None}, shipped=shipped)


@pytest.mark.parametrize(
    "entry", load(TABLE.read_text(encoding="utf-8"), str(TABLE)).data, ids=lambda entry: entry["says"][:24]
)
def test_refused(entry: dict[str, Any]) -> None:
    text = entry["text"] if "text" in entry else rule_text(**entry["change"])
    with pytest.raises(JxlintError) as caught:
        loaded(text)
    assert entry["says"] in str(caught.value)
    assert caught.value.path == "MY01.yaml"
    if "at" in entry:
        assert f"{caught.value.line}:{caught.value.column}" == entry["at"]
    elif "change" in entry and None not in entry["change"].values():
        assert caught.value.line is not None


def test_a_shipped_rule_needs_a_family_and_cases() -> None:
    with pytest.raises(JxlintError, match="字头不在五类之中"):
        loaded(rule_text() + TESTS, shipped=True)
    with pytest.raises(JxlintError, match="tests 的 bad 至少要有一个"):
        loaded(rule_text(id="KX01"), shipped=True)
    assert loaded(rule_text(id="KX01") + TESTS, shipped=True).family == "可行性"
    assert loaded(rule_text()).family == "自定"


def test_ids_and_names_are_used_once() -> None:
    one, same_id, same_name = (
        loaded(rule_text()),
        loaded(rule_text(name="other")),
        loaded(rule_text(id="MY02")),
    )
    with pytest.raises(JxlintError, match="编号“MY01”已被"):
        check_together([one, same_id])
    with pytest.raises(JxlintError, match="短名“some-fault”已被"):
        check_together([one, same_name])


def test_covers_name_other_rules_that_exist_and_make_no_ring() -> None:
    rules = [loaded(rule_text(covers=["MY02"])), loaded(rule_text(id="MY02", name="two", covers=["MY03"]))]
    with pytest.raises(JxlintError, match="covers 里的“MY03”不是已有的规则"):
        check_covers(rules)
    rules.append(loaded(rule_text(id="MY03", name="three", covers=["MY01"])))
    with pytest.raises(JxlintError, match="绕成了一圈"):
        check_covers(rules)
    with pytest.raises(JxlintError, match="不能写规则自己"):
        check_covers([loaded(rule_text(covers=["MY01"]))])


def test_place_in_a_block_text() -> None:
    text = rule_text(when=None) + 'when: >-\n  level2 == "数量指标" and\n  nmae == "甲"\n'
    with pytest.raises(JxlintError) as caught:
        loaded(text)
    assert "nmae" in str(caught.value)
    assert caught.value.line == 15


def test_basis_file() -> None:
    text = "A: {title: 甲, verified: true, wording: 原文}\nB: {title: 乙, verified: false, wording: 记得的}\n"
    basis = read_basis(where(text))
    assert basis["A"].quote == "原文"
    assert basis["B"].quote is None
    for wrong, says in (
        ("A: {title: 甲}", "缺少 verified"), ("A: {titel: 甲, verified: true}", "没有“titel”这个键"),
        ("A: 甲", "应写成"), ("A: {title: 甲, verified: 是}", "应是true 或 false"), ("[A]", "对应表"),
    ):  # fmt: skip
        with pytest.raises(JxlintError, match=says):
            read_basis(where(wrong))


def where(text: str) -> Where:
    return Where(load(text, "basis.yaml"), text.split("\n"), "basis.yaml")


def test_case_fields_are_checked() -> None:
    for case, says in (
        ({"indicator": {"nmae": "甲"}}, "没有“nmae”这个键"),
        ({"indicator": {"value": 95}}, "应是文字（数字请加引号）"),
        ({"form": {"year": "2024"}}, "应是整数"),
        ({"form": []}, "应写成"),
        ({"document": {"form": []}}, "没有“form”这个键"),
        ({"input": "甲", "goal": "乙"}, "用例有了 input"),
    ):
        with pytest.raises(JxlintError, match=says):
            build_document(case, "MY01.yaml", 3)


def test_cases_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "MY01.yaml"
    for tests, says in (
        ("tests: {bad: {}}", "应是用例的列表"), ("tests: {badd: []}", "没有“badd”这个键"),
        ("tests: {bad: [{sayss: x}]}", "没有“sayss”这个键"), ("test: {}", "没有“test”这个键"),
    ):  # fmt: skip
        path.write_text(rule_text() + "---\n" + tests, encoding="utf-8")
        with pytest.raises(JxlintError, match=says):
            load_cases(path)


def test_a_case_becomes_a_whole_document() -> None:
    document = build_document(
        {
            "form": {"year": 2024, "project": "甲", "footer": [{"label": "填表人", "text": "某某某"}]},
            "budget": {"total": "26", "fiscal": ""},
            "goal": "完成",
            "indicators": [
                {
                    "level2": "数量指标",
                    "name": "人数",
                    "comparator": "≥",
                    "value": "3",
                    "unit": "人",
                    "weight": "",
                },
                {"level2": "经济效益指标", "name": "", "value": ""},
            ],
        },
        "MY01.yaml",
        1,
    )
    form = document.forms[0]
    first, second = form.indicators
    assert (first.level1, first.parsed.text, first.row_kind) == ("产出指标", "≥3人", "indicator")
    assert (second.level1, second.row_kind) == ("效益指标", "empty")
    assert form.columns == ["name", "comparator", "value", "unit", "weight"]
    assert (form.budget.total, form.budget.fiscal, form.budget.other, form.amount_unit) == (
        "26",
        "",
        None,
        "万元",
    )
    assert {(text.role, text.text) for text in form.texts} >= {
        ("name", "人数"),
        ("value", "3"),
        ("footer", "某某某"),
    }
    places = [
        first.places["name"],
        second.places["name"],
        form.places["project"],
        form.budget.places["total"],
    ]
    assert len(set(places)) == len(places)


def test_a_rule_is_the_same_after_the_cache() -> None:
    rule = make_rule(
        {"check": {"kind": "words", "field": "name", "words": ["甲"], "how": "equals", "must": "not_have"}}
    )
    again = type(rule)(rule.to_plain())
    case = Case("bad", 1, {"indicator": {"name": "甲"}}, "MY01.yaml", 1)
    assert [fault.message for fault in judge_case(again, case)] == [
        fault.message for fault in judge_case(rule, case)
    ]
    assert FRAME["message"] == again.message
