"""The files of a run on a Dask cluster that is there already: the same function, the same results.

Workers read the files themselves, by their whole paths; what they give back are packed results.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice
from typing import Any

import msgspec

from linter import __version__
from linter.ground.errors import JxlintError
from linter.pipeline.chunks import Job
from linter.pipeline.deadline import TooLong, limited
from linter.pipeline.filecheck import DIED, check_file, given_up, too_long
from linter.pipeline.paths import Input
from linter.pipeline.runaround import RunSurroundings
from linter.pipeline.shards import pack

#: Files in a task, and tasks that wait for each thread of the cluster.
_TOGETHER, _WAITING = 16, 2
_CONNECT = 10
#: One file at a time in a process, however many threads it has.
_TURN = threading.Lock()


def check_there(
    jobs: Iterable[Job], around: RunSurroundings, address: str, timeout: float | None = None
) -> Iterator[tuple[Job, bytes]]:
    """Each job with its packed result, as they are done. A file whose worker dies again and again is given up and told.
    Raises JxlintError when the cluster cannot be reached, does not see the files, or has another version."""
    client = _client(address)
    try:
        executor = client.get_executor(pure=False)
        source = iter(jobs)
        root = ""
        running: dict[Future[list[bytes]], list[Job]] = {}

        def send(batch: list[Job]) -> None:
            items = [_there(job.item) for job in batch]
            running[executor.submit(check_some, items, around, root, timeout, __version__)] = batch

        while True:
            while len(running) < _WAITING * max(1, sum(client.ncores().values())):
                batch = list(islice(source, _TOGETHER))
                if not batch:
                    break
                root = root or os.path.dirname(_there(batch[0].item).real)  # noqa: PTH120
                send(batch)
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                batch = running.pop(future)
                results = _results(future)
                if results is not None:
                    yield from zip(batch, results, strict=True)
                elif len(batch) > 1:
                    for job in batch:
                        send([job])
                else:
                    yield batch[0], pack(given_up(batch[0].item, around, DIED))
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError as error:
        raise JxlintError(
            "没有安装 Dask，不能交给集群查", advice='请运行 pip install "jxlint[cluster]"'
        ) from error
    client: Any = distributed.Client
    try:
        return client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise JxlintError(f"连不上集群 {address}", advice="请检查地址，如 tcp://10.0.0.8:8786") from error


def _there(item: Input) -> Input:
    """An input whose place means the same on another machine."""
    return msgspec.structs.replace(item, real=os.path.abspath(item.place))  # noqa: PTH100


def _results(future: Future[list[bytes]]) -> list[bytes] | None:
    """The results of a task; None where the workers that tried it died. Raises what was raised there."""
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return None


def check_some(
    items: list[Input], around: RunSurroundings, root: str, timeout: float | None, version: str
) -> list[bytes]:
    """Check files on a worker. ``root`` is a folder that it has to see. Raises JxlintError."""
    here = socket.gethostname()
    if version != __version__:
        raise JxlintError(
            f"集群上的 {here} 装的是 jxlint {__version__}，本机是 {version}", advice="请装成同一个版本"
        )
    if root and not os.path.isdir(root):  # noqa: PTH112
        raise JxlintError(
            f"集群上的 {here} 看不到这个文件夹",
            path=root,
            advice="请把表放在各台机器用同样路径都能读到的地方",
        )
    return [_packed(item, around, timeout) for item in items]


def _packed(item: Input, around: RunSurroundings, timeout: float | None) -> bytes:
    with _TURN:
        try:
            with limited(timeout):
                return pack(check_file(item, around))
        except TooLong:
            return pack(given_up(item, around, too_long(timeout or 0)))
