"""Job processes as the service sees them: each is asked over pipes, ended when it takes too long, and begun anew."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from linter.ground.errors import JxlintError
from linter.serve.jobs import Job, Reply, packed, received


class Busy(Exception):
    """All processes have work, and as many jobs wait as may."""


class JobProcess:
    """One process. It is started when it is first asked, and again after it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, job: Job, seconds: float) -> Reply:
        """The reply to a job; after ``seconds`` the process is ended. To be called from one thread at a time."""
        process = self._running()
        late = threading.Event()

        def end() -> None:
            late.set()
            self.end()

        watch = threading.Timer(seconds, end)
        watch.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(packed(job))
            process.stdin.flush()
            reply = received(process.stdout)  # type: ignore[arg-type]
        except (OSError, ValueError):  # it died while it was told
            reply = None
        finally:
            watch.cancel()
        if reply is not None and not late.is_set():
            return msgspec.msgpack.decode(reply, type=Reply)
        self.end()
        if late.is_set():
            return Reply(504, message=f"超过 {seconds:g} 秒没有检查完，已停下。请把文件拆小")
        return Reply(
            500, message="检查这个文件的进程意外退出了。请把这个文件报告给维护者；其他文件可以照常检查"
        )

    def end(self) -> None:
        """End the process with all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            self._process = subprocess.Popen(
                _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        return self._process


def _command() -> list[str]:
    ours = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "linter"]
    return [*ours, "serve", "--as-job-process"]


class GuardedToolbox:
    """The tools of language models (serve/modeltools.py), each call in a process that may hang or die."""

    def __init__(self, root: Path | None, config: str | None, seconds: float) -> None:
        self._root = str(root.resolve()) if root is not None else None
        self._config = config
        self._seconds = seconds
        self._process = JobProcess()

    def use(self, name: str, arguments: Any) -> str:
        """The answer of a tool. Raises JxlintError where there is none."""
        job = Job("tool", config=self._config, tool=name, arguments=arguments, root=self._root)
        reply = self._process.ask(job, self._seconds)
        if reply.message:
            raise JxlintError(reply.message)
        return reply.body.decode("utf-8")

    def end(self) -> None:
        """End the process."""
        self._process.end()


class Crew:
    """Several job processes; a job is done by the one that is free."""

    def __init__(self, size: int, seconds: float, waiting: int) -> None:
        self._all = [JobProcess() for _ in range(size)]
        self._free: asyncio.Queue[JobProcess] = asyncio.Queue()
        for one in self._all:
            self._free.put_nowait(one)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="jxlint-job")
        self._seconds = seconds
        self._most_waiting = waiting
        self._waiting = 0

    async def do(self, job: Job) -> Reply:
        """The reply to a job. Raises Busy where too many wait already."""
        if self._free.empty() and self._waiting >= self._most_waiting:
            raise Busy
        self._waiting += 1
        try:
            one = await self._free.get()
        finally:
            self._waiting -= 1
        # A client that goes away does not take the process with it: it is free when it has answered.
        return await asyncio.shield(asyncio.ensure_future(self._with(one, job)))

    async def _with(self, one: JobProcess, job: Job) -> Reply:
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, one.ask, job, self._seconds)
        finally:
            self._free.put_nowait(one)

    async def warm_up(self, config: str | None) -> None:
        """Have every process load the rules before the first request."""
        await asyncio.gather(*(self.do(Job("warm", config=config)) for _ in self._all))

    def end(self) -> None:
        """End all processes."""
        for one in self._all:
            one.end()
        self._threads.shutdown(wait=False, cancel_futures=True)
