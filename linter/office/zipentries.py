"""Entries of zip packages, taken and put as bytes: the standard library does the directory, and whatever is unusual."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
import zlib
from typing import IO, Any

#: The fixed bytes of the header before the name of an entry: how it begins, and where the lengths stand of the name and
#: of what follows it.
_LOCAL_HEADER = 30
_BEGIN = b"PK\3\4"
_LENGTHS = 26
#: Bits of an entry: its sizes stand behind the data; it is encrypted or a patch.
_SIZES_BEHIND = 0x08
_UNUSUAL = 0x61
#: From here on packages need other headers, which the standard library writes.
_LARGE = 1 << 30
_FIELDS = tuple(zipfile.ZipInfo.__slots__)


class FileBytes:
    """The whole of an open file, which nobody writes any more: as much of ``bytes`` as packages are read by. Slices go
    forward."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self._length = file.seek(0, os.SEEK_END)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, place: slice) -> bytes:
        start, stop, _ = place.indices(self._length)
        self.file.seek(start)
        return self.file.read(max(0, stop - start))

    def startswith(self, begin: bytes, at: int) -> bool:
        """Whether these bytes stand at a place."""
        return self[at : at + len(begin)] == begin


#: A package as it is given: in memory, or on disk.
Packed = bytes | FileBytes


def unpacked(package: Packed, info: zipfile.ZipInfo) -> bytes | None:
    """The bytes of an entry that is as office programs write it and undamaged, never more than it says it has. None for
    any other: the standard library tells what is wrong with it, or how it is packed."""
    if info.flag_bits & _UNUSUAL or not 0 < info.file_size < _LARGE or not _is_named(package, info):
        return None
    begin = _start(package, info.header_offset)
    end = begin + info.compress_size
    last = getattr(info, "_end_offset", None)  # of newer Pythons, against entries that lie in one another
    if end > len(package) or (last is not None and end > last):
        return None
    data = package[begin:end]
    if info.compress_type == zipfile.ZIP_DEFLATED:
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, info.file_size)
        except zlib.error:
            return None
    elif info.compress_type != zipfile.ZIP_STORED:
        return None
    return data if len(data) == info.file_size and zlib.crc32(data) == info.CRC else None


def _is_named(package: Packed, info: zipfile.ZipInfo) -> bool:
    """Whether the header of an entry has the name that the directory says, in plain letters."""
    begin, name = info.header_offset, info.orig_filename
    if not name.isascii() or not 0 <= begin <= len(package) - _LOCAL_HEADER:
        return False
    length = int.from_bytes(package[begin + _LENGTHS : begin + _LENGTHS + 2], "little")
    start = begin + _LOCAL_HEADER
    return package.startswith(_BEGIN, begin) and package[start : start + length] == name.encode()


def _start(package: Packed, begin: int) -> int:
    """Where the data of an entry begin whose header begins at a place."""
    lengths = package[begin + _LENGTHS : begin + _LOCAL_HEADER]
    name, more = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
    return begin + _LOCAL_HEADER + name + more


def copy(package: Packed, info: zipfile.ZipInfo, target: zipfile.ZipFile) -> None:
    """Add an entry of a package as it is packed to another. Raises BadZipFile where it has no header."""
    begin = info.header_offset
    if not package.startswith(_BEGIN, begin) or begin + _LOCAL_HEADER > len(package):
        raise zipfile.BadZipFile(info.filename)
    begin = _start(package, begin)
    entry = zipfile.ZipInfo.__new__(zipfile.ZipInfo)
    for field in _FIELDS:
        setattr(entry, field, getattr(info, field, None))
    entry.extra = b""
    entry.flag_bits &= ~_SIZES_BEHIND
    _put(target, entry, package[begin : begin + info.compress_size])


def write(target: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes | IO[bytes]) -> None:
    """Add a new entry; one that lies in a file is never whole in memory."""
    info.compress_type = zipfile.ZIP_DEFLATED
    if not isinstance(data, bytes):
        info.file_size = data.seek(0, io.SEEK_END)
        data.seek(0)
        with target.open(info, "w") as part:
            shutil.copyfileobj(data, part, 1 << 20)
    elif len(data) >= _LARGE:
        target.writestr(info, data)
    else:
        packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush()
        info.file_size, info.compress_size, info.CRC = len(data), len(packed), zlib.crc32(data)
        info.external_attr = 0o600 << 16
        _put(target, info, packed)


def _put(target: Any, entry: zipfile.ZipInfo, packed: bytes) -> None:
    """Add an entry with its packed bytes: zipfile has no call for it, so its own fields are kept in step."""
    target.fp.seek(target.start_dir)
    entry.header_offset = target.start_dir
    target.fp.write(entry.FileHeader(False))
    target.fp.write(packed)
    target.start_dir = target.fp.tell()
    target.filelist.append(entry)
    target.NameToInfo[entry.filename] = entry
    target._didModify = True
