"""The lines above a form: which of them are its own, and what they say of its year."""

from __future__ import annotations

from linter.forms.head.budget import unit_in
from linter.forms.head.titles import heads_project, is_year_line, names_section, year_in
from linter.forms.labelkeys import shape
from linter.forms.row import Row
from linter.forms.rows.rowchecks import is_unit_line

#: A title runs over so many lines at the most, each so long; a line with a day or a sentence is none of them.
_TITLE_LINES, _LONGEST_TITLE_LINE = 3, 40
#: The heading of a section stands so many lines above its table at the most.
_REACH = 6


def year_above(rows: list[Row], start: int) -> int | None:
    """The year that the lines right above a title give, where the title runs over several lines."""
    for row in reversed(rows[max(0, start - _TITLE_LINES) : start]):
        text = row.single
        if not row.paragraph or not text or shape("dated-line").search(text):
            return None
        # A line that was joined of several counts as so many.
        if len(text) > _LONGEST_TITLE_LINE * (row.raw(row.filled[0]).count("\n") + 1):
            return None
        if (year := year_in(text)) is not None:
            return year
    return None


def section_start(rows: list[Row], start: int) -> int:
    """Where the section of a project begins whose sentences stand between its heading and its table."""
    for at in range(start - 1, max(-1, start - 1 - _REACH), -1):
        if not rows[at].paragraph:
            return start
        if names_section(rows[at].single):
            return at
    return start


def is_lead(row: Row) -> bool:
    """Whether a row above a form without a title is the form's: its year, its unit, its office, its heading."""
    text = row.single
    return bool(is_year_line(text) or unit_in(text) or heads_project(text)) or is_unit_line(row)
