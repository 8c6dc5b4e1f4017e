"""The results of all files of a run, in the order of the files, gone through as often as a report likes.

Few of them are kept as they are, many as shards on disk, of which one file at a time is unpacked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from linter.fileresult import FileResult, FindingsOf, Outline, outline_of
from linter.ground.errors import JxlintError
from linter.pipeline.shards import Shards, findings_of, opened, outlined, pack, unpack


class Results:
    """Chunks of results by their number, in whatever order they come; ``shards`` is where they are put on disk, None
    keeps them in memory. Raises JxlintError in a loop when a shard has been taken away."""

    def __init__(self, shards: Shards | None = None) -> None:
        self._shards = shards
        self._chunks: dict[int, str | list[FileResult]] = {}

    def keep(self, number: int, name: str, results: Sequence[bytes | FileResult]) -> None:
        """Keep the results of a chunk, packed or not. Raises JxlintError where they cannot be written."""
        if self._shards is None:
            self._chunks[number] = [unpack(one) if isinstance(one, bytes) else one for one in results]
        else:
            self._shards.write(name, [one if isinstance(one, bytes) else pack(one) for one in results])
            self._chunks[number] = name

    def keep_shard(self, number: int, name: str) -> None:
        """Take a shard that lies there already."""
        self._chunks[number] = name

    def __iter__(self) -> Iterator[FileResult]:
        for number in sorted(self._chunks):
            yield from self._read(self._chunks[number])

    def findings(self) -> Iterator[FindingsOf]:
        """The findings of each result."""
        for number in sorted(self._chunks):
            chunk = self._chunks[number]
            if isinstance(chunk, str):
                yield from map(findings_of, self._packed(chunk))
            else:
                yield from map(_only, chunk)

    def told_findings(self) -> Iterator[tuple[str, bytes, Callable[[], FindingsOf]]]:
        """Path of each result, what was told of its findings beforehand (``FileResult.told``), and what gives them."""
        for path, told, raw in self._told():
            yield path, told[0], partial(findings_of, raw) if isinstance(raw, bytes) else partial(_only, raw)

    def told_forms(self) -> Iterator[tuple[str, bytes, Callable[[], FileResult]]]:
        """The same of its forms, with what gives all of it."""
        for path, told, raw in self._told():
            yield path, told[1], partial(unpack, raw) if isinstance(raw, bytes) else partial(_itself, raw)

    def _told(self) -> Iterator[tuple[str, tuple[bytes, bytes], bytes | FileResult]]:
        for number in sorted(self._chunks):
            chunk = self._chunks[number]
            if isinstance(chunk, str):
                for raw in self._packed(chunk):
                    outside = opened(raw)
                    yield outside.path.decode("utf-8", "surrogatepass"), outside.told, raw
            else:
                yield from ((one.path, one.told, one) for one in chunk)

    def outlines(self) -> Iterator[tuple[str, Outline, Callable[[], FileResult]]]:
        """Path and sums of each result, with what gives all of it."""
        for number in sorted(self._chunks):
            chunk = self._chunks[number]
            if isinstance(chunk, str):
                for raw in self._packed(chunk):
                    yield *outlined(raw), partial(unpack, raw)
            else:
                for one in chunk:
                    yield one.path, outline_of(one), partial(_itself, one)

    def replace(self, wanted: Callable[[FileResult], FileResult | None]) -> None:
        """Ask for each result whether another is to take its place."""
        for number, chunk in sorted(self._chunks.items()):
            new = [(one, wanted(one)) for one in self._read(chunk)]
            if any(other is not None for _, other in new):
                self.keep(
                    number, chunk if isinstance(chunk, str) else "", [other or one for one, other in new]
                )

    def _read(self, chunk: str | list[FileResult]) -> Iterator[FileResult]:
        if not isinstance(chunk, str):
            yield from chunk
            return
        yield from map(unpack, self._packed(chunk))

    def _packed(self, name: str) -> list[bytes]:
        packed = self._shards.read(name) if self._shards is not None else None
        if packed is None:
            raise JxlintError("检查的中间结果不见了或坏了，写不成报告", advice="请再运行一次")
        return packed


def _itself(result: FileResult) -> FileResult:
    return result


def _only(result: FileResult) -> FindingsOf:
    return FindingsOf(result.path, result.findings, result.troubles)
