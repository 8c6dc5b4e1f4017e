"""Tables with many projects in rows: one row a project with its indicators as text, or a flat export.

The head names the project, its money and its goal as columns beside the indicators; sum rows are no projects.
"""

from __future__ import annotations

from linter.forms.head.budget import MONEY_ROLES, is_money, printed_number, unit_in
from linter.forms.head.fields import FieldReader
from linter.forms.head.footer import FooterReader
from linter.forms.head.titles import is_title, is_whole, year_in
from linter.forms.layouts.projectheads import GOALS, UNKNOWN, flat_head
from linter.forms.layouts.unitlines import UnitLines, heads_projects, is_unit
from linter.forms.row import Row
from linter.forms.rows.cellsorts import is_number
from linter.forms.rows.header import read_head
from linter.forms.rows.layout import Head, Layout
from linter.forms.rows.omissions import moved_back
from linter.forms.rows.roles import assign
from linter.forms.rows.table import TableReader
from linter.forms.vocabulary import is_office, is_total
from linter.model import HEADER, NOWHERE, Amount, Cell, Document, Form, Place, Repair, Text
from linter.values import parse_value

_OF_PROJECTS = frozenset(HEADER) | MONEY_ROLES | set(GOALS)
#: A page number or a note between two rows of a table is not longer.
_INTERRUPTION = 3
_OF_INDICATORS = frozenset({"level1", "level2", "name", "comparator", "value", "unit"})


def read(document: Document, rows: list[Row], at: int, lead: list[Row]) -> int:
    """Adds the forms of the table that begins at a row; gives the position behind it."""
    head = flat_head(rows, at)
    assert head is not None
    return FlatReader(document, head.roles, head.row, lead).read(rows, at + head.depth - 1)


class FlatReader:
    """Reads a table with many projects; the rows of one project make one form."""

    def __init__(self, document: Document, roles: dict[int, str], head: Row, pending: list[Row]) -> None:
        self.document = document
        self.roles = roles
        self.head = head
        self.pending = pending
        self.title = next((row.single.strip("#* ") for row in pending if is_title(row.single)), "")
        self.year = next((year for row in pending if (year := year_in(row.single))), None)
        texts = [text for row in [*pending, head] for text in row.texts if text]
        self.unit = next((unit for text in texts if (unit := unit_in(text))), None)
        self.office = ""
        self.summed = document.total is not None and bool(document.total.text)
        self.first = len(document.forms) + 1
        self.has_sum = False
        self.carried: dict[str, tuple[str, Place]] = {}
        self.office_place = NOWHERE
        self.columns = {role: column for column, role in sorted(roles.items(), reverse=True)}
        self.units = UnitLines(head.text(self.columns["project"]))

    def read(self, rows: list[Row], at: int) -> int:
        """Reads from the head at ``at`` to the end of the table; gives the position behind it."""
        head = None if self._is_free() else self._head()
        start = at = at + 1
        while at < len(rows) and not self._ends(rows, at):
            at += 1
        body = [row for row in rows[start:at] if row.filled and not row.counts_columns]
        body = _with_following_lines(body) if head is None else [self._in_place(row) for row in body]
        groups: dict[tuple[str, str], list[Row]] = {}
        last: tuple[str, str] = ("", "")
        for row in body:
            project = row.inherited(self.columns["project"])
            unit = row.inherited(self.columns.get("implementing_unit"))
            if row.paragraph and not is_total(row.single) and not (self.units.used and is_unit(row)):
                text = row.raw(row.filled[0])
                self.document.texts.append(Text(text, "other", row.place(row.filled[0])))
                continue
            if self._is_sum(row):
                self.units.read(project, row.place(self.columns["project"]))
                continue
            last = (unit or self.units.unit or last[0], project) if project else last
            self.units.project()
            groups.setdefault(last, []).append(row)
        for (unit, _), group in groups.items():
            if unit in self.units.places:
                self.office, self.office_place = unit, self.units.places[unit]
            self._form(group, head)
        # A list over several pages has one sum; a list with a sum of its own is none of another's.
        if not (self.summed and self.has_sum):
            self.document.summed += range(self.first, len(self.document.forms) + 1)
        return at

    def _head(self) -> Head:
        """The head of the indicators: what names and describes the project is none of their columns."""
        head = read_head(self.head, None, [])
        head.year = self.year
        head.fixed = {column: "other" for column, role in self.roles.items() if role in _OF_PROJECTS}
        return head

    def _ends(self, rows: list[Row], at: int) -> bool:
        """A title, the head of another table, or a paragraph with no row of this table behind it ends the table."""
        row = rows[at]
        if not row.filled:
            return False
        if (row.single and is_title(row.single)) or (FooterReader.leads(row) and not self._has_money(row)):
            return True
        if not row.paragraph or not row.single.strip("-—| ") or len(row.single) == 1:
            return False
        # An editor that trims lines leaves nothing of 合计 but the word.
        if is_total(row.single) or (self._is_free() and _goes_on_free(row)):
            return False
        if self.units.used and heads_projects(row, rows[at + 1 : at + 1 + _INTERRUPTION]):
            return False
        return not self._goes_on(rows[at + 1 : at + 1 + _INTERRUPTION])

    def _in_place(self, row: Row) -> Row:
        """The row under its heads. The line of a unit or a sum, with its money where money stands, is in place."""
        if self.units.used and row.single:
            return row
        if self._has_money(row) and not any(
            row.text(at) for at, role in self.roles.items() if role in _OF_INDICATORS
        ):
            return row
        return moved_back(row, self.roles)

    def _has_money(self, row: Row) -> bool:
        column = self.columns.get("total")
        return column is not None and is_money(row.text(column))

    def _is_free(self) -> bool:
        return not {"level1", "level2", "value"} & set(self.columns)

    def _goes_on(self, following: list[Row]) -> bool:
        """Whether the next row of a table is one of this table: an amount stands in the column of amounts."""
        row = next((one for one in following if one.filled and not one.paragraph), None)
        column = self.columns.get("total")
        if row is None or column is None or len(row.filled) < 3 or flat_head([row], 0) is not None:
            return False
        return parse_value(printed_number(row.text(column))).lower is not None

    def _is_sum(self, row: Row) -> bool:
        """A row with money but neither goal nor indicators: a sum, or the line of an office."""
        goal = any(row.inherited(self.columns.get(role)) for role in GOALS)
        named = self._names_indicators(row)
        lead = row.texts[row.filled[0]]
        if not any(map(str.isalnum, "".join(row.texts))):
            self.document.texts.append(Text(row.printed, "other", row.place(0)))
            return True
        if (goal or named) and not is_total(lead):
            return False
        column = self.columns.get("total")
        amounts = [at for at in row.filled if is_number(row.texts[at])]
        if column is not None and not row.text(column) and len(amounts) == 1 and len(row.filled) <= 3:
            column = amounts[0]
        text = printed_number(row.text(column)) if column is not None else ""
        label = row.inherited(self.columns["project"]) or lead
        label = lead if label == row.text(column) else label
        if is_office(label) and not self.office:
            self.office, self.office_place = label, row.place(self.columns["project"])
        amount = Amount(label, text, row.place(column), parse_value(text))
        self.has_sum = self.has_sum or (is_total(lead) and bool(text))
        if column is not None and (self.document.total is None or not self.document.total.text):
            self.document.total = amount
        self.document.texts.append(Text(row.printed, "other", row.place(row.filled[0])))
        return True

    def _names_indicators(self, row: Row) -> bool:
        return any(row.inherited(self.columns.get(role)) for role in ("name", "value", "level2"))

    def _form(self, rows: list[Row], head: Head | None) -> None:
        form = Form(title=self.title, year=self.year, amount_unit=self.unit)
        form.number = len(self.document.forms) + 1
        form.scope = "department" if is_whole(self.title) and "project" not in self.columns else "project"
        for row in self.pending:
            for column in row.filled if form.number == 1 else ():
                form.texts.append(
                    Text(row.raw(column), "title" if is_title(row.single) else "other", row.place(column))
                )
        fields = FieldReader(form)
        for role, column in sorted(self.columns.items(), key=lambda pair: pair[1]):
            self._field(form, fields, role, column, rows)
        fields.finish()
        if form.department is None and self.office:
            form.department, form.places["department"] = self.office, self.office_place
        form.place = form.places.get("project", rows[0].place(rows[0].filled[0]))
        if head is not None:
            roles, form.column_roles = assign(head, rows)
            layout = Layout.of(head, roles)
            # The line of a project may hold its name and its goal alone, the indicators below.
            columns = [at for at, role in self.roles.items() if role in _OF_INDICATORS]
            own = [row for row in rows if any(row.inherited(at) for at in columns)]
            TableReader(form, layout).read(own or rows)
            form.columns = [role for _, role in sorted(layout.roles.items()) if role not in ("other",)]
        else:
            self._free(form, rows)
        self.document.forms.append(form)

    def _field(self, form: Form, fields: FieldReader, role: str, column: int, rows: list[Row]) -> None:
        row = next((one for one in rows if one.inherited(column)), rows[0])
        text, place = row.inherited(column), row.place(column)
        if role in ("implementing_unit", "department"):
            # An export prints the office once and leaves the following rows blank.
            text, place = self.carried[role] = (
                (text, place) if text else self.carried.get(role, (text, place))
            )
        head = self.head.text(column)
        if role in HEADER:
            setattr(form, role, text)
            form.places[role] = place
            form.texts.append(
                Text(
                    row.raw(column) or text,
                    "project" if role == "project" else "department",
                    place,
                    label=head,
                )
            )
        elif role in MONEY_ROLES:
            fields.budget.add(role, head, text, place, column)
            form.texts.append(Text(row.raw(column) or text, "budget", place, label=head))
        elif role in GOALS:
            fields.goals[role] = (text, place)
            form.texts.append(Text(row.raw(column) or text, "goal", place, label=head))
            for kind in row.kinds.get(column, ()):
                form.repairs.append(Repair(kind, "清理绩效目标中的转换残留", place))
        elif role == UNKNOWN and text:
            form.fields[head] = text

    def _free(self, form: Form, rows: list[Row]) -> None:
        from linter.forms.layouts.freetext import FreeTextReader, looks_free

        column = self.columns.get("name")
        reader = FreeTextReader(form)
        for row in rows:
            free = [
                at
                for at in row.filled
                if at == column or (at not in self.roles and looks_free(row.cells[at].text))
            ]
            for at in free:
                reader.read(row.raw(at), row.place(at))


def _goes_on_free(row: Row) -> bool:
    """Whether a paragraph is a line of indicators as text, such as (二) 质量指标：…"""
    from linter.forms.layouts.freetext import headings_of

    return bool(headings_of(row.single))


def _with_following_lines(body: list[Row]) -> list[Row]:
    """Rows with the lines of indicators behind them, which a line end cut off, in their last cell again."""
    whole: list[Row] = []
    for row in body:
        if whole and row.paragraph and not whole[-1].paragraph and _goes_on_free(row):
            before = whole[-1]
            last = before.filled[-1]
            cell = before.cells[last]
            joined = f"{cell.text}\n{row.raw(row.filled[0])}"
            before.cells[last] = Cell(joined, cell.place, cell.row_span, cell.column_span)
            before.texts[last] = f"{before.texts[last]} {row.single}"
            before.told = None
        else:
            whole.append(row)
    return whole
