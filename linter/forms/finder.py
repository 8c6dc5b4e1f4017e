"""Walks the rows of a file and gathers them into forms: title, head, indicator table, footer.

A form begins with its title or with 项目名称; a new one begins where either comes again after indicators. What stands
between forms is narrative when it is a paragraph, and another table's business when it is not.
"""

from __future__ import annotations

from linter.forms.budget import unit_in
from linter.forms.fields import FieldReader
from linter.forms.flat import FlatReader, flat_head
from linter.forms.footer import FooterReader
from linter.forms.freetext import FreeTextReader, looks_free
from linter.forms.grid import Row, rows_of
from linter.forms.header import Layout, is_header, read_header
from linter.forms.names import is_dots
from linter.forms.settle import settle
from linter.forms.table import TableReader
from linter.forms.vocabulary import field_role, is_side, level, patterns
from linter.forms.years import is_title, is_whole, is_year_line, year_in
from linter.model import Document, Form, Repair, Sheet, Text

#: Lines before a form that may still be its title, unit or year.
_LOOK_BACK = 12
#: A head that goes on for more rows than this belongs to no form.
_LONGEST_HEAD = 200


class Finder:
    """Finds the forms of one sheet after another and adds them to the document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._reset()

    def _reset(self) -> None:
        self.form: Form | None = None
        self.fields: FieldReader | None = None
        self.layout: Layout | None = None
        self.rows: list[Row] = []
        self.footer: FooterReader | None = None
        self.free = False
        self.broken = False
        self.before: list[Row] = []
        self.head_rows: list[Row] = []

    def read(self, sheet: Sheet) -> None:
        """Finds the forms of a sheet. A form never goes on in the next sheet."""
        rows = list(rows_of(sheet))
        at = 0
        while at < len(rows):
            row = rows[at]
            below = rows[at + 1] if at + 1 < len(rows) else None
            if (roles := flat_head(row)) is not None:
                self._close()
                at = FlatReader(self.document, roles, row, self._pending()).read(rows, at)
                continue
            at += self._row(row, below)
        self._close()
        self._narrate(self.before)
        self.before = []

    # ---- one row

    def _row(self, row: Row, below: Row | None) -> int:
        """Takes in a row; gives the number of rows used."""
        if self.layout is not None or self.free or self.footer is not None:
            return self._after_head(row, below)
        if not row.filled:
            return 1
        if is_header(row):
            return self._open_table(row, below)
        if self.form is None:
            if self._opens(row):
                self._open()
            else:
                self.before.append(row)
                if len(self.before) > 4 * _LOOK_BACK:
                    self._narrate(self.before[:-_LOOK_BACK])
                    self.before = self.before[-_LOOK_BACK:]
                return 1
        self._head(row)
        if len(self.head_rows) > _LONGEST_HEAD:
            self._close()
        return 1

    def _head(self, row: Row) -> None:
        assert self.form is not None and self.fields is not None
        self.head_rows.append(row)
        free = next((column for column in row.filled if looks_free(row.cells[column].text)), None)
        if free is not None and (len(row.filled) == 1 or is_side(row.texts[row.filled[0]])):
            FreeTextReader(self.form).read(row.raw(free), row.place(free))
            self.free = True
            return
        if row.single and (is_title(row.single) or is_year_line(row.single)) and not self.fields.goals:
            self._title_line(row)
            return
        if (
            unit := next((unit for column in row.filled if (unit := unit_in(row.texts[column]))), None)
        ) is not None:
            self.form.amount_unit = self.form.amount_unit or unit
        if row.paragraph and not self.fields.labels(row):
            self.document.texts.append(Text(row.raw(0), "narrative", row.place(0)))
            return
        self.fields.read(row)

    def _title_line(self, row: Row) -> None:
        assert self.form is not None
        text = row.single
        column = row.filled[0]
        self.form.texts.append(Text(row.raw(column), "title", row.place(column)))
        if is_title(text):
            self.form.title = self.form.title or text
        self.form.year = self.form.year or year_in(text)

    def _opens(self, row: Row) -> bool:
        """Whether a row begins the head of a form: 项目名称, or another field below a title."""
        roles = [field_role(row.texts[column]) for column in row.filled]
        if not row.paragraph and "project" in roles and len(row.filled) <= 8:
            return True
        titled = any(is_title(one.single) for one in self.before[-6:])
        if not titled or (row.paragraph and not any(roles)):
            return False
        return any(role is not None for role in roles) or any(
            FieldReader(Form()).labels(row) and unit_in(row.texts[column]) is None
            for column in row.filled[:1]
        )

    def _after_head(self, row: Row, below: Row | None) -> int:
        """A row behind the head of the indicator table: more of it, the footer, or the next form."""
        if not row.filled:
            if self.layout is not None and self.footer is None:
                self.rows.append(row)
            return 1
        if self._next_begins(row):
            self._close()
            return self._row(row, below)
        if self.footer is not None or (FooterReader.starts(row) and not self._has_level(row)):
            if self.footer is None:
                assert self.form is not None
                self.footer = FooterReader(self.form)
            if not self.footer.read(row):
                self.before.append(row)
            return 1
        if self.layout is None:
            self.before.append(row)
            return 1
        if is_header(row):
            return self.layout.depth
        if row.paragraph or (self.broken and not self._continues(row)):
            self.broken = self.broken or row.paragraph
            self.before.append(row)
            return 1
        if self._is_caption(row):
            self.broken = True
            self.before.append(row)
            return 1
        self.broken = False
        self.rows.append(row)
        return 1

    def _is_caption(self, row: Row) -> bool:
        """A lone cell left of the names that is no level word: the caption of another table."""
        if not row.single or self.layout is None or row.above:
            return False
        name = self.layout.blocks[0].columns.get("name", self.layout.last)
        text = row.single
        return (
            row.filled[0] < name
            and level(text) is None
            and not is_side(text)
            and not text.endswith("指标")
            and not is_dots(text)
        )

    def _next_begins(self, row: Row) -> bool:
        if row.single and is_title(row.single) and not self._has_level(row):
            return True
        roles = [field_role(row.texts[column]) for column in row.filled]
        if "project" in roles and not self._has_level(row) and not row.paragraph:
            return True
        # A head that comes again behind a footer or a title is that of another form.
        return (self.footer is not None or self.layout is None) and is_header(row)

    def _has_level(self, row: Row) -> bool:
        return any(
            (found := level(row.texts[column])) is not None and found.sure for column in row.filled[:4]
        )

    def _continues(self, row: Row) -> bool:
        """Whether a row behind a break still belongs to the table: it prints a level word in a level column."""
        assert self.layout is not None
        columns = {self.layout.level1, *(block.columns.get("level2") for block in self.layout.blocks)}
        return any(column is not None and level(row.text(column)) is not None for column in columns)

    # ---- opening and closing

    def _pending(self) -> list[Row]:
        """The rows before a form that belong to it: from the last title on."""
        last = next(
            (at for at in range(len(self.before) - 1, -1, -1) if is_title(self.before[at].single)), None
        )
        if last is None:
            last = len(self.before)
            while last and (
                is_year_line(self.before[last - 1].single) or unit_in(self.before[last - 1].single)
            ):
                last -= 1
        elif (
            last
            and is_title(self.before[last - 1].single)
            and self.before[last - 1].single == self.before[last].single
        ):
            last -= 1
        pending, self.before = self.before[last:], self.before[:last]
        self._narrate(self.before)
        self.before = []
        return pending

    def _open(self) -> None:
        self.form = Form()
        self.fields = FieldReader(self.form)
        for row in self._pending():
            self._before_head(row)

    def _before_head(self, row: Row) -> None:
        """A line between the title and the first field: title, year, unit, or the name of the office."""
        assert self.form is not None and self.fields is not None
        form = self.form
        self.head_rows.append(row)
        for column in row.filled:
            text = row.texts[column]
            unit = unit_in(text)
            if unit:
                form.amount_unit = form.amount_unit or unit
                form.texts.append(Text(row.raw(column), "header", row.place(column)))
            elif is_title(text) or is_year_line(text) or (year_in(text) and not form.title):
                form.texts.append(Text(row.raw(column), "title", row.place(column)))
                if is_title(text) and not form.title:
                    form.title = text
                    form.place = form.places["title"] = row.place(column)
                form.year = form.year or year_in(text)
                for kind in row.kinds.get(column, ()):
                    form.repairs.append(Repair(kind, "清理标题中的转换残留", row.place(column)))
            elif not self.fields.read(row):
                form.texts.append(Text(row.raw(column), "other", row.place(column)))
                break
            else:
                break

    def _open_table(self, row: Row, below: Row | None) -> int:
        if self.form is None:
            self._open()
        assert self.form is not None
        self.layout = read_header(row, below, self.head_rows)
        for line in (row, below) if self.layout.depth == 2 and below is not None else (row,):
            for column in line.filled:
                self.form.texts.append(Text(line.raw(column), "header", line.place(column)))
        return self.layout.depth

    def _close(self) -> None:
        """Finishes the form at hand and adds it to the document."""
        form, fields, layout, rows, before = self.form, self.fields, self.layout, self.rows, self.before
        self._reset()
        self.before = before
        if form is None or fields is None:
            return
        fields.finish()
        if layout is not None:
            settle(layout, rows)
            TableReader(form, layout).read(rows)
            form.columns = columns_of(layout)
        if not form.indicators and form.project is None and form.goal is None:
            return
        finish_form(form, fields)
        form.number = len(self.document.forms) + 1
        self.document.forms.append(form)
        if not form.indicators:
            self.document.problems.append(
                f"第{form.number}个表“{form.title or form.project or ''}”没有找到指标行"
            )

    def _narrate(self, rows: list[Row]) -> None:
        for row in rows:
            if (
                row.paragraph
                or row.single
                or not any(any(map(str.isalnum, row.texts[at])) for at in row.filled)
            ):
                text = "\t".join(cell.text for cell in row.cells)
                self.document.texts.append(Text(text, "narrative", row.place(row.filled[0])))


def columns_of(layout: Layout) -> list[str]:
    """The roles of the columns in the order in which they stand."""
    roles = dict.fromkeys(role for _, role in sorted(layout.roles.items()) if role != "other")
    return ["value" if role == "grade_best" else role for role in roles]


def finish_form(form: Form, fields: FieldReader) -> None:
    """Scope, place and the fields that a form leaves unsaid."""
    if is_whole(form.title):
        form.scope = "department"
    pattern = patterns("organisation")
    if form.department is None or form.implementing_unit is None:
        for text, place in fields.unlabelled:
            if pattern is not None and len(text) <= 30 and pattern.search(text):
                field = "department" if form.department is None else "implementing_unit"
                setattr(form, field, text)
                form.places[field] = place
                break
    if form.department is None and form.implementing_unit:
        form.department = form.implementing_unit
        form.places.setdefault("department", form.places["implementing_unit"])
    if not form.place.line and not form.place.cell and not form.place.row and form.texts:
        form.place = form.texts[0].place
