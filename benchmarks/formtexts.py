"""What layouts print of a form and its rows: levels, targets, weights, amounts, lines of cells."""

from __future__ import annotations

from typing import Any

Form = dict[str, Any]
Row = dict[str, str]
FIELDS = ("k", "name", "cmp", "value", "unit", "note")
#: Short name of a level → first level, second level; cost stands under output, or on its own (OWN_COST).
LEVELS = {
    "数量": ("产出指标", "数量指标"),
    "质量": ("产出指标", "质量指标"),
    "时效": ("产出指标", "时效指标"),
    "成本": ("产出指标", "成本指标"),
    "经济": ("效益指标", "经济效益指标"),
    "社会": ("效益指标", "社会效益指标"),
    "生态": ("效益指标", "生态效益指标"),
    "持续": ("效益指标", "可持续影响指标"),
    "满意": ("满意度指标", "服务对象满意度指标"),
}
OWN_COST = ("成本指标", "经济成本指标")
#: What a first level weighs where points are given, with 预算执行率 outside the table.
POINTS = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
POINTS_OWN_COST = {"成本指标": 20, "产出指标": 40, "效益指标": 20, "满意度指标": 10}
SCORING = "完成值达到目标值得满分，未达到的按完成比例扣分"
#: Where the targets come from, by level, as the column for it would say.
BASIS = {
    "数量": "年度实施方案",
    "质量": "行业验收规范",
    "时效": "年度工作安排",
    "成本": "采购询价和补助标准文件",
    "经济": "同类项目测算",
    "社会": "上年实际完成情况",
    "生态": "主管部门监测数据",
    "持续": "管理办法规定",
    "满意": "上年问卷调查结果",
}


def levels(row: Row, own_cost: bool = False) -> tuple[str, str]:
    first, second = OWN_COST if own_cost and row["k"] == "成本" else LEVELS[row["k"]]
    return row.get("level1", first), row.get("level2", second)


def joined(row: Row) -> str:
    return row.get("shown", row["cmp"] + row["value"] + row["unit"])


def kind(row: Row) -> str:
    """What stands in the column of comparators: a row without one is worded."""
    return row["cmp"] or ("" if row["value"] == "" else row.get("kind", "定性"))


def weights(rows: list[Row], own_cost: bool = False) -> list[str]:
    """Points for each row: those of its first level shared out in whole points, or what the row says itself."""
    points = POINTS_OWN_COST if own_cost else POINTS
    firsts = [(OWN_COST if own_cost and row["k"] == "成本" else LEVELS[row["k"]])[0] for row in rows]
    shares = []
    for place, first in enumerate(firsts):
        share, rest = divmod(points[first], firsts.count(first))
        shares.append(share + (firsts[:place].count(first) < rest))
    return [row.get("weight", str(share)) for row, share in zip(rows, shares, strict=True)]


def without_repeats(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Levels as merged cells leave them: printed once, blank below."""
    shown = []
    before = ("", "")
    for first, second in pairs:
        shown.append(("" if first == before[0] else first, "" if (first, second) == before else second))
        before = first, second
    return shown


def year(form: Form, word: str) -> str:
    """The year of a form as titles print it; empty where the form states none."""
    return f"{form['year']}{word}" if form["year"] else ""


def money(form: Form, *labels: tuple[str, str]) -> list[list[str]]:
    return [[label, form[key]] for label, key in labels if key in form]


SOURCES = (("其中：财政拨款", "fiscal"), ("上年结转", "carried"), ("其他资金", "other"))


def tabs(lines: list[list[str]]) -> list[str]:
    return ["\t".join(cell.replace("\n", " ") for cell in line) for line in lines]
