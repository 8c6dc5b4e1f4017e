"""Derived fields and named patterns: what is refused, what a user's own folder may bring, what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruletext import rule_text

from linter import model
from linter.authoring.cases import test_rules as run_rules
from linter.authoring.termcases import term_failures
from linter.ground.errors import JxlintError
from linter.ground.resources import rules_dir
from linter.language.namedpatterns import load_patterns
from linter.language.terms import every, from_plain, pack_terms, read_terms, to_plain
from linter.language.types import closed_sets, fields, object_types
from linter.meaning.direction import Better
from linter.meaning.measurewords import MEASURES, PROJECT_TYPES
from linter.rulebook import load_rulebook

GOOD = """\
indicator:
  is_small:
    is: value.number < 5
    note: 小
    cases: [{indicator: {value: 3个}, gives: true}]
"""
CASES = (
    "---\ntests: {bad: [{indicator: {name: 甲, value: 3个}}], good: [{indicator: {name: 甲, value: 7个}}]}\n"
)


@pytest.fixture(autouse=True)
def _pack_again():  # type: ignore[no-untyped-def]
    yield
    load_rulebook()


def test_terms_of_the_pack_prove_themselves() -> None:
    assert [f"{term.name}: {text}" for term, text in term_failures(read_terms())] == []
    for term in every(pack_terms()):
        kinds = {str(case["gives"]) for case in term.cases}
        assert term.type.name != "bool" or {"True", "False"} <= kinds, f"{term.name}: a case for each answer"


def test_the_closed_sets_are_those_of_the_model() -> None:
    from typing import get_args

    sets = closed_sets()
    assert sets["level1"] == model.LEVEL1
    assert sets["level2"] == model.LEVEL2
    for name, literal in (
        ("kind", model.ValueKind), ("cmp", model.Comparator), ("row_kind", model.RowKind), ("scope", model.Scope),
        ("better", Better),
    ):  # fmt: skip
        assert sets[name] == get_args(literal)
    assert (sets["measures"], sets["project_type"]) == (MEASURES, PROJECT_TYPES)
    assert len(object_types()) == len(set(object_types()))


@pytest.mark.parametrize(
    ("text", "says", "at"),
    [
        ("form: [a]", "form 下面应写成", "1:7"),
        ("forms: {}", "terms.yaml里没有“forms”这个键。是否想写“form”？", "1:1"),
        (GOOD.replace("is_small", "is_timing"), "“is_timing”不能作名字：已有这个派生字段", "2:3"),
        (GOOD.replace("is_small", "name"), "“name”不能作名字：指标已有这个字段", "2:3"),
        (GOOD.replace("is_small", "count"), "“count”不能作名字：已有这个函数", "2:3"),
        (GOOD.replace("is_small", "Is-small"), "名字“Is-small”应是小写英文", "2:3"),
        (GOOD.replace("number", "numbr"), "指标值没有字段“numbr”。是否想写“number”？", "3:15"),
        (GOOD.replace("note: 小\n", "nota: 小\n"), "没有“nota”这个键。是否想写“note”？", "4:5"),
        (GOOD.replace("cases: [{indicator: {value: 3个}, gives: true}]", "cases: []"), "至少一个", "5:12"),
        (GOOD.replace("value.number < 5", "not is_small"), "“is_small”绕了一圈又用到自己", "3:9"),
    ],
)
def test_refused(tmp_path: Path, text: str, says: str, at: str) -> None:
    (tmp_path / "terms.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "MY01.yaml").write_text(rule_text(basis=["101-N"]), encoding="utf-8")
    with pytest.raises(JxlintError) as caught:
        load_rulebook([tmp_path])
    assert says in str(caught.value)
    assert f"{caught.value.line}:{caught.value.column}" == at
    assert caught.value.path == str(tmp_path / "terms.yaml")


def test_terms_and_patterns_of_an_own_folder(tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text(
        GOOD + "form:\n  few:\n    is: 'count(filter(targets, t: t.is_small))'\n    note: 小的有几个\n"
        "    cases: [{indicator: {value: 3个}, gives: 1}]\n",
        encoding="utf-8",
    )
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "patterns.yaml").write_text(
        "first: {note: 甲, pattern: '甲|{second}'}\nsecond: {note: 乙, pattern: 乙}\n", encoding="utf-8"
    )
    check = {"kind": "fault", "when": 'is_small and form.few > 0 and matches(name, pattern("first"))'}
    path = tmp_path / "MY01.yaml"
    path.write_text(rule_text(basis=["101-N"], check=check, message="{form.few}") + CASES, encoding="utf-8")
    assert [str(failure) for failure in run_rules([tmp_path]).failures] == []
    for _ in range(2):  # compiled, and from the cache
        assert "is_small" in load_rulebook([tmp_path]).terms["indicator"]
    assert "is_small" in fields("indicator")
    load_rulebook()
    assert "is_small" not in fields("indicator")
    (tmp_path / "terms.yaml").write_text(GOOD.replace("gives: true", "gives: false"), encoding="utf-8")
    path.write_text(rule_text(basis=["101-N"]), encoding="utf-8")
    (failure,) = run_rules([tmp_path]).failures
    assert "派生字段 indicator.is_small：第 1 个用例应当是“false”，却是“true”" in str(failure)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("annual-account: {note: 甲, pattern: 甲}", "“annual-account”重名"),
        ("A_b: {note: 甲, pattern: 甲}", "应是小写英文"),
        ("a: {note: 甲}", "“a”缺少“pattern”"),
        ("a: {note: 甲, pattern: '(甲'}", "正则表达式有误"),
        ("a: {note: 甲, pattern: '甲{b}'}", "没有叫“b”的正则表达式"),
        ("a: {note: 甲, pattern: '甲{b}'}\nb: {note: 乙, pattern: '乙{a}'}", "绕了一圈又用到自己"),
        ("a: {note: 甲, pattern: 3}", "pattern 应是文字"),
        ("[a]", "应写成"),
    ],
)
def test_patterns_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "patterns.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(JxlintError, match=says):
        load_patterns(rules_dir() / "words", tmp_path)


def test_terms_are_the_same_after_the_cache() -> None:
    before = pack_terms()
    after = from_plain(to_plain(before))
    assert [(term.name, term.type, term.note, term.uses) for term in every(before)] == [
        (term.name, term.type, term.note, term.uses) for term in every(after)
    ]
