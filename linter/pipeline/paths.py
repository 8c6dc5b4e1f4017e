"""Which files a run looks at.

A file that is named is always tried. A folder is walked for files with a suffix that can hold a form; hidden
files and the ``~$`` files that Office leaves behind are passed over. The order is that of the names.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from linter.reports.view.wording import EXCLUDED

#: Suffixes of files in which folders are searched for forms.
SUFFIXES = (
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"),
    *(".docx", ".doc", ".wps", ".odt", ".rtf", ".pdf"),
    *(".html", ".htm", ".csv", ".tsv", ".txt", ".md"),
    *(".json", ".jsonl", ".ndjson"),
)
STDIN = "-"

Problem = tuple[str, str]
#: A file that was not looked at, and what it is.
Passed = tuple[str, str]


class Input(msgspec.Struct, frozen=True):
    """One thing to read: ``path`` as the user wrote it; ``data`` where the bytes are at hand already; ``found`` in a
    folder, not named; ``aside`` why it is not to be read after all, in Chinese; ``real`` where the file lies for a
    process that works elsewhere."""

    path: str
    data: bytes | None = None
    found: bool = False
    aside: str = ""
    real: str = ""

    @property
    def place(self) -> str:
        """Where the file lies."""
        return self.real or self.path


def gather(
    paths: Iterable[str],
    *,
    excluded: Callable[[str], bool] = lambda path: False,
    set_aside: Callable[[str], bool] = lambda path: False,
) -> tuple[list[Input], list[Problem]]:
    """The files that ``paths`` mean, each once, and what is wrong with paths that mean none.

    ``excluded`` is asked for files found in folders, ``set_aside`` for files that were named: these are given back
    with the reason.
    """
    inputs: dict[str, Input] = {}
    problems: list[Problem] = []
    for path in paths:
        if not _is_dir(path):
            inputs[identity(path)] = Input(path, aside=EXCLUDED if set_aside(path) else "")
            continue
        passed_over = 0
        found: list[str] = []
        for file in _walk(path, problems):
            if Path(file).suffix.lower() not in SUFFIXES or excluded(file):
                passed_over += 1
            else:
                found.append(file)
        if not found and not any(Path(place).is_relative_to(path) for place, _ in problems):
            problems.append((path, _no_files(passed_over)))
        for file in found:
            inputs.setdefault(identity(file), Input(file, found=True))
    return list(inputs.values()), problems


def _no_files(passed_over: int) -> str:
    kinds = " ".join(SUFFIXES)
    rest = f"（跳过了 {passed_over} 个别的文件）" if passed_over else ""
    return f"文件夹里没有可以检查的文件{rest}。会检查的后缀有：{kinds}；别的文件请直接写出文件名"


def _walk(folder: str, problems: list[Problem]) -> Iterator[str]:
    def refused(error: OSError) -> None:
        place = str(error.filename or folder)
        problems.append((place, f"文件夹打不开（{reason(error)}）。请检查权限"))

    for place, folders, files in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")):
                yield str(Path(place) / name)


def _is_dir(path: str) -> bool:
    try:
        return stat.S_ISDIR(Path(path).stat().st_mode)
    except (OSError, ValueError):
        return False


def identity(path: str) -> str:
    """The same text for every way to write a path."""
    return os.path.normcase(os.path.normpath(Path(path).absolute()))


def twice_given(inputs: Iterable[Input], others: Iterable[Input]) -> list[str]:
    """Paths among ``others`` whose content is that of one of ``inputs``; bytes are read only where sizes agree."""
    sizes: dict[int, list[Input]] = {}
    for item in inputs:
        sizes.setdefault(_size(item), []).append(item)
    return [
        item.path
        for item in others
        if (size := _size(item)) > 0 and any(_bytes(item) == _bytes(twin) for twin in sizes.get(size, ()))
    ]


def _size(item: Input) -> int:
    try:
        return len(item.data) if item.data is not None else Path(item.path).stat().st_size
    except (OSError, ValueError):
        return -1


def _bytes(item: Input) -> bytes:
    try:
        return item.data if item.data is not None else Path(item.path).read_bytes()
    except (OSError, ValueError):
        return b""


def reason(error: BaseException) -> str:
    """An error of the operating system in Chinese."""
    if isinstance(error, PermissionError):
        return "没有权限"
    if isinstance(error, FileNotFoundError):
        return "不存在"
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
