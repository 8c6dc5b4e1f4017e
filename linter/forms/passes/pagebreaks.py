"""Tables that go on over a page: what is printed again at its top is no row and no beginning of another form.

Between two rows of a table stand a page number, the title once more (often with 续表), the year, the unit and the
heads. A title that comes again begins another form only where the fields of one follow it.
"""

from __future__ import annotations

from msgspec.structs import replace

from linter.forms.head.budget import unit_in
from linter.forms.head.labels import labels_of
from linter.forms.head.titles import is_title, is_year_line
from linter.forms.labelkeys import shape
from linter.forms.layouts.catalogue import heads_layout, is_table_head
from linter.forms.levelwords import is_level
from linter.forms.passes.runningtitles import is_page_number, may_be_page_number
from linter.forms.row import Row
from linter.forms.rows.cellsorts import is_number
from linter.forms.rows.header import is_header
from linter.forms.vocabulary import is_footer, is_total
from linter.values import parse_value

_DATED = frozenset({"date", "period"})
#: Lines of a page's bottom and top between two rows of one table.
_LONGEST = 8


def page_tops_aside(rows: list[Row]) -> list[Row]:
    """The rows with what page breaks left between those of one table set aside."""
    if not _may_break(rows):
        return rows
    table = _Table()
    at = 0
    while at < len(rows):
        end = table.over(rows, at)
        if end > at:
            for row in rows[at:end]:
                row.aside = True
            at = end
            continue
        table.take(rows, at)
        at += 1
    return rows


def _may_break(rows: list[Row]) -> bool:
    """Whether anything is printed that page breaks leave: 续表, a title for the second time; or there is a table of
    many projects, whose head alone may come again."""
    singles = [text for row in rows if (text := row.single)]
    if any(shape("continued").search(text) for text in singles):
        return True
    titles = [_bare(text) for text in singles if is_title(text)]
    return len(set(titles)) < len(titles) or any(heads_layout(rows, at) for at in range(len(rows)))


def cut_rows_joined(rows: list[Row]) -> list[Row]:
    """The rows in one piece that the end of a page had cut: what stands first on the next page has no target and fills
    only cells that the last row on the page before fills too."""
    whole: list[Row] = []
    for row in rows:
        if whole and _is_rest(whole[-1], row):
            for column in row.filled:
                cell = whole[-1].cells[column]
                whole[-1].cells[column] = replace(cell, text=f"{cell.text}{row.cells[column].text}")
                whole[-1].texts[column] += row.texts[column]
            whole[-1].told = None
        else:
            whole.append(row)
    return whole if len(whole) < len(rows) else rows


def _is_rest(above: Row, row: Row) -> bool:
    if row.paragraph or above.paragraph or not 0 < len(row.filled) < len(above.filled):
        return False
    pages = [one.cells[one.filled[0]].place.page for one in (above, row)]
    if None in pages or pages[0] == pages[1] or not set(row.filled) < set(above.filled):
        return False
    return not any(
        is_level(text)
        or (is_number(text) and not _dates_on(above.text(column), text))
        or is_total(text)
        or is_footer(text)
        for column, text in enumerate(row.texts)
    )


def _dates_on(left: str, right: str) -> bool:
    """Whether a text is the rest of a date: 2026年 and 8月底前."""
    first, whole = parse_value(left), parse_value(left + right)
    dated = first.kind in _DATED and whole.kind in _DATED and whole.span == (0, len(left + right))
    return dated and (first.start, first.end) != (whole.start, whole.end)


class _Table:
    """The table at hand: its title, its heads, and whether the form has fields above them."""

    def __init__(self) -> None:
        self.title = ""
        self.head: list[str] = []
        self.second: list[str] = []
        self.flat = self.has_fields = self.has_rows = False

    def take(self, rows: list[Row], at: int) -> None:
        """Takes in a row that is none of a page's."""
        row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else None
        if not row.filled:
            return
        flat = heads_layout(rows, at)
        if flat or is_header(row):
            self.head, self.flat, self.has_rows = row.texts, flat, False
            self.second = below.texts if below is not None else []
        elif row.single and is_title(row.single):
            self.title, self.head, self.has_fields = _bare(row.single), [], False
        elif self.head:
            self.has_rows = True
        elif not self.has_fields and not row.paragraph and labels_of(row):
            self.has_fields = True

    def over(self, rows: list[Row], at: int) -> int:
        """The position behind a page break that begins at ``at``; ``at`` itself where none does."""
        if not self.has_rows or not rows[at].filled:
            return at
        end, titled, continued = at, False, False
        while end < min(at + _LONGEST, len(rows)):
            text = rows[end].single
            if text and (shape("continued").search(text) or (is_title(text) and _bare(text) == self.title)):
                titled, continued = True, continued or shape("continued").search(text) is not None
            elif rows[end].filled and not (text and _is_edge(text)):
                break
            end += 1
        if end == len(rows) or (titled and not (continued or self.flat or self.has_fields)):
            return at
        following = rows[end]
        if following.texts == self.head and (self.flat or titled):
            again = end + 1 < len(rows) and rows[end + 1].texts == self.second
            return end + 1 + (again and not _has_figures(self.second))
        if end == at or following.paragraph or len(following.filled) < 2 or labels_of(following):
            return at
        if is_table_head(rows, end):
            return end if continued else at
        return end if titled or self.flat else at


def _bare(title: str) -> str:
    return "".join(shape("continued").sub("", title).split())


def _is_edge(text: str) -> bool:
    if is_page_number(text) or may_be_page_number(text):
        return True
    return is_year_line(text) or (len(text) <= 12 and unit_in(text) is not None)


def _has_figures(texts: list[str]) -> bool:
    return any(sign.isdigit() for text in texts for sign in text)
