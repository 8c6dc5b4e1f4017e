"""The levels in force while the rows of a table are read: they run on from row to row."""

from __future__ import annotations

import msgspec

from linter.forms.levelwords import above, below, is_level, is_side, level, lower_of
from linter.forms.row import Row
from linter.forms.rows.layout import Block, Layout
from linter.ground.patterns import compiled
from linter.model import NOWHERE, Form, Place, Text

#: The numbering of a level below another: （四）成本指标.
_LOWER = compiled(r"\s*[（(]")


class Levels(msgspec.Struct):
    """The levels in force: canonical names, the second one as printed, and the place of its cell."""

    first: str | None = None
    second: str | None = None
    printed: str = ""
    place: Place = NOWHERE

    def take(self, form: Form, row: Row) -> None:
        """Takes the levels from a row that holds nothing else."""
        column, text = row.filled[0], row.single
        found = level(text)
        if found is None:
            return
        upper = found.second is None or (found.first is not None and not _LOWER.match(text))
        if not upper or (found.second is not None and above().get(found.second) == self.first):
            self.second, self.printed, self.place = found.second, text, row.place(column)
        else:
            self.first, self.second, self.printed = found.first, None, ""
        form.texts.append(Text(row.raw(column), "level", row.place(column)))

    def read(self, form: Form, layout: Layout, row: Row, block: Block, shift: int, main: bool) -> bool:
        """Brings the levels up to date; true when the row prints one of them."""
        first_column = layout.level1 + shift if layout.level1 is not None else None
        second_column = block.columns["level2"] + shift if "level2" in block.columns else None
        first = row.text(first_column) if main else ""
        second = row.text(second_column)
        if is_side(first) and level(second) is not None:
            # 绩效指标 in the place of the first level says nothing about the level.
            self.first = None
        elif first:
            found = level(first)
            if found is not None and found.first is None and not second:
                second, second_column = first, first_column
            else:
                if (found.first if found is not None and found.first else first) != self.first:
                    self.second, self.printed, self.place = None, "", row.place(first_column)
                self.first = found.first if found is not None and found.first else first
                if not second and (lower := lower_of(first)):
                    second, second_column = lower, first_column
            form.texts.append(Text(row.raw(first_column or 0), "level", row.place(first_column)))
        if second:
            second = lower_of(second) or second
            found = level(second)
            self.second = (found.second or None) if found is not None else below().get(self.first or "")
            if found is not None and found.second is None and found.first is not None:
                self.second = below().get(found.first)
            self.printed, self.place = second, row.place(second_column)
            form.texts.append(Text(row.raw(second_column or 0), "level", row.place(second_column)))
        return bool(first or second)


def is_level_line(layout: Layout, row: Row) -> bool:
    """Whether a row is nothing but a level word in a table without a column of levels."""
    levels = layout.level1 is not None or "level2" in layout.blocks[0].columns
    return not levels and is_level(row.single)
