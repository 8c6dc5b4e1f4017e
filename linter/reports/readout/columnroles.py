"""What each column of an indicator table was read as, and what told it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from linter.model import COLUMNS, ColumnRole
from linter.reports.view.columns import table
from linter.reports.view.wording import clean, shorten

#: The sorts of cells, as rules/words/roles.yaml names them.
_SORTS = {
    "sign": "比较符",
    "kind": "定性或定量",
    "direction": "正向或反向",
    "figure": "数字",
    "measured": "带单位或比较符的值",
    "unit": "计量单位",
    "first": "一级指标名",
    "second": "二级指标名",
    "either": "一、二级通用的指标名",
    "unsure": "像级次的词",
    "group": "级次之上的词",
    "side": "表侧标签",
    "state": "程度用语",
    "words": "短语",
    "long": "长句",
    "hundred": "合计100的数字",
}


def doubt_json(one: ColumnRole) -> dict[str, Any]:
    return {"column": one.column, "role": one.role, "runner_up": one.runner_up, "evidence": one.evidence}


def column_json(one: ColumnRole) -> dict[str, Any]:
    return {
        "column": one.column,
        "head": one.head,
        "role": one.role,
        "runner_up": one.runner_up,
        "margin": one.margin,
        "doubted": one.doubted,
        "evidence": one.evidence,
        "points": one.points,
    }


def column_lines(columns: Sequence[ColumnRole]) -> list[str]:
    """The columns as a table for people: number, head, role, evidence, and the next best role."""
    header = ["列", "表头", "读作", "凭什么", "其次"]
    return table([header, *(_cells(one) for one in columns)], indent="    ", widest=44)


def _cells(one: ColumnRole) -> list[str]:
    counts = sorted(one.evidence.items(), key=lambda pair: -pair[1])
    told = "、".join(f"{_SORTS.get(sort, sort)} {count:g} 格" for sort, count in counts)
    points = f"{one.points.get(one.role, 0):g} 分"
    other = ""
    if one.runner_up is not None and one.margin is not None:
        other = f"{COLUMNS.get(one.runner_up, one.runner_up)}（差 {one.margin:g} 分）"
    return [
        str(one.column),
        shorten(clean(one.head), 24) or "（没有表头）",
        COLUMNS.get(one.role, one.role) + ("（拿不准）" if one.doubted else ""),
        f"{points}；{told or '没有单元格可看'}",
        other,
    ]
