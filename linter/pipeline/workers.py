"""Worker processes that check files, each at the end of a pipe, and the watch over them.

The parent hands out one file at a time, with the next one waiting in the pipe, so that no worker idles; it knows on
which file each worker is and since when. A worker that takes too long or too much memory is ended and its file given
up; one that dies costs its file a second try by another. Nothing a file does reaches the parent or other files.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.memory import resident
from linter.pipeline.chunks import Job
from linter.pipeline.filecheck import DIED, given_up, too_long, too_much
from linter.pipeline.messages import FAULT, UP, fault_of, quickest_start
from linter.pipeline.paths import Input
from linter.pipeline.runaround import RunSurroundings
from linter.pipeline.shards import pack
from linter.pipeline.workbench import work

#: Files in the hands of a worker: the one it is on, and the one that waits.
_IN_HAND = 2
_TRIES = 2
#: Files of one name but for the ending that go to one worker, which remembers the forms that it has judged.
_MOST_ALIKE = 8
#: Files after which a worker makes room for a fresh one, as what it remembers of texts grows: at most, and where it
#: holds more bytes than ``_LARGE``. A fresh one takes as long to get ready as some twenty files.
_SERVED, _SERVED_LARGE, _LARGE = 1000, 120, 88 << 20
#: Seconds between two looks at the clocks and the memory of workers.
_LOOK = 0.25
#: Files between two looks at what a worker holds when it is on none.
_LOOK_EVERY = 8
#: Seconds within which a worker says that it is there.
_COMES_UP = 60
#: Workers that die before they can say that they are there, one after the other, until the run is broken off.
_STILLBORN = 3


class _Worker:
    """A process, the parent's end of its pipe, the jobs in its hands, and since when it is on the first."""

    def __init__(self, context: Any, around: RunSurroundings, others: list[Connection]) -> None:
        self.pipe, theirs = context.Pipe()
        forked = context.get_start_method() == "fork"
        self.process = context.Process(
            target=work, args=(theirs, around, [*others, self.pipe] if forked else []), daemon=True
        )
        self.process.start()
        theirs.close()
        self.jobs: deque[Job] = deque()
        #: Jobs that wait for this worker.
        self.kept: deque[Job] = deque()
        self.since = time.monotonic()
        self.up = False
        self.served = 0
        #: It holds so much that it gets no more files.
        self.large = False

    def give(self, job: Job) -> None:
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(job)
        self.pipe.send_bytes(msgspec.msgpack.encode(_plain(job.item)))

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _plain(item: Input) -> Any:
    raw = [one.encode("utf-8", "surrogatepass") for one in (item.path, item.aside, item.real)]
    return [*raw, item.data, item.found]


class Crew:
    """Workers on the files of a run. ``timeout`` are the seconds and ``memory`` the bytes that a file may take; None
    sets no bound. ``start`` names a start method of ``multiprocessing``; without one it is the quickest that is safe.
    Used as a context: whatever ends it ends the workers."""

    def __init__(
        self,
        around: RunSurroundings,
        count: int,
        *,
        timeout: float | None = None,
        memory: int | None = None,
        start: str | None = None,
    ) -> None:
        self._around = around
        self._timeout = timeout
        self._memory = memory
        self._context: Any = multiprocessing.get_context(start or quickest_start())
        self._waiting: deque[Job] = deque()
        #: The next job of all, where it was looked at already.
        self._ahead: Job | None = None
        self._workers: list[_Worker] = []
        self._stillborn = 0
        self._count = count
        self._looked = 0.0

    def __enter__(self) -> Crew:
        for _ in range(self._count):
            self._hire()
        return self

    def __exit__(self, *exception: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def check(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, bytes]]:
        """Each job with its packed result, as they are done. Raises JxlintError for faulty settings, and when no worker
        can be started."""
        source = iter(jobs)
        while True:
            self._hand_out(source)
            if not any(worker.jobs for worker in self._workers):
                if self._waiting:  # those that were to have them have died
                    continue
                return
            ready = set(wait([worker.pipe for worker in self._workers if worker.jobs], timeout=_LOOK))
            for worker in list(self._workers):
                if worker.pipe in ready:
                    yield from self._receive(worker)
            yield from self._watch()

    def _hire(self) -> None:
        self._workers.append(_Worker(self._context, self._around, [worker.pipe for worker in self._workers]))

    def _hand_out(self, source: Iterator[Job]) -> None:
        for place in range(_IN_HAND):
            for worker in list(self._workers):
                if len(worker.jobs) > place:
                    continue
                if self._has_served(worker):
                    if not worker.jobs:
                        self._replace(worker)
                    continue
                job = self._waiting.popleft() if self._waiting else self._next_for(worker, source)
                if job is None:
                    continue
                if job.item.data is not None and worker.jobs:
                    # What does not fit into the pipe is only sent to a worker that reads.
                    self._waiting.appendleft(job)
                    continue
                try:
                    worker.give(job)
                except OSError:  # it died meanwhile, which is seen by the job that it is on where there is one
                    self._waiting.appendleft(worker.jobs.pop())
                    if not worker.jobs:
                        self._note_death(worker)
                        self._replace(worker)

    def _has_served(self, worker: _Worker) -> bool:
        """Whether a worker gets no more files. Its memory is looked at now and then."""
        served = worker.served + len(worker.jobs)
        if served >= _SERVED_LARGE and served % _LOOK_EVERY == 0 and not worker.large:
            worker.large = (resident(worker.process.pid or 0) or 0) > _LARGE
        return worker.large or served >= _SERVED

    def _next_for(self, worker: _Worker, source: Iterator[Job]) -> Job | None:
        """The next job for a worker. A form that an office hands in as a document and as a workbook goes to one of
        them."""
        if not worker.kept:
            first = self._ahead or next(source, None)
            self._ahead = None
            if first is None:
                return None
            worker.kept.append(first)
            while (job := next(source, None)) is not None:
                if len(worker.kept) >= _MOST_ALIKE or _stem_of(job) != _stem_of(first):
                    self._ahead = job
                    break
                worker.kept.append(job)
        return worker.kept.popleft()

    def _receive(self, worker: _Worker) -> Iterator[tuple[Job, bytes]]:
        try:
            message = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        worker.since = time.monotonic()
        if message[:1] == UP:
            worker.up, self._stillborn = True, 0
        elif message[:1] == FAULT:
            raise fault_of(message)
        else:
            worker.served += 1
            yield worker.jobs.popleft(), message[1:]

    def _died(self, worker: _Worker) -> Iterator[tuple[Job, bytes]]:
        self._note_death(worker)
        if worker.up and worker.jobs:
            job = worker.jobs[0]
            job.tries += 1
            if job.tries >= _TRIES:
                worker.jobs.popleft()
                yield job, pack(given_up(job.item, self._around, DIED))
        self._replace(worker)

    def _note_death(self, worker: _Worker) -> None:
        """Raises JxlintError when one worker after the other dies before it is there."""
        if worker.up:
            return
        self._stillborn += 1
        if self._stillborn >= _STILLBORN:
            raise JxlintError("检查用的进程一启动就结束", advice="请用 --jobs 1 在一个进程里检查")

    def _watch(self) -> Iterator[tuple[Job, bytes]]:
        """End workers that take too long or too much on a file, which is given up at once: it would again."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return
        self._looked = now
        for worker in list(self._workers):
            if not worker.jobs or worker.pipe.poll():
                continue
            if not worker.up:
                if now - worker.since > _COMES_UP:  # a fork of many threads may wait for one that is not there
                    yield from self._died(worker)
                continue
            said = ""
            if self._timeout is not None and now - worker.since > self._timeout:
                said = too_long(self._timeout)
            elif self._memory is not None and (resident(worker.process.pid or 0) or 0) > self._memory:
                said = too_much(self._memory)
            if said:
                job = worker.jobs.popleft()
                self._replace(worker)
                yield job, pack(given_up(job.item, self._around, said))

    def _replace(self, worker: _Worker) -> None:
        self._waiting.extendleft(reversed([*worker.jobs, *worker.kept]))
        worker.jobs.clear()
        worker.kept.clear()
        worker.end()
        self._workers.remove(worker)
        self._hire()


def _stem_of(job: Job) -> str:
    """The path of a job without its ending."""
    return os.path.splitext(job.item.path)[0]  # noqa: PTH122 - a path may hold what Path refuses
