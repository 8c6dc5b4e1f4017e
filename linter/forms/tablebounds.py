"""What a row behind the head of an indicator table is: the footer, a field of the form, a caption, or more rows."""

from __future__ import annotations

from linter.forms.draft import Draft
from linter.forms.head.footer import FooterReader
from linter.forms.head.titles import names_section
from linter.forms.levelwords import is_side, level
from linter.forms.row import Row
from linter.forms.rows.cellsorts import is_number
from linter.forms.rows.names import is_dots, is_numbered, is_template
from linter.forms.rows.rowchecks import begins_head, has_level, is_target, levels_of, sums_points
from linter.forms.vocabulary import is_listed_field


def foots(draft: Draft, row: Row) -> bool:
    """Whether a row begins the footer. An indicator may be called 预算评审: it has a name and a value."""
    if not FooterReader.starts(row) or has_level(row):
        return False
    return draft.layout is None or any(levels_of(draft.layout, row)) or not is_target(draft.layout, row)


def is_field_below(draft: Draft, row: Row) -> bool:
    """Whether a row below the indicators is a field of the head (年度预算, 年度目标), left of the names. The
    first row of a table is none when its levels and its name are filled: a level may be called 年度目标."""
    if draft.layout is None or not begins_head(row):
        return False
    if sums_points(draft.layout, row):
        return False
    if any(row.texts[column].endswith("指标") for column in row.filled[1:]):
        # A level of the office's own beside it (年度绩效目标 | 制度指标 | …): the side of the table.
        return False
    if (
        not draft.rows
        and len(levels_of(draft.layout, row)) > 1
        and row.text(draft.layout.blocks[0].columns.get("name"))
    ):
        return False
    name = draft.layout.blocks[0].columns.get("name", 0)
    return row.filled[0] < name and is_listed_field(row.texts[row.filled[0]])


def is_caption(draft: Draft, row: Row) -> bool:
    """A lone cell left of the names that is no level word: the caption of another table."""
    if row.paragraph or not row.single or draft.layout is None or row.above:
        return False
    name = draft.layout.blocks[0].columns.get("name", draft.layout.last)
    text = row.single
    known = (
        level(text) is not None
        or is_side(text)
        or is_dots(text)
        or text.endswith("指标")
        or is_numbered(text)
    )
    return (row.filled[0] < name or names_section(text) is not None) and not known


def continues(draft: Draft, row: Row, *, strict: bool) -> bool:
    """Whether a row behind a break still belongs to the table: its level cells hold level words, or are
    blank beside a name with a value. ``strict``: the break was the caption of another table."""
    assert draft.layout is not None
    levels = levels_of(draft.layout, row)
    if any(level(text) is not None for text in levels):
        return True
    if strict or levels:
        return False
    block = draft.layout.blocks[0]
    if is_template(row.text(block.columns.get("name")), "") and row.filled[-1] <= draft.layout.last:
        return True
    if draft.layout.level1 is None and not {"level2", "type"} & set(block.columns):
        # Without levels only a name with a figure is surely a row of the table.
        return is_target(draft.layout, row) and any(is_number(row.text(one.column)) for one in block.targets)
    return is_target(draft.layout, row)
