"""Many small pieces of text or bytes as fewer that are worth writing one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import AnyStr


def batches(pieces: Iterable[AnyStr], empty: AnyStr, size: int) -> Iterator[AnyStr]:
    """The same texts or bytes, in order, in pieces of at least ``size`` but for the last. ``empty`` is the empty one of
    their kind."""
    waiting: list[AnyStr] = []
    held = 0
    for piece in pieces:
        waiting.append(piece)
        held += len(piece)
        if held >= size:
            yield empty.join(waiting)
            waiting, held = [], 0
    if held:
        yield empty.join(waiting)
