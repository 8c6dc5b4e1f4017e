"""Tables cut out of their form: lines of levels, names and targets, with no title and no heads above them.

What a column is for is told by what stands in it, so its head is put back. Only asked when a file shows nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from linter.forms.levelwords import level
from linter.forms.row import Row
from linter.forms.rows.cellsorts import figure, is_comparator, is_number, is_unit
from linter.forms.rows.header import is_header
from linter.forms.vocabulary import is_total
from linter.model import COLUMNS, Cell

#: Fewer lines with a name and a target, or fewer kinds, are a mention of indicators.
_FEWEST_LINES, _FEWEST_KINDS = 3, 3
_WIDEST = 14


def headed(rows: list[Row]) -> list[Row] | None:
    """The rows of a sheet with the lost head above their table, or None where they hold no such table."""
    lines = [row for row in rows if not row.paragraph and 3 <= len(row.filled) <= _WIDEST]
    if len(lines) < _FEWEST_LINES or any(is_header(row) for row in lines):
        return None
    roles = _roles(lines)
    if not {"name", "value"} <= set(roles.values()):
        return None
    first = rows.index(lines[0])
    head = lines[0]
    width = max(roles) + 1
    texts = [COLUMNS[roles[column]] if column in roles else "" for column in range(width)]
    cells = [Cell(text, head.place(column)) for column, text in enumerate(texts)]
    made = Row(cells, texts, [column for column, text in enumerate(texts) if text])
    # 合计 below the points is no money, and there is no budget to tell it from.
    return [*rows[:first], made, *(row for row in rows[first:] if not is_total(row.text(0)))]


def _roles(lines: list[Row]) -> dict[int, str]:
    """What each column is for; empty where the lines are no table of indicators."""
    columns = {
        column: [row.texts[column] for row in lines if column in row.filled]
        for column in range(max(max(row.filled) for row in lines) + 1)
    }
    levels = [column for column, texts in columns.items() if texts and _are_levels(texts)]
    kinds = {found.second for at in levels for text in columns[at] if (found := level(text)) and found.second}
    if not 1 <= len(levels) <= 2 or len(kinds) < _FEWEST_KINDS:
        return {}
    roles = dict(zip(levels, ("level1", "level2")[-len(levels) :], strict=True))
    rest = [column for column, texts in columns.items() if column > levels[-1] and texts]
    for column in rest:
        role = _role(columns[column], set(roles.values()))
        if role is not None:
            roles[column] = role
    named, valued = (next((at for at, role in roles.items() if role == one), None) for one in ("name", "value"))
    whole = sum(bool(row.text(named) and row.text(valued)) for row in lines)
    return roles if whole >= _FEWEST_LINES else {}


def _are_levels(texts: list[str]) -> bool:
    told = [found for text in texts if (found := level(text)) is not None]
    sure = sum(found.sure for found in told)
    # 数量 alone may be a name; where every cell is such a word, and they differ, none is.
    alike = len(told) == len(texts) and len(set(texts)) >= _FEWEST_KINDS
    return alike or (sure > 1 and sure * 4 >= len(texts) * 3)


def _role(texts: list[str], had: set[str]) -> str | None:
    """What a column behind the levels is for, by its cells and by the columns before it."""
    if "name" not in had:
        return "name"
    if "value" not in had:
        return "comparator" if _most(map(is_comparator, texts)) else "value"
    if "comparator" in had and "unit" not in had and _most(map(is_unit, texts)):
        return "unit"
    if _most(figure(text) is not None for text in texts):
        return next((role for role in ("weight", "score") if role not in had), None)
    return "actual" if had.isdisjoint({"actual", "weight"}) and _most(map(is_number, texts)) else None


def _most(held: Iterable[bool]) -> bool:
    told = [*held]
    return sum(told) * 5 >= len(told) * 4
