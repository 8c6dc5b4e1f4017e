"""The head of an indicator table: which column plays which role.

Heads may be two lines deep (预期指标值 over 符号, 值, 单位), repeated for blocks side by side (中期, 年度),
or end in one value column for each county. Roles come from the words; a head whose meaning depends on what
stands below it (指标性质, 指标类型) is settled by ``settle``.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Literal

import msgspec

from linter.forms.head.titles import is_year_line
from linter.forms.row import WIDEST, Row
from linter.forms.rows.namecolumns import settle_names
from linter.forms.vocabulary import column_role, field_role, is_side, key, level, words
from linter.ground.patterns import compiled

Term = Literal["year", "medium"]

_LEVELS = frozenset({"level1", "level2", "name"})
_TARGETS = frozenset({"value", "value_medium", "grade_best"})
_TELLING = frozenset(
    {"value", "value_medium", "actual", "comparator", "unit", "weight", "type", "description"}
)
_NUMBER = compiled(r"\d")
_FORESEEN = compiled("预计|预期|计划")
_SIGN = compiled(r"[≥≤<>=＝≧≦＜＞]{1,2}\Z")
#: A row of a table without a head has levels, a name and a value, and not much more.
_FEWEST_CELLS, _MOST_CELLS = 4, 12


class Target(msgspec.Struct):
    """One value column: its place in the row, the term it is for, and the area it is for."""

    column: int
    term: Term = "year"
    area: str | None = None


class Block(msgspec.Struct):
    """The columns of one indicator: by role, and its value columns."""

    columns: dict[str, int] = msgspec.field(default_factory=dict)
    targets: list[Target] = msgspec.field(default_factory=list)
    start: int = 0


class Layout(msgspec.Struct):
    """The columns of an indicator table. ``roles`` gives the role of every column with a head, ``heads`` the
    head as printed; ``level1`` is shared by the blocks."""

    blocks: list[Block]
    roles: dict[int, str]
    heads: dict[int, str]
    level1: int | None = None
    depth: int = 1

    @property
    def first(self) -> int:
        """The leftmost column of the table proper."""
        return min(self.roles, default=0)

    @property
    def last(self) -> int:
        return max(self.roles, default=0)


@cache
def _group_heads() -> frozenset[str]:
    return frozenset(words("group_heads"))


@cache
def _term_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(words("medium_words")), tuple(words("year_words"))


def term_of(text: str) -> Term | None:
    """The term a head speaks of: 中期目标 → medium, 年度目标 → year."""
    medium, year = _term_words()
    if any(word in text for word in medium):
        return "medium"
    return "year" if any(word in text for word in year) else None


def is_header(row: Row) -> bool:
    """Whether a row is the (upper) head of an indicator table."""
    if row.paragraph or not 2 <= len(row.filled) <= WIDEST:
        return False
    roles = [(column, column_role(row.texts[column])) for column in row.filled]
    known = [role for _, role in roles if role]
    levels = {role for role in known if role in _LEVELS}
    printed = {key(row.texts[column]) for column, role in roles if role in _LEVELS}
    # 绩效指标 alone is a side label, and 目标 or 指标 beside a field label are none of ours.
    if not levels or (levels == {"name"} and not printed - {"绩效指标", "指标"} and len(known) < 3):
        return False
    if len(known) * 2 < len(row.filled):
        return False
    return len(levels) >= 2 or any(role in _TELLING for role in known)


def headless(row: Row) -> Layout | None:
    """The layout of a table whose head is lost: a first and a second level side by side, a name, and a value
    behind it or behind its comparator. None for any other row."""
    if row.paragraph or not _FEWEST_CELLS <= len(row.filled) <= _MOST_CELLS:
        return None
    for first, second in pairwise(row.filled[:3]):
        upper, lower = level(row.texts[first]), level(row.texts[second])
        if not (upper and upper.sure and upper.first and lower and lower.sure and lower.second is not None):
            continue
        rest = [column for column in row.filled if column > second]
        if len(rest) < 2:
            return None
        signed = len(rest) > 2 and _SIGN.match(row.texts[rest[1]]) is not None
        roles = ["name", "comparator", "value", "unit"] if signed else ["name", "value"]
        columns = {first: "level1", second: "level2", **dict(zip(rest, roles, strict=False))}
        return _blocks(columns, dict.fromkeys(columns, ""), set(), [], 1)
    return None


def read_header(row: Row, below: Row | None, above: list[Row]) -> Layout:
    """The layout that a head row gives; ``below`` may hold its second line, ``above`` are rows before it."""
    heads = {column: row.texts[column] for column in row.filled}
    areas: set[int] = set()
    depth = 1
    if below is not None and _is_second_line(row, below):
        depth = 2
        _merge_lines(row, below, heads, areas)
    roles: dict[int, str] = {}
    levels = [column for column, head in heads.items() if column_role(head) in ("level1", "level2")]
    for column in sorted(heads):
        role = "value" if column in areas else column_role(heads[column])
        if role is None and depth > 1 and is_year_line(heads[column]):
            # 2022年 beside 2024年预期: what was reached in an earlier year.
            role = "previous"
        if is_side(heads[column]) and (role is None or column < min(levels, default=0)):
            continue
        roles[column] = role or "other"
    settle_names(roles, heads, _TARGETS)
    return _blocks(roles, heads, areas, above, depth)


def _group_above(row: Row, column: int) -> int | None:
    """The column of the head that stands over a column of the second line."""
    for left in range(min(column, len(row.texts) - 1), -1, -1):
        if row.texts[left]:
            wide = row.width(left)
            if wide > 1:
                return left if column < left + wide else None
            return left if left == column or key(row.texts[left]) in _group_heads() else None
    return None


def _is_second_line(row: Row, below: Row) -> bool:
    if below.paragraph or not below.filled:
        return False
    known = 0
    for column in below.filled:
        text = below.texts[column]
        head = _group_above(row, column)
        if head is None or len(text) > 24 or column_role(row.texts[head]) in ("level1", "level2"):
            return False
        found = level(text)
        if found is not None and found.sure:
            return False
        known += column_role(text) is not None
    if known:
        return True
    # Value columns for areas: short names without figures below one wide head for values.
    named = all(not _NUMBER.search(below.texts[column]) for column in below.filled)
    heads = {_group_above(row, column) for column in below.filled}
    over = [column_role(row.texts[head]) for head in heads if head is not None]
    return named and len(below.filled) >= 2 and over == ["value"]


def _merge_lines(row: Row, below: Row, heads: dict[int, str], areas: set[int]) -> None:
    replaced = set()
    for column in below.filled:
        head = _group_above(row, column)
        text = below.texts[column]
        over = column_role(row.texts[head]) if head is not None else None
        if column_role(text) is None and over in _TARGETS and not is_year_line(text):
            areas.add(column)
        heads[column] = text
        if head is not None and head not in below.filled:
            replaced.add(head)
    for head in replaced:
        heads.pop(head, None)
    _unnamed_value(row, heads)


def _unnamed_value(row: Row, heads: dict[int, str]) -> None:
    """Below a wide head for values, the value column itself may be left without a head of its own."""
    for column, following in pairwise([*row.filled, len(row.texts)]):
        # Without merges a group head reaches to the next head.
        grouped = row.width(column) == 1 and key(row.texts[column]) in _group_heads()
        under = range(column, following if grouped else column + row.width(column))
        if column_role(row.texts[column]) not in _TARGETS or len(under) < 2:
            continue
        named = {at: column_role(heads[at]) for at in under if at in heads}
        free = [at for at in under if at not in heads]
        if len(free) == 1 and not _TARGETS.intersection(role for role in named.values() if role):
            heads[free[0]] = row.texts[column]


def _blocks(
    roles: dict[int, str], heads: dict[int, str], areas: set[int], above: list[Row], depth: int
) -> Layout:
    layout = Layout([Block()], roles, heads, depth=depth)
    for column in sorted(roles):
        role = roles[column]
        block = layout.blocks[-1]
        if role == "level1":
            if layout.level1 is None:
                layout.level1 = column
            elif block.targets:
                layout.blocks.append(Block(start=column))
            continue
        if role in ("level2", "name") and role in block.columns and block.targets:
            layout.blocks.append(Block(start=column))
            block = layout.blocks[-1]
        if role in _TARGETS:
            term: Term = "medium" if role == "value_medium" else "year"
            block.targets.append(Target(column, term, heads[column] if column in areas else None))
        block.columns.setdefault(role, column)
    for block in layout.blocks:
        _one_value(block, heads)
        for printed, meant in (("points", "weight"), ("grade", "scoring")):
            if printed in block.columns:
                block.columns.setdefault(meant, block.columns.pop(printed))
    _terms(layout, above)
    return layout


def _one_value(block: Block, heads: dict[int, str]) -> None:
    """Several value columns are kept when they are for areas or terms; of equal ones the first counts, one that
    only foresees something (2024年预计值) giving way to one that sets it (当年指标值)."""
    if any(target.area for target in block.targets):
        block.targets = [target for target in block.targets if target.area]
        return
    seen: dict[Term, Target] = {}
    for target in block.targets:
        first = seen.setdefault(target.term, target)
        if _FORESEEN.search(heads[first.column]) and not _FORESEEN.search(heads[target.column]):
            seen[target.term] = target
    block.targets = list(seen.values())
    if len(block.targets) == 1:
        block.targets[0].term = "year"


def _terms(layout: Layout, above: list[Row]) -> None:
    """Which of the blocks side by side is the yearly one: told by a head, else the last."""
    blocks = [block for block in layout.blocks if block.targets]
    if len(blocks) < 2:
        return
    for position, block in enumerate(blocks):
        said = next(
            (term for column in sorted(block.columns.values()) if (term := term_of(layout.heads[column]))),
            None,
        )
        if said is None:
            said = _term_above(above, block.start)
        for target in block.targets:
            target.term = said or ("year" if position == len(blocks) - 1 else "medium")
    if not any(target.term == "year" for block in blocks for target in block.targets):
        for target in blocks[-1].targets:
            target.term = "year"


def _term_above(above: list[Row], column: int) -> Term | None:
    """The term that a row right above the head gives for a column (长期绩效指标 | 年度绩效指标)."""
    for row in reversed(above[-1:]):
        terms = [(at, term_of(row.texts[at])) for at in row.filled if field_role(row.texts[at]) or at > 0]
        if len({term for _, term in terms if term}) < 2:
            continue
        left = [term for at, term in terms if at <= max(column, 1) and term]
        if left:
            return left[-1]
    return None
