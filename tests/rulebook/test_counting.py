"""Whether a quantity counts what a price is per."""

import pytest

from linter.language.functions.tallies import counts_for
from linter.language.nodes import value_node
from linter.language.wordlists import WordList
from linter.values import parse_value

GROUPS = WordList("kin", "counters of one sort of thing", ("人|名|生", "站|馆|个|场馆"))


@pytest.mark.parametrize(
    ("count", "name", "price", "fits"),
    [
        ("≥4.8万人", "享受待遇人数", "20元/人·月", True),
        ("40000人", "小学生人数", "720元/生·年", True),
        ("27.675万亩", "管护面积", "10元/亩", True),
        ("300公顷", "管护面积", "10元/亩", True),
        ("13个", "免费开放数量", "2万元/站", True),
        ("13", "免费开放场馆数（个）", "2万元/馆", True),
        ("30", "评选标兵", "5000元/标兵", True),
        ("3期、240人", "骨干培训", "50元/人·天", True),
        ("≥10人次", "走访困难对象", "2500元/次", False),
        ("35台", "更新电脑", "150元/课时", False),
        ("12个月", "运行月数", "159万元/年", False),
    ],
    ids=[
        "scale",
        "another counter",
        "area",
        "another unit of area",
        "of one sort",
        "name ends in it",
        "name says it",
        "one of two values",
        "visits are no events",
        "nothing in common",
        "time never counts",
    ],
)
def test_counts_for(count: str, name: str, price: str, fits: bool) -> None:
    quantity, rate = value_node(parse_value(count)), value_node(parse_value(price))
    assert counts_for(quantity, rate, name, GROUPS) is fits
