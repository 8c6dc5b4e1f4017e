"""Rows whose merged cells were left out: what stands behind them moved to the left.

Converters of web pages print a merged cell once and nothing where it covers the rows below, so that a row of a
table of projects begins with its project, its first level or its name, whatever was merged above.
"""

from __future__ import annotations

from linter.forms.levelwords import level
from linter.forms.row import Row
from linter.forms.rows.alignment import fit
from linter.model import Cell

#: By how much a move has to fit better than the row as it stands, for each cell moved.
_MARGIN = 0.5


def moved_back(row: Row, roles: dict[int, str]) -> Row:
    """The row under its heads again; the row itself where it stands well. ``roles`` are those of the heads by
    column."""
    if row.paragraph or not row.filled or row.above:
        return row
    first = next((column for column in sorted(roles) if roles[column] in ("level1", "level2", "name")), 0)
    if not first or row.filled[0] >= first:
        return row
    shift = _by_level(row, roles)
    if shift is None:
        shift = _by_fit(row, roles, first)
    if not shift:
        return row
    place = row.cells[0].place
    return Row(
        [*(Cell("", place) for _ in range(shift)), *row.cells],
        [*("" for _ in range(shift)), *row.texts],
        [column + shift for column in row.filled],
        row.paragraph,
        {column + shift: kinds for column, kinds in row.kinds.items()},
    )


def _by_level(row: Row, roles: dict[int, str]) -> int | None:
    """How far the level words of a row stand left of their columns; None where it has none."""
    columns = {role: column for column, role in roles.items()}
    for at in row.filled:
        found = level(row.texts[at])
        if found is None or not found.sure:
            continue
        behind = level(row.text(at + 1))
        upper = found.first is not None and (
            found.second is None or (behind is not None and behind.second is not None)
        )
        column = columns.get("level1" if upper and "level1" in columns else "level2")
        return max(column - at, 0) if column is not None else None
    return None


def _by_fit(row: Row, roles: dict[int, str], first: int) -> int:
    """How far a row without level words has to move for its cells to fit their heads best."""
    columns = {role: column for column, role in roles.items()}
    widest = columns.get("name", first)
    scores = [
        sum(fit(roles.get(at + shift, "other"), row.texts[at]) for at in row.filled)
        - (_MARGIN * len(row.filled) if shift else 0)
        for shift in range(widest + 1)
    ]
    return scores.index(max(scores))
