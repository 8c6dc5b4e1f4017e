"""Tables whose cells stand in one string a row, parted by blanks: copies of pages and of PDF files."""

from __future__ import annotations

from msgspec.structs import replace

from linter.forms.head.titles import is_title
from linter.forms.levelwords import is_level, level
from linter.forms.passes.runningtitles import is_page_number
from linter.forms.row import rows_of
from linter.forms.rows.header import is_header
from linter.forms.vocabulary import field_role, is_listed_field
from linter.model import Cell, Sheet

#: A line of more parts, or a longer one, is running text.
_MOST_PARTS = 14
_LONGEST = 200
#: The end of a level word, and the levels of a row.
_LONGEST_END, _MOST_LEVELS = 4, 2
#: Fields whose text may hold blanks.
_TEXTUAL = frozenset({
    "project", "department", "implementing_unit", "duration", "purpose", "goal", "goal_year", "goal_total",
})  # fmt: skip


def spread(sheet: Sheet) -> Sheet | None:
    """The sheet with its lines cut into cells at blanks, or None when none of them is then a head."""
    made = Sheet(sheet.name)
    cut: set[int] = set()
    for at, row in enumerate(sheet.rows):
        cells = _cells(row)
        if made.rows and len(made.rows[-1]) > 1 and (ends := _ends_of_levels(made.rows[-1], cells)):
            for column, cell in zip(ends, cells, strict=True):
                whole = made.rows[-1][column]
                made.rows[-1][column] = replace(whole, text=whole.text + cell.text.strip())
            continue
        if at in sheet.paragraphs and len(cells) < 2:
            made.paragraphs.add(len(made.rows))
        if cells is not row:
            cut.add(len(made.rows))
        made.rows.append([*cells])
    return made if any(at in cut and is_header(row) for at, row in enumerate(rows_of(made))) else None


def _cells(row: list[Cell]) -> list[Cell]:
    filled = [cell for cell in row if cell.text.strip()]
    if len(filled) != 1:
        return row
    text = filled[0].text
    parts = text.split()
    if not 2 <= len(parts) <= _MOST_PARTS or len(text) > _LONGEST or "。" in text:
        return row
    if is_page_number(text) or (is_title("".join(parts)) and field_role(parts[0]) not in _TEXTUAL):
        return row
    parts = _with_whole_texts(parts)
    place = filled[0].place
    return [Cell(part, replace(place, column=number)) for number, part in enumerate(parts, 1)]


def _ends_of_levels(above: list[Cell], cells: list[Cell]) -> list[int]:
    """The columns of the cells above that those of a line make level words of: 满意度 服务对象满意 above 指标
    度指标. Empty unless every cell of the line does."""
    words = [cell.text.strip() for cell in cells]
    if len(cells) > _MOST_LEVELS or any(len(word) > _LONGEST_END or is_level(word) for word in words):
        return []
    left = iter(range(len(above)))
    found = [next((at for at in left if is_level(above[at].text + word)), None) for word in words]
    columns = [at for at in found if at is not None]
    return columns if len(columns) == len(words) else []


def _with_whole_texts(parts: list[str]) -> list[str]:
    """The parts of a line of the head, a text of several words behind its label in one."""
    if not is_listed_field(parts[0]) or len({level(part) for part in parts} - {None}):
        return parts
    whole: list[str] = []
    role: str | None = None
    for part in parts:
        if _is_label(part):
            role = field_role(part)
            whole.append(part)
        elif role in _TEXTUAL and len(whole) > 1 and not _is_label(whole[-1]):
            whole[-1] = f"{whole[-1]} {part}"
        else:
            whole.append(part)
    return whole


def _is_label(part: str) -> bool:
    return is_listed_field(part) or part.endswith(("：", ":"))
