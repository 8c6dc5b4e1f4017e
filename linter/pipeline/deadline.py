"""A bound on the time and memory that something in this process may take, for where there is no other process to watch
over it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from linter.ground.memory import resident

#: Seconds until it is tried again, where the first interruption was lost: in a callback of the import system.
_AGAIN = 1.0
#: Seconds between two looks at the memory.
_LOOK = 0.25


class TooLong(BaseException):
    """The time is over. No Exception, so that nothing that deals with errors of one file takes it for one."""


class TooLarge(TooLong):
    """The memory is used up."""


class _Bound:
    """When it is over, and how much the process may hold: what it holds already does not count."""

    def __init__(self, seconds: float | None, memory: int | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self._most = None if memory is None else memory + (resident(os.getpid()) or 0)
        self.look = _LOOK if seconds is None or memory is not None else seconds

    def crossed(self) -> type[TooLong] | None:
        """What is to be raised now."""
        if self._end is not None and time.monotonic() >= self._end:
            return TooLong
        if self._most is not None and (resident(os.getpid()) or 0) > self._most:
            return TooLarge
        return None


@contextmanager
def limited(seconds: float | None, memory: int | None = None) -> Iterator[None]:
    """Raise TooLong in this thread when the body takes longer, TooLarge when it makes the process hold so many bytes
    more; None sets no bound. Code in C that never comes back to Python is not interrupted."""
    if seconds is None and memory is None:
        yield
    elif hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        with _by_alarm(_Bound(seconds, memory)):
            yield
    else:
        with _by_timer(_Bound(seconds, memory)):
            yield


@contextmanager
def _by_alarm(bound: _Bound) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        if (raised := bound.crossed()) is not None:
            signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
            raise raised

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, bound.look, min(bound.look, _AGAIN))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_timer(bound: _Bound) -> Iterator[None]:
    import ctypes

    thread = threading.get_ident()
    over = threading.Event()
    lock = threading.Lock()

    def watch() -> None:
        left = bound.look
        while not over.wait(left):
            left = min(bound.look, _AGAIN)
            with lock:
                if not over.is_set() and (raised := bound.crossed()) is not None:
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(thread), ctypes.py_object(raised)
                    )
                    left = _AGAIN

    try:
        threading.Thread(target=watch, daemon=True).start()
    except RuntimeError:  # no threads here: a browser
        yield
        return
    try:
        yield
    finally:
        with lock:
            over.set()
