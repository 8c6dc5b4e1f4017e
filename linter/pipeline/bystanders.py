"""Files that are passed by: in a folder our own reports and corrected copies beside their source, and everywhere what
the configuration leaves out.

A file that is named is passed by only where the user asked for it.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from linter.config import Configuration
from linter.ground.ours import CHECK_SCHEMA, CLOSING, COPY_MARK, REPORT_MARK
from linter.ground.patterns import compiled
from linter.pipeline.books import Books
from linter.pipeline.paths import Input, Passed, identity
from linter.reports.view.wording import NO_RULES

#: What files are that are passed by.
COPY, REPORT = "修正后的副本，原表也在", "检查报告"
_COPY = compiled(rf"{COPY_MARK}\d*\Z")
#: Bytes at the beginning and the end of a text in which the mark is looked for.
_HEAD, _TAIL = 4096, 16_384
_PROPERTIES = ("docProps/custom.xml", "docProps/core.xml")
_LARGEST = 1 << 20
_ENCODINGS = ("utf-8", "gb18030")


def sort_out(inputs: Iterable[Input]) -> tuple[list[Input], list[Passed]]:
    """The inputs to work on, and those that are passed by with the reason in Chinese."""
    inputs = list(inputs)
    known = {identity(item.path) for item in inputs}
    kept: list[Input] = []
    passed: list[Passed] = []
    for item in inputs:
        if item.aside:
            passed.append((item.path, item.aside))
        elif not item.found or item.data is not None:
            kept.append(item)
        elif _has_source(Path(item.path), known):
            passed.append((item.path, COPY))
        elif is_report(Path(item.path)):
            passed.append((item.path, REPORT))
        else:
            kept.append(item)
    return kept, passed


def without_rules(inputs: Iterable[Input], configuration: Configuration, books: Books) -> list[Input]:
    """The inputs, those set aside for which an entry of ``overrides`` switches all rules off."""
    return [
        msgspec.structs.replace(item, aside=NO_RULES)
        if not item.aside and switched_off(item, configuration, books)
        else item
        for item in inputs
    ]


def switched_off(item: Input, configuration: Configuration, books: Books) -> bool:
    """Whether an entry of ``overrides`` switches all rules off for a file. Where no rule is left for any, that is a
    slip and not a wish: judging them says so."""
    settings = configuration.settings(item.place)
    if books.any_rule(settings):
        return False
    others = configuration.settings_for_all(item.place)
    return settings != others and books.any_rule(others)


def mark_copies(inputs: Sequence[Input]) -> Iterator[Input]:
    """The inputs, with those marked to be passed by that are corrected copies of others among them."""
    copies = {
        at: source for at, item in enumerate(inputs) if item.found and (source := _source(Path(item.path)))
    }
    wanted = set(copies.values())
    there = {key for item in inputs if (key := identity(item.path)) in wanted} if wanted else set()
    for at, item in enumerate(inputs):
        known = at in copies and copies[at] in there
        yield msgspec.structs.replace(item, aside=COPY) if known and not item.aside else item


def _source(path: Path) -> str | None:
    """The identity of the file that one of this name would be a corrected copy of."""
    stem = _COPY.sub("", path.stem)
    return identity(str(path.with_name(stem + path.suffix))) if stem not in ("", path.stem) else None


def _has_source(path: Path, known: set[str]) -> bool:
    source = _source(path)
    return source is not None and source in known


def is_report(path: Path) -> bool:
    """Whether a file is one of our reports. Anything that cannot be looked into is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            tail = file.read(_TAIL)
    except (OSError, ValueError):
        return False
    if head.startswith(b"PK"):
        return _is_office_report(path)
    if any(mark.encode() in head for mark in (REPORT_MARK, CHECK_SCHEMA, _csv_head())):
        return True
    return any(CLOSING.encode(name) in tail for name in _ENCODINGS)


def _is_office_report(path: Path) -> bool:
    # Only for packages: archives are a good part of what a run over texts would import.
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(path) as archive:
            small = [
                info for name, info in archive.NameToInfo.items()
                if name in _PROPERTIES and info.file_size <= _LARGEST
            ]  # fmt: skip
            return any(REPORT_MARK.encode() in archive.read(info) for info in small)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return False


def _csv_head() -> str:
    from linter.reports.csv import HEADER

    return ",".join(HEADER)
