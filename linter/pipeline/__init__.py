"""From paths to a report: find the files, read them, find their forms, judge them. Also the Python API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.pipeline.conclusion import Outcome
from linter.pipeline.filecheck import check_file
from linter.pipeline.paths import Input, gather
from linter.pipeline.run import run
from linter.pipeline.runaround import RunSurroundings

if TYPE_CHECKING:
    from linter.pipeline.api import check, extract
    from linter.pipeline.documents import Reading, read_documents

__all__ = [
    "Input",
    "Outcome",
    "Reading",
    "RunSurroundings",
    "check",
    "check_file",
    "extract",
    "gather",
    "read_documents",
    "run",
]

#: What the command ``jxlint check`` has no use for is loaded when it is asked for.
_HOMES = {"check": "api", "extract": "api", "Reading": "documents", "read_documents": "documents"}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"linter.pipeline.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'linter.pipeline' has no attribute {name!r}")
