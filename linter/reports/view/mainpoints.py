"""What a hurried reader has to know of a run, in a few sentences: how much, how good, what most, who most, what can be
done at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from linter.auditing.rankings import Roll, mean
from linter.grading import grade_names
from linter.reports.view.basislines import title_of
from linter.reports.view.tally import share
from linter.reports.view.wording import SEVERITY, clean, shorten

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: Rules and units that are named.
_NAMED = 3
#: Characters of a name.
_NAME = 24


def how_much(roll: Roll) -> str:
    parts = "、".join(
        f"{name} {roll.severities[one]} 处" for one, name in SEVERITY.items() if roll.severities[one]
    )
    return (
        f"共发现问题 {roll.severities.total()} 处（{parts}），"
        f"有错误的表 {roll.faulty} 张，占 {share(roll.faulty, roll.forms)}。"
    )


def how_good(roll: Roll) -> str:
    """The grades; empty without any."""
    graded = roll.letters.total()
    if not graded:
        return ""
    return f"参加评分的表 {graded} 张，平均 {mean(roll.points, graded)} 分：{spread(roll.letters)}；评分供排序参考。"


def spread(letters: Mapping[str, int]) -> str:
    """Grades with their shares: ``优 105 张（40.1%）、…``."""
    whole = sum(letters.values())
    return "、".join(
        f"{name} {letters[name]} 张（{share(letters[name], whole)}）"
        for name in grade_names()
        if letters.get(name)
    )


def what_most(roll: Roll, rulebook: Rulebook) -> str:
    """The most frequent faults of the gravest severity there is."""
    severity = next((one for one in SEVERITY if roll.severities[one]), "")
    lines = sorted(
        (line for line in roll.rules.values() if line.severity == severity), key=lambda one: -one.count
    )
    named = "、".join(f"{title_of(line.rule, rulebook)}（{line.count} 处）" for line in lines[:_NAMED])
    return f"{SEVERITY[severity]}里最多的是{named}。" if named else ""


def who_most(roll: Roll) -> str:
    """The units with the most errors a form; empty where there is one unit or no error."""
    most = [unit for unit in roll.units if unit.severities["error"]][:_NAMED]
    if len(roll.units) < 2 or not most:
        return ""
    named = "、".join(
        f"{shorten(clean(unit.name), _NAME)}（{mean(unit.severities['error'], unit.forms)} 处）" for unit in most
    )
    good = sum(not unit.severities["error"] for unit in roll.units)
    return f"平均每张表的错误最多的单位是{named}；没有错误的单位 {good} 个，共 {len(roll.units)} 个。"


def at_once(roll: Roll) -> str:
    if not roll.asked:
        return ""
    return (
        f"要改的 {roll.asked} 处里，{roll.ready} 处已给出可以照写的写法；"
        "请各单位先改错误、再改警告，改后复查，确有理由的书面说明。"
    )
