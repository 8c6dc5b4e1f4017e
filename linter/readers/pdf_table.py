"""Ruled tables of a PDF: cells of a page to a grid, and tables that go on over pages to one table."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from linter.model import Place
from linter.readers.flow import Paragraph, Table, TableCell
from linter.readers.pdf_cells import Box
from linter.readers.pdf_cut import completes
from linter.readers.pdf_text import Glyph, Line, glue, joined, lines, wrapped

_NEAR = 3.0
#: A text up to this length has one line in most tables.
_SHORT = 24


class Part(msgspec.Struct):
    """A cell on its page: rows and columns from 0, its printed lines and its edges left and right."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: float
    right: float
    lines: list[Line] = msgspec.field(default_factory=list)
    #: Lines of the same cell on the pages before.
    before: str = ""

    def text(self) -> str:
        own = joined(self.lines, self.left, self.right)
        return self.before + own

    @property
    def last_row(self) -> int:
        return self.row + self.row_span - 1


class Grid(msgspec.Struct):
    """A ruled table: its parts, the columns' edges, and where each row stands."""

    box: Box
    edges: list[float]
    parts: list[Part]
    places: list[Place]

    def row(self, number: int) -> list[Part]:
        """The cells that begin in a row, from left to right."""
        return sorted((part for part in self.parts if part.row == number), key=lambda part: part.column)

    def table(self) -> Table:
        cells = [
            TableCell(part.row, part.column, [Paragraph(part.text())], part.row_span, part.column_span)
            for part in self.parts
        ]
        return Table(cells, dict(enumerate(self.places)))


def grid_of(boxes: list[Box], chars: list[Glyph], page: int, table: int) -> Grid | None:
    """The grid of cells given by their boxes; each takes the characters whose middle lies in it."""
    xs = _clusters([x for x0, _, x1, _ in boxes for x in (x0, x1)])
    ys = _clusters([y for _, y0, _, y1 in boxes for y in (y0, y1)])
    if len(xs) < 2 or len(ys) < 2:
        return None
    slots: dict[tuple[int, int], int] = {}
    parts: list[Part] = []
    for x0, top, x1, bottom in sorted(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1])):
        columns = range(_index(xs, x0), _index(xs, x1))
        rows = range(_index(ys, top), _index(ys, bottom))
        area = [(row, column) for row in rows for column in columns]
        if not area or any(slot in slots for slot in area):
            continue
        slots.update(dict.fromkeys(area, len(parts)))
        parts.append(Part(rows[0], columns[0], len(rows), len(columns), xs[columns[0]], xs[columns[-1] + 1]))
    held: list[list[Glyph]] = [[] for _ in parts]
    for char in chars:
        column = bisect_right(xs, (char.x0 + char.x1) / 2) - 1
        row = bisect_right(ys, (char.top + char.bottom) / 2) - 1
        slot = slots.get((row, column))
        if slot is not None:
            held[slot].append(char)
    for part, own in zip(parts, held, strict=True):
        part.lines = lines(own)
    places = [Place(page=page, table=table, row=row + 1) for row in range(len(ys) - 1)]
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), xs, parts, places)


def _clusters(values: list[float]) -> list[float]:
    """Values in order, those that are nearly equal put together."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _index(edges: list[float], value: float) -> int:
    """The number of the edge (they stand in order) that is nearest to a value."""
    at = bisect_right(edges, value)
    if at and (at == len(edges) or value - edges[at - 1] <= edges[at] - value):
        return at - 1
    return at


def continues(above: Grid, below: Grid) -> bool:
    """Whether ``below``, at the head of a page, goes on with ``above``, at the foot of the page before.

    The outer edges are the same and the columns of one are among those of the other.
    """
    if abs(above.edges[0] - below.edges[0]) > _NEAR or abs(above.edges[-1] - below.edges[-1]) > _NEAR:
        return False
    few, many = sorted((above.edges, below.edges), key=len)
    return all(min(abs(edge - other) for other in many) <= _NEAR for edge in few)


def stitch(above: Grid, below: Grid) -> Grid:
    """One table out of two: repeated header rows dropped, a row cut by the page break put together."""
    edges = _clusters(above.edges + below.edges)
    skip = _repeated(above, below)
    parts = [part for part in below.parts if part.row >= skip]
    for grid_edges, own in ((above.edges, above.parts), (below.edges, parts)):
        for part in own:
            first, last = (
                _index(edges, grid_edges[part.column]),
                _index(edges, grid_edges[part.column + part.column_span]),
            )
            part.column, part.column_span = first, last - first
    count = len(above.places)
    for part in parts:
        part.row += count - skip
    places = above.places + below.places[skip:]
    bottom = {part.column: part for part in above.parts if part.last_row == count - 1}
    top = {part.column: part for part in parts if part.row == count}
    if _cut(bottom, top):
        for column, part in top.items():
            _append(bottom[column], part)
        gone = {id(part) for part in top.values()}
        parts = [part for part in parts if id(part) not in gone]
        for part in parts:
            part.row -= 1
        del places[count]
    else:
        parts = _reach_over(bottom, top, parts)
    return Grid(above.box, edges, above.parts + parts, places)


def _repeated(above: Grid, below: Grid) -> int:
    """How many rows at the head of ``below`` say the same as those at the head of ``above``."""
    same = 0
    while same < min(4, len(above.places), len(below.places)):
        first, second = ([part.text() for part in grid.row(same)] for grid in (above, below))
        if first != second or sum(bool(text) for text in first) < 2:
            break
        same += 1
    return same


def _cut(bottom: dict[int, Part], top: dict[int, Part]) -> bool:
    """Whether the first row below is the rest of the last row above.

    It is when the cells are the same, and what stands below only goes on with a cell that was full above: its
    last line had no room for the next word, while the other cells have nothing more to say.
    """
    if not top or any(column not in bottom for column in top):
        return False
    if any(part.row_span > 1 for part in top.values()):
        return False
    if any(bottom[column].column_span != part.column_span for column, part in top.items()):
        return False
    rest = {column: part for column, part in top.items() if part.lines}
    if not rest or any(not bottom[column].lines for column in rest):
        return False
    if _value_cut(bottom, rest, min(top)):
        return True
    if all(_full(bottom[column], part) for column, part in rest.items()):
        return len(rest) < len(top) or len(top) == 1 or all(_ragged(bottom[column]) for column in rest)
    # A paragraph ended exactly at the page break: only a long text whose label is not repeated.
    return len(rest) == 1 and min(top) not in rest and all(len(bottom[column].lines) > 2 for column in rest)


def _value_cut(bottom: dict[int, Part], rest: dict[int, Part], first: int) -> bool:
    """Whether a target was cut in two (2025年3月 · 底前) in a row that has no label of its own."""
    if first in rest:
        return False
    alone = len(rest) == 1
    return any(completes(bottom[column].text(), part.text(), alone=alone) for column, part in rest.items())


def _full(above: Part, below: Part) -> bool:
    room = (
        above.right - above.left - 2 * max(min([line.x0 - above.left for line in above.lines] + [6.0]), 1.0)
    )
    return wrapped(above.lines[-1], below.lines[0], room)


def _goes_on(above: str, below: str) -> bool:
    """Whether a short text was cut in the middle of a line: neither half has lines of its own."""
    return "\n" not in above + below and above[-1:] not in "。；！" and len(above + below) <= _SHORT


def _ragged(part: Part) -> bool:
    return part.lines[-1].text[-1:] not in "。；！"


def _append(above: Part, below: Part) -> None:
    """Puts the text of the lower half behind that of the upper one."""
    if not below.lines:
        return
    if not above.lines:
        above.lines, above.left, above.right = below.lines, below.left, below.right
        return
    text = above.text()
    whole = _full(above, below) or completes(text, below.text()) or _goes_on(text, below.text())
    above.before = text + (glue(above.lines[-1], below.lines[0]) if whole else "\n")
    above.lines, above.left, above.right = below.lines, below.left, below.right


def _reach_over(bottom: dict[int, Part], top: dict[int, Part], parts: list[Part]) -> list[Part]:
    """Merged cells that reach over the page break: an empty upper or lower half belongs to the other one."""
    for column, part in top.items():
        above = bottom.get(column)
        if above is None or above.column_span != part.column_span or (part.lines and above.lines):
            continue
        if above.row_span == 1 and part.row_span == 1:
            continue
        if not part.lines or (not above.lines and above.row_span > 1):
            above.row_span += part.row_span
            _append(above, part)
            parts = [other for other in parts if other is not part]
    return parts
