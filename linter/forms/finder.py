"""Walks the rows of a file and gathers them into forms: title, head, indicator table, footer.

A form begins with its title or with 项目名称; a new one begins where either comes again after indicators.
What stands between forms is narrative when it is a paragraph, and another table's business when it is not.
"""

from __future__ import annotations

from linter.forms.draft import Draft
from linter.forms.head.footer import FooterReader
from linter.forms.head.labels import labels_of, may_name_project
from linter.forms.head.listing import ProjectList, is_listing
from linter.forms.head.titles import (
    heads_project,
    is_bare_title,
    is_term_caption,
    is_title,
    names_section,
)
from linter.forms.layouts.catalogue import layout_at
from linter.forms.leadlines import is_lead, section_start, year_above
from linter.forms.passes.sequence import mended
from linter.forms.row import Row
from linter.forms.rows.currentlevels import is_level_line
from linter.forms.rows.header import headless, heads_name_and_value, is_header
from linter.forms.rows.rowchecks import (
    begins_head,
    has_level,
    is_field_row,
    is_head_line,
    is_list_head,
    is_unit_line,
    starts_over,
)
from linter.forms.rows.truncation import is_cut
from linter.forms.tablebounds import continues, foots, is_caption, is_field_below
from linter.model import Document, Form, Text

#: Lines before a form that may still be its title, unit or year.
_LOOK_BACK = 12
#: A head that goes on for more rows than this belongs to no form.
_LONGEST_HEAD = 200
#: The head of a table follows its caption within this many rows.
_CAPTION_REACH = 3
#: A title this many lines above still makes a field below it the beginning of a form.
_TITLE_REACH = 6
#: Heads of one project a row are wider; they are read elsewhere.
_WIDEST_FIELD_ROW = 8


def find(document: Document, rows: list[Row]) -> None:
    """Adds the forms that the rows of a sheet make to the document."""
    Finder(document).read(rows)


class Finder:
    """Finds the forms of one sheet after another and adds them to the document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.draft: Draft | None = None
        self.before: list[Row] = []
        #: What the lines above the title of the form that begins say of its year.
        self.lead_year: int | None = None
        #: The unit of money that a line below the last title gave, for the forms below without a title.
        self.unit: str | None = None
        self.listing = ProjectList()
        #: The form that was finished last.
        self.last: Form | None = None
        #: Set when something else came between rows of the table; strict when it was another table's caption.
        self.broken = False
        self.strict = False

    def read(self, rows: list[Row]) -> None:
        """Finds the forms in the rows of a sheet. A form never goes on in the next sheet."""
        printed, (rows, aside) = rows, mended(rows)
        for row in aside:
            text = "\t".join(row.texts[column] for column in row.filled)
            self.document.texts.append(Text(text, "other", row.place(row.filled[0])))
        self.last = None
        self._rows(rows)
        if self.last is not None and self.last is self.document.forms[-1]:
            self.last.truncated = self.last.truncated or is_cut(self.last, printed)

    def _rows(self, rows: list[Row]) -> None:
        at = 0
        while at < len(rows):
            row = rows[at]
            below = rows[at + 1] if at + 1 < len(rows) else None
            if (layout := layout_at(rows, at)) is not None:
                at = layout.read(self.document, rows, at, self._lead_of_list())
                continue
            if self._is_inner_caption(row, rows[at + 1 : at + 1 + _CAPTION_REACH]):
                assert self.draft is not None
                self.draft.next_table(row)
                at += 1
                continue
            at += self._row(row, below)
        self._close()
        self._narrate(self.before)
        self.before = []

    def _is_inner_caption(self, row: Row, following: list[Row]) -> bool:
        """Whether 年度绩效目标表 stands above a table of the form at hand: its head follows without a project."""
        draft = self.draft
        if draft is None or draft.footer is not None or draft.form.project is None:
            return False
        if not row.single or not is_term_caption(row.single):
            return False
        below = next((one for one in following if one.filled), None)
        return below is not None and is_header(below)

    # ---- one row

    def _row(self, row: Row, below: Row | None) -> int:
        """Takes in a row; gives the number of rows used."""
        draft = self.draft
        if draft is not None and draft.past_head:
            return self._past_head(draft, row, below)
        if not row.filled:
            return 1
        if is_header(row) or (draft is not None and heads_name_and_value(row, below)):
            draft = self.draft = draft or self._begin()
            return draft.open_table(row, below)
        if draft is not None and row.single and is_title(row.single):
            # Another title before any indicators: what was read so far was another table.
            self._close()
            draft = None
        if draft is None:
            if not self._opens(row):
                self._put_aside(row)
                return 1
            draft = self.draft = self._begin()
        if (head := headless(row)) is not None:
            draft.take_head(head)
            draft.rows.append(row)
        elif not draft.head(row):
            self._narrate([row])
        if len(draft.head_rows) > _LONGEST_HEAD:
            self._close()
        return 1

    def _opens(self, row: Row) -> bool:
        """Whether a row begins the head of a form: 项目名称, or another field below a title."""
        if is_list_head(row) or is_listing(row):
            return False
        labels = labels_of(row)
        if row.paragraph or len(row.cells) == 1:
            # A heading such as 主要职责 is no field; 项目名称：… is one.
            labels = [label for label in labels if label.own]
        if any(label.role == "project" for label in labels) and len(row.filled) <= _WIDEST_FIELD_ROW:
            return True
        if row.single and not any(label.own for label in labels):
            return False
        near = self.before[-_TITLE_REACH:]
        if begins_head(row) and any(heads_project(one.single) for one in near):
            return True
        titled = any(is_title(one.single) or is_bare_title(one.single) for one in near)
        return titled and any(label.role != "amount_unit" for label in labels)

    def _past_head(self, draft: Draft, row: Row, below: Row | None) -> int:
        """A row behind the head of the indicator table: more of it, the footer, or the next form."""
        if not row.filled:
            if draft.layout is not None and draft.footer is None:
                draft.rows.append(row)
            return 1
        if self._next_begins(draft, row, below):
            self._close()
            return self._row(row, below)
        if draft.footer is not None and draft.layout is not None and has_level(row) and not row.paragraph:
            # What looked like the footer stood in the middle of the table.
            draft.footer = None
        if draft.footer is not None or foots(draft, row):
            draft.footer = draft.footer or FooterReader(draft.form)
            if not draft.footer.read(row):
                self._put_aside(row)
            return 1
        if draft.layout is None:
            self._put_aside(row)
        elif draft.take_years(row):
            return 1
        elif is_header(row):
            # The same head again: the table goes on over a page.
            self.broken = self.strict = False
            return draft.layout.depth
        elif is_head_line(row):
            return 1
        elif is_field_below(draft, row):
            draft.fields.read(row)
        elif is_caption(draft, row):
            self.broken = self.strict = True
            self._put_aside(row)
        elif is_level_line(draft.layout, row) and not self.broken:
            # A line of text with nothing but a level, above rows that print none.
            draft.rows.append(row)
        elif row.paragraph or (self.broken and not continues(draft, row, strict=self.strict)):
            self.broken = True
            self.strict = self.strict or not row.paragraph
            self._put_aside(row)
        else:
            self.broken = self.strict = False
            draft.rows.append(row)
        return 1

    def _next_begins(self, draft: Draft, row: Row, below: Row | None) -> bool:
        if has_level(row):
            return False
        if row.single and is_title(row.single):
            return True
        if may_name_project(row) and any(
            label.role == "project" and (label.own or not row.paragraph) for label in labels_of(row)
        ):
            return True
        if is_unit_line(row) and draft.layout is not None:
            return True
        if (self.broken or draft.footer is not None) and begins_head(row):
            return True
        if not is_header(row):
            return False
        # A head that comes again continues the table over a page, or it is that of another form.
        if draft.layout is None or draft.footer is not None:
            return True
        if not self.broken:
            return False
        named = any(names_section(one.single) for one in self.before[-_TITLE_REACH:])
        return named or starts_over(draft.layout, draft.rows, below)

    # ---- opening and closing

    def _put_aside(self, row: Row) -> None:
        """Keeps a row that may be a line above the next form; what is too far back is narrative."""
        self.before.append(row)
        if len(self.before) > 4 * _LOOK_BACK:
            self._narrate(self.before[:-_LOOK_BACK])
            self.before = self.before[-_LOOK_BACK:]

    def _lead(self) -> list[Row]:
        """The rows put aside that belong to the form that begins: from the last title on."""
        before, self.before = self.before, []
        titles = [at for at, row in enumerate(before) if is_title(row.single)]
        titles = titles or [at for at, row in enumerate(before) if is_bare_title(row.single)]
        if titles:
            start = titles[-1]
            # The same title twice: once as the heading of the page.
            if start and before[start - 1].single == before[start].single:
                start -= 1
        else:
            start = len(before)
            while start and (is_lead(before[start - 1]) or is_field_row(before[start - 1])):
                start -= 1
            start = section_start(before, start)
        self._narrate(before[:start])
        self.lead_year = year_above(before, start)
        return before[start:]

    def _begin(self) -> Draft:
        draft = Draft(self._lead())
        if draft.form.title:
            draft.form.year = draft.form.year or self.lead_year
            self.unit = draft.form.amount_unit
        return draft

    def _lead_of_list(self) -> list[Row]:
        """The lines above a table of many projects. A line such as 单位名称：… may have begun a form."""
        if self.draft is not None and not self.draft.past_head and self.draft.form.project is None:
            self.before, self.draft = self.draft.head_rows, None
        self._close()
        return self._lead()

    def _close(self) -> None:
        """Finishes the form at hand and adds it to the document."""
        draft, self.draft = self.draft, None
        self.broken = self.strict = False
        form = draft.finish() if draft is not None else None
        if form is None:
            return
        if form.amount_unit is None and not form.title:
            form.amount_unit = form.budget.unit = self.unit
        form.number = len(self.document.forms) + 1
        self.document.forms.append(form)
        self.last = form
        if not form.indicators:
            name = form.title or form.project or ""
            self.document.problems.append(f"第{form.number}个表“{name}”没有找到指标行")

    def _narrate(self, rows: list[Row]) -> None:
        """Keeps paragraphs, captions, rows of strokes and the names of listed projects as texts; leaves other
        tables alone."""
        for row in rows:
            strokes = not any(sign.isalnum() for column in row.filled for sign in row.texts[column])
            if row.paragraph or row.single or strokes:
                text = row.printed
                self.document.texts.append(Text(text, "narrative", row.place(row.filled[0])))
                if not strokes:
                    self.listing.leave()
            elif (listed := self.listing.name(row)) is not None:
                self.document.texts.append(listed)
