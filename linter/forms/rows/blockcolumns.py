"""Where the cells of a block of an indicator table stand, and what an indicator keeps of them: worked out once for all
rows that stand alike."""

from __future__ import annotations

import msgspec

from linter.forms.rows.layout import Block
from linter.model import COLUMNS, Indicator

#: Column → field of an indicator, where an indicator keeps what the column holds.
_KEPT = frozenset(Indicator.__struct_fields__) - {"level1", "level2", "value", "name"}
_FIELDS = {"name": "name_printed", **{role: role for role in COLUMNS if role in _KEPT}}
#: Roles of texts that rules may ask for by the name of the column.
TEXT_ROLES = frozenset(_FIELDS) | {"value"}
_INHERITED = frozenset({"name", "comparator", "unit", "value", "reason"})
_NARROWED = frozenset({"comparator", "unit", "weight", "actual", "score"})
_PRINTED_ELSEWHERE = frozenset({"value", "value_medium", "level2"})


class Kept(msgspec.Struct, frozen=True):
    """A column that an indicator keeps: its role, the field, whether a merged cell above it counts, and whether its
    letters and digits become half-width ones."""

    role: str
    field: str
    column: int
    inherited: bool
    narrowed: bool


class BlockColumns(msgspec.Struct, frozen=True):
    """The cells of a block by role, what an indicator keeps of them, and in their order the columns that are printed
    beside a target (by its column), each with its role."""

    cells: dict[str, int]
    kept: list[Kept]
    printed: dict[int, list[tuple[int, str]]]

    @classmethod
    def of(cls, block: Block, shift: int) -> BlockColumns:
        cells = {role: column + shift for role, column in block.columns.items()}
        kept = [
            Kept(role, field, cells[role], role in _INHERITED, role in _NARROWED)
            for role, field in _FIELDS.items()
            if role in cells
        ]
        return cls(cells, kept, {})

    def beside(self, target: int) -> list[tuple[int, str]]:
        """The columns of a row with their roles, from left to right."""
        if target not in self.printed:
            columns = {column: role for role, column in self.cells.items() if role not in _PRINTED_ELSEWHERE}
            if target >= 0:
                columns[target] = "value"
            self.printed[target] = sorted(columns.items())
        return self.printed[target]
