"""Tables whose cells stand in one string a row, parted by blanks: copies of pages and of PDF files."""

from __future__ import annotations

from msgspec.structs import replace

from linter.forms.grid import rows_of
from linter.forms.header import is_header
from linter.model import Cell, Sheet

#: A line of more parts, or a longer one, is running text.
_MOST_PARTS = 14
_LONGEST = 200


def spread(sheet: Sheet) -> Sheet | None:
    """The sheet with its lines cut into cells at blanks, or None when none of them is then a head."""
    made = Sheet(sheet.name, [_cells(row) for row in sheet.rows])
    made.paragraphs = {at for at in sheet.paragraphs if len(made.rows[at]) < 2}
    return made if any(is_header(row) for row in rows_of(made)) else None


def _cells(row: list[Cell]) -> list[Cell]:
    filled = [cell for cell in row if cell.text.strip()]
    if len(filled) != 1:
        return row
    text = filled[0].text
    parts = text.split()
    if not 2 <= len(parts) <= _MOST_PARTS or len(text) > _LONGEST or "。" in text:
        return row
    place = filled[0].place
    return [Cell(part, replace(place, column=number)) for number, part in enumerate(parts, 1)]
