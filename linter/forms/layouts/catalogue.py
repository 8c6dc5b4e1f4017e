"""The layouts of tables, and the ways to read a file that has none of them.

LAYOUTS are tables that bring many projects: each says where one begins (``heads``) and reads it (``read``).
Everything else is a form by itself, which the finder gathers row by row. OTHERWISE are asked, one after the
other, when a file shows no indicators so. A layout is one module and one line here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from linter.forms.layouts.projectheads import flat_head, labels_project, names_projects
from linter.forms.row import Row, by_texts, rows_of
from linter.forms.rows.header import is_header
from linter.model import Document, Sheet

if TYPE_CHECKING:
    from linter.forms.layouts.runtogether import Apart

Heads = Callable[[list[Row], int], bool]
Find = Callable[[Document, list[Row]], None]


class TableLayout(msgspec.Struct, frozen=True):
    """``heads(rows, at)``: whether a table of this layout begins at a row; ``read(document, rows, at, lead)`` adds its
    forms and gives the position behind it, ``lead`` being the lines above it."""

    heads: Heads
    read: Callable[[Document, list[Row], int, list[Row]], int]


class OtherReading(msgspec.Struct, frozen=True):
    """``read(document, sheets, find)`` adds the forms of a file read another way; ``find`` finds forms in rows.
    ``beside_text``: also asked when all that was found stands in running text; ``outranks_text``: and then it need not
    find more. Rivals are readings of the same lines, of which the one that fits best counts."""

    read: Callable[[Document, list[Sheet], Find], None]
    beside_text: bool = False
    outranks_text: bool = False
    rival: bool = False


# Readers are imported where they are needed: most files are single forms and want none of them.


def _heads_projects(rows: list[Row], at: int) -> bool:
    return flat_head(rows, at) is not None


def _project_rows(document: Document, rows: list[Row], at: int, lead: list[Row]) -> int:
    """One project a row, or a flat export."""
    from linter.forms.layouts.projectrows import read

    return read(document, rows, at, lead)


def _heads_kinds(rows: list[Row], at: int) -> bool:
    from linter.forms.layouts.kindcolumns import kind_head

    return kind_head(rows, at) is not None


def _kind_columns(document: Document, rows: list[Row], at: int, lead: list[Row]) -> int:
    """A column for each kind of indicator."""
    from linter.forms.layouts.kindcolumns import read

    return read(document, rows, at, lead)


LAYOUTS: tuple[TableLayout, ...] = (
    TableLayout(_heads_projects, _project_rows),
    TableLayout(_heads_kinds, _kind_columns),
)


def layout_at(rows: list[Row], at: int) -> TableLayout | None:
    """The layout whose table begins at a row."""
    row = rows[at]
    if row.paragraph or len(row.filled) < 3:
        return None
    # The head of each names the projects, in its first or in its second line.
    if not _names_projects(row) and not (at + 1 < len(rows) and _names_projects(rows[at + 1])):
        return None
    return next((layout for layout in LAYOUTS if layout.heads(rows, at)), None)


@by_texts
def _names_projects(row: Row) -> bool:
    return names_projects(row) or labels_project(row)


def heads_layout(rows: list[Row], at: int) -> bool:
    return layout_at(rows, at) is not None


def is_table_head(rows: list[Row], at: int) -> bool:
    """Whether a row is the head of a table of indicators, of one form or of many."""
    return is_header(rows[at]) or heads_layout(rows, at)


def _flattened(document: Document, sheets: list[Sheet], find: Find) -> None:
    """Every cell stands on a line of its own."""
    from linter.forms.layouts.stream import restacked

    for sheet in sheets:
        rows = list(rows_of(sheet))
        find(document, restacked(rows) or rows)


def _parted_by_blanks(document: Document, sheets: list[Sheet], find: Find) -> None:
    """The cells of a row stand in one string, parted by blanks."""
    from linter.forms.layouts.blanks import spread

    spreads = [spread(sheet) for sheet in sheets]
    for sheet, made in zip(sheets, spreads, strict=True):
        if any(spreads):
            find(document, list(rows_of(made or sheet)))


def _run_together(document: Document, sheets: list[Sheet], find: Find) -> None:
    """The cells stand in one line or one a row, with bars, blanks or nothing between them."""
    from linter.forms.layouts.runtogether import told_apart

    _told_apart(document, sheets, find, told_apart)


def _run_together_without_heads(document: Document, sheets: list[Sheet], find: Find) -> None:
    from linter.forms.layouts.runtogether import told_apart_by_levels

    _told_apart(document, sheets, find, told_apart_by_levels)


def _told_apart(
    document: Document, sheets: list[Sheet], find: Find, tell: Callable[[list[Row]], Apart | None]
) -> None:
    from linter.forms.layouts.runtogether import note

    parts = [tell(list(rows_of(sheet))) for sheet in sheets]
    for sheet, apart in zip(sheets, parts, strict=True) if any(parts) else ():
        before = len(document.forms)
        if apart is None:
            find(document, list(rows_of(sheet)))
            continue
        find(document, apart.rows)
        for form in document.forms[before:]:
            note(form, apart)


def _column_by_column(document: Document, sheets: list[Sheet], find: Find) -> None:
    """The columns stand one behind the other."""
    from linter.forms.layouts.columnwise import column_by_column

    made = [column_by_column(list(rows_of(sheet))) for sheet in sheets]
    for sheet, rows in zip(sheets, made, strict=True) if any(made) else ():
        find(document, rows or list(rows_of(sheet)))


def _running_text(document: Document, sheets: list[Sheet], find: Find) -> None:
    from linter.forms.layouts.runningtext import read_prose

    for sheet in sheets:
        find(document, list(rows_of(sheet)))
    document.forms.clear()
    read_prose(document, sheets)


def _text_beside_levels(document: Document, sheets: list[Sheet], find: Find) -> None:
    """The levels stand in cells, with a cell of text behind them and no head above."""
    from linter.forms.layouts.levelcells import unfolded
    from linter.forms.layouts.runningtext import read_prose

    made = [unfolded(sheet) for sheet in sheets]
    for sheet, lines in zip(sheets, made, strict=True) if any(made) else ():
        if lines is None:
            find(document, list(rows_of(sheet)))
        else:
            read_prose(document, [lines], in_cells=True)


def _cut_out(document: Document, sheets: list[Sheet], find: Find) -> None:
    """The table was cut out of its form: its head is lost."""
    from linter.forms.layouts.lostheads import headed

    made = [headed(list(rows_of(sheet))) for sheet in sheets]
    for sheet, rows in zip(sheets, made, strict=True) if any(made) else ():
        find(document, rows or list(rows_of(sheet)))


def _line_by_place(document: Document, sheets: list[Sheet], find: Find) -> None:
    """The indicators stand side by side as heads, with a line a place below."""
    from linter.forms.layouts.turnedtables import turned

    made = [turned(list(rows_of(sheet))) for sheet in sheets]
    for sheet, rows in zip(sheets, made, strict=True) if any(made) else ():
        find(document, rows or list(rows_of(sheet)))


OTHERWISE: tuple[OtherReading, ...] = (
    OtherReading(_flattened, rival=True),
    OtherReading(_parted_by_blanks, beside_text=True, rival=True),
    OtherReading(_run_together, beside_text=True, outranks_text=True, rival=True),
    OtherReading(_run_together_without_heads, beside_text=True),
    OtherReading(_column_by_column),
    OtherReading(_line_by_place),
    OtherReading(_cut_out),
    OtherReading(_text_beside_levels),
    OtherReading(_running_text),
)
