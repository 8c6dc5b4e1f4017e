"""A font that stands in for every font a PDF file names but does not carry.

The library measures characters by their glyphs, and leaves out those that have none: with the fonts of the
machine the same file would be read differently on each. Here every character is a box of the size of its font.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_UNITS = 1000
_BOX = (0, -120, 1000, 880)
_GLYPHS = 0xFFFF
_NAME = b"jxlint-box\0"


@contextmanager
def boxes() -> Iterator[None]:
    """Fonts that are not in the file are boxes; the machine's fonts are in place again afterwards."""
    from pypdfium2 import raw

    stand_in = _stand_in()
    raw.FPDF_SetSystemFontInfo(stand_in)
    try:
        yield
    finally:
        usual = raw.FPDF_GetDefaultSystemFontInfo()
        raw.FPDF_SetSystemFontInfo(usual)


@cache
def _stand_in() -> Any:
    """What the library asks for fonts. Kept for good: the library calls it as long as it is in place."""
    from pypdfium2 import raw

    font = font_file()

    def find(*_: Any) -> int:
        return 1

    def data(_: Any, __: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    def name(_: Any, __: Any, buffer: Any, size: int) -> int:
        if buffer and size >= len(_NAME):
            ctypes.memmove(buffer, _NAME, len(_NAME))
        return len(_NAME)

    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    for field, answer in (
        ("Release", lambda _: None),
        ("EnumFonts", lambda *_: None),
        ("MapFont", find),
        ("GetFont", find),
        ("GetFontData", data),
        ("GetFaceName", name),
        ("GetFontCharset", lambda *_: 1),
        ("DeleteFont", lambda *_: None),
    ):
        kind = dict(raw.FPDF_SYSFONTINFO._fields_)[field]
        setattr(info, field, kind(answer))
    return info


@cache
def font_file() -> bytes:
    """A TrueType font in which every character and every number of a glyph is the same box."""
    left, low, right, high = _BOX
    # Two points are enough to be measured: the lower left corner and the upper right one.
    outline = struct.pack(">hhhhhHH", 1, left, low, right, high, 1, 0)
    outline += struct.pack(">BBhBh", 0b010101, 0b000001, right - left, -low, high - low)
    outline += b"\0" * (-len(outline) % 4)
    places = range(0, (_GLYPHS + 1) * len(outline), len(outline))
    tables = {
        # One stretch of the Unicode plane, each character with the glyph of its own number.
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12)
        + struct.pack(">HHHHHHH", 4, 32, 0, 4, 4, 1, 0)
        + struct.pack(">HHHHHhhHH", 0xFFFE, 0xFFFF, 0, 0, 0xFFFF, 0, 1, 0, 0),
        b"glyf": outline * _GLYPHS,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, *_BOX, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, high, low, 0, _UNITS, 0, 0, right, *[0] * 8, 1),
        b"hmtx": struct.pack(">Hh", _UNITS, left) + bytes(2 * (_GLYPHS - 1)),
        b"loca": struct.pack(f">{_GLYPHS + 1}I", *places),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, _GLYPHS, 2, 1, 0, 0, 1, *[0] * 8),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    at = len(head) + 16 * len(tables)
    directory, bodies = b"", []
    for tag, table in tables.items():
        directory += tag + struct.pack(">III", 0, at, len(table))
        bodies.append(table + b"\0" * (-len(table) % 4))
        at += len(bodies[-1])
    return head + directory + b"".join(bodies)
