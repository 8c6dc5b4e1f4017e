"""Work that loads large libraries, done by a process of its own: what they take is given back when it ends.

What it gives comes back through a pipe, piece by piece, and its errors as they would have been here. A process that is
killed takes along what it has put aside on disk; one whose parent is killed ends itself.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from linter.ground.errors import JxlintError
from linter.pipeline.messages import (
    DONE,
    FAULT,
    RESULT,
    UNFORESEEN,
    fault_message,
    fault_of,
    quickest_start,
)

#: Work that gives bytes; a function of a module, so that a process that is not forked finds it.
Work = Callable[..., Iterable[bytes]]


def done_beside(work: Work, *given: Any, start: str | None = None) -> Iterator[bytes]:
    """What ``work(*given)`` gives. ``start`` names a start method of ``multiprocessing``; without one it is the
    quickest that is safe. Raises what the work raises: JxlintError, MemoryError, and RuntimeError for all else; and
    JxlintError where its process ends before the work does."""
    context: Any = multiprocessing.get_context(start or quickest_start())
    ours, theirs = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="jxlint-", ignore_cleanup_errors=True) as aside:
        inherited = [ours] if context.get_start_method() == "fork" else []
        process = context.Process(target=_do, args=(theirs, inherited, aside, work, given), daemon=True)
        process.start()
        theirs.close()
        try:
            while (message := _next(ours))[:1] == RESULT:
                yield message[1:]
            if message[:1] == FAULT:
                raise fault_of(message)
            if message[:1] == UNFORESEEN:
                raise _unforeseen(message[1:].decode("utf-8"))
        finally:
            process.kill()
            process.join()
            ours.close()


def _next(pipe: Connection) -> bytes:
    try:
        return pipe.recv_bytes()
    except (EOFError, OSError):
        raise JxlintError(
            "一个进程意外结束，没有查完",
            advice="多半是内存不够：请把文件分成几批，每批一个查库，或换一台内存更大的机器，再运行同样的命令",
        ) from None


def _unforeseen(said: str) -> Exception:
    name = said.partition("：")[0]
    return MemoryError() if name == MemoryError.__name__ else RuntimeError(said)


def _do(
    pipe: Connection, inherited: Iterable[Connection], aside: str, work: Work, given: tuple[Any, ...]
) -> None:
    """Do the work in this process. ``inherited`` are ends of pipes that came along when it was forked, ``aside`` the
    folder for files without a name."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    for other in inherited:
        other.close()
    threading.Thread(target=_end_with_parent, args=(aside,), daemon=True).start()
    tempfile.tempdir = aside
    gc.freeze()  # what the parent had loaded stays
    try:
        for piece in work(*given):
            pipe.send_bytes(RESULT + piece)
        message = DONE
    except JxlintError as error:
        message = fault_message(error)
    except OSError as error:
        message = fault_message(_of_disk(error))
    except Exception as error:
        if os.environ.get("JXLINT_DEBUG"):
            sys.excepthook(*sys.exc_info())
        message = UNFORESEEN + f"{type(error).__name__}：{error}".encode("utf-8", "replace")
    pipe.send_bytes(message)


def _of_disk(error: OSError) -> JxlintError:
    said = error.strerror or str(error)
    return JxlintError(
        f"文件读写不成（{said}）",
        path=str(error.filename) if error.filename else None,
        advice="请检查磁盘空间和权限，临时文件夹所在的磁盘也要有空，再运行同样的命令",
    )


def _end_with_parent(aside: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(aside, ignore_errors=True)
        os._exit(1)
