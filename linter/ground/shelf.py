"""A list of plain things on disk, for what a run over a million tables has to keep for later."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

#: Bytes up to which they stay in memory.
_IN_MEMORY = 4 << 20


class Shelf:
    """Things of texts, numbers and lists, each put at the end and got back by its number or in order. Lists come back
    as lists. The file has no name and is gone with the shelf."""

    def __init__(self, things: Iterable[Any] = ()) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the shelf
        self._starts = array("Q", [0])
        for thing in things:
            self.put(thing)

    def put(self, thing: Any) -> int:
        """Add a thing; its number."""
        raw = msgspec.msgpack.encode(thing)
        self._file.seek(self._starts[-1])
        self._file.write(raw)
        self._starts.append(self._starts[-1] + len(raw))
        return len(self._starts) - 2

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Any:
        start, end = self._starts[number : number + 2]
        self._file.seek(start)
        return msgspec.msgpack.decode(self._file.read(end - start))

    def __iter__(self) -> Iterator[Any]:
        return (self[number] for number in range(len(self)))
