"""Tables of projects with a column for each kind of indicator: 项目名称 | 金额 | 目标 | 数量指标 | 质量指标 | …

A cell holds the indicators of its kind as text, often several. The first levels may stand in a line above.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from linter.forms.clean import narrow
from linter.forms.head.budget import MONEY_ROLES
from linter.forms.labelkeys import placeholders
from linter.forms.layouts.projectheads import labels_project
from linter.forms.layouts.projectrows import FlatReader
from linter.forms.levelwords import above, below, is_level, is_side, level
from linter.forms.row import WIDEST, Row
from linter.forms.rows.names import clean_name, is_dots
from linter.forms.vocabulary import column_role, field_role
from linter.model import HEADER, Document, Form, Indicator, Text
from linter.values import parse_value

#: Fewer kinds side by side are no head.
_FEWEST_KINDS = 2
_KIND, _VALUE = "kind", "kind_value"
#: Columns of a table with an indicator a row.
_OF_ROWS = frozenset({"level1", "level2", "name", "value"})
_OF_PROJECTS = MONEY_ROLES | set(HEADER) | {"goal", "goal_year", "goal_total"}


class KindHead(msgspec.Struct, frozen=True):
    """The head of such a table as one row, the roles of its columns, and the lines it takes."""

    row: Row
    roles: dict[int, str]
    depth: int


def read(document: Document, rows: list[Row], at: int, lead: list[Row]) -> int:
    """Adds the forms of the table that begins at a row; gives the position behind it."""
    head = kind_head(rows, at)
    assert head is not None
    return KindReader(document, head.roles, head.row, lead).read(rows, at + head.depth - 1)


def kind_head(rows: list[Row], at: int) -> KindHead | None:
    """The head of such a table that begins at a row; None for other rows."""
    row, second = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    if row.paragraph or not 3 <= len(row.filled) <= WIDEST:
        return None
    if not labels_project(row):
        return None
    if second is not None and (found := _with_second_line(row, second)) is not None:
        whole, values = found
        roles = _roles(whole, values)
        return KindHead(whole, roles, 2) if roles else None
    roles = _roles(row, set())
    return KindHead(row, roles, 1) if roles else None


def _with_second_line(row: Row, second: Row) -> tuple[Row, set[int]] | None:
    """A head of two lines as one, and its columns of values: each cell of the second is a kind below a level or
    绩效指标, or the name or the value below a kind."""
    if second.paragraph or len(second.filled) < _FEWEST_KINDS:
        return None
    texts = [*row.texts, *("" for _ in range(len(second.texts) - len(row.texts)))]
    cells = [*row.cells, *second.cells[len(row.cells) :]]
    values: set[int] = set()
    for column in second.filled:
        over = next(
            (row.texts[at] for at in range(min(column, len(row.texts) - 1), -1, -1) if row.texts[at]), ""
        )
        text = second.texts[column]
        part = column_role(text)
        if is_level(over) and not is_level(text) and part in ("name", "value"):
            texts[column] = over
            if part == "value":
                values.add(column)
            continue
        if not is_level(text) or not (is_level(over) or is_side(over)):
            return None
        texts[column], cells[column] = text, second.cells[column]
    filled = [at for at, text in enumerate(texts) if text]
    return replace(row, cells=cells, texts=texts, filled=filled, told=None), values


def _roles(row: Row, values: set[int]) -> dict[int, str]:
    """The roles of the columns; empty where they are not those of such a table."""
    roles: dict[int, str] = {}
    for column in row.filled:
        text = row.texts[column]
        role = field_role(text)
        if is_level(text):
            roles[column] = _VALUE if column in values else _KIND
        elif role in _OF_PROJECTS and role not in roles.values():
            roles[column] = role
        elif column_role(text) in _OF_ROWS:
            return {}
    found = [*roles.values()]
    kinds = {level(row.texts[column]) for column, role in roles.items() if role == _KIND}
    whole = "project" in found and len(kinds) >= _FEWEST_KINDS and len(found) * 2 > len(row.filled)
    # What tells such a head from the first row of a form: the projects come first, with their money or goal.
    told = (
        whole
        and len(found) - found.count(_KIND) - found.count(_VALUE) >= 2
        and found.index("project") < found.index(_KIND)
    )
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
        columns = sorted(self.roles)
        for column in self._kinds():
            behind = next((at for at in columns if at > column), None)
            if behind is not None and self.roles[behind] == _VALUE:
                self._pairs(form, rows, column, behind)
                continue
            for row in rows:
                if (text := row.text(column)) and text not in placeholders() and not is_dots(text):
                    reader.read(f"{self.head.texts[column]}：{row.raw(column)}", row.place(column))
        # The kinds stand in the head of the table, not in the cells.
        form.headings = [one for one in form.headings if one.number]
        form.texts = [one for one in form.texts if one.role != "level" or one.text not in self.head.texts]
        form.truncated = False

    def _pairs(self, form: Form, rows: list[Row], name: int, value: int) -> None:
        """The indicators of a kind whose names and values have columns of their own."""
        printed = self.head.texts[name]
        kind = level(printed)
        for row in rows:
            if kind is None or not (row.text(name) or row.text(value)):
                continue
            second = kind.second or below().get(kind.first or "")
            form.indicators.append(
                Indicator(
                    level1=above().get(second or "") or kind.first,
                    level2=second or None,
                    level2_printed=printed,
                    name=clean_name(row.text(name)),
                    name_printed=row.text(name),
                    value=narrow(row.text(value)),
                    parsed=parse_value(row.text(value)),
                    place=row.place(name),
                    places={"name": row.place(name), "value": row.place(value)},
                )
            )
            at = len(form.indicators) - 1
            form.texts.append(Text(row.raw(name), "name", row.place(name), at))
            form.texts.append(Text(row.raw(value), "value", row.place(value), at))
