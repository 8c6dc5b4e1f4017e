"""Cells and rows without a content, cut out of the bytes of a sheet before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_CELL_TAG = rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]{0,60}/>\s{0,9}'
_ROW_TAG = rb'<row r="[0-9]{1,7}"[^<>]{0,300}(?:/>|></row>)\s{0,9}'
#: Blank cells, and blank rows, one after another; what follows must say for itself where it stands.
_BLANK_CELLS = re.compile(_CELL_TAG + b"(?:" + _CELL_TAG + rb')*(?=</row>|<c r=")')
_BLANK_ROWS = re.compile(_ROW_TAG + b"(?:" + _ROW_TAG + rb')*(?=</sheetData>|<row r=")')
#: With fewer blank elements in a piece it is not worth the while to take them out.
_MANY = 30


def without_blanks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The part without its blank cells and rows; pieces are cut between elements."""
    rest = b""
    for chunk in chunks:
        chunk = rest + chunk
        cut = chunk.rfind(b"<row ")
        cut = cut if cut > 0 else chunk.rfind(b"<c ")
        if cut <= 0:
            rest = chunk
            if len(rest) > 1 << 24:
                yield rest
                rest = b""
            continue
        rest = chunk[cut:]
        yield _stripped(chunk[:cut], chunk[cut : cut + 8])
    yield _stripped(rest, b"")


def _stripped(data: bytes, after: bytes) -> bytes:
    """``after`` is the beginning of what follows."""
    blanks = data.count(b"/>")
    if blanks + data.count(b"></row>") < _MANY or b"<![CDATA[" in data:
        return data
    whole = data + after
    if blanks >= _MANY:
        whole = _BLANK_CELLS.sub(b"", whole)
    whole = _BLANK_ROWS.sub(b"", whole)
    return whole[: len(whole) - len(after)] if after else whole
