"""Regular expressions that may run without end are told by their shape."""

from __future__ import annotations

import re

import pytest
from patterncosts import patterns

from linter.ground.backtracking import endless
from linter.rulebook import load_rulebook

#: Pattern and a piece of what is said of it.
REFUSED = [
    (r"(a+)+$", "重复里套着重复"),
    (r"(?:a{1,1000}){1,1000}b", "重复"),
    (r"(?:ab{2}){3000}", "次数太多"),
    (r"(?:(?:[0-9]{1,4}年){100}月){50}", "次数太多"),
    (r"(a|a)*b", "两个一样的选项"),
    (r"(.*,?)*x", "可以是空的"),
    (r".*.*.*b", "接连 3 个"),
    (r".*合计.*金额.*元", "接连 3 个"),
    (r"\d+\d+\d+x", "接连 3 个"),
    (r"(\w+\s?)+$", "重复里套着重复"),
    (r"(?:[^,]+,?)+;", "重复里套着重复"),
    (r"^(([a-z])+.)+[A-Z]([a-z])+$", "重复里套着重复"),
    (r"(a|aa)+$", "重复里"),
    (r"(?:aa?)+b", "重复里套着重复"),
    (r"(甲|乙|甲乙)*丙", "拼成"),
    (r"(甲|.)*丙", "抢同一个字"),
    (r"(?:a?){30}a{30}", "可以是空的"),
    (r"(?=(a+)+b)c", "重复里套着重复"),
    (r"(?P<x>(a*)*)(?P=x)", "可以是空的"),
    (r"(?=.*a.*b)c", "接连 2 个"),
]
ALLOWED = [
    r"(?:\d+、)+",
    r"[0-9]+(?:\.[0-9]+)?%",
    r"(?:甲|乙)+",
    r"\s*(?:项目|指标)\s*[:：]\s*(.+?)\s*$",
    r"(?:[一-龥]{2,8}、)*[一-龥]{2,8}",
    r"^.*合计.*$",
    r"合计.*金额.*元",
    r"(?:19|20)\d{2}年(?:\d{1,2}月)?",
    r"(?:\([^()]*\))+",
    r"(?P<word>[一-龥]{2})(?P=word)",
    r"(?:年度|年底|全年)+",
    r"(?<![0-9])[0-9]{4}(?!年)",
    r"是(?=.*否)",
    "",
]


@pytest.mark.parametrize(("pattern", "says"), REFUSED, ids=[pattern for pattern, _ in REFUSED])
def test_refused(pattern: str, says: str) -> None:
    assert says in endless(pattern)


@pytest.mark.parametrize("pattern", ALLOWED)
def test_allowed(pattern: str) -> None:
    assert endless(pattern) == ""


def test_no_shipped_pattern_is_refused() -> None:
    seen = {text for rule in load_rulebook().rules.values() for text in patterns(rule.to_plain())}
    assert len(seen) > 100
    assert {pattern: why for pattern in seen if (why := endless(pattern))} == {}


def test_a_fault_is_the_fault_of_re() -> None:
    with pytest.raises(re.error):
        endless("(a")


LONG = {
    "branches": "|".join(f"(?:词{at}[0-9]+、?)" for at in range(3000)),
    "branches in a loop": "(?:" + "|".join(f"词{at:04}" for at in range(3000)) + ")+",
    "words made of one another": "(?:"
    + "|".join("甲" * (at % 40) + f"乙{at:04}" for at in range(2000))
    + ")*",
    "classes": "[" + "".join(map(chr, range(0x4E00, 0x9FA5, 3))) + "]+",
    "a row": "(?:" + "a?b" * 3000 + ")*",
    "depth": "(?:" * 80 + "a" + "b)?" * 80,
}


@pytest.mark.parametrize("name", LONG)
def test_long_patterns_are_looked_through(name: str) -> None:
    """Each of these would take minutes where pairs are compared."""
    assert endless(LONG[name]) == ""
