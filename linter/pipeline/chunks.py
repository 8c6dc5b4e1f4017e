"""The jobs of a run, chunk by chunk, and their results, which go on in chunks when all of one are there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from linter.fileresult import FileResult
from linter.ground.cache import content_key
from linter.pipeline.filecheck import state_of
from linter.pipeline.paths import FileList, Input
from linter.pipeline.results import Results
from linter.pipeline.runaround import RunSurroundings
from linter.pipeline.shards import Packed, Shards, chunks, opened, pack, shard_name

Result = bytes | FileResult


class Job(msgspec.Struct):
    """A file to check: its chunk, its place in it, and how often it was tried."""

    chunk: int
    place: int
    item: Input
    tries: int = 0


class _Open(msgspec.Struct):
    """A chunk of which something is still missing."""

    name: str
    slots: list[Result | None]
    missing: int


class Tray:
    """Gives out the jobs of ``inputs`` and takes their results, packed or not.

    ``earlier`` are the shards of an interrupted run, or of the last one over much the same files, whose names are
    ``before``: what is in them and still holds is no job. With ``by_content`` the bytes of a file decide that, else its
    size and the time of its last change. ``done`` counts files with a result, ``reused`` those of them that were no
    job, ``names`` are the shards of this run."""

    def __init__(
        self,
        inputs: Iterable[Input],
        results: Results,
        around: RunSurroundings,
        earlier: Shards | None = None,
        *,
        by_content: bool = False,
        before: Collection[str] = (),
    ) -> None:
        self._inputs = FileList(inputs)
        self._results = results
        self._around = around
        self._earlier = earlier
        self._by_content = by_content
        self.names = [shard_name(chunk) for chunk in chunks(self._inputs)]
        self._moved_in: set[str] = set()
        self._moved = self._elsewhere(set(before) - set(self.names))
        self._open: dict[int, _Open] = {}
        self.done = 0
        self.reused = 0

    def jobs(self) -> Iterator[Job]:
        """Every file that has to be checked, in order."""
        for number, chunk in enumerate(chunks(self._inputs)):
            name = self.names[number]
            slots = self._slots(name, chunk)
            missing = slots.count(None)
            self.done += len(chunk) - missing
            self.reused += len(chunk) - missing
            if not missing:
                if name in self._moved_in:
                    self._results.keep(number, name, [slot for slot in slots if slot is not None])
                else:
                    self._results.keep_shard(number, name)
                continue
            self._open[number] = _Open(name, slots, missing)
            for place, item in enumerate(chunk):
                if slots[place] is None:
                    yield Job(number, place, item)

    def take(self, job: Job, result: Result) -> None:
        """Take the result of a job."""
        chunk = self._open[job.chunk]
        chunk.slots[job.place] = result
        chunk.missing -= 1
        self.done += 1
        if not chunk.missing:
            del self._open[job.chunk]
            self._results.keep(job.chunk, chunk.name, [slot for slot in chunk.slots if slot is not None])

    def save_open(self, shards: Shards) -> None:
        """Put on disk what there is of chunks that are not complete."""
        for chunk in self._open.values():
            there = [_packed(slot) for slot in chunk.slots if slot is not None]
            if there:
                shards.write(chunk.name, there)

    def _slots(self, name: str, chunk: Sequence[Input]) -> list[Result | None]:
        """The results of an earlier run that still hold, in the order of the chunk; None where there is none."""
        packed = self._earlier.read(name) if self._earlier is not None else None
        if not packed:
            packed = self._from_elsewhere(chunk)
            self._moved_in.add(name)
        if not packed:
            return [None] * len(chunk)
        by_path = {opened(one).path: one for one in packed}
        return [self._still(item, by_path.get(item.path.encode("utf-8", "surrogatepass"))) for item in chunk]

    def _elsewhere(self, names: Iterable[str]) -> dict[bytes, str]:
        """The shard of each file in shards that this run has no more: a file came or went, and others moved."""
        if self._earlier is None:
            return {}
        return {opened(one).path: name for name in names for one in self._earlier.read(name) or ()}

    def _from_elsewhere(self, chunk: Sequence[Input]) -> list[bytes]:
        if self._earlier is None or not self._moved:
            return []
        names = {self._moved.get(item.path.encode("utf-8", "surrogatepass"), "") for item in chunk} - {""}
        return [one for name in sorted(names) for one in self._earlier.read(name) or ()]

    def _still(self, item: Input, packed: bytes | None) -> bytes | None:
        if packed is None or item.data is not None or item.aside:
            return None
        there = opened(packed)
        same = (
            there.judged_by == self._around.key(self._around.configuration.settings(item.place))
            and there.judged_by != ""
            and self._unchanged(item, there)
        )
        return packed if same else None

    def _unchanged(self, item: Input, there: Packed) -> bool:
        state = state_of(item.place)
        if not self._by_content:
            return there.state == state != (0, 0)
        # Bytes are only looked at where the size is as before; without a key the file could not be opened.
        if not there.content or state[0] != there.state[0]:
            return False
        try:
            return content_key(Path(item.place).read_bytes()) == there.content
        except (OSError, ValueError):
            return False


def _packed(result: Result) -> bytes:
    return result if isinstance(result, bytes) else pack(result)
