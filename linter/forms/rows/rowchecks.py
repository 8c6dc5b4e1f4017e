"""What one row of a table shows of itself: levels, a target, the head of a list, the start of the table again."""

from __future__ import annotations

from itertools import pairwise

from linter.forms.draft import Draft
from linter.forms.row import Row
from linter.forms.rows.layout import Layout
from linter.forms.vocabulary import field_role, is_level


def levels_of(layout: Layout, row: Row) -> list[str]:
    """What stands in the level cells of a row."""
    columns = [layout.level1, *(block.columns.get("level2") for block in layout.blocks)]
    return [text for column in columns if (text := row.text(column))]


def is_target(layout: Layout, row: Row) -> bool:
    """Whether a row holds a name and a value in their columns."""
    block = layout.blocks[0]
    return bool(row.text(block.columns.get("name"))) and any(row.text(one.column) for one in block.targets)


def is_list_head(row: Row) -> bool:
    """Label beside label without room for values: the head of a table that lists projects."""
    if len(row.filled) < 3 or not all(field_role(row.texts[column]) for column in row.filled):
        return False
    return all(left + row.width(left) == right for left, right in pairwise(row.filled))


def has_level(row: Row) -> bool:
    return any(is_level(row.texts[column]) for column in row.filled[:4])


def starts_over(draft: Draft, below: Row | None) -> bool:
    """Whether the row below a repeated head begins with the same level as the table did."""
    if below is None or draft.layout is None or not draft.rows:
        return False
    column = draft.layout.level1
    first = draft.rows[0].text(column)
    return bool(first) and below.text(column) == first and len({row.text(column) for row in draft.rows}) > 1
