"""The fields of rules that ask for meaning, on a form as read."""

from __future__ import annotations

from typing import Any

from linter import model
from linter.language.nodes import wrap
from linter.values import join_cells, parse_value


def form_node(*rows: tuple[str, str, str], **head: Any) -> Any:
    """A form of rows (second level, name, target)."""
    indicators = [
        model.Indicator(level2=level2, name=name, value=value, parsed=parse_value(join_cells("", value, "")))
        for level2, name, value in rows
    ]
    document = model.Document("表.txt", "txt", forms=[model.Form(indicators=indicators, **head)])
    return wrap(document).forms[0]


def test_what_a_name_measures() -> None:
    form = form_node(
        ("经济成本指标", "每人每年补助标准", "1200元"),
        ("数量指标", "法律援助案件数", "≥300件"),
        ("社会效益指标", "投诉率", "≤1%"),
        ("数量指标", "", ""),
    )
    price, count, share, empty = form.indicators
    assert (price.measures, price.per, price.better, price.wanted_dimension) == (
        "price",
        "人/年",
        "exact",
        "money",
    )
    assert (count.measures, count.counted, count.per, count.wanted_dimension) == (
        "count",
        "法律援助案件",
        None,
        None,
    )
    assert (share.measures, share.better, share.wanted_dimension) == ("ratio", "less", "ratio")
    assert (empty.measures, empty.better, empty.counted) == ("none", "unknown", None)


def test_goals_have_clauses_and_projects_a_type() -> None:
    form = form_node(project="干部培训经费", goal="目标1：举办培训班12期，培训600人次。目标2：")
    assert form.project_type == "training"
    first, second = form.goals
    assert [(clause.task, clause.object) for clause in first.clauses] == [("举办", "培训班"), ("培训", None)]
    assert [value.text for clause in first.clauses for value in clause.values] == ["12期", "600人次"]
    assert second.clauses == []
    assert form_node().project_type == "none"
