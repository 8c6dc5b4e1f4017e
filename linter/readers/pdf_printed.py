"""Characters of a PDF page as the library gives them, and the frame in which a reader sees the page."""

from __future__ import annotations

import ctypes
from math import hypot
from typing import Any, NamedTuple

from linter.ground.errors import JxlintError

#: No page that anybody reads holds more characters.
_MOST = 100_000
#: What is shown for a character whose font does not say what it means.
UNKNOWN = "\ufffd"


class Frame(NamedTuple):
    """How points of a page become points from the upper left corner, as the page is seen:
    x = a·X + c·Y + e, y = b·X + d·Y + f. ``box`` is left, bottom, right, top on the page itself."""

    a: int
    b: int
    c: int
    d: int
    e: float
    f: float
    box: tuple[float, float, float, float]
    rotation: int

    @classmethod
    def of(cls, page: Any) -> Frame:
        from pypdfium2 import raw

        rect = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, rect)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        return cls._rotated(box, raw.FPDFPage_GetRotation(page) * 90 % 360)

    @classmethod
    def _rotated(cls, box: tuple[float, float, float, float], rotation: int) -> Frame:
        left, bottom, right, top = box
        if rotation == 90:
            return cls(0, 1, 1, 0, -bottom, -left, box, rotation)
        if rotation == 180:
            return cls(-1, 0, 0, 1, right, -bottom, box, rotation)
        if rotation == 270:
            return cls(0, -1, -1, 0, top, right, box, rotation)
        return cls(1, 0, 0, -1, -left, top, box, rotation)

    def turned(self, degrees: int) -> Frame:
        """The page turned clockwise."""
        return self._rotated(self.box, (self.rotation + degrees) % 360)

    @property
    def width(self) -> float:
        left, bottom, right, top = self.box
        return top - bottom if self.rotation % 180 else right - left

    @property
    def height(self) -> float:
        left, bottom, right, top = self.box
        return right - left if self.rotation % 180 else top - bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def direction(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y, self.b * x + self.d * y


class Printed(NamedTuple):
    """A character on its base line: where it begins on the page, the direction in which text goes on (one
    unit long), how far it reaches in that direction, and its size and depth below the line. Points."""

    text: str
    x: float
    y: float
    along: float
    across: float
    advance: float
    size: float
    depth: float


class _Face(NamedTuple):
    """What the characters of one text object have in common. ``stretch`` is what a width grows by."""

    font: Any
    key: int
    along: float
    across: float
    stretch: float
    size: float
    depth: float


def printed_on(page: Any) -> list[Printed]:
    """The characters of a page; blanks and line ends that the library adds are left out. Raises JxlintError for
    more than a page can show."""
    from pypdfium2 import raw

    text = raw.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        return _Reader(text).read()
    finally:
        raw.FPDFText_ClosePage(text)


class _Reader:
    def __init__(self, text: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._text = text
        self._faces: dict[int, _Face] = {}
        self._widths: dict[tuple[int, int], float] = {}

    def read(self) -> list[Printed]:
        raw, text = self._raw, self._text
        x, y = ctypes.c_double(), ctypes.c_double()
        number, added = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated
        origin, object_at, unmapped = (
            raw.FPDFText_GetCharOrigin, raw.FPDFText_GetTextObject, raw.FPDFText_HasUnicodeMapError,
        )  # fmt: skip
        count = raw.FPDFText_CountChars(text)
        if count > _MOST:
            raise JxlintError(f"有一页多达 {count} 个字，不是给人看的表", advice="请确认选对了文件")
        found: list[Printed] = []
        last = 0
        for at in range(count):
            code = number(text, at)
            if code in (0x20, 0x0A, 0x0D) and added(text, at):
                continue
            holder = object_at(text, at)
            if not holder or not origin(text, at, x, y):
                continue
            key = ctypes.addressof(holder.contents)
            face = self._faces.get(key)
            if face is None:
                face = self._faces[key] = self._face(holder, at)
            shown = _character(code, unmapped(text, at) == 1)
            if key == last and found and (found[-1].x, found[-1].y) == (x.value, y.value):
                # One glyph that stands for several characters, as ﬁ does.
                more = self._width(face, code, at, x.value, y.value) * face.stretch
                found[-1] = found[-1]._replace(text=found[-1].text + shown, advance=found[-1].advance + more)
                continue
            last = key
            advance = self._width(face, code, at, x.value, y.value) * face.stretch
            found.append(
                Printed(shown, x.value, y.value, face.along, face.across, advance, face.size, face.depth)
            )
        return found

    def _face(self, holder: Any, at: int) -> _Face:
        raw = self._raw
        matrix, depth = raw.FS_MATRIX(), ctypes.c_float()
        raw.FPDFText_GetMatrix(self._text, at, matrix)
        points = raw.FPDFText_GetFontSize(self._text, at)
        font = raw.FPDFTextObj_GetFont(holder)
        raw.FPDFFont_GetDescent(font, 1.0, depth)
        along, across = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
        key = ctypes.addressof(font.contents) if font else 0
        size = points * across
        if not along:
            return _Face(font, key, 1.0, 0.0, 0.0, size, 0.0)
        return _Face(
            font, key, matrix.a / along, matrix.b / along, points * along, size, depth.value * size
        )  # fmt: skip

    def _width(self, face: _Face, code: int, at: int, x: float, y: float) -> float:
        """The width of a character in a font of one point."""
        known = self._widths.get((face.key, code))
        if known is not None:
            return known
        width = ctypes.c_float()
        self._raw.FPDFFont_GetGlyphWidth(face.font, code, 1.0, width)
        found = width.value
        if not 0 < found < 10 and face.stretch:
            box = self._raw.FS_RECTF()
            self._raw.FPDFText_GetLooseCharBox(self._text, at, box)
            reach = max(
                (cx - x) * face.along + (cy - y) * face.across
                for cx in (box.left, box.right)
                for cy in (box.bottom, box.top)
            )
            found = max(reach, 0.0) / face.stretch
        self._widths[face.key, code] = found
        return found


def _character(code: int, unknown: bool) -> str:
    if unknown or not code or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return UNKNOWN
    # The library marks a hyphen at the end of a line so.
    return "-" if code in (0x02, 0xFFFE) else chr(code)
