"""What is drawn on a PDF page: lines, boxes and outlines as they are seen, and whether there are pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from linter.readers.pdf_printed import Frame

#: Coordinates this near are the same.
_SAME = 0.01
#: Groups of drawings in groups of drawings.
_DEEPEST = 12
#: More points than this are no frame of a cell.
_POINTS = 2000

Matrix = tuple[float, float, float, float, float, float]
_UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Shape(NamedTuple):
    """A line, a ``box`` (with an outline of its own or only filled), or a piece of an outline."""

    x0: float
    top: float
    x1: float
    bottom: float
    box: bool = False
    outlined: bool = True


class Drawn(msgspec.Struct):
    """``too_many`` is set when shapes were left out because there were more than asked for."""

    shapes: list[Shape] = msgspec.field(default_factory=list)
    pictures: int = 0
    too_many: bool = False


def drawn_on(page: Any, frame: Frame, most: int) -> Drawn:
    """The drawings of a page, ``most`` paths of them."""
    found = Drawn()
    paths = 0
    for kind, item, matrix in _objects(page):
        if kind == "path":
            paths += 1
            if paths > most or len(found.shapes) > 4 * most:
                found.too_many = True
                break
            found.shapes += _shapes(item, matrix, frame)
        else:
            found.pictures += 1
    return found


def _objects(page: Any) -> Iterator[tuple[str, Any, Matrix]]:
    """Paths and pictures, those inside of groups too, with what moves their points on the page."""
    from pypdfium2 import raw

    def walk(
        count: int, get: Any, holder: Any, outer: Matrix, depth: int
    ) -> Iterator[tuple[str, Any, Matrix]]:
        for at in range(count):
            item = get(holder, at)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                yield "path", item, _times(_matrix(item), outer)
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
                yield "picture", item, outer
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _times(_matrix(item), outer)
                yield from walk(
                    raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, item, inner, depth + 1
                )

    yield from walk(raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject, page, _UNCHANGED, 0)


def _matrix(item: Any) -> Matrix:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _UNCHANGED
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    """``first``, then ``second``."""
    if second == _UNCHANGED:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _shapes(path: Any, matrix: Matrix, frame: Frame) -> Iterator[Shape]:
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for points in _outlines(path, matrix, frame):
        if len(points) == 2 or (len(points) == 3 and points[0] == points[2]):
            yield _between(points[0], points[1])
        elif _is_box(points):
            corner = _between(points[0], points[2])
            yield corner._replace(box=True, outlined=bool(stroke.value))
        else:
            yield from (_between(one, two) for one, two in pairwise(points))


def _outlines(path: Any, matrix: Matrix, frame: Frame) -> Iterator[list[tuple[float, float]]]:
    """The points of each piece of a path, the first one again at the end where it is closed."""
    from pypdfium2 import raw

    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for at in range(min(raw.FPDFPath_CountSegments(path), _POINTS)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(frame.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            if not _near(points[0], points[-1]):
                points.append(points[0])
            yield points
            points = []
    if len(points) > 1:
        yield points


def _between(one: tuple[float, float], two: tuple[float, float]) -> Shape:
    (x0, y0), (x1, y1) = one, two
    return Shape(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _near(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return abs(one[0] - two[0]) < _SAME and abs(one[1] - two[1]) < _SAME


def _is_box(points: list[tuple[float, float]]) -> bool:
    """Whether a closed outline of four sides stands upright."""
    if len(points) != 5 or not _near(points[0], points[4]):
        return False
    turns = [abs(two[0] - one[0]) < _SAME for one, two in pairwise(points)]
    levels = [abs(two[1] - one[1]) < _SAME for one, two in pairwise(points)]
    first = turns[0] and levels[1] and turns[2] and levels[3]
    return first or (levels[0] and turns[1] and levels[2] and turns[3])
