"""Tables that give each level a line of its own, above the lines of its indicators (云南省 05-2 表).

Such a line has nothing but its level word, and the line below leaves that level blank: it is a heading, and no
indicator that somebody forgot to fill in.
"""

from __future__ import annotations

import itertools

from linter.forms.row import Row
from linter.forms.rows.layout import Layout

#: One such line is an empty row.
_FEWEST = 2


def level_lines(layout: Layout, rows: list[Row]) -> frozenset[int]:
    """The positions of the lines that only give a level; empty for tables without the habit."""
    second = layout.blocks[0].columns.get("level2")
    if len(layout.blocks) > 1 or layout.level1 is None or second is None:
        return frozenset()
    filled = [at for at, row in enumerate(rows) if row.filled]
    found = {
        at
        for at, following in itertools.pairwise(filled)
        if _heads(rows[at], rows[following], layout.level1, second, layout.blocks[0].columns.get("name"))
    }
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


def _heads(row: Row, below: Row, first: int, second: int, name: int | None) -> bool:
    if not set(row.filled) <= {first, second} or below.text(first) or first in below.above:
        return False
    if row.text(second):
        return not below.text(second) and second not in below.above and bool(below.text(name))
    return bool(below.text(second))
