"""Tables that stand sideways: the heads at the left, a column for each indicator or for each project.

Such a table prints 一级指标, 三级指标 and 指标值 (or 项目名称, 预算金额, 数量指标, 质量指标) one below another, each
before the cells of its row. Turned, it is a table like any other.
"""

from __future__ import annotations

from linter.forms.levelwords import is_level, is_side
from linter.forms.row import Row, by_texts, rows_from
from linter.forms.rows.header import is_header
from linter.forms.rows.layout import TARGETS
from linter.forms.vocabulary import column_claim, field_role, is_listed_field
from linter.model import Cell

#: Cells of a row at the least, a head and its text, and rows of a table that stands sideways at the most.
_FEWEST, _MOST = 2, 16


def turned_tables(rows: list[Row]) -> list[Row]:
    """The rows with tables that stand sideways turned upright."""
    ends = [max(_end_of_heads(rows, at), _end_of_projects(rows, at)) for at in range(len(rows))]
    if all(end == at for at, end in enumerate(ends)):
        return rows
    lines: list[tuple[list[Cell], bool]] = []
    at = 0
    while at < len(rows):
        if ends[at] > at:
            lines += [(cells, False) for cells in _turned(rows[at : ends[at]])]
        else:
            lines.append((rows[at].cells, rows[at].paragraph))
        at = max(ends[at], at + 1)
    return list(rows_from(lines))


def _end_of_heads(rows: list[Row], at: int) -> int:
    """Behind the last row of a table that stands sideways from a row on; the row itself where none does."""
    row = rows[at]
    if row.paragraph or len(row.filled) < _FEWEST or _first_head(row) is None:
        return at
    column, roles, end = _lead(row), [], at
    while end < len(rows) and end - at < _MOST and (role := _head(rows[end], column)) is not None:
        roles.append(role)
        end += 1
    if len(set(roles)) < len(roles) or is_header(rows[at]):
        return at
    # One indicator alone is a block of labels with their values.
    wide = {role for role, row in zip(roles, rows[at:end], strict=True) if len(row.filled) > _FEWEST}
    return end if "name" in wide and TARGETS & wide else at


def _end_of_projects(rows: list[Row], at: int) -> int:
    """Behind the last row of a table with a column for each project from a row on; the row itself where none does."""
    row = rows[at]
    if row.paragraph or len(row.filled) <= _FEWEST or not _is_project(row):
        return at
    end, kinds = at + 1, 0
    while end < len(rows) and end - at < _MOST and rows[end].filled[:1] == row.filled[:1]:
        kind = is_level(rows[end].texts[row.filled[0]])
        if rows[end].paragraph or not (kind or _is_label(rows[end], None)):
            break
        kinds += kind and len(rows[end].filled) > _FEWEST and not _labels(rows[end])
        end += 1
    return end if kinds >= _FEWEST else at


@by_texts
def _is_project(row: Row) -> bool:
    return _is_label(row, {"project"})


def _is_label(row: Row, roles: set[str] | None) -> bool:
    """Whether a row begins with a listed field, one of these roles, and holds no other."""
    text = row.texts[row.filled[0]]
    return is_listed_field(text) and (roles is None or field_role(text) in roles) and not _labels(row)


def _labels(row: Row) -> list[str]:
    """What reads like a label or a level behind the first cell of a row."""
    behind = [row.texts[at] for at in row.filled[1:]]
    return [text for text in behind if is_listed_field(text) or is_level(text)]


def _lead(row: Row) -> int:
    """The column of the first cell that is no label beside the whole table."""
    return next((column for column in row.filled if not is_side(row.texts[column])), -1)


@by_texts
def _first_head(row: Row) -> str | None:
    """The role of the head at the left of a row, which is no paragraph, that may begin such a table."""
    return _head(row, _lead(row))


def _head(row: Row, column: int) -> str | None:
    """The role of the head at the left of a row; None where it is no row of a table that stands sideways."""
    if row.paragraph or column < 0 or len(row.filled) < _FEWEST:
        return None
    role, sort = column_claim(row.text(column))
    if sort not in ("word", "pattern") or _lead(row) != column:
        return None
    return None if any(column_claim(row.texts[at])[1] == "word" for at in row.filled if at > column) else role


def _turned(rows: list[Row]) -> list[list[Cell]]:
    """The cells with rows for columns; what stands left of the heads is a label of the whole."""
    column = _lead(rows[0])
    width = max(len(row.cells) for row in rows)
    return [
        [_cell(row, at) if at < len(row.cells) else Cell("", row.cells[-1].place) for row in rows]
        for at in range(column, width)
        if at == column or any(at < len(row.cells) and (row.text(at) or row.covered(at)) for row in rows)
    ]


def _cell(row: Row, at: int) -> Cell:
    cell = row.cells[at]
    return Cell(cell.text, cell.place, cell.column_span, cell.row_span, cell.covered)
