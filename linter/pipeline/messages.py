"""What the processes of a run tell each other: messages, told apart by their first byte."""

from __future__ import annotations

import sys
import threading

import msgspec

from linter.ground.errors import JxlintError

#: A process that is there, something that it gives, its end, a fault of the settings, a fault of the program.
UP, RESULT, DONE, FAULT, UNFORESEEN = b".", b"=", b"#", b"!", b"?"


def fault_message(error: JxlintError) -> bytes:
    """The message by which an error gets to another process."""
    said = (error.message, error.path, error.line, error.column, error.advice)
    return FAULT + msgspec.msgpack.encode(said)


def fault_of(message: bytes) -> JxlintError:
    """The error in a message."""
    text, path, line, column, advice = msgspec.msgpack.decode(message[1:])
    return JxlintError(text, path=path, line=line, column=column, advice=advice)


def quickest_start() -> str:
    """The method of ``multiprocessing`` by which processes are started. Forking is at once and shares what the parent
    has loaded; it is safe where the parent has one thread."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
