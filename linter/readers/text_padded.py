"""Tables of bars padded to columns, as antiword prints them: a text too long for its cell goes on in the next
line, where all other cells are blank.

Nothing rules such rows off. A line belongs to the row above when each of its texts stands below one that fills
its cell to the edge, and the last cell of that row, which holds the value, has nothing below it.
"""

from __future__ import annotations

from linter.model import Cell

Line = tuple[int, str]

#: A wide character may leave one blank at the edge of a full cell.
_EDGE = 1
#: A line of fewer cells is none of a table.
_FEWEST = 3


def is_padded(block: list[Line]) -> bool:
    """Whether cells are padded at their right side only: markup of other kinds has a blank on either side."""
    parts = [part for _, line in block for part in _parts(line) if part.strip()]
    flush = sum(not part[0].isspace() for part in parts)
    return flush * 10 >= len(parts) * 9 and any(part.endswith("  ") for part in parts)


def runs_on(row: list[Cell], before: str, line: str) -> bool:
    """Whether a line only goes on with texts of the row that the line before it begins or belongs to."""
    above, below = _parts(before), _parts(line)
    if len(above) != len(below) or len(above) < _FEWEST or "\\|" in line or "\\|" in before:
        return False
    filled = [column for column, part in enumerate(below) if part.strip()]
    last = max((column for column, cell in enumerate(row) if cell.text), default=-1)
    return bool(filled) and filled[-1] < last and all(_is_full(above[column]) for column in filled)


def go_on(row: list[Cell], line: str) -> None:
    """Adds the texts of a line to the cells of the row above."""
    for cell, part in zip(row, _parts(line), strict=False):
        if part.strip():
            cell.text = f"{cell.text}\n{part.strip()}"


def _parts(line: str) -> list[str]:
    text = line.strip()
    return text[1:-1].split("|") if text.startswith("|") and text.endswith("|") and len(text) > 1 else []


def _is_full(part: str) -> bool:
    return bool(part.strip()) and len(part) - len(part.rstrip()) <= _EDGE
