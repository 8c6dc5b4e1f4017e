"""What a worker process does: take a file from its pipe, check it, put the result into the pipe."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Iterable
from multiprocessing.connection import Connection
from typing import Any

import msgspec

from linter.ground.collector import collect_seldom
from linter.ground.errors import JxlintError, unforeseen
from linter.pipeline.filecheck import check_file, given_up
from linter.pipeline.messages import RESULT, UP, fault_message
from linter.pipeline.paths import Input
from linter.pipeline.runaround import RunSurroundings
from linter.pipeline.shards import pack


def work(pipe: Connection, around: RunSurroundings, inherited: Iterable[Connection] = ()) -> None:
    """Check files until the pipe is closed. ``inherited`` are ends of pipes that belong to others and came along when
    the process was forked: as long as one is open, their owners would not see an end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    for other in inherited:
        with contextlib.suppress(OSError):
            other.close()
    collect_seldom()
    gc.freeze()  # what the parent had loaded stays
    pipe.send_bytes(UP)
    with contextlib.suppress(EOFError, OSError):
        while True:  # until the parent is gone or has no more work
            item = _item(msgspec.msgpack.decode(pipe.recv_bytes()))
            pipe.send_bytes(_answer(item, around))


def _item(plain: Any) -> Input:
    path, aside, real, data, found = plain
    path, aside, real = (one.decode("utf-8", "surrogatepass") for one in (path, aside, real))
    return Input(path, data, found, aside, real)


def _answer(item: Input, around: RunSurroundings) -> bytes:
    try:
        return RESULT + pack(check_file(item, around))
    except JxlintError as error:
        return fault_message(error)
    except Exception as error:
        if os.environ.get("JXLINT_DEBUG"):
            raise
        return RESULT + pack(given_up(item, around, unforeseen("检查", error)))
    finally:
        sys.stdout.flush()
