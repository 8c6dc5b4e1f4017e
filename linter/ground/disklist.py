"""What a run over a million tables has to keep for later: lists on disk, so that they do not fill memory.

Files have no name and are gone with what they hold. What is small never gets to the disk.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, Generic, TypeVar

import msgspec

Thing = TypeVar("Thing")
#: Bytes up to which a list, and a file that is being written, stay in memory.
_IN_MEMORY = 4 << 20
_BLOCK = 1 << 16


def spooled_file() -> IO[bytes]:
    """A file to write and read again, on disk once it is large."""
    import tempfile

    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def blocks_of(file: IO[bytes]) -> Iterator[bytes]:
    """What was written to such a file, from its beginning, piece by piece."""
    file.seek(0)
    while block := file.read(_BLOCK):
        yield block


class DiskBytes:
    """Runs of bytes, each put at the end and got back by its number or in order. Processes that are forked read the
    same file; one that gets it by other ways has a file of its own."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._file: IO[bytes] | None = None
        self._starts = array("Q", [0])

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._raw(0, self._starts[-1]), self._starts)

    def put(self, raw: bytes) -> int:
        """Add bytes; their number."""
        end = self._starts[-1] + len(raw)
        if self._file is None and end > _IN_MEMORY:
            import tempfile

            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the list
            self._file.write(self._held)
            self._held = bytearray()
        if self._file is None:
            self._held += raw
        else:
            self._file.seek(self._starts[-1])
            self._file.write(raw)
        self._starts.append(end)
        return len(self) - 1

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._raw(self._starts[number], self._starts[number + 1])

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def _raw(self, start: int, end: int) -> bytes:
        if self._file is None:
            return bytes(self._held[start:end])
        if hasattr(os, "pread"):  # forked processes share one place in the file
            return os.pread(self._file.fileno(), end - start, start)
        self._file.seek(start)
        return self._file.read(end - start)


def _again(raw: bytes, starts: array[int]) -> DiskBytes:
    made = DiskBytes()
    if raw:
        made.put(raw)
    made._starts = starts
    return made


class DiskList(Generic[Thing]):
    """Things of texts, numbers and lists, each put at the end and got back by its number or in order: as plain values
    (lists come back as lists), or as the Struct that ``kind`` is."""

    def __init__(self, things: Iterable[Thing] = (), kind: type[Thing] | Any = Any) -> None:
        self._raw = DiskBytes()
        self._decode: Callable[[bytes], Thing] = msgspec.msgpack.Decoder(kind).decode
        for thing in things:
            self.put(thing)

    def put(self, thing: Thing) -> int:
        """Add a thing; its number."""
        return self._raw.put(msgspec.msgpack.encode(thing))

    def __len__(self) -> int:
        return len(self._raw)

    def __getitem__(self, number: int) -> Thing:
        return self._decode(self._raw[number])

    def __iter__(self) -> Iterator[Thing]:
        return map(self._decode, self._raw)
