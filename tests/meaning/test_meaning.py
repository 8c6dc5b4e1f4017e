"""What the tables do not show: printed directions, units that decide, single words, whole forms."""

from __future__ import annotations

import pytest

from linter.meaning.direction import printed_direction
from linter.meaning.goal import clauses
from linter.meaning.lexicon import Lexicon
from linter.meaning.measure import measure, measure_of
from linter.meaning.measurewords import MEASURES, PROJECT_TYPES, heads, project_words, signs, verbs
from linter.meaning.project import NONE, project_type, titles, type_of
from linter.model import Form, Indicator
from linter.values import parse_value


@pytest.mark.parametrize(
    ("printed", "better"),
    [
        *(("正向", "more"), ("正向指标", "more"), ("反向", "less"), ("负向指标", "less"), ("逆向", "less")),
        *(("中性", None), ("定量", None), ("效果指标", None), ("正", None), ("", None), ("正数", None)),
    ],
)
def test_printed_direction(printed: str, better: str | None) -> None:
    assert printed_direction(printed) == better


def test_a_printed_direction_stands_above_the_words() -> None:
    assert measure("车辆采购数量", "辆").better == "more"
    assert measure("车辆采购数量", "辆", "数量指标", "反向").better == "less"
    assert measure("投诉率", "%", None, "正向").better == "more"


@pytest.mark.parametrize(
    ("unit", "measures"),
    [
        *(
            ("人次", "visits"),
            ("户", "count"),
            ("人", "people"),
            ("%", "ratio"),
            ("万元", "money"),
            ("小时", "duration"),
        ),
        *(("亩", "area"), ("公里", "length"), ("分", "score"), ("元/人", "price"), ("", "task")),
    ],
)
def test_the_unit_decides_where_the_name_is_open(unit: str, measures: str) -> None:
    assert measure("慰问困难群众", unit, "数量指标").measures == measures


@pytest.mark.parametrize(
    "name",
    ["", " ", "（）", "(%)", "率", "数", "，", "2025年", "每", "对进行", "\u3000★", "a" * 5000, "每人" * 500],
)
def test_any_text_is_taken(name: str) -> None:
    assert measure(name).measures in MEASURES
    assert project_type(name) in {*titles(), NONE}
    assert isinstance(clauses(name), tuple)


def test_the_longest_word_wins() -> None:
    words = Lexicon({"率": 1, "合格率": 2, "合格": 3, "不合格": 4}.items())
    assert words.ending("验收合格率").word == "合格率"  # type: ignore[union-attr]
    assert [hit.word for hit in words.scan("不合格品合格率")] == ["不合格", "合格率"]
    assert words.at("验收合格", 2).word == "合格"  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="率"):
        Lexicon([("率", 1), ("率", 2)])


def test_the_types_of_projects_are_listed_once() -> None:
    assert (*titles(), NONE) == PROJECT_TYPES
    assert {head.measures for head in heads()._roles.values()} <= set(MEASURES)


def test_no_word_has_two_roles() -> None:
    for words in (heads, signs, verbs, project_words):
        words()


def test_an_indicator_as_read() -> None:
    row = Indicator(
        level2="时效指标", name="项目完成时间", value="2025年12月底前", parsed=parse_value("2025年12月底前")
    )
    assert measure_of(row).measures == "deadline"
    row = Indicator(level2="成本指标", name="培训成本", value="≤300元/人", parsed=parse_value("≤300元/人"))
    read = measure_of(row)
    assert (read.measures, read.counted, read.per, read.better) == ("price", "培训", "人", "less")


def test_a_form_is_told_by_its_name_and_else_by_what_it_does() -> None:
    rows = [Indicator(name="培训班期数"), Indicator(name="参训学员人数"), Indicator(name="学员满意度")]
    assert type_of(Form(project="能力建设专项", indicators=rows)) == "training"
    assert type_of(Form(project="办公楼物业管理费", indicators=rows)) == "rent"
    assert type_of(Form()) == NONE
