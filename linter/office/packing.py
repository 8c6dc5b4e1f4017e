"""Zip files written part by part; a part that stays is copied as it lies there, packed, whatever is in it.

The standard library packs and unpacks every part on the way, which takes time and fails on a damaged part that
nobody needs: a theme, a picture.
"""

from __future__ import annotations

import struct
import zipfile
import zlib

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800
_DEFLATED, _STORED = zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED
#: Dates of parts that are new.
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class Packer:
    """Collects the parts of a package; ``done`` gives the file."""

    def __init__(self, comment: bytes = b"") -> None:
        self._out = bytearray()
        self._central: list[bytes] = []
        self._comment = comment

    def keep(self, source: bytes, info: zipfile.ZipInfo) -> None:
        """A part of the file ``source`` as it is. Raises BadZipFile where it does not lie where it should."""
        at = info.header_offset
        if source[at : at + 4] != b"PK\x03\x04" or at + 30 > len(source):
            raise zipfile.BadZipFile(info.filename)
        name, extra = struct.unpack_from("<HH", source, at + 26)
        start = at + 30 + name + extra
        packed = source[start : start + info.compress_size]
        self._add(info.filename, info.date_time, info.compress_type, info.CRC, info.file_size, packed, info)

    def put(self, name: str, data: bytes, like: zipfile.ZipInfo | None = None) -> None:
        """A part with this content; ``like`` is the part it replaces."""
        squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = squeezer.compress(data) + squeezer.flush()
        method = _DEFLATED
        if like is not None and like.compress_type == _STORED:
            method, packed = _STORED, data
        date = like.date_time if like is not None else _EARLIEST
        self._add(name, date, method, zlib.crc32(data), len(data), packed, like)

    def done(self) -> bytes:
        start = len(self._out)
        for entry in self._central:
            self._out += entry
        count = len(self._central)
        size = len(self._out) - start
        self._out += _END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, len(self._comment))
        self._out += self._comment
        return bytes(self._out)

    def _add(
        self,
        name: str,
        date: tuple[int, int, int, int, int, int],
        method: int,
        check: int,
        size: int,
        packed: bytes,
        like: zipfile.ZipInfo | None,
    ) -> None:
        try:
            raw, flags = name.encode("ascii"), 0
        except UnicodeEncodeError:
            raw, flags = name.encode("utf-8", "surrogatepass"), _UTF8
        year, month, day, hour, minute, second = date
        days = (max(year - 1980, 0) << 9) | (month << 5) | day
        time = (hour << 11) | (minute << 5) | (second // 2)
        head = (20, flags, method, time, days, check, len(packed), size, len(raw))
        outer = like.external_attr if like is not None else 0o600 << 16
        comment = like.comment if like is not None else b""
        inner = like.internal_attr if like is not None else 0
        self._central.append(
            _CENTRAL.pack(
                b"PK\x01\x02", (3 << 8) | 20, *head, 0, len(comment), 0, inner, outer, len(self._out)
            )
            + raw
            + comment
        )
        self._out += _LOCAL.pack(b"PK\x03\x04", *head, 0) + raw + packed
