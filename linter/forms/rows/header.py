"""The head of an indicator table: which column plays which role.

Heads may be two lines deep (预期指标值 over 符号, 值, 单位), repeated for blocks side by side (中期, 年度),
or end in one value column for each county. What each column is for is decided in ``roles``.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from linter.forms.head.titles import is_year_line, year_in
from linter.forms.labelkeys import key, words
from linter.forms.levelwords import is_level, is_side, level
from linter.forms.row import WIDEST, Row, by_texts
from linter.forms.rows.cellsorts import is_bound, is_number, sort_of
from linter.forms.rows.layout import TARGETS, Head, Layout
from linter.forms.vocabulary import column_claim, column_role, head_role, is_area
from linter.ground.patterns import compiled

_LEVELS = frozenset({"level1", "level2", "name"})
#: Columns that stand before the targets.
_LEADING = _LEVELS | {"type"}
_TELLING = frozenset(
    {"value", "value_medium", "actual", "comparator", "unit", "weight", "type", "description"}
)
#: A single head that ends like the name of an area names something else.
_FEWEST_AREAS = 2
_TARGET_SORTS = frozenset({"measured", "figure", "state"})
_NUMBER = compiled(r"\d")
_SIGN = compiled(r"[≥≤<>=＝≧≦＜＞]{1,2}\Z")
#: A row of a table without a head has levels, a name and a value, and not much more.
_FEWEST_CELLS, _MOST_CELLS = 4, 12


@cache
def _parts_of(what: str) -> dict[str, str]:
    """The heads below a wide head for ``levels`` or ``values`` that say what their column is for."""
    return {word: role for role, listed in words(f"parts_of_{what}").items() for word in listed}


@cache
def _group_heads() -> frozenset[str]:
    return frozenset(words("group_heads"))


def is_header(row: Row) -> bool:
    """Whether a row is the (upper) head of an indicator table."""
    if row.paragraph or not 2 <= len(row.filled) <= WIDEST:
        return False
    return _are_heads(row)


@by_texts
def _are_heads(row: Row) -> bool:
    """Whether the filled cells, side by side, are heads."""
    texts = [row.texts[column] for column in row.filled]
    roles = [head_role(text) for text in texts]
    known = [role for role in roles if role]
    levels = {role for role in known if role in _LEVELS}
    if not levels:
        return False
    known += ["area"] * len(_area_columns(dict(enumerate(texts))))
    printed = {key(text) for text, role in zip(texts, roles, strict=True) if role in _LEVELS}
    # 绩效指标 alone is a side label, and 目标 or 指标 beside a field label are none of ours.
    if levels == {"name"} and not printed - {"绩效指标", "指标"} and len(known) < 3:
        return False
    if len(known) * 2 < len(texts):
        return False
    return len(levels) >= 2 or any(role in _TELLING or role == "area" for role in known)


def heads_name_and_value(row: Row, below: Row | None) -> bool:
    """Whether a row is nothing but the heads of a name and of its target (绩效指标 | 指标值): below stands a line
    that gives a level, or a name with a target."""
    if below is None or row.paragraph or not 2 <= len(row.filled) <= _FEWEST_CELLS:
        return False
    roles = {column: head_role(row.texts[column]) for column in row.filled}
    told = set(roles.values())
    if "name" not in told or not told & TARGETS or None in told:
        return False
    if below.single:
        return is_level(below.single)
    targets = [below.text(column) for column, role in roles.items() if role in TARGETS]
    return len(below.filled) > 1 and any(sort_of(text) in _TARGET_SORTS for text in targets)


def headless(row: Row) -> Head | None:
    """The head of a table whose head is lost: a first and a second level side by side, a name, and a value
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
        return Head(dict.fromkeys(columns, ""), fixed=columns)
    return None


def read_head(row: Row, below: Row | None, above: list[Row]) -> Head:
    """The head that a row prints; ``below`` may hold its second line, ``above`` are rows before it."""
    heads = {**_heads_above(row, above), **{column: row.texts[column] for column in row.filled}}
    areas: set[int] = set()
    depth = 1
    fixed: dict[int, str] = {}
    if below is not None and _is_second_line(row, below):
        depth = 2
        _merge_lines(row, below, heads, areas, fixed)
        parts = {at: role for at in areas if (role := _parts_of("values").get(key(heads[at])))}
        if "value" in parts.values():
            # 总体 | 年度 below 指标值 are terms of one place, not places.
            areas -= set(parts)
            fixed |= parts
    areas |= _area_columns(heads)
    fixed |= dict.fromkeys(areas, "value")
    levels = [column for column, head in heads.items() if column_role(head) in ("level1", "level2")]
    # 绩效目标 left of the levels is a label of the whole table, behind them the head of a column.
    told = [column for column, head in heads.items() if column_role(head) in _LEADING and not is_side(head)]
    lead = min(told, default=WIDEST)
    for column in sorted(heads):
        role = column_role(heads[column])
        if role is None and depth > 1 and is_year_line(heads[column]):
            # 2022年 beside 2024年预期: what was reached in an earlier year.
            fixed[column] = "previous"
        elif is_side(heads[column]) and column < lead and (role is None or column < min(levels, default=0)):
            del heads[column]
    fixed |= dict.fromkeys(_of_an_earlier_year(heads), "previous")
    return Head(heads, depth, [*above[-1:], *([row] if depth > 1 else [])], fixed, areas)


def _of_an_earlier_year(heads: dict[int, str]) -> list[int]:
    """The columns of what was reached in a year before that of the targets: 2025年完成 beside 2026年目标."""
    years = {
        role: {column: year for column, head in heads.items() if column_role(head) == role and (year := year_in(head))}
        for role in ("value", "actual")
    }
    return [column for column, year in years["actual"].items() if year < min(years["value"].values(), default=0)]


def _heads_above(row: Row, above: list[Row]) -> dict[int, str]:
    """The heads in the line above whose columns are blank in this one: 一级指标 and 备注 beside 年度绩效指标 over
    二级指标."""
    line = above[-1] if above else None
    if line is None or line.paragraph or not all(_is_head(line.texts[column]) for column in line.filled):
        return {}
    told = {column: line.texts[column] for column in line.filled if not row.text(column)}
    return {column: text for column, text in told.items() if not is_side(text)}


def _is_head(text: str) -> bool:
    return column_role(text) is not None or is_side(text)


def with_years(layout: Layout, row: Row, current: int | None) -> Head | None:
    """The head with a further line of bare years; None where the row is none.

    Below a head for values, the year of the form holds the targets, or else the last one."""
    if not row.filled or not all(is_year_line(row.texts[column]) for column in row.filled):
        return None
    head, roles = layout.head, layout.roles
    targets = [one.column for one in layout.blocks[0].targets]
    chosen = None
    if any(column in row.filled for column in targets):
        under = [column for column in row.filled if roles.get(column, "value") in ("value", "other")]
        yearly = (column for column in under if year_in(row.texts[column]) == current)
        chosen = next(yearly, under[-1])
    years = {
        column: "value" if column == chosen else "previous"
        for column in row.filled
        if column == chosen or roles.get(column, "value") in ("value", "previous", "other")
    }
    texts = {**head.texts, **{column: row.texts[column] for column in years}}
    return replace(head, texts=texts, fixed={**head.fixed, **years})


def _plain(below: Row) -> bool:
    """Whether a line holds nothing but listed heads: what stands over them is a wide head, merged or not."""
    parts = _parts_of("levels")
    texts = [below.texts[column] for column in below.filled]
    return all(column_claim(text)[1] == "word" or key(text) in parts for text in texts)


def _group_above(row: Row, column: int, plain: bool = False) -> int | None:
    """The column of the head that stands over a column of the second line, a ``plain`` one of listed heads."""
    for left in range(min(column, len(row.texts) - 1), -1, -1):
        if row.texts[left]:
            wide = row.width(left)
            if wide > 1:
                return left if column < left + wide else None
            return left if left == column or plain or key(row.texts[left]) in _group_heads() else None
    return None


def _area_columns(heads: dict[int, str]) -> set[int]:
    """The columns whose heads are names of areas, behind the names of the indicators, where no head speaks of
    values: one value column a town."""
    roles = {column: head_role(head) for column, head in heads.items()}
    names = [column for column, role in roles.items() if role in _LEVELS]
    if not names or TARGETS & {role for role in roles.values() if role}:
        return set()
    found = {
        column
        for column, head in heads.items()
        if roles[column] is None and column > max(names) and is_area(head)
    }
    return found if len(found) >= _FEWEST_AREAS else set()


def _is_target(text: str) -> bool:
    return (is_number(text) and year_in(text) is None) or is_bound(text)


def _is_second_line(row: Row, below: Row) -> bool:
    texts = [below.texts[column] for column in below.filled]
    if below.paragraph or not texts or any(_is_target(text) for text in texts):
        return False
    known = 0
    plain = _plain(below)
    for column in below.filled:
        text = below.texts[column]
        head = _group_above(row, column, plain)
        if head is None or len(text) > 24:
            return False
        if column_role(row.texts[head]) in ("level1", "level2"):
            if key(text) not in _parts_of("levels"):
                return False
            known += 1
            continue
        if is_level(text):
            return False
        known += column_role(text) is not None
    if known:
        return True
    # Value columns for areas, or kinds of reasons: short names without figures below one wide head.
    named = all(not _NUMBER.search(below.texts[column]) for column in below.filled)
    heads = {head for column in below.filled if (head := _group_above(row, column)) is not None}
    over = [column_role(row.texts[head]) for head in heads]
    return named and len(below.filled) >= 2 and over in (["value"], ["reason"])


def _merge_lines(row: Row, below: Row, heads: dict[int, str], areas: set[int], fixed: dict[int, str]) -> None:
    replaced = set()
    plain = _plain(below)
    for column in below.filled:
        head = _group_above(row, column, plain)
        text = below.texts[column]
        over = column_role(row.texts[head]) if head is not None else None
        if column_role(text) is None and over in TARGETS and not is_year_line(text):
            areas.add(column)
        heads[column] = text
        if head is not None and over in _LEVELS and (part := _parts_of("levels").get(key(text))):
            heads[column] = row.texts[head] if part == "name" else text
            if part != "name":
                fixed[column] = part
        if head is not None and head not in below.filled:
            replaced.add(head)
    for head in replaced:
        heads.pop(head, None)
        under = [column for column in below.filled if _group_above(row, column, plain) == head]
        if column_role(row.texts[head]) == "reason" and not any(column_role(heads[at]) for at in under):
            fixed[under[0]] = "reason"
    _unnamed_value(row, heads)


def _unnamed_value(row: Row, heads: dict[int, str]) -> None:
    """Below a wide head for values, the value column itself may be left without a head of its own."""
    for column, following in pairwise([*row.filled, len(row.texts)]):
        # Without merges a group head reaches to the next head.
        grouped = row.width(column) == 1 and key(row.texts[column]) in _group_heads()
        under = range(column, following if grouped else column + row.width(column))
        if column_role(row.texts[column]) not in TARGETS or len(under) < 2:
            continue
        named = {at: column_role(heads[at]) for at in under if at in heads}
        free = [at for at in under if at not in heads]
        if len(free) == 1 and not TARGETS.intersection(role for role in named.values() if role):
            heads[free[0]] = row.texts[column]
