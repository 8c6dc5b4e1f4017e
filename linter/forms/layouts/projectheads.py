"""The heads of tables with many projects in rows: what each column is, in one line or two."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from msgspec.structs import replace

from linter.forms.head.budget import MONEY_ROLES
from linter.forms.labelkeys import LONGEST_LABEL, key, words
from linter.forms.layouts.unitlines import names_both
from linter.forms.levelwords import is_level, is_side
from linter.forms.row import Row, by_texts
from linter.forms.vocabulary import column_claim, column_role, field_role, is_listed_field

_FEWEST_HEADS = 3
#: Rows below a head of which one has to be that of a project.
_LOOKED_AT = 8
#: A longer text may be the indicators of a project.
_LONGEST_NAME = 20
#: A column of no meaning here, such as 序号; "other" is other money.
UNKNOWN = "unknown"
GOALS = ("goal_year", "goal", "goal_total")


class FlatHead(msgspec.Struct, frozen=True):
    """The head of such a table as one row, the roles of its columns, and the lines it takes."""

    row: Row
    roles: dict[int, str]
    depth: int


def flat_head(rows: list[Row], at: int) -> FlatHead | None:
    """The head with one project (or one indicator of a project) a row that begins at a row; None for other rows.
    In the row below a column may turn out to hold the indicators as text."""
    row = rows[at]
    if row.paragraph or len(row.filled) < _FEWEST_HEADS or row.filled[0] > 2:
        return None
    below = rows[at + 1] if at + 1 < len(rows) else None
    if not names_projects(row) and not (below is not None and names_projects(below)):
        return None
    lines = 1
    if below is not None and (whole := _with_second_line(row, below)) is not None:
        row, lines = whole, 2
    behind = rows[at + lines : at + lines + _LOOKED_AT]
    roles = {column: _role(row.texts[column]) for column in row.filled}
    if "project" not in roles.values():
        named = next((column for column in row.filled if _names_project(row.texts[column])), None)
        if named is None:
            return None
        roles[named] = "project"
    if "name" not in roles.values():
        _indicators_as_text(roles, row, behind)
    found = set(roles.values())
    levels = found & {"level1", "level2", "value"}
    if len(levels) >= 2 or ("name" in found and (found & set(GOALS) or found & MONEY_ROLES)):
        known = sum(role != UNKNOWN for role in roles.values())
        return FlatHead(row, roles, lines) if known * 2 >= len(row.filled) else None
    return None


@by_texts
def names_projects(row: Row) -> bool:
    """Whether one of the cells may be the head of the projects."""
    return any(_names_project(row.texts[column]) for column in row.filled)


@by_texts
def labels_project(row: Row) -> bool:
    """Whether one of the cells is the label of a project."""
    return any(field_role(row.texts[column]) == "project" for column in row.filled)


@lru_cache(maxsize=4096)
def _is_project(head: str) -> bool:
    return _known_role(head) == "project" or key(head) in words("list_names")


def _names_project(head: str) -> bool:
    return len(head) <= LONGEST_LABEL and _is_project(head)


def _role(head: str) -> str:
    return _known_role(head) if len(head) <= LONGEST_LABEL else UNKNOWN


@lru_cache(maxsize=4096)
def _known_role(head: str) -> str:
    if names_both(head):
        return "project"
    role = column_role(head) if _is_column(head) else field_role(head)
    return role if role and (role != "other" or field_role(head) == "other") else UNKNOWN


def _with_second_line(row: Row, below: Row) -> Row | None:
    """A head of two lines as one: below 绩效指标, below 指标值 or below nothing, stand the heads of the indicators."""
    if below.paragraph or len(below.filled) < _FEWEST_HEADS:
        return None
    if any(column_claim(below.texts[column])[1] not in ("word", "pattern") for column in below.filled):
        return None
    over = [row.text(column) for column in below.filled if row.text(column)]
    if not all(is_side(text) or column_role(text) == "value" for text in over):
        return None
    if not over and not any(map(is_side, row.texts)):
        return None
    width = max(len(row.cells), len(below.cells))
    cells = [*row.cells, *below.cells[len(row.cells) :]]
    texts = [*row.texts, *("" for _ in range(width - len(row.texts)))]
    for column in below.filled:
        texts[column], cells[column] = below.texts[column], below.cells[column]
    filled = [at for at, text in enumerate(texts) if text]
    return replace(row, cells=cells, texts=texts, filled=filled, told=None)


def _indicators_as_text(roles: dict[int, str], head: Row, behind: list[Row]) -> None:
    """Marks the column that holds the indicators of a project as text: that of the goals, or one of no other
    meaning. Sums of the office and of kinds of projects may stand above the first project."""
    from linter.forms.layouts.freetext import looks_free

    for column, role in roles.items():
        if (role not in GOALS and role != UNKNOWN) or is_level(head.text(column)):
            continue
        told = next((row for row in behind if len(row.text(column)) > _LONGEST_NAME), None)
        if told is not None and "指标" in told.text(column) and looks_free(told.cells[column].text):
            roles[column] = "name"
            return


def _is_column(text: str) -> bool:
    """Whether a head is meant as a column of the indicators where it could also be a header field."""
    (role, sort), field = column_claim(text), field_role(text)
    if role in (None, "other"):
        return False
    if sort == "word" and not is_listed_field(text):
        # 年度目标值 only sounds like a goal.
        return True
    return (
        field is None
        or (field in ("goal_year", "implementing_unit") and ("指标" in text or role == "unit"))
        or field == "spent"
    )
