"""Reports: one file a format, each with ``write(report, rulebook, options) -> str``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from linter.reports.options import Options

if TYPE_CHECKING:
    from linter.model import Report
    from linter.rulebook import Rulebook

__all__ = ["FORMATS", "FOR_PROGRAMS", "Options", "write"]

#: Formats of a report, each the name of its module.
FORMATS = ("rich", "plain", "json")
#: Formats that programs read: always UTF-8, never adapted to a terminal.
FOR_PROGRAMS = frozenset({"json", "jsonl"})


def write(kind: str, report: Report, rulebook: Rulebook, options: Options) -> str:
    """A report as text in one of ``FORMATS``."""
    text: str = import_module(f"linter.reports.{kind}").write(report, rulebook, options)
    return text
