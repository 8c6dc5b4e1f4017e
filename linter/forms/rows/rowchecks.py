"""What one row of a table shows of itself: levels, a target, the head of a list, the start of the table again."""

from __future__ import annotations

from itertools import pairwise

from linter.forms.head.budget import MONEY_ROLES, unit_in
from linter.forms.head.labels import labels_of
from linter.forms.levelwords import is_level, is_side
from linter.forms.row import Row, by_texts
from linter.forms.rows.layout import Layout
from linter.forms.vocabulary import field_role, is_head, is_listed_field, is_office, is_total
from linter.ground.patterns import compiled

_UNIT_LINE = 2
_LONGEST_UNIT = 12
#: The code and name of an office, whatever its name ends with.
_CODED = compiled(r"\d{3,9}\s?[-—–_]?\s?[\u4e00-\u9fff（）()]{3,26}\Z")
#: Fields that only the head of a form has.
_OF_HEADS = (MONEY_ROLES - {"spent", "other"}) | {
    "department",
    "implementing_unit",
    "goal_year",
    "code",
    "duration",
}


def levels_of(layout: Layout, row: Row) -> list[str]:
    """What stands in the level cells of a row."""
    columns = [layout.level1, *(block.columns.get("level2") for block in layout.blocks)]
    return [text for column in columns if (text := row.text(column))]


def is_target(layout: Layout, row: Row) -> bool:
    """Whether a row holds a name and a value in their columns."""
    block = layout.blocks[0]
    return bool(row.text(block.columns.get("name"))) and any(row.text(one.column) for one in block.targets)


def is_scored(layout: Layout, row: Row) -> bool:
    """Whether a row only has what was achieved and scored (预算执行率 | 100% | 10): text in place of a level, then
    nothing up to the columns behind the targets."""
    block, first = layout.blocks[0], row.filled[0]
    name, aims = block.columns.get("name"), [one.column for one in block.targets]
    if name is None or not aims or len(layout.blocks) > 1 or first >= name or is_level(row.texts[first]):
        return False
    behind = row.filled[1:]
    scored = {"actual", "weight", "score", "points"} & {layout.roles.get(at) for at in behind}
    return bool(scored) and min(behind) > max(*aims, block.columns.get("unit", 0), name)


def sums_points(layout: Layout, row: Row) -> bool:
    """Whether a row is the sum of the points above it: 合计 with nothing but figures of points behind it."""
    if not is_total(row.texts[row.filled[0]]):
        return False
    roles = {layout.roles.get(at) for at in row.filled[1:]}
    return bool(roles) and roles <= {"weight", "score", "points"}


def is_list_head(row: Row) -> bool:
    """Label beside label without room for values: the head of a table that lists projects."""
    if len(row.filled) < 3 or not all(field_role(row.texts[column]) for column in row.filled):
        return False
    return all(left + row.width(left) == right for left, right in pairwise(row.filled))


@by_texts
def has_level(row: Row) -> bool:
    return any(is_level(row.texts[column]) for column in row.filled[:4])


@by_texts
def is_unit_line(row: Row) -> bool:
    """Whether a row names the office of a form and the unit of its money only: 703001某县水务局 | 单位：万元."""
    texts = [row.texts[column] for column in row.filled]
    units = [text for text in texts if unit_in(text) and len(text) <= _LONGEST_UNIT]
    offices = [text for text in texts if is_office(text) or _CODED.match(text)]
    return len(texts) == _UNIT_LINE and len(units) == 1 and len(offices) == 1 and offices != units


def begins_head(row: Row) -> bool:
    """Whether a row can only stand in the head of a form: a listed field of one with its value beside it."""
    if row.paragraph or len(row.filled) < _UNIT_LINE or has_level(row):
        return False
    found = labels_of(row)
    return bool(found) and found[0].column == row.filled[0] and found[0].role in _OF_HEADS


def is_field_row(row: Row) -> bool:
    """Whether a row is a listed label of the head with its text beside it, and no row of heads."""
    if row.paragraph or len(row.filled) < _UNIT_LINE or has_level(row) or is_list_head(row):
        return False
    first, second = (row.texts[column] for column in row.filled[:2])
    return (
        is_listed_field(first) and not is_head(first) and not is_listed_field(second) and not is_head(second)
    )


def is_head_line(row: Row) -> bool:
    """Whether a row holds nothing but heads: a line of the head of the table, printed again."""
    texts = [row.texts[column] for column in row.filled]
    return len(texts) > 1 and not row.above and all(is_head(text) or is_side(text) for text in texts)


def starts_over(layout: Layout, rows: list[Row], below: Row | None) -> bool:
    """Whether the row below a repeated head begins with the same levels as the table did."""
    rows = [row for row in rows if row.filled and not row.counts_columns]
    if below is None or below.counts_columns or not rows:
        return False
    columns = (layout.level1, layout.blocks[0].columns.get("level2"))
    first = [rows[0].text(column) for column in columns]
    again = [below.text(column) for column in columns]
    return bool(first[0]) and again == first and len({row.text(columns[0]) for row in rows}) > 1
