"""Which files a run looks at.

A file that is named is always tried. A folder is walked for files with a suffix that can hold a form; hidden
files and the ``~$`` files that Office leaves behind are passed over. The order is that of the names.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import overload

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

#: Paths that are packed together, and the sign between them, which no path can hold.
_TOGETHER = 512
_SIGN = b"\0"
_LEVEL = 1

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


class FileList(Sequence[Input]):
    """Inputs in order. Files found in folders, which can be many, are kept as compressed names; what was named by the
    user is kept as it is. Going through all of them unpacks some hundred at a time."""

    def __init__(self, items: Iterable[Input] = ()) -> None:
        self._blocks: list[bytes | Input] = []
        self._waiting: list[str] = []
        self._length = 0
        for item in items:
            self.append(item)

    def append(self, item: Input) -> None:
        self._length += 1
        if item == Input(item.path, found=True) and "\0" not in item.path:
            self._waiting.append(item.path)
            if len(self._waiting) == _TOGETHER:
                self._pack()
        else:
            self._pack()
            self._blocks.append(item)

    def _pack(self) -> None:
        if self._waiting:
            raw = _SIGN.join(path.encode("utf-8", "surrogatepass") for path in self._waiting)
            self._blocks.append(zlib.compress(raw, _LEVEL))
            self._waiting = []

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Input]:
        for block in self._blocks:
            if isinstance(block, Input):
                yield block
                continue
            for raw in zlib.decompress(block).split(_SIGN):
                yield Input(raw.decode("utf-8", "surrogatepass"), found=True)
        for path in self._waiting:
            yield Input(path, found=True)

    @overload
    def __getitem__(self, at: int) -> Input: ...
    @overload
    def __getitem__(self, at: slice) -> list[Input]: ...
    def __getitem__(self, at: int | slice) -> Input | list[Input]:
        if isinstance(at, int) and 0 <= at < self._length:
            return next(islice(self, at, None))
        return list(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(other) == len(self) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def gather(
    paths: Iterable[str],
    *,
    excluded: Callable[[str], bool] = lambda path: False,
    set_aside: Callable[[str], bool] = lambda path: False,
) -> tuple[FileList, list[Problem]]:
    """The files that ``paths`` mean, each once, and what is wrong with paths that mean none.

    ``excluded`` is asked for files found in folders, ``set_aside`` for files that were named: these are given back
    with the reason.
    """
    paths = list(paths)
    folders = {path for path in paths if _is_dir(path)}
    named = {
        identity(path): Input(path, aside=EXCLUDED if set_aside(path) else "")
        for path in paths
        if path not in folders
    }
    inputs, problems = FileList(), list[Problem]()
    met: set[int] = set()
    for path in paths:
        found = _found(path, excluded, problems) if path in folders else [path]
        for file in found:
            if len(paths) == 1:  # every file of one folder comes once by itself
                inputs.append(Input(file, found=True) if path in folders else named[identity(file)])
                continue
            key = identity(file)
            # The path itself would take several times the memory; that two fall on one number does not happen.
            if (number := hash(key)) not in met:
                met.add(number)
                inputs.append(named.get(key) or Input(file, found=True))
    return inputs, problems


def _found(folder: str, excluded: Callable[[str], bool], problems: list[Problem]) -> Iterator[str]:
    """The files of a folder that can hold a form. Where there are none, the reason is added to ``problems``."""
    before, found, passed_over, left_out = len(problems), 0, 0, 0
    for file in _walk(folder, problems):
        if Path(file).suffix.lower() not in SUFFIXES:
            passed_over += 1
        elif excluded(file):
            left_out += 1
        else:
            found += 1
            yield file
    if not found and not any(Path(place).is_relative_to(folder) for place, _ in problems[before:]):
        problems.append((folder, _no_files(passed_over, left_out)))


def _no_files(passed_over: int, left_out: int) -> str:
    if left_out:
        return f"文件夹里没有可以检查的文件：{left_out} 个写在配置的 exclude 里，没有查"
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


def twice_given(inputs: Iterable[Input], others: Sequence[Input]) -> list[str]:
    """Paths among ``others`` whose content is that of one of ``inputs``; bytes are read only where sizes agree."""
    wanted = {_size(item) for item in others}
    sizes: dict[int, list[Input]] = {}
    for item in inputs:
        if (size := _size(item)) in wanted:
            sizes.setdefault(size, []).append(item)
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
