"""Derived files that spare work: beside the program in a wheel, else in a cache folder of the user.

Nothing here is believed unseen. Names carry a key of the content that a file was made from; a checksum over
name and bytes stands before every file; the folder and its files count only where they belong to the user and
nobody else may write to them. What is not as it should be is as good as absent: the work is done again.
"""

from __future__ import annotations

import atexit
import os
import stat
import sys
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from linter.ground.digests import sha256_for
from linter.ground.filesystem import save

#: Changes when kept files of an older program can no longer be read.
VERSION = "4"
#: Bytes that stand before every kept file.
CHECKSUM = 4
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def content_key(*parts: str | bytes) -> str:
    """A short key of some content, for naming kept files."""
    raws = [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
    # Fingerprints of findings are made here too: this one never changes.
    digest = sha256_for(sum(map(len, raws)))(b"1")
    for raw in raws:
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return str(digest.hexdigest()[:24])


@cache
def cache_dir() -> Path | None:
    """The cache folder, made on first use; None when there is none to use.

    ``JXLINT_CACHE_DIR`` names another folder; the value ``off`` turns caching off.
    """
    return _found()[0]


def why_no_cache() -> str:
    """Why there is no cache folder, in Chinese; empty where there is one or none is wanted."""
    return _found()[1]


@cache
def _found() -> tuple[Path | None, str]:
    wish = os.environ.get("JXLINT_CACHE_DIR")
    if wish == "off":
        return None, ""
    try:
        folder = _wanted(wish)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = folder.stat()
    except (OSError, RuntimeError, ValueError) as error:
        return None, f"缓存文件夹用不了（{getattr(error, 'strerror', None) or error}），这次不用缓存"
    problem = _foreign(status)
    return (None, f"缓存文件夹 {folder} {problem}，这次不用缓存") if problem else (folder, "")


def _wanted(wish: str | None) -> Path:
    if wish:
        return Path(wish)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "jxlint" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "jxlint"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jxlint"


def _foreign(status: os.stat_result) -> str:
    """What makes a folder or file another's as well, in Chinese; empty when it is the user's alone."""
    if not hasattr(os, "geteuid"):  # Windows: a user's folder is closed to others by its access list
        return ""
    if status.st_uid != os.geteuid():
        return "不属于当前用户"
    return "别人也能写" if status.st_mode & _OTHERS else ""


def shipped_dir() -> Path:
    """Where a wheel carries what would else be made on the first run."""
    return Path(__file__).resolve().parent.parent / "_data" / "compiled"


def read_shipped(name: str) -> memoryview | None:
    """What the wheel holds under NAME, or None."""
    try:
        with open(shipped_dir() / name, "rb") as file:  # noqa: PTH123
            return proven(name, file.read())
    except OSError:
        return None


def read_kept(name: str) -> memoryview | None:
    """What the cache folder holds under NAME, or None."""
    folder = cache_dir()
    if folder is None:
        return None
    try:
        with open(folder / name, "rb") as file:  # noqa: PTH123
            return None if _foreign(os.fstat(file.fileno())) else proven(name, file.read())
    except OSError:
        return None


def read_bytes(name: str) -> memoryview | None:
    """What the cache folder or else the wheel holds under NAME, or None."""
    kept = read_kept(name)
    return read_shipped(name) if kept is None else kept


def write_bytes(name: str, raw: bytes) -> None:
    """Keep bytes under NAME. The file appears whole or not at all; a cache that is full is no error."""
    folder = cache_dir()
    if folder is None:
        return
    try:
        save(folder / name, sealed(name, raw), lasting=False, mode=0o600)
    except OSError:
        return


def sealed(name: str, raw: bytes) -> bytes:
    """The bytes of a kept file: a checksum over its name and its content, and the content."""
    return _sum(name, raw) + raw


def proven(name: str, whole: bytes) -> memoryview | None:
    """The bytes that ``sealed`` sealed under this name; None where they are not what they were."""
    raw = memoryview(whole)[CHECKSUM:]
    return raw if whole[:CHECKSUM] == _sum(name, raw) else None


def _sum(name: str, raw: bytes | memoryview) -> bytes:
    # Against damage. Whoever may write here could make any sum without a secret: against others stands whose the
    # folder and the file are.
    return zlib.crc32(raw, zlib.crc32(f"{VERSION} {name}\n".encode())).to_bytes(CHECKSUM, "little")


def read(name: str, type: Any = Any) -> Any | None:
    """Plain data kept under NAME, or None; also where it is not of the type."""
    raw = read_bytes(name)
    try:
        return None if raw is None else msgspec.msgpack.decode(raw, type=type)
    except msgspec.DecodeError:
        return None


def write(name: str, data: Any) -> None:
    """Keep plain data under NAME."""
    write_bytes(name, msgspec.msgpack.encode(data))


class Notes:
    """Small results by their keys, kept together in one file: read at the first question, written at the end of the
    run where there are new ones. A file that would hold more than ``most`` starts again with those of the last run."""

    def __init__(self, name: str, most: int = 1000) -> None:
        self._name = name
        self._most = most
        self._kept: dict[str, memoryview] | None = None
        self._shipped: dict[str, memoryview] | None = None
        self._new: dict[str, memoryview] = {}

    def get(self, key: str) -> Any | None:
        """What was noted under a key, None when nothing was."""
        if self._kept is None:
            self._kept = self._read(read_kept(self._name))
        found = self._kept.get(key)
        if found is None:
            if self._shipped is None:
                self._shipped = self._read(read_shipped(self._name))
            found = self._shipped.get(key)
        return None if found is None else msgspec.msgpack.decode(found)

    def put(self, key: str, value: Any) -> None:
        if not self._new:
            atexit.register(self.save)
        self._new[key] = memoryview(msgspec.msgpack.encode(value))

    def save(self) -> None:
        """Write what is new to what was kept."""
        together = {**self._read(read_kept(self._name)), **self._new}
        write(self._name, together if len(together) <= self._most else self._new)

    @staticmethod
    def _read(raw: memoryview | None) -> dict[str, memoryview]:
        """Each result still to be decoded: a run asks for few of them."""
        try:
            return msgspec.msgpack.decode(raw, type=dict[str, memoryview]) if raw else {}
        except msgspec.MsgspecError:
            return {}


def untouched(path: str, status: os.stat_result) -> str:
    """What stays the same as long as a file is not touched: its name, size and times, and where it lies."""
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
    return f"{path} {status.st_size} {times} {status.st_ino} {status.st_dev}"


def stamp(folders: Iterable[Path]) -> str:
    """A key of all files in folders and below by their names, sizes and times: the same as long as none was touched.
    Raises OSError."""
    parts: list[str] = []
    waiting = [str(folder) for folder in folders]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "__pycache__")):
                    continue
                if entry.is_dir():
                    waiting.append(entry.path)
                    continue
                parts.append(untouched(entry.path, entry.stat()))
    return content_key("\n".join(sorted(parts)))
