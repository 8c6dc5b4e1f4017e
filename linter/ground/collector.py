"""When Python's collector of cycles looks around: seldom, as what one file makes is let go of by itself.

Looking again and again through everything that is there, rules and words included, costs more than the files that it
looks after.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Objects by which there may be more before the collector looks, several times what a form needs. With Python's own
#: number the looking costs a tenth of a cold start, in which nearly all that is made stays in use.
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


def collect_seldom() -> None:
    """For a process of our own: the collector looks around when so many more objects are there than before that some
    file must have left what holds itself."""
    gc.set_threshold(_MANY, *gc.get_threshold()[1:])


@contextmanager
def seldom_collected() -> Iterator[None]:
    """The same for a run over many files in the process of somebody else."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
