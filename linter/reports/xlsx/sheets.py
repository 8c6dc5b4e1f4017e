"""Tables as sheets of a new workbook: every text a text, never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from linter.ground.patterns import compiled
from linter.reports.view.columns import width
from linter.reports.view.wording import clean

_LONGEST = 32_000  # Excel's cells end at 32,767 characters
_WIDEST = 60
_NUMBER = compiled(r"-?\d{1,15}(\.\d+)?\Z")


class Table(msgspec.Struct, frozen=True):
    """A sheet: its name, its rows (the first is the header), and which columns hold numbers."""

    name: str
    rows: Sequence[Sequence[str]]
    numbers: frozenset[str] = frozenset()


def workbook(tables: Iterable[Table]) -> bytes:
    """The bytes of an .xlsx with one sheet for each table: header bold and frozen, filter, widths."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in tables:
        fill(book.create_sheet(table.name), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(sheet: Any, table: Table) -> None:
    """Write a table into an empty write-only sheet."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    header, *rows = table.rows
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{max(len(table.rows), 1)}"
    for at in range(len(header)):
        longest = max((width(row[at][:_WIDEST]) for row in table.rows[:200]), default=0)
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(_WIDEST, max(8, longest + 2))

    def cell(text: str, *, number: bool = False, bold: bool = False) -> Any:
        if number and _NUMBER.match(text):
            return WriteOnlyCell(sheet, float(text) if "." in text else int(text))
        made = WriteOnlyCell(sheet, clean(text)[:_LONGEST])
        made.data_type = "s"  # a text that begins with = stays a text
        made.alignment = Alignment(wrap_text=len(text) > 20, vertical="top")
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in header])
    for row in rows:
        sheet.append(
            [cell(text, number=name in table.numbers) for name, text in zip(header, row, strict=True)]
        )
