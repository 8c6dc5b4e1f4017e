"""Two forms side by side on one sheet: the right one follows the left one.

Both have a label 项目名称 in the same row and the same heads in a row below; where the second label stands, the sheet
is cut. Two blocks of one form (中期, 年度) share the label and stay together.
"""

from __future__ import annotations

from linter.forms.labelkeys import key
from linter.forms.row import Row, by_texts, rows_from
from linter.forms.rows.header import is_header
from linter.forms.vocabulary import field_role, is_listed_field
from linter.model import Cell

#: The heads of the indicators stand so many rows below the names of the projects at the most.
_REACH = 40

_Lines = list[tuple[list[Cell], bool]]


def parted_forms(rows: list[Row]) -> list[Row]:
    """The rows with forms that stand side by side one below the other."""
    if not any(_cut(rows, at) for at in range(len(rows))):
        return rows
    lines: _Lines = []
    at, parted = 0, False
    while at < len(rows):
        cut = _cut(rows, at)
        if not cut:
            lines.append((rows[at].cells, rows[at].paragraph))
            at += 1
            continue
        parted = True
        start, end = len(lines), at
        while start and rows[at - (len(lines) - start) - 1].cells and not lines[start - 1][1]:
            start -= 1
        while end < len(rows) and not rows[end].paragraph:
            end += 1
        block = [cells for cells, _ in lines[start:]] + [row.cells for row in rows[at:end]]
        lines[start:] = [(cells[:cut], False) for cells in block] + [(cells[cut:], False) for cells in block]
        at = end
    return parted_forms(list(rows_from(lines))) if parted else rows


def _cut(rows: list[Row], at: int) -> int:
    """The column at which the form on the right begins, in the row that names both projects; 0 for other rows."""
    row = rows[at]
    if row.paragraph or len(row.filled) < 2:
        return 0
    named = _project_labels(row)
    if len(named) < 2:
        return 0
    for below in rows[at + 1 : at + 1 + _REACH]:
        if below.paragraph:
            return 0
        if is_header(below):
            left, right = ([key(text) for text in part if text] for part in _parts(below, named[1]))
            return named[1] if left and left == right else 0
    return 0


@by_texts
def _project_labels(row: Row) -> list[int]:
    """The columns of the labels that name a project."""
    return [column for column in row.filled if _names_project(row.texts[column])]


def _parts(row: Row, cut: int) -> tuple[list[str], list[str]]:
    return row.texts[:cut], row.texts[cut:]


def _names_project(text: str) -> bool:
    return field_role(text) == "project" and is_listed_field(text)
