"""Where a long run keeps its shards: a folder of its own below the cache, found again by the words of the command."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from linter.ground.cache import cache_dir, content_key
from linter.ground.errors import JxlintError
from linter.pipeline.shards import Shards

_FOLDER = "runs"
_LOCK = "lock"
#: Days that an interrupted run may wait to be resumed.
_KEPT = 30


class RunFolder:
    """The folder of one run, which no other process uses at the same time. ``kept`` tells whether a later run can find
    it; without a cache folder, and where the same command runs already, it is a folder for once."""

    def __init__(self, words: Sequence[str], *, resume: bool) -> None:
        self._lock: IO[bytes] | None = None
        self.path = self._found(words, resume)
        self.kept = self._lock is not None
        self.shards = Shards(self.path, lasting=False)
        if not resume:
            for name in self.shards.names():
                self.shards.remove(name)

    def _found(self, words: Sequence[str], resume: bool) -> Path:
        base = cache_dir()
        if base is None:
            if resume:
                raise JxlintError("没有缓存文件夹，没有留下可以接着查的", advice="请去掉 --resume，从头查")
            return Path(tempfile.mkdtemp(prefix="jxlint-"))
        runs = base / _FOLDER
        runs.mkdir(mode=0o700, exist_ok=True)
        _clear_old(runs)
        path = runs / content_key(str(Path.cwd()), *words)
        path.mkdir(mode=0o700, exist_ok=True)
        self._lock = locked(path / _LOCK)
        if self._lock is None:
            if resume:
                raise JxlintError("同样的检查正在运行，不能接着查", advice="请等它结束，或者去掉 --resume")
            return Path(tempfile.mkdtemp(prefix="once-", dir=runs))
        return path

    def before(self) -> set[str]:
        """The shards of the last run over other files that may hold some of these: none, it has gone."""
        return set()

    def leave(self) -> None:
        """Let go of the folder and leave what is in it."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        elif not self.kept:
            self.remove()

    def remove(self) -> None:
        """The run is over, and nobody needs its shards any more."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        shutil.rmtree(self.path, ignore_errors=True)


def locked(path: Path) -> IO[bytes] | None:
    """A file that is locked as long as it is open; None where another process has it."""
    file = path.open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _clear_old(runs: Path) -> None:
    """Take away runs that nobody has resumed for a long time."""
    oldest = time.time() - _KEPT * 86_400
    with os.scandir(runs) as entries:
        old = [entry.path for entry in entries if entry.stat(follow_symlinks=False).st_mtime < oldest]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
