"""Tables of projects with a column for each kind of indicator: 项目名称 | 金额 | 目标 | 数量指标 | 质量指标 | …

A cell holds the indicators of its kind as text, often several. The first levels may stand in a line above.
"""

from __future__ import annotations

from msgspec.structs import replace

from linter.forms.head.budget import MONEY_ROLES
from linter.forms.layouts.projectrows import FlatReader
from linter.forms.row import WIDEST, Row
from linter.forms.rows.names import is_dots
from linter.forms.vocabulary import column_role, field_role, is_level, is_side, level, placeholders
from linter.model import Document, Form

#: Fewer kinds side by side are no head.
_FEWEST_KINDS = 2
_KIND = "kind"
#: Columns of a table with an indicator a row.
_OF_ROWS = frozenset({"level1", "level2", "name", "value"})
_OF_PROJECTS = MONEY_ROLES | {
    "project", "code", "department", "implementing_unit", "duration", "purpose", "goal", "goal_year", "goal_total",
}  # fmt: skip


def heads(rows: list[Row], at: int) -> bool:
    """Whether a table with a column for each kind begins at a row."""
    return kind_head(rows[at], rows[at + 1] if at + 1 < len(rows) else None) is not None


def read(document: Document, rows: list[Row], at: int, lead: list[Row]) -> int:
    """Adds the forms of the table that begins at a row; gives the position behind it."""
    found = kind_head(rows[at], rows[at + 1] if at + 1 < len(rows) else None)
    assert found is not None
    head, roles, depth = found
    return KindReader(document, roles, head, lead).read(rows, at + depth - 1)


def kind_head(row: Row, below: Row | None) -> tuple[Row, dict[int, str], int] | None:
    """The head of such a table in one row, the roles of its columns, and its lines; None for other rows."""
    if row.paragraph or not 3 <= len(row.filled) <= WIDEST:
        return None
    if all(field_role(row.texts[at]) != "project" for at in row.filled):
        return None
    if below is not None and (whole := _with_second_line(row, below)) is not None:
        roles = _roles(whole)
        return (whole, roles, 2) if roles else None
    roles = _roles(row)
    return (row, roles, 1) if roles else None


def _with_second_line(row: Row, below: Row) -> Row | None:
    """A head of two lines as one: each cell of the second is a kind below a level or 绩效指标."""
    if below.paragraph or len(below.filled) < _FEWEST_KINDS:
        return None
    texts = [*row.texts, *("" for _ in range(len(below.texts) - len(row.texts)))]
    cells = [*row.cells, *below.cells[len(row.cells) :]]
    for column in below.filled:
        over = next(
            (row.texts[at] for at in range(min(column, len(row.texts) - 1), -1, -1) if row.texts[at]), ""
        )
        if not is_level(below.texts[column]) or not (is_level(over) or is_side(over)):
            return None
        texts[column], cells[column] = below.texts[column], below.cells[column]
    return replace(row, cells=cells, texts=texts, filled=[at for at, text in enumerate(texts) if text])


def _roles(row: Row) -> dict[int, str]:
    """The roles of the columns; empty where they are not those of such a table."""
    roles: dict[int, str] = {}
    for column in row.filled:
        text = row.texts[column]
        role = field_role(text)
        if is_level(text):
            roles[column] = _KIND
        elif role in _OF_PROJECTS and role not in roles.values():
            roles[column] = role
        elif column_role(text) in _OF_ROWS:
            return {}
    found = [*roles.values()]
    kinds = {level(row.texts[column]) for column, role in roles.items() if role == _KIND}
    whole = "project" in found and len(kinds) >= _FEWEST_KINDS and len(found) * 2 > len(row.filled)
    # What tells such a head from the first row of a form: the projects come first, with their money or goal.
    told = whole and len(found) - found.count(_KIND) >= 2 and found.index("project") < found.index(_KIND)
    return roles if told else {}


class KindReader(FlatReader):
    """Reads such a table; each project makes one form."""

    def _kinds(self) -> list[int]:
        return [column for column, role in self.roles.items() if role == _KIND]

    def _names_indicators(self, row: Row) -> bool:
        return any(row.inherited(column) for column in self._kinds())

    def _free(self, form: Form, rows: list[Row]) -> None:
        from linter.forms.layouts.freetext import FreeTextReader

        reader = FreeTextReader(form)
        for column in self._kinds():
            for row in rows:
                if (text := row.text(column)) and text not in placeholders() and not is_dots(text):
                    reader.read(f"{self.head.texts[column]}：{row.raw(column)}", row.place(column))
        # The kinds stand in the head of the table, not in the cells.
        form.headings = [one for one in form.headings if one.number]
        form.texts = [one for one in form.texts if one.role != "level" or one.text not in self.head.texts]
        form.truncated = False
