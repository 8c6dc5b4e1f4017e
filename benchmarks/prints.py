"""Forms as data, printed in the layouts that offices use.

A form is a dict: year, project, department, unit, total, fiscal, carried, other, goal, rows. A row is a dict with
the FIELDS as texts; ``k`` names its level (LEVELS). A layout is a function (form) -> lines with, for each row, the
numbers (from 1) of the lines it stands on; PRINTED says which fields of a row a layout shows beside name, value,
unit and comparator.
"""

from __future__ import annotations

import csv
import html as markup
import io
from collections.abc import Callable

from formtexts import (
    BASIS,
    SCORING,
    SOURCES,
    Form,
    Row,
    joined,
    kind,
    levels,
    money,
    tabs,
    weights,
    without_repeats,
    year,
)

#: The printed lines, and for each row of the form the lines (from 1) on which it stands.
Print = tuple[str, list[set[int]]]


def _table(
    form: Form,
    head: list[list[str]],
    body: list[list[str]],
    write: Callable[[list[list[str]]], list[str]] = tabs,
    tail: tuple[str, ...] = (),
) -> Print:
    lines = write([*head, *body])
    first = len(lines) - len(body) + 1
    return "\n".join([*lines, *tail]) + "\n", [{first + place} for place in range(len(body))]


def merged(form: Form) -> Print:
    """Columns by tabs, levels printed once, the target in one cell."""
    rows = form["rows"]
    head = [
        [f"{form['department']}项目支出绩效目标表"],
        [f"（{year(form, '年度')}）" if form["year"] else ""],
        [form.get("money unit", "单位：万元")],
        ["项目名称", form["project"]],
        ["主管部门", form["department"], "实施单位", form["unit"]],
        ["项目属性", "0101-一年期项目", "项目期限", form.get("duration", "1年")],
        *money(form, ("年度资金总额", "total")),
        *money(form, *SOURCES),
        ["年度绩效目标", form["goal"]],
        ["一级指标", "二级指标", "三级指标", "指标值"],
    ]
    shown = without_repeats([levels(row) for row in rows])
    body = [[*pair, row["name"], joined(row)] for pair, row in zip(shown, rows, strict=True)]
    return _table(form, head, body)


def _markdown(lines: list[list[str]]) -> list[str]:
    width = max(map(len, lines))
    cells = [[cell.replace("\n", "<br>") for cell in line] + [""] * (width - len(line)) for line in lines]
    drawn = ["| " + " | ".join(line) + " |" for line in cells]
    return [drawn[0], "|" + " --- |" * width, *drawn[1:]]


def markdown(form: Form) -> Print:
    """A Markdown table with points before the target."""
    rows = form["rows"]
    head = [
        ["项目名称", form["project"], "", "预算单位", form["unit"]],
        ["主管部门", form["department"]],
        *money(form, ("年度资金总额（万元）", "total")),
        *money(form, *SOURCES),
        ["年度总体目标", form["goal"]],
        ["一级指标", "二级指标", "三级指标", "分值", "年度指标值"],
    ]
    body = [
        [*levels(row), row["name"], weight, joined(row)]
        for row, weight in zip(rows, weights(rows), strict=True)
    ]
    text, spots = _table(form, head, body, _markdown)
    title = f"# {year(form, '年度')}项目支出绩效目标申报表\n\n"
    return title + text, [{line + 2 for line in spot} for spot in spots]


def _commas(lines: list[list[str]]) -> list[str]:
    width = max(map(len, lines))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [[cell.replace("\n", " ") for cell in line] + [""] * (width - len(line)) for line in lines]
    )
    return out.getvalue().splitlines()


def split(form: Form) -> Print:
    """Comma-separated, with columns for comparator, value, unit and weight, cost a level of its own."""
    rows = form["rows"]
    head = [
        [f"{year(form, '年')}部门预算项目绩效目标表"],
        ["项目名称", form["project"], "", "实施单位", form["unit"]],
        ["主管部门", form["department"]],
        *money(form, ("年度资金总额（万元）", "total")),
        *money(form, *SOURCES),
        ["年度目标", form["goal"]],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重（%）"],
    ]
    body = [
        [*levels(row, True), row["name"], kind(row), row["value"], row["unit"], weight]
        for row, weight in zip(rows, weights(rows, True), strict=True)
    ]
    return _table(form, head, body, _commas)


def typed(form: Form) -> Print:
    """Columns by tabs with the kind of target, unit, explanation and scoring rule."""
    rows = form["rows"]
    head = [
        [form["unit"]],
        ["项目支出绩效目标表"],
        [f"（{form['year']}）年度" if form["year"] else ""],
        ["项目名称", form["project"]],
        ["主管部门及代码", "066001-" + form["department"]],
        ["项目资金（万元）", form["total"], "年度资金总额：", form["total"]],
        *[["", "", label, form[key]] for label, key in SOURCES if key in form],
        ["年度总体目标", form["goal"]],
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值类型",
            "目标值",
            "计量单位",
            "指标解释",
            "评（扣）分标准",
        ],
    ]
    body = [
        [
            *levels(row, True),
            row["name"],
            kind(row),
            row["value"],
            row["unit"],
            row["note"],
            row.get("scoring", SCORING),
        ]
        for row in rows
    ]
    review = f"业务股室审核：{form.get('review', '已审')}\t绩效股审核：{form.get('review2', '同意')}"
    return _table(form, head, body, tail=("", review))


def explained(form: Form) -> Print:
    """A Markdown table with sign, value, unit and explanation, no points."""
    rows = form["rows"]
    head = [
        ["项目名称", form["project"], "", "主管部门", form["department"]],
        ["实施单位", form["unit"]],
        *money(form, ("资金总额（万元）", "total")),
        *money(form, *SOURCES),
        ["年度绩效目标", form["goal"]],
        ["一级指标", "二级指标", "三级指标", "计算符号", "目标值", "度量单位", "指标值说明"],
    ]
    shown = without_repeats([levels(row, True) for row in rows])
    body = [
        [*pair, row["name"], kind(row), row["value"], row["unit"], row["note"]]
        for pair, row in zip(shown, rows, strict=True)
    ]
    text, spots = _table(form, head, body, _markdown)
    title = f"{year(form, '年')}项目支出绩效目标表\n\n"
    return title + text, [{line + 2 for line in spot} for spot in spots]


def page(form: Form) -> Print:
    """A web page; each table row on a line of its own."""
    rows = form["rows"]
    head = [
        ["项目名称", form["project"]],
        ["主管部门", form["department"], "实施单位", form["unit"]],
        ["项目资金（万元）", "年度资金总额", form["total"]],
        *money(form, *SOURCES),
        ["总体目标", form["goal"]],
        ["一级指标", "二级指标", "三级指标", "指标值", "备注"],
    ]
    shown = without_repeats([levels(row) for row in rows])
    body = [[*pair, row["name"], joined(row), ""] for pair, row in zip(shown, rows, strict=True)]
    title = f"<html><body><h3>{year(form, '年度')}项目支出绩效目标表</h3><table border='1'>"
    return _table(
        form, [[title], *head], body, lambda lines: [title, *_html(lines[1:])], ("</table></body></html>",)
    )


def _html(lines: list[list[str]]) -> list[str]:
    width = max(map(len, lines))
    drawn = []
    for line in lines:
        cells = [markup.escape(cell).replace("\n", "<br>") for cell in line]
        wide = width - len(cells) + 1
        last = f"<td colspan='{wide}'>{cells[-1]}</td>" if wide > 1 else f"<td>{cells[-1]}</td>"
        drawn.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells[:-1]) + last + "</tr>")
    return drawn


def lines(form: Form) -> Print:
    """One cell a line, with description and source of the target, and a spending plan."""
    rows = form["rows"]
    head = [
        f"1.{form['project']}绩效目标表",
        f"\t{form['unit']}",
        "\t" + form.get("money unit", "单位：万元"),
        "",
        "\t项目名称",
        f"\t{form['project']}",
        "",
        "\t预算规模及资金用途",
        "\t预算数",
        f"\t{form['total']}",
    ]
    if "fiscal" in form:
        head += ["\t其中：财政资金", f"\t{form['fiscal']}"]
    rest = [form[key] for key in ("carried", "other") if key in form]
    head += ["\t其他资金", f"\t{rest[0] if rest else ''}", ""]
    head += ["\t资金支出计划（%）", *(f"\t{month}月底" for month in (3, 6, 10, 12)), ""]
    head += ["", *(f"\t{share}" for share in form.get("plan", ("20%", "55%", "80%", "100%"))), ""]
    # A cell of several lines goes on without a tab.
    head += ["\t绩效目标", *f"\t{form['goal']}".split("\n"), ""]
    columns = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    head += ["", *("\t" + column for column in columns), ""]
    shown = without_repeats([levels(row) for row in rows])
    text = [f"{year(form, '年')}预算项目绩效目标", "", *head]
    spots = []
    for pair, row in zip(shown, rows, strict=True):
        cells = [*pair, row["name"], row["note"], joined(row), row.get("basis", BASIS[row["k"]])]
        spots.append(set(range(len(text) + 1, len(text) + 1 + len(cells))))
        text += ["\t" + cell for cell in cells] + [""]
    return "\n".join(text) + "\n", spots


def prose(form: Form) -> Print:
    """All indicators of a project in one cell under numbered headings."""
    firsts: dict[str, dict[str, list[Row]]] = {}
    for row in form["rows"]:
        first, second = levels(row)
        firsts.setdefault(first, {}).setdefault(second, []).append(row)
    text = ""
    for big, (first, seconds) in zip("一二三四五", firsts.items(), strict=False):
        text += f"{big}、{first} "
        for small, (second, some) in zip("一二三四五六", seconds.items(), strict=False):
            named = "；".join(f"{place}. {row['name']}{joined(row)}" for place, row in enumerate(some, 1))
            text += f"({small}) {second}：{named}。 "
    head = [
        [f"{form['department']}{year(form, '年')}项目支出绩效目标公开表"],
        [],
        ["序号", "项目名称", "金额（万元）", "绩效目标", "绩效指标"],
        ["合计", "", form["total"], "", ""],
    ]
    written, spots = _table(form, head, [["1", form["project"], form["total"], form["goal"], text.strip()]])
    return written, spots * len(form["rows"])


LAYOUTS: dict[str, Callable[[Form], Print]] = {
    "merged": merged,
    "markdown": markdown,
    "split": split,
    "typed": typed,
    "explained": explained,
    "page": page,
    "lines": lines,
    "prose": prose,
}
#: Layouts with columns of their own for comparator, value and unit.
COLUMNS = ("split", "typed", "explained")
#: Fields that only some layouts show; every other field is shown by all.
PRINTED = {
    "weight": ("markdown", "split"),
    "note": ("typed", "explained", "lines"),
    "scoring": ("typed",),
    "basis": ("lines",),
    "kind": COLUMNS,
    "fiscal": ("merged", "markdown", "split", "typed", "explained", "page", "lines"),
    "carried": ("merged", "markdown", "split", "typed", "explained", "page"),
    "other": ("merged", "markdown", "split", "typed", "explained", "page"),
    "department": ("merged", "markdown", "split", "typed", "explained", "page"),
    "review": ("typed",),
    "review2": ("typed",),
    "duration": ("merged",),
    "money unit": ("merged", "lines"),
    "plan": ("lines",),
}
SUFFIX = {"markdown": "md", "split": "csv", "explained": "md", "page": "html"}
