"""One or two forms as a page: head, table, what stands between and below, and where the paper ends."""

from __future__ import annotations

from typing import Any

from ..writers import NEW_PAGE
from .head import Line, Truth, answers, head_lines, spread, title_lines
from .plan import TRUTHS, WORDS, Plan
from .table import Table, table_of
from .truth import Choice, rows_of

Made = tuple[list[Line], list[dict[str, Any]]]


def form_page(plan: Plan) -> Made:
    choice = plan.choice
    year = TRUTHS[plan.truths[0]]["year"]
    count = 1 if choice["several"] == "one" else 2
    lines: list[Line] = []
    told: list[dict[str, Any]] = []
    for at, number in enumerate(plan.truths[:count]):
        truth = TRUTHS[number]
        table = _table(truth, choice, year)
        width = table.width + (choice["side label"] != "none")
        lines += _opening(truth, choice, year, width, at)
        lines += head_lines(truth, choice, width, year)
        lines += _broken(table, choice) if _is_broken(choice) else _whole(table, choice)
        told.append({"form": answers(truth, choice, year), "rows": table.answers})
    return _offset([*lines, *foot(choice, width)], choice, width), told


def _offset(lines: list[Line], choice: Choice, width: int) -> list[Line]:
    """The page a column to the right, or some rows lower."""
    if choice["offset"] == "a column":
        return [line if line[0].startswith("¶") else ["", *line] for line in lines]
    return [[""] * width] * 2 + lines if choice["offset"] == "rows" else lines


def _opening(truth: Truth, choice: Choice, year: int, width: int, at: int) -> list[Line]:
    """What opens the ``at``-th form of a page."""
    between = choice["several"]
    if between == "unit line between":
        line = [
            f"30300{at + 1}-{truth['implementing_unit']}",
            *["<"] * (width - 2),
            f"单位：{choice['money unit']}",
        ]
        return [*(title_lines(choice, year, width) if at == 0 else []), line]
    if between == "heading between" and at:
        return [[f"¶{'一二三'[at]}、{truth['project']}"]]
    return title_lines(choice, year, width)


def _is_broken(choice: Choice) -> bool:
    return choice["page break"] != "none" or choice["running title"] != "none"


def _table(truth: Truth, choice: Choice, year: int) -> Table:
    rows = rows_of(truth)
    breaks = frozenset({_middle(len(rows)) + (choice["page break"] == "in a row")})
    again = choice["page break"] == "head repeated"
    return table_of(rows, choice, year, breaks if again else frozenset())


def _middle(count: int) -> int:
    return count // 2


def _whole(table: Table, choice: Choice) -> list[Line]:
    lines = [*table.heads, *table.rows]
    if choice["side label"] == "none":
        return lines
    label = "绩⏎效⏎指⏎标" if choice["side label"] == "upright" else "绩效指标"
    return [[label if at == 0 else "^", *line] for at, line in enumerate(lines)]


def _broken(table: Table, choice: Choice) -> list[Line]:
    """The table over two pages, cut in the middle of its rows."""
    middle = _middle(len(table.rows))
    first, rest = table.rows[:middle], table.rows[middle:]
    rest = [
        ["" if text == "^" and _covered(rest, at, column) else text for column, text in enumerate(line)]
        for at, line in enumerate(rest)
    ]
    between: list[Line] = [[f"¶{NEW_PAGE}"]]
    if choice["running title"] != "none":
        between = [["¶- 7 -"], *between, ["¶某市财政预算公开"]]
    if choice["page break"] == "head repeated":
        return [*table.heads, *first, *between, *table.heads, *rest]
    if choice["page break"] == "in a row":
        upper, lower = _cut(rest[0])
        return [*table.heads, *first, upper, *between, lower, *rest[1:]]
    return [*table.heads, *first, *between, *rest]


def _covered(lines: list[Line], at: int, column: int) -> bool:
    """Whether the cell goes on from one on the page before."""
    return all(lines[up][column] == "^" for up in range(at + 1))


def _cut(line: Line) -> tuple[Line, Line]:
    """A row as it stands on two pages: its longest text is parted, the rest stands on the first one."""
    longest = max(range(len(line)), key=lambda column: len(line[column]))
    text = line[longest]
    half = (len(text) + 1) // 2
    upper, lower = list(line), [""] * len(line)
    upper[longest], lower[longest] = text[:half], text[half:]
    return upper, lower


def foot(choice: Choice, width: int) -> list[Line]:
    note, persons, label = WORDS["notes"]
    match choice["foot"]:
        case "note":
            return [[f"¶{note}"]] if choice["title place"] == "paragraph" else [spread([note], width)]
        case "persons":
            return [[f"¶{persons}"]]
        case "explanation":
            return [spread([label, "无"], width)]
    return []
