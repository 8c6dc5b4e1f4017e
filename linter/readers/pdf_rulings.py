"""The rulings of a PDF page: which of the drawn lines, boxes and fills are lines of a table."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from linter.readers.pdf_drawn import Shape

_THIN = 3.0
_NEAR = 3.0
#: Beyond this many crossings the page is no form, and looking for open sides takes too long.
_MANY = 250_000


class Ruling(NamedTuple):
    """A line across (``place`` counts from the top) or down (from the left), from ``start`` to ``end``."""

    place: float
    start: float
    end: float


def rulings(shapes: Iterable[Shape]) -> tuple[list[Ruling], list[Ruling]]:
    """Lines across and lines down.

    A fill without an outline counts only when it is as thin as a line: what is left are backgrounds of cells
    and marked text. Where a table has no lines at its sides, they are added.
    """
    across: list[Ruling] = []
    down: list[Ruling] = []
    boxes: list[Shape] = []
    for shape in shapes:
        if not shape.box:
            _add(shape, across, down)
            continue
        boxes.append(shape)
        if min(shape.x1 - shape.x0, shape.bottom - shape.top) <= _THIN:
            _add(shape, across, down)
        elif shape.outlined:
            _outline(shape, across, down)
    if not across or not down:
        for box in boxes:
            _outline(box, across, down)
    across, down = _joined(across), _joined(down)
    if len(across) * len(down) > _MANY:
        return across, down
    return across, down + _open_sides(across, down)


def _add(item: Shape, across: list[Ruling], down: list[Ruling]) -> None:
    """A line or thin box; slanted lines are no rulings."""
    width, height = item.x1 - item.x0, item.bottom - item.top
    if height <= _THIN and width > height:
        across.append(Ruling((item.top + item.bottom) / 2, item.x0, item.x1))
    elif width <= _THIN and height > width:
        down.append(Ruling((item.x0 + item.x1) / 2, item.top, item.bottom))


def _outline(box: Shape, across: list[Ruling], down: list[Ruling]) -> None:
    across += [Ruling(side, box.x0, box.x1) for side in (box.top, box.bottom)]
    down += [Ruling(side, box.top, box.bottom) for side in (box.x0, box.x1)]


def _joined(pieces: list[Ruling]) -> list[Ruling]:
    """Pieces in one line that touch (cells are often drawn one by one) as one ruling, in order of place."""
    found: list[Ruling] = []
    line: list[Ruling] = []
    for piece in [*sorted(pieces), None]:
        if line and (piece is None or piece.place - line[-1].place > _THIN):
            line.sort(key=lambda part: part.start)
            start, end = line[0].start, line[0].end
            for part in line:
                if part.start > end + _NEAR:
                    found.append(Ruling(line[0].place, start, end))
                    start, end = part.start, part.end
                end = max(end, part.end)
            found.append(Ruling(line[0].place, start, end))
            line = []
        if piece is not None:
            line.append(piece)
    return found


def _open_sides(across: list[Ruling], down: list[Ruling]) -> list[Ruling]:
    """Lines down the sides of tables that have none: between two lines across which begin (or end) at the
    same place, where a column line runs from one to the other and nothing stands at that place."""
    added: list[Ruling] = []
    for end in (1, 2):
        sides: dict[int, list[Ruling]] = {}
        for line in across:
            sides.setdefault(round(line[end] / _NEAR), []).append(line)
        for lines in sides.values():
            for upper, lower in pairwise(lines):
                top, bottom = upper.place, lower.place
                if bottom - top <= _NEAR:
                    continue
                between = [r for r in down if r.start <= top + _NEAR and r.end >= bottom - _NEAR]
                x = lower[end]
                if any(abs(r.place - x) <= 2 * _NEAR for r in between):
                    continue
                crossing = [r for r in across if top < r.place < bottom and r.start < x < r.end]
                if any(r.start < x - _NEAR and r.end > x + _NEAR for r in crossing):
                    continue  # the table goes on beyond this place
                if any(lower.start + _NEAR < r.place < lower.end - _NEAR for r in between):
                    added.append(Ruling(x, top, bottom))
    return added
