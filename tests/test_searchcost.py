"""What a search may cost is told by the shape of a pattern; users' patterns are bounded, ours grow with the text."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from patterncosts import shipped

from linter.cli.root import root
from linter.ground.patterns import compiled
from linter.ground.searchcost import search_cost
from linter.ground.textbounds import bound_of, bounded, cut_texts, search_of
from linter.rulebook import Rulebook

#: Pattern; open repeats that multiply, and rounds of those that are closed.
COSTS = [
    (r"\w+\d", 1, 1),
    (r"\d+人", 1, 1),
    (r"共\d+人", 0, 1),
    (r"(?<!\d)\d+人", 0, 1),
    (r"\b\d+x", 0, 1),
    (r"\d+", 0, 1),
    (r"\d+万?", 0, 1),
    (r"\d+\d+", 0, 1),
    (r"\s+$", 1, 1),
    (r"\A.*x", 0, 1),
    (r"\A.*.*x", 1, 1),
    (r".*.*x", 2, 1),
    (r".*?.*?x", 2, 1),
    (r"(?=.*x)a", 1, 1),
    (r"(?=.*(?=.*x))", 2, 1),
    (r"(?=(?=(?=.*x).*y).*z)a", 1, 1),
    (r"20\d\d.*x", 1, 1),
    (r"合计.*金额", 1, 1),
    (r"合计[^合]*金额", 0, 1),
    (r"合计.{0,30}金额.{0,30}元", 0, 900),
    (r"(?:\d+、)+x", 1, 1),
    (r"(?:\d+[0-9a]*x)+y", 2, 1),
    (r"(?:a(?=.*x))*", 1, 1),
    (r"(?:\d+人)?x", 1, 1),
    (r"\d+(?:\d*人)?", 1, 1),
    (r"(?:甲|乙丙)+丁", 1, 1),
    (r"(?:^|[^\d])\d+人", 0, 1),
    (r"(.+)\1", 1, 1),
    (r"[^，]+，[^。]+。", 1, 1),
    (r"(?:a+|b+)c", 1, 1),
    (r"(?:a+|b)c", 1, 1),
    ("", 0, 1),
]
#: Patterns of users and what becomes of them: free (0), the characters that are looked at, or a piece of the refusal.
USERS = [
    (r"\d+人", 0),
    (r"[0-9]+(?:\.[0-9]+)?%", 0),
    (r"^\s*项目", 0),
    (r"合计.{0,30}金额.{0,30}元", 0),
    (r"\w+\d", 2000),
    (r"合计.*金额", 2000),
    (r"(\d+)*", "重复里套着重复"),
    (r".*.*x", "接连 3 个"),
    (r"合计.*金额.*元", "接连 3 个"),
    (r"(?=.*(?=.*x))", "接连 3 个"),
    (r"(?=(?=.*x).*y)a", 2000),
    (r"(a|aa)+$", "重复里"),
    (r"(\w+\s?)+$", "重复里套着重复"),
    (r".{0,250}.{0,250}x", "最多要试"),
]


@pytest.mark.parametrize(("pattern", "opens", "rounds"), COSTS, ids=[pattern for pattern, *_ in COSTS])
def test_cost(pattern: str, opens: int, rounds: int) -> None:
    assert search_cost(pattern) == (opens, rounds)


@pytest.mark.parametrize(("pattern", "wanted"), USERS, ids=[pattern for pattern, _ in USERS])
def test_patterns_of_users(pattern: str, wanted: int | str) -> None:
    given, why = bounded(pattern)
    if isinstance(wanted, str):
        assert wanted in why
    else:
        assert (bound_of(given) or 0, why) == (wanted, "")
    assert given.startswith(pattern)
    assert compiled(given).groups == compiled(pattern).groups


def test_a_text_that_is_cut_is_counted() -> None:
    cut_texts()
    search = search_of(bounded(r"\w+\d")[0])
    assert search("甲" * 100 + "1") and cut_texts() == 0
    assert search("甲" * 1999 + "1" + "乙" * 9) and not search("甲" * 2000 + "1") and cut_texts() == 2
    assert cut_texts() == 0


def test_no_shipped_pattern_needs_a_bound(book: Rulebook) -> None:
    seen = shipped(book)
    assert len(seen) > 200
    assert {pattern for pattern in seen if bounded(pattern) != (pattern, "")} == set()


RULE = """id: MY01
name: my-pattern
title: 自己的规则
severity: warning
confidence: high
status: stable
given: indicator
check: {{kind: pattern, field: name, regex: '{}', must: not_match}}
message: 写了“{{match}}”
advice: 改
why: 试验
basis: [10-1]
fix: none
"""


@pytest.mark.parametrize("length", [6_000, 60_000])
def test_a_rule_of_a_user_says_how_far_it_looked(tmp_path: Path, length: int) -> None:
    (tmp_path / "规则").mkdir()
    (tmp_path / "规则" / "MY01.yaml").write_text(RULE.format(r"\w+\d"), encoding="utf-8")
    draw = random.Random(length)
    name = "".join(chr(draw.randint(0x4E00, 0x9FA5)) for _ in range(length))
    (tmp_path / "表.txt").write_text(
        "项目支出绩效目标表\n（2025年度）\n项目名称\t培训\n一级指标\t二级指标\t三级指标\t指标值\n"
        f"产出指标\t数量指标\t{name}\t≥5人\n产出指标\t质量指标\t培训合格率1\t≥90%\n",
        encoding="utf-8",
    )
    arguments = ["check", str(tmp_path / "表.txt"), "--rules", str(tmp_path / "规则"), "--select", "MY01"]
    told = CliRunner().invoke(root, arguments)
    assert "只看了开头一段的：MY01 1 处" in told.output, told.output
    result = CliRunner().invoke(root, [*arguments, "--format", "json"])
    report = json.loads(result.stdout)
    assert report["checked"]["shortened"] == {"MY01": 1}
    assert [finding["message"] for finding in report["findings"]] == ["写了“培训合格率1”"]


@pytest.mark.parametrize(
    ("pattern", "says"), [(r".*.*x", "接连 3 个"), (r"(a|aa)+$", "重复里"), (r"(?=.*(?=.*x))y", "接连 3 个")]
)
def test_a_pattern_that_costs_too_much_is_named(tmp_path: Path, pattern: str, says: str) -> None:
    (tmp_path / "MY01.yaml").write_text(RULE.format(pattern), encoding="utf-8")
    (tmp_path / "表.txt").write_text("项目名称\t培训\n", encoding="utf-8")
    result = CliRunner().invoke(root, ["check", str(tmp_path / "表.txt"), "--rules", str(tmp_path)])
    assert result.exit_code == 2 and says in result.output and "MY01.yaml" in result.output
