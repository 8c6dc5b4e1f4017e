"""Rows of a form that may be one indicator twice, and amounts that are one: each case by what it gives."""

from cProfile import Profile
from typing import Any

import pytest

from linter.authoring.sample import build_document
from linter.language.functions.namesakes import namesakes
from linter.language.functions.tallies import same_amount
from linter.language.nodes import Node, value_node, wrap
from linter.values import parse_value


def _rows(*names: str) -> list[Node]:
    case = {"indicators": [{"level2": "数量指标", "name": name, "value": "3个"} for name in names]}
    return wrap(build_document(case, "test", 1)).targets  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("before", "name", "found"),
    [
        ("普法覆盖率", "普法覆盖率", True),
        ("规避法律风险有效率", "提出了建议，规避了法律风险有效率", True),
        ("营造营商环境", "营造营商环境，促进发展", True),
        ("每年矛盾纠纷调解成功案件数", "2025年全年矛盾纠纷调解成功案件数量", True),
        ("维修水闸座数", "培训管水员人数", False),
    ],
)
def test_namesakes_are_earlier_rows_that_share_an_end(before: str, name: str, found: bool) -> None:
    first, last = _rows(before, name)
    assert namesakes(last) == ([first] if found else [])
    assert namesakes(first) == []


def _calls(count: int) -> int:
    rows = _rows(*[f"农村公路第{number}段养护里程" for number in range(count)])
    profile = Profile()
    profile.runcall(lambda: [namesakes(row) for row in rows])
    stats: Any = profile.getstats()
    return sum(int(entry.callcount) for entry in stats)


def test_rows_cost_no_more_when_there_are_many() -> None:
    few, many = _calls(100), _calls(400)
    assert many < few * 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("6万人", "60000人", True),
        ("900名", "900人", True),
        ("2.4万人次", "23860人次", True),
        ("92万平方米", "92平方米", False),
        ("300件", "320件", False),
        ("3.5万元/户", "40000元/户", False),
        ("1000亩", "5万株", None),
        ("明显提高", "3件", None),
    ],
)
def test_amounts(one: str, other: str, same: bool | None) -> None:
    assert same_amount(value_node(parse_value(one)), value_node(parse_value(other))) is same
