"""Modules that a library names at its top and that a check never asks for anything: another stands in for them.

Python loads all that a library names, whatever is used of it: click names ``inspect`` and ``uuid``, and with them come
the parser of Python's own language and all that tells one platform from another, at a tenth of a cold start. A
stand-in looks like the module; the module itself comes with the first thing that is asked of it, as late as that may
be, and whoever imports the name later gets the one or the other without seeing a difference. (Mercurial starts so, for
all modules. Here only those stand in that are known to cost much.)

For a process of our own only: whoever imports ``linter`` into a program finds all modules as Python made them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class StandIn(ModuleType):
    """The module of this name, loaded when it is asked for something."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system asks what kind of module this is
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def standing_in(name: str, **given: object) -> Iterator[None]:
    """While libraries are imported, and from then on, let another stand in for a module that is not there yet.
    ``given`` is what the libraries ask of it as they are imported, for that time."""
    if name in sys.modules:
        yield
        return
    module = sys.modules[name] = StandIn(name)
    vars(module).update(given)
    try:
        yield
    finally:
        for one in given:
            delattr(module, one)
        package, _, last = name.rpartition(".")
        if package in sys.modules:
            setattr(sys.modules[package], last, sys.modules[name])


@contextmanager
def unknown(name: str) -> Iterator[None]:
    """While libraries are imported that do without a module where it is not installed, it is not."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # Python's own sign for a module that cannot be imported
    try:
        yield
    finally:
        del sys.modules[name]
