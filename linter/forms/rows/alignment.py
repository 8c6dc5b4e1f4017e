"""Rows that slipped a column to the left or right are laid under their heads again.

A row fits when level words stand in the level columns, a comparator in the comparator column, and so on.
A row that fits as printed is left alone; otherwise the level cells and the other cells may each be moved
by up to two columns, and the best fit wins (the two differ where a table lost a cell in the middle).
"""

from __future__ import annotations

from functools import lru_cache

from linter.forms.labelkeys import placeholders
from linter.forms.levelwords import is_level, is_side, level
from linter.forms.row import Row
from linter.forms.rows.cellsorts import is_comparator, is_number, is_state, is_type, is_unit
from linter.forms.rows.layout import Layout
from linter.forms.rows.names import is_dots
from linter.ground.patterns import compiled

_POINTS = compiled(r"\d{1,3}(?:\.\d{1,4})?\s?[%分]?\Z")
_LONGEST_VALUE = 16
_SHORT_TEXT = 6
#: Points for a move that puts the cells of a row under the last heads, where just so many cells are left out.
_DROPPED = 4.0
_LONGEST_LEVEL = 16
#: How far rows slip. Copies of web pages leave out merged cells altogether: up to three at the left.
SHIFTS = (0, 1, -1, 2, -2, -3)


def shifts(row: Row, layout: Layout, before: tuple[int, int]) -> tuple[int, int]:
    """By how many columns the level cells and the other cells of a row stand right of their heads.

    ``before`` is the answer for the row above, which decides between equal fits.
    """
    dropped = _dropped(row, layout)
    if not dropped and _fits(row, layout) and (before == (0, 0) or _level_shift(row, layout, 0) > 0):
        return 0, 0
    if layout.level1 in row.above or _is_full(row, layout):
        # Under a merged level cell, or with a cell under every head, the columns are certain.
        return 0, 0
    if not dropped and _has_strange_level(row, layout):
        return 0, 0
    in_place = _level_shift(row, layout, 0)
    most = _most_fit(layout)
    best, chosen = float("-inf"), (0, 0)
    for levels in SHIFTS:
        rank = in_place if levels == 0 else _level_shift(row, layout, levels)
        # Level cells may move alone only where they do not stand well as printed.
        apart = (0, levels - 1, levels + 1) if in_place <= 0.5 else ()
        for others in dict.fromkeys((levels, *apart)):
            if abs(others) > 3:
                continue
            known = (levels, others) == before
            just = dropped > 0 and (levels, others) == (-dropped, -dropped)
            # However well its cells fitted, most moves would not be the best.
            if rank + most - 0.5 * abs(levels) + 0.4 * known + _DROPPED * just < best:
                continue
            fit = (
                rank + _content(row, layout, levels, others) - 0.5 * abs(levels) - 0.6 * abs(others - levels)
            )
            fit += 0.4 * known
            fit += _DROPPED * just
            if fit > best:
                best, chosen = fit, (levels, others)
    return chosen


def _most_fit(layout: Layout) -> float:
    """More than the cells under the heads of a layout can fit by."""
    return 0.1 + sum(most_fit(role) for role in layout.blocks[0].columns if role not in ("level1", "level2"))


def _dropped(row: Row, layout: Layout) -> int:
    """How many cells a row of a text has less than its head, where its first one is filled: a copy left out the
    merged cells at its left, and kept blank ones elsewhere. 0 where nothing speaks for that."""
    if layout.level1 is None or not row.text(0) or row.place(0).line is None:
        return 0
    short = layout.last + 1 - len(row.cells)
    first = layout.blocks[0].columns.get("name", layout.last)
    return short if 0 < short <= first - layout.level1 and _may_begin(row, layout, short) else 0


def _may_begin(row: Row, layout: Layout, short: int) -> bool:
    """Whether the first cell of a row may stand so many columns further right."""
    found = level(row.text(0))
    at = layout.level1 + short if layout.level1 is not None else short
    if at == layout.blocks[0].columns.get("level2"):
        return found is None or found.second is not None
    return found is None or not found.sure


def _fits(row: Row, layout: Layout) -> bool:
    """Plainly in place: level words where they belong and nowhere else, a comparator in its column."""
    block = layout.blocks[0]
    for column in (layout.level1, block.columns.get("level2")):
        text = row.text(column)
        if (
            text
            and not is_dots(text)
            and (
                column is None
                or level(text) is None
                or not _rank_fits(text, column == layout.level1, _alone(layout))
            )
        ):
            return False
    name = row.text(block.columns.get("name"))
    if is_level(name) and not _is_named_level(row, layout):
        return False
    if row.filled and row.filled[0] < layout.first and not is_side(row.texts[row.filled[0]]):
        return False
    sign = row.text(block.columns.get("comparator", block.columns.get("type")))
    if sign and not is_comparator(sign) and not is_type(sign):
        return False
    return bool(name) or not any(is_comparator(row.texts[column]) for column in row.filled)


def _is_named_level(row: Row, layout: Layout) -> bool:
    """Whether a name that sounds like a level (项目成本) is one: a second level stands in its own column, and a
    target in that of the targets."""
    block = layout.blocks[0]
    lower = row.text(block.columns.get("level2"))
    if not lower or not _rank_fits(lower, False) or row.filled[-1] > layout.last:
        return False
    sign = row.text(block.columns.get("comparator", block.columns.get("type")))
    if sign and not is_comparator(sign):
        return False
    targets = [row.text(target.column) for target in block.targets]
    return any(target and level(target) is None and not is_comparator(target) for target in targets)


def _has_strange_level(row: Row, layout: Layout) -> bool:
    """Whether only the word in the column of second levels is unknown (风险控制指标): a name and a target stand
    behind it where they belong."""
    block = layout.blocks[0]
    text, name = row.text(block.columns.get("level2")), row.text(block.columns.get("name"))
    if not 0 < len(text) <= _LONGEST_LEVEL or is_number(text) or is_comparator(text):
        return False
    if not name or is_number(name) or is_comparator(name):
        return False
    if any(level(row.texts[column]) is not None for column in row.filled if column != layout.level1):
        return False
    targets = [row.text(target.column) for target in block.targets]
    # A figure elsewhere in the row would be the target of a row that slipped.
    stated = is_state(name) or any(is_number(row.texts[column]) for column in row.filled)
    return any(
        is_number(target) or (not stated and 0 < len(target) <= _SHORT_TEXT and is_state(target))
        for target in targets
    )


def _is_full(row: Row, layout: Layout) -> bool:
    """Whether a row has a cell under every head and none elsewhere: nothing can have slipped, unless the
    column of names holds a level."""
    full = set(layout.roles) <= set(row.filled) and row.filled[-1] <= layout.last
    named = level(row.text(layout.blocks[0].columns.get("name"))) is None
    return full and (named or _is_named_level(row, layout))


def _rank_fits(text: str, first: bool, either: bool = False) -> bool:
    """Whether a text is a word of the first (or of the second) level; ``either``: of any."""
    found = level(text)
    return found is not None and (either or (found.first if first else found.second) is not None)


def _alone(layout: Layout) -> bool:
    """Whether the only level column holds whatever levels the form prints."""
    return "level2" not in layout.blocks[0].columns


def _level_shift(row: Row, layout: Layout, shift: int) -> float:
    score = 0.0
    columns = ((layout.level1, True), (layout.blocks[0].columns.get("level2"), False))
    for column, first in columns:
        if column is None:
            continue
        text = row.text(column + shift) if column + shift >= 0 else ""
        if not text or is_dots(text):
            continue
        if _rank_fits(text, first, _alone(layout)):
            score += 3
        elif level(text) is not None:
            score += 0.5 if first else -0.5
        elif not (first and is_side(text)):
            score -= 3
    return score


def _content(row: Row, layout: Layout, levels: int, others: int) -> float:
    block = layout.blocks[0]
    used = {column + levels for column in (layout.level1, block.columns.get("level2")) if column is not None}
    score = 0.0
    texts = row.texts
    for role, column in block.columns.items():
        if role in ("level1", "level2"):
            continue
        at = column + others
        if at < 0 or at in used:
            continue
        used.add(at)
        if at < len(texts) and texts[at]:
            score += fit(role, texts[at])
    name = row.text(block.columns["name"] + others) if "name" in block.columns else "-"
    if not name and any(row.text(target.column + others) for target in block.targets):
        score -= 1.5
    for column in row.filled:
        if column not in used and not is_side(row.texts[column]):
            score -= 2 if column < layout.last + others else 1
    return score


def fit(role: str, text: str) -> float:
    """How well a text fits the column of a role."""
    return _remembered_fit(role, text) if len(text) <= _LONGEST_VALUE else _read_fit(role, text)


def most_fit(role: str) -> float:
    """The most that ``fit`` gives for a role."""
    return _MOST_FIT.get(role, 0.5)


_MOST_FIT = {
    "comparator": 3.0, "type": 3.0, "name": 1.0, "unit": 2.0,
    **dict.fromkeys(("value", "value_medium", "grade_best"), 2.0),
    **dict.fromkeys(("actual", "previous", "weight", "score", "points"), 1.5),
}  # fmt: skip


def _read_fit(role: str, text: str) -> float:
    if not text or text in placeholders():
        return 0
    if is_level(text):
        return -2
    if role in ("comparator", "type"):
        return 3 if is_comparator(text) or is_type(text) else -2
    if is_comparator(text) and not is_type(text):
        return -2
    if role == "name":
        return -2 if is_number(text) else 1
    if role in ("value", "value_medium", "grade_best"):
        return 2 if is_number(text) else (1 if len(text) <= _LONGEST_VALUE else -1)
    if role in ("actual", "previous"):
        return 1.5 if is_number(text) else (0.5 if len(text) <= _LONGEST_VALUE else -1)
    if role == "unit":
        return 2 if is_unit(text) else -0.5
    if role in ("weight", "score", "points"):
        return 1.5 if _POINTS.match(text) else -1
    return 0.5 if len(text) > _SHORT_TEXT else (-0.5 if is_number(text) else 0)


#: Each cell of a row that slipped is tried under several heads.
_remembered_fit = lru_cache(maxsize=8192)(_read_fit)
