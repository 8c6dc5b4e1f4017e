"""The results of all files of a run, in the order of the files, gone through as often as a report likes.

Few of them are kept as they are, many as shards on disk, of which one file at a time is unpacked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.fileresult import FileResult
from linter.pipeline.shards import Shards, unpack


class Results:
    """Chunks of results by their number, in whatever order they come; ``shards`` is where those lie that were put on
    disk. Raises OSError in a loop when a shard has been taken away."""

    def __init__(self, shards: Shards | None = None) -> None:
        self._shards = shards
        self._chunks: dict[int, str | Sequence[FileResult]] = {}

    def keep(self, number: int, results: Sequence[FileResult]) -> None:
        """Keep the results of a chunk in memory."""
        self._chunks[number] = results

    def keep_packed(self, number: int, name: str, packed: Sequence[bytes]) -> None:
        """Keep the packed results of a chunk, on disk where there is a place for them."""
        if self._shards is None:
            self._chunks[number] = [unpack(one) for one in packed]
        else:
            self._shards.write(name, packed)
            self._chunks[number] = name

    def keep_shard(self, number: int, name: str) -> None:
        """Take a shard that lies there already."""
        self._chunks[number] = name

    def __iter__(self) -> Iterator[FileResult]:
        for number in sorted(self._chunks):
            chunk = self._chunks[number]
            if not isinstance(chunk, str):
                yield from chunk
                continue
            packed = self._shards.read(chunk) if self._shards is not None else None
            if packed is None:
                raise OSError(f"shard {chunk} is gone")
            for one in packed:
                yield unpack(one)
