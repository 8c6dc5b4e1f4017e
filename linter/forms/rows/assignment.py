"""Heads that can mean several things are settled by what stands below them."""

from __future__ import annotations

from linter.forms.row import Row
from linter.forms.rows.alignment import is_comparator, is_number, is_type
from linter.forms.rows.header import Block, Layout, Target
from linter.forms.vocabulary import is_side, level

#: Fewer level words in the column of names are chance.
_FEWEST_LEVELS = 2
#: Heads that are read as something else where another column holds the values: 绩效标准, 考核标准, 年度目标.
_MAY_HOLD_VALUES = frozenset({"other", "description", "scoring", "basis", "note"})


def _is_second(text: str) -> bool:
    found = level(text)
    return found is not None and found.second is not None and found.sure


def settle(layout: Layout, rows: list[Row]) -> None:
    """Settles heads that can mean several things by what stands below them."""
    for block in layout.blocks:
        _settle_type(layout, block, rows)
    block = layout.blocks[0]
    if layout.level1 is None:
        _find_level(layout, rows, first=True)
    if "name" not in block.columns:
        _names_under_level(layout, block, rows)
    name = block.columns.get("name")
    if "level2" not in block.columns and name is not None:
        # Where merged cells are left out, a row may stand one column further left.
        columns = (name, name - 1) if layout.level1 == name - 1 else (name,)
        named = [row for row in rows if any(row.text(column) for column in columns)]
        levels = [row for row in named if any(_is_second(row.text(column)) for column in columns)]
        own = any(_is_second(row.text(name)) for row in named)
        if own and len(levels) >= _FEWEST_LEVELS and len(levels) * 5 >= len(named) * 4:
            # 指标名称 holds the second level: a form without a third.
            block.columns["level2"] = block.columns.pop("name")
            layout.roles[name] = "level2"
        else:
            _find_level(layout, rows, first=False)
    if len(layout.blocks) == 1 and not block.targets:
        _find_value(layout, block, rows)


def _find_value(layout: Layout, block: Block, rows: list[Row]) -> None:
    """Where no head says it, the values stand in the first column behind the names that is filled with targets."""
    name = block.columns.get("name")
    if name is None:
        return
    for column in range(name + 1, layout.last + 1):
        role = layout.roles.get(column, "other")
        texts = [row.text(column) for row in rows if row.text(column)]
        if role not in _MAY_HOLD_VALUES or sum(map(is_number, texts)) * 2 <= len(texts):
            continue
        block.targets.append(Target(column))
        block.columns = {known: at for known, at in block.columns.items() if at != column}
        block.columns["value"] = column
        layout.roles[column] = "value"
        return


def _names_under_level(layout: Layout, block: Block, rows: list[Row]) -> None:
    """一级指标 holds the second levels and 二级指标 the names: the heads stand one level too high."""
    first, second = layout.level1, block.columns.get("level2")
    if first is None or second is None:
        return
    texts = [text for row in rows if (text := row.text(second))]
    uppers = [text for row in rows if (text := row.text(first))]
    named = [text for text in texts if level(text) is None]
    lower = [text for text in uppers if (found := level(text)) and found.second is not None]
    if (
        len(named) * 5 >= len(texts) * 4
        and len(lower) * 5 >= len(uppers) * 4
        and len(lower) >= _FEWEST_LEVELS
    ):
        block.columns["name"] = block.columns.pop("level2")
        layout.roles[second] = "name"


def _settle_type(layout: Layout, block: Block, rows: list[Row]) -> None:
    column = block.columns.get("type")
    if column is None:
        return
    # Rows may stand a column to the right or left of their heads.
    texts = [text for row in rows for at in (column - 1, column, column + 1) if (text := row.text(at))]
    signs = [text for text in texts if is_comparator(text) and not is_type(text)]
    levels = [text for row in rows if (text := row.text(column)) and level(text) is not None]
    if signs and "comparator" not in block.columns:
        block.columns["comparator"] = block.columns.pop("type")
        layout.roles[column] = "comparator"
    elif len(levels) * 2 > sum(bool(row.text(column)) for row in rows) and layout.level1 is None:
        layout.level1 = column
        block.columns.pop("type")
        layout.roles[column] = "level1"


def _find_level(layout: Layout, rows: list[Row], *, first: bool) -> None:
    """A column without a head that holds level words."""
    block = layout.blocks[0]
    limit = min([column for role, column in block.columns.items() if role == "name"] or [layout.first])
    for column in range(limit):
        if layout.roles.get(column, "other") != "other":
            continue
        texts = [row.text(column) for row in rows if row.text(column) and not is_side(row.text(column))]
        fits = [
            text
            for text in texts
            if (found := level(text)) and (found.first if first else found.second) is not None
        ]
        if fits and len(fits) * 2 > len(texts):
            layout.roles[column] = "level1" if first else "level2"
            if first:
                layout.level1 = column
            else:
                block.columns["level2"] = column
            return
