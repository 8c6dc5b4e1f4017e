"""The root folder of an OLE compound file (.xls, .doc, .wps, .et, encrypted .xlsx): names of its streams."""

from __future__ import annotations

import struct

_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_ENTRY = 128


def root_names(data: bytes) -> set[str]:
    """The names of the streams and folders directly under the root. Empty when the file is damaged.

    Embedded objects have folders of their own, so a Word file that holds a worksheet is still told apart.
    """
    try:
        directory = _directory(data)
    except struct.error:
        return set()
    count = len(directory) // _ENTRY
    names: set[str] = set()
    if not count:
        return names
    pending = [struct.unpack_from("<I", directory, 76)[0]]
    seen: set[int] = set()
    while pending:
        number = pending.pop()
        if number in seen or number >= count:
            continue
        seen.add(number)
        entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
        length, left, right = *struct.unpack_from("<H", entry, 64), *struct.unpack_from("<II", entry, 68)
        names.add(entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace"))
        pending += [left, right]
    return names


def _directory(data: bytes) -> bytes:
    """The directory stream, by its chain of sectors; as much of it as can be followed."""
    (shift,) = struct.unpack_from("<H", data, 30)
    (start,) = struct.unpack_from("<I", data, 48)
    if not 7 <= shift <= 16:
        return b""
    size = 1 << shift
    tables = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
    per_table = size // 4
    parts: list[bytes] = []
    seen: set[int] = set()
    sector = start
    while sector < _END and sector not in seen:
        seen.add(sector)
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        table, position = divmod(sector, per_table)
        if table >= len(tables):
            break
        (sector,) = struct.unpack_from("<I", data, (tables[table] + 1) * size + 4 * position)
    return b"".join(parts)
