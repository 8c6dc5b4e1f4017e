"""Parts of a goal and rows of a form by what they measure."""

from __future__ import annotations

from cProfile import Profile
from typing import Any

from linter.language.functions.comparables import comparable_parts, comparable_rows
from linter.language.nodes import Node, value_node
from linter.model import Form, Indicator
from linter.values import parse_value


def _rows(*values: str, level2: str = "数量指标") -> list[Node]:
    rows = [
        Indicator(name=f"第{at}项", value=value, level2=level2, parsed=parse_value(value))
        for at, value in enumerate(values)
    ]
    return list(Node("form", Form(number=1, indicators=rows)).targets)


def test_rows_whose_units_can_be_converted() -> None:
    people, thousands, days, bare, ranged, more = _rows("≥500人", "2万人", "30天", "5", "5-9人", "≥3名")
    assert comparable_rows(people) == comparable_rows(more) == [people, thousands, more]
    assert comparable_rows(days) == [days]
    assert comparable_rows(bare) == comparable_rows(ranged) == []


def test_units_nobody_knows_are_alike_when_they_are_the_same() -> None:
    first, other, again = _rows("3啵", "3嘭", "4啵")
    assert comparable_rows(first) == [first, again] and comparable_rows(other) == [other]


def test_parts_with_quantities_that_can_be_compared() -> None:
    value = value_node(parse_value("500人"))
    said = comparable_parts("培训2万人，开展3期，资助40名和5户。", "[，。]", value)
    assert said == ["培训2万人", "资助40名和5户"]
    assert comparable_parts("开展3期", "[，。]", value) == []
    assert len(comparable_parts("，".join(f"培训{at}人" for at in range(500)), "，", value)) == 100


def _calls(count: int) -> int:
    rows = _rows(*[f"{number}人" for number in range(1, count)])
    profile = Profile()
    profile.runcall(lambda: [comparable_rows(row) for row in rows])
    stats: Any = profile.getstats()
    return sum(int(entry.callcount) for entry in stats)


def test_rows_cost_no_more_when_there_are_many() -> None:
    assert _calls(400) < 5 * _calls(100)
