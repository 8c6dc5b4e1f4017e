"""Years as heads of value columns: 2022年 | 2023年 | 2024年预期. The values are those of the current year."""

from __future__ import annotations

from linter.forms.head.titles import is_year_line, year_in
from linter.forms.row import Row
from linter.forms.rows.header import Layout


def take_years(layout: Layout, row: Row, current: int | None) -> bool:
    """Takes in a row of bare years below the head; false for any other row.

    Below a head for values, the year of the form holds the targets, or else the last one."""
    if not row.filled or not all(is_year_line(row.texts[column]) for column in row.filled):
        return False
    block = layout.blocks[0]
    target = next((one for one in block.targets if one.column in row.filled), None)
    chosen = None
    if target is not None:
        under = [column for column in row.filled if layout.roles.get(column, "value") == "value"]
        yearly = (column for column in under if year_in(row.texts[column]) == current)
        chosen = target.column = block.columns["value"] = next(yearly, under[-1])
    for column in row.filled:
        if column == chosen or layout.roles.get(column, "value") in ("value", "previous", "other"):
            layout.roles[column] = "value" if column == chosen else "previous"
            layout.heads[column] = row.texts[column]
    return True
