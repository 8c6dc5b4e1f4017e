"""A bound on the time that something in this process may take, for where there is no other process to watch over it."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Seconds until it is tried again, where the first interruption was lost: in a callback of the import system.
_AGAIN = 1.0


class TooLong(BaseException):
    """The time is over. No Exception, so that nothing that deals with errors of one file takes it for one."""


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Raise TooLong in this thread when the body takes longer; None sets no bound. Code in C that never comes back to
    Python is not interrupted."""
    if seconds is None:
        yield
    elif hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        with _by_alarm(seconds):
            yield
    else:
        with _by_timer(seconds):
            yield


@contextmanager
def _by_alarm(seconds: float) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_timer(seconds: float) -> Iterator[None]:
    thread = threading.get_ident()
    over = threading.Event()
    lock = threading.Lock()

    def watch() -> None:
        left = seconds
        while not over.wait(left):
            with lock:
                if not over.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(thread), ctypes.py_object(TooLong)
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
