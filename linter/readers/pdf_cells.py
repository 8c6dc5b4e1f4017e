"""Cells between the rulings of a PDF page, and the tables they make up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from linter.readers.pdf_rulings import Ruling

#: Left, top, right, bottom.
Box = tuple[float, float, float, float]
Point = tuple[float, float]
_NEAR = 3.0
_SHORTEST = 3.0
#: Looking for more corners than this takes too long; a table of a form needs a few thousand.
_MOST = 4_000_000


class TooMany(Exception):
    """The rulings cross so often that they are a drawing."""


def tables_of(across: list[Ruling], down: list[Ruling]) -> list[list[Box]]:
    """For each table, from top to bottom, the boxes of its cells; one cell alone is no table.

    Raises TooMany."""
    cells = _cells(*_crossings(_snapped(across), _snapped(down)))
    return _grouped(cells)


def _snapped(pieces: list[Ruling]) -> list[Ruling]:
    """Rulings in one place but for a few points put in their common place, those that touch joined."""
    bands: list[list[Ruling]] = []
    for piece in sorted(pieces):
        if bands and piece.place - bands[-1][-1].place <= _NEAR:
            bands[-1].append(piece)
        else:
            bands.append([piece])
    found = []
    for band in bands:
        place = sum(piece.place for piece in band) / len(band)
        start, end = None, 0.0
        for piece in sorted(band, key=lambda piece: piece.start):
            if start is not None and piece.start <= end + _NEAR:
                end = max(end, piece.end)
                continue
            if start is not None and end - start >= _SHORTEST:
                found.append(Ruling(place, start, end))
            start, end = piece.start, piece.end
        if start is not None and end - start >= _SHORTEST:
            found.append(Ruling(place, start, end))
    return found


#: The numbers of the rulings that go through a point: those across, those down.
Crossings = dict[Point, tuple[set[int], set[int]]]


def _crossings(across: list[Ruling], down: list[Ruling]) -> tuple[Crossings, int]:
    """Points where rulings cross or nearly touch, and how many steps it took to find them."""
    found: Crossings = {}
    levels = [line.place for line in across]
    steps = 0
    for number, line in enumerate(down):
        first, last = bisect_left(levels, line.start - _NEAR), bisect_right(levels, line.end + _NEAR)
        steps += last - first
        if steps > _MOST:
            raise TooMany
        for at in range(first, last):
            other = across[at]
            if other.start - _NEAR <= line.place <= other.end + _NEAR:
                rows, columns = found.setdefault((line.place, other.place), (set(), set()))
                rows.add(at)
                columns.add(number)
    return found, steps


def _cells(crossings: Crossings, steps: int) -> list[Box]:
    """For each crossing the smallest box that has its upper left corner there."""
    rows: dict[float, list[float]] = {}
    columns: dict[float, list[float]] = {}
    for x, y in sorted(crossings):
        columns.setdefault(x, []).append(y)
        rows.setdefault(y, []).append(x)
    found = []
    for point in sorted(crossings):
        x, y = point
        below = [(x, other) for other in _behind(columns[x], y)]
        beside = [(other, y) for other in _behind(rows[y], x)]
        for low in below:
            if crossings[point][1].isdisjoint(crossings[low][1]):
                break  # the ruling ends here
            box, tried = _closed(crossings, point, low, beside)
            steps += tried
            if steps > _MOST:
                raise TooMany
            if box is not None:
                found.append(box)
                break
    return found


def _closed(
    crossings: Crossings, point: Point, low: Point, beside: Iterable[Point]
) -> tuple[Box | None, int]:
    """The first box with the left side from ``point`` to ``low`` whose other sides are drawn."""
    tried = 1
    for side in beside:
        tried += 1
        if crossings[point][0].isdisjoint(crossings[side][0]):
            break
        corner = (side[0], low[1])
        held = crossings.get(corner)
        if (
            held is not None
            and not held[1].isdisjoint(crossings[side][1])
            and not held[0].isdisjoint(crossings[low][0])
        ):
            return (point[0], point[1], *corner), tried
    return None, tried


def _behind(values: list[float], value: float) -> list[float]:
    return values[bisect_right(values, value) :]


def _grouped(cells: list[Box]) -> list[list[Box]]:
    """Cells that share a corner, directly or through others, make a table."""
    parents = list(range(len(cells)))

    def head(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    corners: dict[Point, int] = {}
    for at, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            parents[head(at)] = head(corners.setdefault(corner, at))
    groups: dict[int, list[Box]] = {}
    for at, cell in enumerate(cells):
        groups.setdefault(head(at), []).append(cell)
    tables = [group for group in groups.values() if len(group) > 1]
    return sorted(tables, key=lambda group: min((cell[1], cell[0]) for cell in group))
