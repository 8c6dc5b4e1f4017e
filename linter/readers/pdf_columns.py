"""Tables without rulings: cells to columns by where they stand.

A line of such a table leaves out blank cells, so that its cells alone do not say to which columns they belong. The
fullest lines say where the columns are; the cells of the others are put under them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from linter.readers.pdf_text import Line, glue

#: Fewer columns are labels with their texts, which need no places.
_FEWEST = 3
#: Lines further apart than this (in heights of a character) belong to different tables.
_APART = 4.0

#: Left and right end of a column.
Zone = tuple[float, float]


class Columns:
    """Puts the lines of page after page under their columns; a table may go on without its head."""

    def __init__(self) -> None:
        self._zones: list[Zone] = []

    def arranged(self, lines: list[Line]) -> list[Line]:
        """The lines, blank cells put in where a line leaves them out, and rows broken in a cell made whole."""
        found: list[Line] = []
        for run in _runs(lines):
            first = _fullest(run)
            zones = _zones(first)
            if len(zones) < len(self._zones) and all(_places(line, self._zones) for line in run):
                zones, begin = self._zones, 0
            else:
                begin = next((at for at, line in enumerate(run) if line in first), 0)
            if len(zones) < _FEWEST:
                found += run
                continue
            self._zones = zones
            found += run[:begin] + _rows(run[begin:], zones)
        return found


def _runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines one below another without a wide gap between them."""
    run: list[Line] = []
    for line in lines:
        if run and not 0 <= line.top - run[-1].top <= _APART * line.size:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _fullest(run: list[Line]) -> list[Line]:
    """The lines with the most cells, when there are two of them at least."""
    most = max(len(line.pieces) for line in run)
    found = [line for line in run if len(line.pieces) == most]
    return found if len(found) > 1 and most >= _FEWEST else []


def _zones(lines: list[Line]) -> list[Zone]:
    """Where the columns of these lines are; none when their cells do not stand below each other."""
    zones: list[Zone] = []
    for line in lines:
        if not zones:
            zones = list(line.pieces)
            continue
        wider = [
            (min(left, x0), max(right, x1))
            for (left, right), (x0, x1) in zip(zones, line.pieces, strict=True)
        ]
        if any(right > left for (_, right), (left, _) in pairwise(wider)):
            return []
        zones = wider
    return zones


def _places(line: Line, zones: list[Zone]) -> list[int]:
    """The columns of the cells of a line; none when two fall into one, or one lies across several."""
    edges = [(zone[1] + after[0]) / 2 for zone, after in pairwise(zones)]
    found = []
    for x0, x1 in line.pieces:
        column = bisect_right(edges, x0 + 0.5)
        if column + 1 < len(zones) and x1 > zones[column + 1][0]:
            return []
        if x1 < zones[column][0] or x0 > zones[column][1]:
            return []
        found.append(column)
    return found if len({*found}) == len(found) else []


def _rows(lines: list[Line], zones: list[Zone]) -> list[Line]:
    """The rows of a table: lines with blank cells put in; a cell that had no room goes on in the line below."""
    found: list[Line] = []
    before: list[str] = []
    rooms = [right - left for left, right in zones]
    for line in lines:
        for column, (x0, x1) in zip(_places(line, zones), line.pieces, strict=False):
            rooms[column] = max(rooms[column], x1 - x0)
    for line in lines:
        places = _places(line, zones)
        if not places:
            found.append(line)
            before = []
            continue
        cells = [""] * len(zones)
        for column, text in zip(places, line.text.split("\t"), strict=True):
            cells[column] = text
        if len(places) == 1 and before and _goes_on(found[-1], line, before, places[0], rooms):
            before[places[0]] += glue(found[-1], line) + cells[places[0]]
            found[-1] = msgspec.structs.replace(found[-1], text=_row(before), bottom=line.bottom)
            continue
        before = cells
        found.append(msgspec.structs.replace(line, text=_row(cells)))
    return found


def _row(cells: list[str]) -> str:
    return "\t".join(cells).rstrip("\t")


def _goes_on(above: Line, line: Line, before: list[str], column: int, rooms: list[float]) -> bool:
    """Whether a line of one cell is the rest of the cell above: nearly as close as lines can be, below a text that
    filled its column."""
    if not before[column] or sum(map(bool, before)) < 2 or line.top - above.bottom > 0.6 * line.size:
        return False
    room = rooms[column]
    width = len(before[column]) * line.size
    return room > 4 * line.size and width > room - 1.5 * line.size
