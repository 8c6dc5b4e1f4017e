"""Forms that run over several tables or none: levels as lines, a table a level, a block an indicator, sections."""

from __future__ import annotations

from itertools import groupby

from .head import answers, head_lines, title_lines
from .listing import said
from .page import Made, foot
from .plan import TRUTHS, Plan
from .truth import Row, amount, plain_amount, rows_of

_NUMBERS = "一二三四五六"


def _value(row: Row) -> str:
    return f"{row.sign.replace('=', '')}{row.number}{row.unit}"


def _levels(rows: list[Row]) -> list[tuple[str, list[tuple[str, list[Row]]]]]:
    """Rows by first and second level."""
    return [
        (first, [(second, list(inner)) for second, inner in groupby(list(group), key=lambda row: row.level2)])
        for first, group in groupby(rows, key=lambda row: row.level1)
    ]


def level_lines(plan: Plan) -> Made:
    """Levels as numbered lines over their rows; only name and value are columns."""
    choice, truth = plan.choice, TRUTHS[plan.truths[0]]
    year, rows = truth["year"], rows_of(truth)
    lines = [*title_lines(choice, year, 2), *head_lines(truth, choice, 2, year), ["绩效指标", "指标值"]]
    for at, (first, group) in enumerate(_levels(rows)):
        lines.append([f"{_NUMBERS[at]}、{first}", "<"])
        for below, (second, inner) in enumerate(group):
            lines.append([f"（{_NUMBERS[below]}）{second}", "<"])
            lines += [[row.name, _value(row)] for row in inner]
    told = {"form": answers(truth, choice, year), "rows": [said(row, parted=True) for row in rows]}
    return [*lines, *foot(choice, 2)], [told]


def level_tables(plan: Plan) -> Made:
    """A table of its own for each first level, below a paragraph that names it."""
    choice, truth = plan.choice, TRUTHS[plan.truths[0]]
    year, rows = truth["year"], rows_of(truth)
    lines = [*title_lines(choice, year, 3), *head_lines(truth, choice, 3, year)]
    for first, group in _levels(rows):
        lines += [[f"¶{first}"], ["二级指标", "三级指标", "指标值"]]
        for second, inner in group:
            lines += [["^" if at else second, row.name, _value(row)] for at, row in enumerate(inner)]
    told = {"form": answers(truth, choice, year), "rows": [said(row, parted=True) for row in rows]}
    return [*lines, *foot(choice, 3)], [told]


def blocks(plan: Plan) -> Made:
    """Every indicator as a block of labelled lines."""
    choice, truth = plan.choice, TRUTHS[plan.truths[0]]
    year, rows = truth["year"], rows_of(truth)
    lines = [
        *title_lines(choice, year, 1),
        [f"¶{choice['project label']}：{truth['project']}"],
        [f"¶{choice['money word']}：{amount(truth['total'], choice)}{choice['money unit']}"],
        [f"¶{choice['goal label']}：{truth['goal']}"],
    ]
    if choice["year"] == "cell":
        lines.append([f"¶预算年度：{year}"])
    for at, row in enumerate(rows, 1):
        lines += [
            [f"¶指标{at}"],
            [f"¶一级指标：{row.level1}"],
            [f"¶二级指标：{row.level2}"],
            [f"¶三级指标：{row.name}"],
            [f"¶指标值：{_value(row)}"],
        ]
    fields = {
        "project": truth["project"],
        "goal": truth["goal"],
        "total": plain_amount(truth["total"], choice),
    }
    return lines, [{"form": {**fields, "year": year}, "rows": [said(row, parted=True) for row in rows]}]


def sections(plan: Plan) -> Made:
    """A chapter with a section a project: its name is the heading, its money stands in a sentence."""
    choice, year = plan.choice, TRUTHS[plan.truths[0]]["year"]
    lines, told = [*title_lines(choice, year, 1)], []
    for at, number in enumerate(plan.truths):
        truth, rows = TRUTHS[number], rows_of(TRUTHS[number])
        total, unit = amount(truth["total"], choice), choice["money unit"]
        lines += [
            [f"¶{_NUMBERS[at]}、{truth['project']}"],
            [f"¶1.项目概述：{truth['goal']}2.年度预算安排：{year}年安排预算{total}{unit}。"],
            ["一级指标", "二级指标", "三级指标", "指标值"],
        ]
        for first, group in _levels(rows):
            begun = False
            for second, inner in group:
                for below, row in enumerate(inner):
                    lines.append(["^" if begun else first, "^" if below else second, row.name, _value(row)])
                    begun = True
        fields = {"project": truth["project"], "total": plain_amount(truth["total"], choice)}
        told.append(
            {
                "form": {**fields, "amount_unit": unit, "year": year},
                "rows": [said(row, parted=True) for row in rows],
            }
        )
    return lines, told
