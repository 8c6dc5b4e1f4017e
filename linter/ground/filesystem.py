"""Writing files so that nothing is ever torn: the old file whole, or the new one, and nothing beside it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from linter.ground.batches import batches

_TEMPORARY = ".jxlint-"
_BLOCK = 1 << 16
#: Whether files can be made that get their name when they are complete.
_NAMELESS = hasattr(os, "O_TMPFILE") and getattr(os, "link", None) in os.supports_follow_symlinks


def save(path: Path, data: bytes | Iterable[bytes], *, lasting: bool = True, mode: int = 0o666) -> None:
    """Write a file whole or not at all; ``data`` may come in pieces. Raises OSError, and what making a piece raises.

    The bytes go to a new file in the same folder that takes the place of the old one when they are all there;
    whatever ends this before (a full disk, Ctrl-C) leaves the old file as it was and takes the new one away.
    An old file keeps its permissions, a new one gets ``mode`` less the user's mask. A link is followed.
    ``lasting`` waits until the bytes are on the disk; caches need not.
    """
    target = Path(os.path.realpath(path))
    try:
        before = target.stat().st_mode
    except OSError:
        before = None
    if before is not None and not stat.S_ISREG(before):  # /dev/null, a pipe: there is nothing to keep whole
        with target.open("wb") as file:
            file.writelines(_pieces(data))
        return
    temporary = str(target.parent / f"{_TEMPORARY}{os.urandom(8).hex()}")
    try:
        _write(temporary, _pieces(data), mode, before, lasting)
        os.replace(temporary, target)  # noqa: PTH105
    except BaseException:
        _remove(temporary)
        raise
    if lasting:
        _settle(target.parent)


def take_place(written: Path, target: Path) -> None:
    """Let a file that another library wrote take the place of the one beside it, once its bytes are on the disk.
    Raises OSError."""
    with written.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(written, target)  # noqa: PTH105
    _settle(target.parent)


def _pieces(data: bytes | Iterable[bytes]) -> Iterable[bytes]:
    return [data] if isinstance(data, bytes) else data


def _write(temporary: str, data: Iterable[bytes], mode: int, before: int | None, lasting: bool) -> None:
    """Make the temporary file. Where the system can, it has no name until it is complete: a process that is
    killed in the middle then leaves nothing."""
    handle = _nameless(temporary, mode)
    if handle is None:
        _make(temporary, data, mode, before, lasting)
        return
    try:
        _fill(handle, data, before, lasting)
        try:
            # The name of a handle is a link, which is followed only where a folder is given as well.
            os.link(f"/proc/self/fd/{handle}", temporary, src_dir_fd=handle, follow_symlinks=True)
        except (FileNotFoundError, NotImplementedError):  # no /proc here
            _remove(temporary)
            _make(temporary, _written(handle), mode, before, lasting)
    finally:
        os.close(handle)


def _written(handle: int) -> Iterator[bytes]:
    """What was written to a handle."""
    os.lseek(handle, 0, os.SEEK_SET)
    while block := os.read(handle, _BLOCK):
        yield block


def _make(temporary: str, data: Iterable[bytes], mode: int, before: int | None, lasting: bool) -> None:
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        _fill(handle, data, before, lasting)
    finally:
        os.close(handle)


def _fill(handle: int, data: Iterable[bytes], before: int | None, lasting: bool) -> None:
    for block in batches(data, b"", _BLOCK):
        view = memoryview(block)
        while view:
            view = view[os.write(handle, view) :]
    if before is not None and hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(before))
    if lasting:
        os.fsync(handle)


def _nameless(temporary: str, mode: int) -> int | None:
    """A handle of a file without a name in the folder of ``temporary``; None where there are none."""
    if not _NAMELESS:
        return None
    try:
        return os.open(os.path.dirname(temporary), os.O_RDWR | os.O_TMPFILE, mode)  # noqa: PTH120
    except OSError:  # a file system without them, or a folder that cannot be written: the next try tells
        return None


def _remove(temporary: str) -> None:
    try:
        os.unlink(temporary)  # noqa: PTH108
    except OSError:
        return


def _settle(folder: Path) -> None:
    """The change of names on the disk too, where folders can be flushed."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
