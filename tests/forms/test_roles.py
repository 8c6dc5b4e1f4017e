"""The roles of columns by evidence: what is sure stays silent, what was told narrowly is a doubt and is said."""

import json

import pytest

from linter import engine
from linter.forms import find_forms
from linter.model import COLUMNS, Document, Form
from linter.reports.readout import extraction
from linter.rulebook import load_rulebook

from .grids import source_of

TITLE = "2026年度项目支出绩效目标表\n项目名称 | 水库除险加固\n"
DOUBTFUL = TITLE + (
    "一级指标 | 二级指标 | 三级指标 | 指标值\n"
    "实施效果指标 | 产出指标 | 竣工验收合格率 | 100%\n"
    "实施效果指标 | 效益指标 | 粪污综合利用率 | ≥90%\n"
    "实施效果指标 | 满意度指标 | 受益群众满意度 | ≥90%\n"
)
PLAIN = TITLE + (
    "一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位\n"
    "产出指标 | 数量指标 | 加固水库数量 | = | 2 | 座\n"
    "产出指标 | 质量指标 | 竣工验收合格率 | = | 100 | %\n"
    "满意度指标 | 服务对象满意度指标 | 受益群众满意度 | ≥ | 90 | %\n"
)


def document(grid: str) -> Document:
    return find_forms(source_of(grid))


def form(grid: str) -> Form:
    (one,) = document(grid).forms
    return one


def test_a_plain_table_has_no_doubts() -> None:
    assert form(PLAIN).doubts == []
    assert [one.role for one in form(PLAIN).column_roles] == [
        "level1", "level2", "name", "comparator", "value", "unit",
    ]  # fmt: skip


def test_a_narrow_role_is_a_doubt() -> None:
    assert [(one.column, one.role, one.runner_up) for one in form(DOUBTFUL).doubts] == [
        (1, "other", "level1"),
        (2, "level1", "level2"),
    ]


def test_doubts_stand_in_the_extract() -> None:
    (read,) = json.loads(extraction.write_json([document(DOUBTFUL)]))["files"][0]["forms"]
    assert [(one["column"], one["role"], one["runner_up"]) for one in read["doubts"]] == [
        (1, "other", "level1"),
        (2, "level1", "level2"),
    ]
    assert read["doubts"][1]["evidence"] == {"first": 2.0, "either": 1.0}


def test_the_extract_explains_each_column() -> None:
    text = extraction.write_text([document(PLAIN)], explain=True)
    for head in ("指标性质", "度量单位"):
        assert head in text.split("各列读作：")[1]
    assert "比较符 3 格" in text


@pytest.mark.parametrize(("grid", "doubts"), [(DOUBTFUL, 2), (PLAIN, 0)])
def test_doubts_are_counted_and_lower_confidence(grid: str, doubts: int) -> None:
    rulebook = load_rulebook()
    grid = grid.replace("≥90%\n实施效果指标 | 满意度", "好\n实施效果指标 | 满意度")
    sure = engine.judge([document(grid)], rulebook)
    assert sure.checked.doubts == doubts
    bare = document(grid)
    for one in bare.forms:
        one.column_roles = []
    order = ("high", "medium", "low")
    told = {
        (one.rule, one.place): order.index(one.confidence) for one in engine.judge([bare], rulebook).findings
    }
    found = {(one.rule, one.place): order.index(one.confidence) for one in sure.findings}
    assert found.keys() == told.keys()
    lower = [key for key in found if found[key] > told[key]]
    assert all(found[key] >= told[key] for key in found)
    assert bool(lower) == bool(doubts)


def test_every_role_has_a_label() -> None:
    for grid in (DOUBTFUL, PLAIN):
        assert {one.role for one in form(grid).column_roles} <= set(COLUMNS)
