"""When Python's collector of cycles looks around: seldom, as what one file makes is let go of by itself.

Looking again and again through everything that is there, rules and words included, costs more than the files that it
looks after.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Objects by which there may be more before the collector looks, several times what a form needs.
_MANY = 200_000


@contextmanager
def no_collection() -> Iterator[None]:
    """Without the collector while one document is worked on: all that is made then stays in use, and looking through
    it again and again costs more than the work itself in a file of thousands of forms."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """For a run over many files: the collector looks around when so many more objects are there than before that some
    file must have left what holds itself."""
    before = gc.get_threshold()
    gc.set_threshold(_MANY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
