"""Tables drawn with characters: +---+ of Pandoc and of databases, ┌─┬─┐ copied from a terminal.

A ruled line ends a row, and the lines between two of them are the lines of its cells. A drawing without ruled
lines between its rows has a row on every line.
"""

from __future__ import annotations

from linter.model import Cell, Place

Line = tuple[int, str]

_BARS = str.maketrans("│┃║｜", "||||")
_CORNERS = frozenset("+┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫")
_STROKES = frozenset("-=─━═┄┈")
_RULED = _CORNERS | _STROKES | frozenset(" \t|│┃║:")
#: Fewer ruled lines make no drawing: a line of dashes under a title is none.
_FEWEST = 2


def is_drawn(block: list[Line]) -> bool:
    """Whether a run of lines is a drawn table: ruled above and below, bars between."""
    if len(block) < 3 or not _is_ruled(block[0][1]) or not _is_ruled(block[-1][1]):
        return False
    inner = [line for _, line in block if not _is_ruled(line)]
    return bool(inner) and all(line.lstrip()[:1].translate(_BARS) == "|" for line in inner)


def drawn_rows(block: list[Line]) -> list[list[Cell]]:
    """The rows of a drawn table; a cell of several lines keeps its line ends."""
    ruled_inside = sum(_is_ruled(line) for _, line in block) - 2
    inner = len(block) - ruled_inside - 2
    # Ruled under the head only: every line is a row.
    apart = ruled_inside < _FEWEST and inner > _FEWEST
    rows: list[list[Cell]] = []
    row: list[list[str]] = []
    first = 0
    for number, line in block:
        ruled = _is_ruled(line)
        if row and (ruled or apart):
            rows.append(_cells(row, first))
            row = []
        if ruled:
            continue
        parts = [part.strip() for part in line.translate(_BARS).strip().strip("|").split("|")]
        if not row:
            row, first = [[] for _ in parts], number
        for column, part in enumerate(parts):
            if column >= len(row):
                row.append([])
            row[column].append(part)
    if row:
        rows.append(_cells(row, first))
    return rows


def _is_ruled(line: str) -> bool:
    text = line.strip()
    return len(text) > 2 and text[0] in _CORNERS and _RULED.issuperset(text) and not _STROKES.isdisjoint(text)


def _cells(row: list[list[str]], number: int) -> list[Cell]:
    return [
        Cell("\n".join(filter(None, parts)), Place(line=number, column=column))
        for column, parts in enumerate(row, 1)
    ]
