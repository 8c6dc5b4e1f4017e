"""One form under way: what has been gathered of its title, head, table and footer, and how it is finished."""

from __future__ import annotations

from linter.forms.head.budget import unit_in
from linter.forms.head.fields import FieldReader
from linter.forms.head.footer import FooterReader
from linter.forms.head.labels import labels_of
from linter.forms.head.titles import (
    heads_project,
    is_bare_title,
    is_title,
    is_whole,
    is_year_line,
    names_section,
    titles_office,
    titles_project,
    year_in,
)
from linter.forms.labelkeys import said, simplified
from linter.forms.levelwords import is_level, is_side
from linter.forms.row import Row
from linter.forms.rows.header import read_head, with_years
from linter.forms.rows.layout import Head, Layout, Term, term_of
from linter.forms.rows.roles import assign, layout_of
from linter.forms.rows.rowchecks import is_field_row, is_unit_line
from linter.forms.rows.table import TableReader
from linter.forms.vocabulary import is_office
from linter.ground.patterns import compiled
from linter.model import Form, Place, Repair, Text

#: A longer paragraph below the heading of a project is a sentence of it.
_LONGEST_LINE = 16
_OFFICE_CODE = compiled(r"\A\d{3,12}\s?[-—–_]?\s?")
#: A text that says 指标 less often is not looked into for headings.
_FEWEST_MENTIONS = 2


class Draft:
    """A form that is being read. ``lead`` are the lines above its first field, from the title on."""

    def __init__(self, lead: list[Row]) -> None:
        self.form = Form()
        self.fields = FieldReader(self.form)
        self.head_rows: list[Row] = []
        self.layout: Layout | None = None
        self.rows: list[Row] = []
        #: A line right above the head of the table that says the first level of its rows.
        self.level_line: Row | None = None
        self.footer: FooterReader | None = None
        self.free = False
        #: The term that the caption of the table names.
        self.term: Term | None = None
        #: Sentences between that heading and the table.
        self.sentences: list[tuple[str, Place]] = []
        #: The office on a line of its own above the form.
        self.office: tuple[str, Place] | None = None
        #: What a heading over the table calls the project.
        self.heading: tuple[str, Place] | None = None
        for row in lead:
            self._lead(row)

    @property
    def past_head(self) -> bool:
        """Whether the indicators have begun."""
        return self.layout is not None or self.free or self.footer is not None

    def _lead(self, row: Row) -> None:
        """A line above the first field: title, year, unit, or the name of the office."""
        form = self.form
        self.head_rows.append(row)
        if (named := heads_project(row.single) or names_section(row.single)) is not None:
            self.heading = (named, row.place(row.filled[0]))
            form.texts.append(Text(row.raw(row.filled[0]), "header", row.place(row.filled[0])))
            return
        if is_unit_line(row):
            self._unit_line(row)
            return
        if is_field_row(row):
            self.fields.read(row)
            return
        if row.paragraph and self.heading is not None and len(row.single) > _LONGEST_LINE:
            self.sentences.append((row.single, row.place(row.filled[0])))
            # A sentence may be a field at the same time: 年度绩效目标：修复林区道路14公里。
            if not any(label.own for label in labels_of(row)):
                form.texts.append(Text(row.raw(row.filled[0]), "narrative", row.place(row.filled[0])))
                return
        for column in row.filled:
            text, place = row.texts[column], row.place(column)
            unit, year = unit_in(text), year_in(text)
            form.amount_unit = form.amount_unit or unit
            titled = is_title(text) or is_bare_title(text)
            if titled or is_year_line(text) or (year and not form.title):
                if titled and not form.title:
                    form.title = text.strip("#* ")
                    form.place = form.places["title"] = place
                form.year = form.year or year
                form.texts.append(Text(row.raw(column), "title", place))
                for kind in row.kinds.get(column, ()):
                    form.repairs.append(Repair(kind, "清理标题中的转换残留", place))
            elif unit:
                form.year = form.year or year
                form.texts.append(Text(row.raw(column), "header", place))
            elif self.fields.read(row):
                return

    def _unit_line(self, row: Row) -> None:
        """An office and the unit of its money on one line: 703001某县水务局 | 单位：万元."""
        for column in row.filled:
            text, place = row.texts[column], row.place(column)
            if unit := unit_in(text):
                self.form.amount_unit = self.form.amount_unit or unit
                self.form.texts.append(Text(row.raw(column), "header", place))
            else:
                self.office = (text, place)
                self.form.texts.append(Text(row.raw(column), "department", place))

    def head(self, row: Row) -> bool:
        """Takes in a row of the head; false for a paragraph that says nothing of the form."""
        self.head_rows.append(row)
        form = self.form
        if row.paragraph and self.heading is not None and len(row.single) > _LONGEST_LINE:
            self.sentences.append((row.single, row.place(row.filled[0])))
        if (len(row.filled) == 1 or is_side(row.texts[row.filled[0]])) and self._free_text(row):
            return True
        if row.single and is_year_line(row.single):
            form.year = form.year or year_in(row.single)
            form.texts.append(Text(row.raw(row.filled[0]), "title", row.place(row.filled[0])))
            return True
        for column in row.filled:
            if not form.amount_unit:
                form.amount_unit = unit_in(row.texts[column])
        if row.paragraph and not labels_of(row):
            return False
        self.fields.read(row)
        return True

    def _free_text(self, row: Row) -> bool:
        """Reads the indicators of a row that holds them all as text; false where it does not."""
        column = row.filled[-1]
        if row.cells[column].text.count("指标") < _FEWEST_MENTIONS:
            return False
        # Imported where it is needed: most files have no such text.
        from linter.forms.layouts.freetext import FreeTextReader, looks_free

        if not looks_free(row.cells[column].text):
            return False
        FreeTextReader(self.form).read(row.raw(column), row.place(column))
        self.free = True
        return True

    def take_head(self, head: Head) -> None:
        """Takes in the head of a table. What its columns are is decided when the rows are known."""
        head.year = self.form.year
        self.layout = layout_of(head)

    def open_table(self, row: Row, below: Row | None) -> int:
        """Takes in the head of the indicator table; gives the number of its lines."""
        above = self.head_rows[-1] if self.head_rows else None
        self.level_line = above if above is not None and is_level(above.single) else None
        self.take_head(read_head(row, below, self.head_rows))
        assert self.layout is not None
        for line in (row, below) if self.layout.depth == 2 and below is not None else (row,):
            for column in line.filled:
                self.form.texts.append(Text(line.raw(column), "header", line.place(column)))
        return self.layout.depth

    def take_years(self, row: Row) -> bool:
        """Takes in a further line of the head that holds nothing but years; false for any other row."""
        if self.layout is None or any(one.filled for one in self.rows):
            return False
        head = with_years(self.layout, row, self.form.year)
        if head is None:
            return False
        self.take_head(head)
        for column in row.filled:
            self.form.texts.append(Text(row.raw(column), "header", row.place(column)))
        return True

    def next_table(self, caption: Row) -> None:
        """Takes in the caption of a table of this form (年度绩效目标表) and closes the table before it."""
        self.form.texts.append(
            Text(caption.raw(caption.filled[0]), "header", caption.place(caption.filled[0]))
        )
        self._read_table()
        self.layout, self.rows = None, []
        self.term = term_of(caption.single)

    def _read_table(self) -> None:
        """Reads the rows of the table at hand into the form."""
        if self.layout is None:
            return
        self.layout.head.term, self.layout.head.year = self.term, self.form.year
        roles, self.form.column_roles = assign(self.layout.head, self.rows)
        layout = Layout.of(self.layout.head, roles)
        TableReader(self.form, layout).read(self.rows, self.level_line)
        self.form.columns = columns_of(layout)

    def finish(self) -> Form | None:
        """The finished form, or None when what was read is no target form."""
        form = self.form
        self.fields.finish()
        self._read_table()
        if self.term is not None and not any(one.term == "year" for one in form.indicators):
            for one in form.indicators:
                one.term = "year"
        self._take_heading()
        # Other tables name projects too: without indicators only a titled form is one.
        told = form.project is not None or form.goal is not None
        if not form.indicators and not (told and "绩效" in simplified(form.title)):
            return None
        self._scope()
        self._offices()
        if not form.places.get("title") and form.texts:
            form.place = form.texts[0].place
        return form

    def _take_heading(self) -> None:
        """The project by the heading over the table, where no cell names it."""
        form = self.form
        if form.project is not None or not form.indicators:
            return
        if self.heading is None:
            self._take_title()
            return
        form.project, form.places["project"] = self.heading
        note = "表里没有项目名称一栏，项目名称取自表上方的标题"
        form.repairs.append(Repair("heading", note, self.heading[1]))
        for text, place in self.sentences:
            found = said("total", text) if form.budget.total is None else None
            if found is None:
                continue
            form.year = form.year or year_in(text[: found.end()])
            self.fields.budget.add("total", "", found[1], place, 0)
            self.fields.budget.finish()
            form.repairs.append(Repair("heading", "表里没有金额一栏，金额取自表上方的句子", place))

    def _take_title(self) -> None:
        """The project by the title of the form."""
        form, named = self.form, titles_project(self.form.title)
        if named is not None and not is_whole(form.title):
            form.project, form.places["project"] = named, form.places["title"]
            note = "表里没有项目名称一栏，项目名称取自表名"
            form.repairs.append(Repair("heading", note, form.places["title"]))

    def _scope(self) -> None:
        form = self.form
        office = "部门" in form.title or "单位" in form.title
        if is_whole(form.title) or (form.project is None and office and "项目" not in form.title):
            form.scope = "department"

    def _offices(self) -> None:
        """Department and unit that the form prints without a label, or only one of them."""
        form = self.form
        if self.office is not None and form.implementing_unit is None:
            # The department as printed; the unit that does the work by its name, without the code of the budget.
            text, place = self.office
            form.implementing_unit, form.places["implementing_unit"] = _OFFICE_CODE.sub("", text), place
            if form.department is None:
                form.department, form.places["department"] = text, place
        for text, place in self.fields.unlabelled:
            if not is_office(text):
                continue
            field = "department" if form.department is None else "implementing_unit"
            if getattr(form, field) is None:
                setattr(form, field, text)
                form.places[field] = place
            break
        if (
            form.department is None
            and form.implementing_unit is None
            and (named := titles_office(form.title))
        ):
            form.implementing_unit, form.places["implementing_unit"] = named, form.places["title"]
            note = "表里没有单位名称一栏，单位名称取自表名"
            form.repairs.append(Repair("heading", note, form.places["title"]))
        if form.department is None and form.implementing_unit:
            form.department = form.implementing_unit
            form.places["department"] = form.places["implementing_unit"]


def columns_of(layout: Layout) -> list[str]:
    """The roles of the columns in the order in which they stand."""
    roles = dict.fromkeys(role for _, role in sorted(layout.roles.items()) if role != "other")
    return ["value" if role == "grade_best" else role for role in roles]
