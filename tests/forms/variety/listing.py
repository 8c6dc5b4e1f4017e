"""Forms that are no table of their own: many projects in one table, a column a kind, a cell a project, prose,
and pages that lost their table."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from .head import Truth, answers, head_lines, title_lines
from .page import Made, foot
from .plan import TRUTHS, Plan
from .table import columns, heads, table_of
from .truth import Choice, Row, amount, plain_amount, rows_of

_NUMBERS = "一二三四五六七八"


def listing(plan: Plan) -> Made:
    """Many projects in one table, the cells of a project merged or written on each row."""
    choice, year = plan.choice, TRUTHS[plan.truths[0]]["year"]
    found = columns(choice, year)
    first = [
        "单位名称",
        "项目名称",
        f"{choice['money word']}（{choice['money unit']}）",
        choice["goal label"],
    ]
    width = len(first) + len(found)
    lines = [*title_lines(choice, year, width), [*first, *heads(found, choice)[-1]]]
    if choice["level heads"] == "numbered heads":
        lines[-1:] = [[*first, *heads(found, choice)[0]], [str(at + 1) for at in range(width)]]
    told = []
    for number in plan.truths:
        truth = TRUTHS[number]
        table = table_of(rows_of(truth), choice, year)
        cells = [truth["implementing_unit"], truth["project"], amount(truth["total"], choice), truth["goal"]]
        for at, line in enumerate(table.rows):
            repeated = at == 0 or choice["layout"] == "listing repeated"
            lines.append([*(cells if repeated else ["^"] * 4), *line])
        told.append(
            {"form": _fields(truth, choice, year, "implementing_unit", "goal"), "rows": table.answers}
        )
    return [*lines, *foot(choice, width)], told


def _fields(truth: Truth, choice: Choice, year: int, *more: str) -> dict[str, Any]:
    every = answers(truth, choice, year)
    return {name: every[name] for name in ("project", "total", "amount_unit", "year", *more)}


def _phrase(row: Row) -> str:
    """An indicator in running text."""
    if not row.counted:
        return f"{row.name}{row.number}"
    return f"{row.name}{row.sign.replace('=', '')}{row.number}{row.unit}"


def said(row: Row, *, parted: bool = False) -> dict[str, str]:
    """What must be read from a phrase; words are no value there, unless a bracket parts them from the name."""
    value = row.number if parted or any(sign.isdigit() for sign in row.number) else ""
    name = row.name if value else f"{row.name}{row.number}"
    if row.counted:
        name, value = row.name, f"{row.sign.replace('=', '')}{row.number}{row.unit}"
    return {
        "level1": row.level1,
        "level2": row.level2,
        "name": name,
        "comparator": "",
        "value": value,
        "unit": "",
        "term": "year",
        "kind": "indicator",
        "area": "",
    }


def kind_columns(plan: Plan) -> Made:
    """One row a project, one column a second level."""
    choice, year = plan.choice, TRUTHS[plan.truths[0]]["year"]
    forms = [(TRUTHS[number], rows_of(TRUTHS[number])) for number in plan.truths]
    kinds = sorted({row.level2 for _, rows in forms for row in rows}, key=_order)
    first = ["项目名称", f"{choice['money word']}（{choice['money unit']}）", choice["goal label"]]
    width = len(first) + len(kinds)
    lines = [*title_lines(choice, year, width), [*first, *kinds]]
    told = []
    for truth, rows in forms:
        cells = ["；".join(_phrase(row) for row in rows if row.level2 == kind) or "/" for kind in kinds]
        lines.append([truth["project"], amount(truth["total"], choice), truth["goal"], *cells])
        ordered = sorted(rows, key=lambda row: kinds.index(row.level2))
        told.append(
            {
                "form": _fields(truth, choice, year, "goal"),
                "rows": [_unlevelled(said(row)) for row in ordered],
            }
        )
    return [*lines, *foot(choice, width)], told


def kinds_with_values(plan: Plan) -> Made:
    """One row a project; for each second level a column of names and one of values."""
    choice, year = plan.choice, TRUTHS[plan.truths[0]]["year"]
    forms = [(TRUTHS[number], _one_a_kind(rows_of(TRUTHS[number]))) for number in plan.truths]
    kinds = sorted({row.level2 for _, rows in forms for row in rows}, key=_order)
    first = ["项目名称", f"{choice['money word']}（{choice['money unit']}）"]
    width = len(first) + 2 * len(kinds)
    lines = [
        *title_lines(choice, year, width),
        [*first, *(text for kind in kinds for text in (kind, "<"))],
        ["^", "^", *["指标名称", "指标值"] * len(kinds)],
    ]
    told = []
    for truth, rows in forms:
        by_kind = {row.level2: row for row in rows}
        cells = [text for kind in kinds for text in _name_and_value(by_kind.get(kind))]
        lines.append([truth["project"], amount(truth["total"], choice), *cells])
        ordered = sorted(rows, key=lambda row: kinds.index(row.level2))
        told.append(
            {
                "form": _fields(truth, choice, year),
                "rows": [_unlevelled(said(row, parted=True)) for row in ordered],
            }
        )
    return [*lines, *foot(choice, width)], told


def _one_a_kind(rows: list[Row]) -> list[Row]:
    return list({row.level2: row for row in reversed(rows)}.values())


def _name_and_value(row: Row | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    return row.name, f"{row.sign.replace('=', '')}{row.number}{row.unit}"


def _unlevelled(told: dict[str, str]) -> dict[str, str]:
    """Without the first level where the head of the column does not tell it."""
    if told["level2"] == "成本指标":
        del told["level1"]
    return told


def _order(level: str) -> int:
    from linter.model import LEVEL2

    return LEVEL2.index(level)


def one_cell(plan: Plan) -> Made:
    """One row a project, all its indicators in one cell."""
    choice, year = plan.choice, TRUTHS[plan.truths[0]]["year"]
    first = [
        "项目名称",
        f"{choice['money word']}（{choice['money unit']}）",
        choice["goal label"],
        "绩效指标",
    ]
    lines = [*title_lines(choice, year, len(first)), first]
    told = []
    for number in plan.truths:
        truth, rows = TRUTHS[number], rows_of(TRUTHS[number])
        parts = []
        for (level1, level2), group in groupby(rows, key=lambda row: (row.level1, row.level2)):
            items = [
                f"指标{at}：{row.name}({row.sign.replace('=', '')}{row.number}{row.unit})"
                for at, row in enumerate(group, 1)
            ]
            parts.append(f"【{level1}-{level2}】{'；'.join(items)}")
        lines.append([truth["project"], amount(truth["total"], choice), truth["goal"], "".join(parts)])
        told.append(
            {"form": _fields(truth, choice, year, "goal"), "rows": [said(row, parted=True) for row in rows]}
        )
    return [*lines, *foot(choice, len(first))], told


def prose(plan: Plan) -> Made:
    """A project in paragraphs, its levels as numbered headings."""
    choice, truth = plan.choice, TRUTHS[plan.truths[0]]
    year, rows = truth["year"], rows_of(truth)
    total = amount(truth["total"], choice)
    lines = [
        *title_lines(choice, year, 1),
        [f"¶{choice['project label']}：{truth['project']}"],
        [f"¶{choice['unit label']}：{truth['implementing_unit']}"],
        [f"¶{choice['money word']}：{total}{choice['money unit']}"],
        *([[f"¶预算年度：{year}"]] if choice["year"] == "cell" else []),
        [f"¶{choice['goal label']}：{truth['goal']}"],
        ["¶绩效指标："],
    ]
    for at, (level1, group) in enumerate(groupby(rows, key=lambda row: row.level1), 1):
        lines.append([f"¶{at}.{level1}"])
        for below, (level2, inner) in enumerate(groupby(list(group), key=lambda row: row.level2), 1):
            lines.append([f"¶（{below}）{level2}：{'；'.join(map(_phrase, inner))}。"])
    fields = {
        "project": truth["project"],
        "year": year,
        "goal": truth["goal"],
        "total": plain_amount(truth["total"], choice),
    }
    return lines, [{"form": fields, "rows": [said(row) for row in rows]}]


def cell_lines(plan: Plan) -> Made:
    """A page that lost its table: a cell a line, merged cells once."""
    choice = {**plan.choice, "levels": "merged"}
    truth = TRUTHS[plan.truths[0]]
    table = table_of(rows_of(truth), choice, truth["year"])
    head = head_lines(truth, choice, 4, truth["year"])
    cells = [
        text for line in [*head, *table.heads, *table.rows] for text in line if text not in ("^", "<", "")
    ]
    lines = [*title_lines(choice, truth["year"], 1), *([f"¶{text}"] for text in cells)]
    return lines, [{"form": answers(truth, choice, truth["year"]), "rows": table.answers}]
