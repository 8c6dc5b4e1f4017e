"""What stands over the table of a form: title, unit line, names, money, goal; and what must be read from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .truth import Choice, amount, plain_amount

Line = list[str]
Truth = Mapping[str, Any]


def spread(cells: list[str], width: int) -> Line:
    """Cells over the whole width: the last one is merged over what is left."""
    return [*cells, *["<"] * (width - len(cells))]


def title_lines(choice: Choice, year: int, width: int) -> list[Line]:
    """The title with what stands below it."""
    title = choice["title"]
    lines = [f"{year}年度{title}" if choice["year"] == "title" else title]
    below = f"（{year}年度）" if choice["year"] == "line" else ""
    if choice["money"] == "line":
        below = f"{below}    单位：{choice['money unit']}".strip()
    if below:
        lines.append(below)
    if choice["title place"] == "paragraph":
        return [[f"¶{line}"] for line in lines]
    return [spread([line], width) for line in lines]


def department(truth: Truth, choice: Choice) -> str:
    coded = choice["head"] == "code before names" or choice["department label"].endswith("及代码")
    return f"105-{truth['department']}" if coded else truth["department"]


def head_lines(truth: Truth, choice: Choice, width: int, year: int) -> list[Line]:
    """Names, money and goal in rows of labels and values."""
    project, unit, above, goal = (
        _pair(choice[f"{what} label"], text, choice)
        for what, text in (
            ("project", truth["project"]),
            ("unit", truth["implementing_unit"]),
            ("department", department(truth, choice)),
            ("goal", truth["goal"]),
        )
    )
    lines = [spread(project, width)]
    if choice["head"] == "fours" and width >= 4:
        lines.append(spread([*above, *unit], width))
    else:
        lines += [spread(above, width), spread(unit, width)]
    if choice["year"] == "cell":
        lines.append(spread(_pair("预算年度", str(year), choice), width))
    if choice["head"] == "extra fields":
        lines += [
            spread(["项目属性", "延续项目"], width),
            spread(["项目起止时间", f"{year}年1月-{year}年12月"], width),
        ]
    lines += _money(truth, choice, width)
    if choice["values"] == "achieved" and width >= 4:
        rest = width - 3
        lines += [
            [choice["goal label"], "预期目标", "<", "实际完成情况", *["<"] * (rest - 1)],
            ["^", truth["goal"], "<", "已按期完成。", *["<"] * (rest - 1)],
        ]
    else:
        lines.append(spread(goal, width))
    return lines


def _pair(label: str, text: str, choice: Choice) -> list[str]:
    """A label and its value as cells."""
    if choice["head"] == "in one cell":
        return [f"{label}：{text}"]
    if choice["label style"] == "colon":
        label = f"{label}："
    elif choice["label style"] == "spaced" and len(label) <= 4:
        label = " ".join(label)
    return [label, text]


def _money(truth: Truth, choice: Choice, width: int) -> list[Line]:
    word, unit, total = choice["money word"], choice["money unit"], amount(truth["total"], choice)
    match choice["money"]:
        case "group":
            return [
                spread([f"项目资金⏎（{unit}）", "年度资金总额", total], width),
                spread(["^", "其中：财政拨款", amount(truth["fiscal"], choice)], width),
                spread(["^", "其他资金", amount(truth["other"], choice)], width),
            ]
        case "cell":
            return [spread(_pair(word, f"{total}{unit}", choice), width)]
        case "line":
            return [spread(_pair(word, total, choice), width)]
        case "sources":
            parts = [amount(truth[part], choice) for part in ("fiscal", "other")]
            return [
                spread([f"资金来源⏎（{unit}）", "合计", "财政拨款", "其他资金"], width),
                spread(["^", total, *parts], width),
            ]
        case "budgets":
            return [
                spread([f"项目资金⏎（{unit}）", "", "年初预算数", "全年预算数", "全年执行数"], width),
                spread(["^", "年度资金总额", total, total, amount(truth["fiscal"], choice)], width),
            ]
    return [spread(_pair(f"{word}（{unit}）", total, choice), width)]


def answers(truth: Truth, choice: Choice, year: int) -> dict[str, Any]:
    """The head fields as they must be read."""
    fields = {
        "project": truth["project"],
        "year": year,
        "total": plain_amount(truth["total"], choice),
        "amount_unit": choice["money unit"],
        "department": department(truth, choice),
        "implementing_unit": truth["implementing_unit"],
        "goal": truth["goal"],
    }
    if choice["money"] == "group":
        fields |= {
            "fiscal": plain_amount(truth["fiscal"], choice),
            "other": plain_amount(truth["other"], choice),
        }
    return fields
