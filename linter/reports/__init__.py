"""Reports: one file a format, each with ``write(report, rulebook, options)`` that gives text or, for formats
of office programs, bytes; those whose text can be long have ``pieces`` as well, which gives it bit by bit, and those
whose file can be large ``blocks``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from linter.ground.ours import REPORT_MARK

if TYPE_CHECKING:
    from linter.model import Report
    from linter.reports.view.choices import Options
    from linter.rulebook import Rulebook

__all__ = [
    "FORMATS",
    "FOR_FILES",
    "FOR_PROGRAMS",
    "SUFFIXES",
    "kind_of",
    "pieces",
    "render",
    "rendered",
    "write",
]

#: Formats that can be shown, each the name of its module.
FORMATS = ("rich", "plain", "full", "json", "sarif", "github", "junit", "csv", "markdown", "html")
#: Formats that programs read: always UTF-8, never adapted to a terminal.
FOR_PROGRAMS = frozenset({"json", "jsonl", "sarif", "github", "junit", "csv", "html"})
#: Formats for people without a mark of their own, which get one as the first line of a file.
_UNMARKED = frozenset({"plain", "full"})
#: Formats of files, by suffix.
SUFFIXES = {
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "plain",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".docx": "docx",
}
#: Formats of files that are told by what the file is called, by its suffix and a word of its name.
_CALLED = {(".docx", "退回意见"): "letter", (".xlsx", "台账"): "ledger"}
#: Every format that a file can have.
FOR_FILES = frozenset({*FORMATS, *SUFFIXES.values(), *_CALLED.values()}) - {"rich"}


def kind_of(path: Path) -> str | None:
    """The format of a report file, by its name; None where the suffix is no report's."""
    suffix = path.suffix.lower()
    called = (kind for (end, word), kind in _CALLED.items() if suffix == end and word in path.stem)
    return next(called, SUFFIXES.get(suffix))


def write(kind: str, report: Report, rulebook: Rulebook, options: Options) -> str:
    """A report as text in one of ``FORMATS``."""
    text: str = import_module(f"linter.reports.{kind}").write(report, rulebook, options)
    return text


def pieces(kind: str, report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The same text, piece by piece where the format can: no more of a long report is in memory than a file's share."""
    module = import_module(f"linter.reports.{kind}")
    if hasattr(module, "pieces"):
        yield from module.pieces(report, rulebook, options)
    else:
        yield module.write(report, rulebook, options)


def render(kind: str, report: Report, rulebook: Rulebook, options: Options) -> bytes:
    """A report as the bytes of a file, in any format of ``FORMATS`` or ``SUFFIXES``."""
    return b"".join(rendered(kind, report, rulebook, options))


def rendered(kind: str, report: Report, rulebook: Rulebook, options: Options) -> Iterator[bytes]:
    """The bytes of such a file, piece by piece."""
    if kind in _UNMARKED:
        yield f"{REPORT_MARK}\n".encode()
    if kind in FORMATS:
        for piece in pieces(kind, report, rulebook, options):
            yield piece.encode("utf-8", "backslashreplace")
        return
    module = import_module(f"linter.reports.{kind}")
    if hasattr(module, "blocks"):
        yield from module.blocks(report, rulebook, options)
    else:
        yield module.write(report, rulebook, options)
