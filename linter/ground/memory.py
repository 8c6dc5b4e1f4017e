"""How much memory there is, and how much a process holds."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_CGROUP = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def resident(process: int) -> int | None:
    """The bytes of memory that a process holds; None where the system does not tell."""
    if sys.platform == "win32":
        return _resident_windows(process)
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def _resident_windows(process: int) -> int | None:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("size", wintypes.DWORD),
            ("faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "e", "f")),
        ]

    try:
        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = kernel.OpenProcess(0x1000, False, process)  # to ask, no more
        if not handle:
            return None
        counters = Counters(size=ctypes.sizeof(Counters))
        told = kernel.K32GetProcessMemoryInfo(wintypes.HANDLE(handle), ctypes.byref(counters), counters.size)
        kernel.CloseHandle(wintypes.HANDLE(handle))
    except (AttributeError, OSError):
        return None
    return int(counters.now) if told else None


def available() -> int:
    """The bytes of memory that this machine, or the container this runs in, has in all; 4 GB where nobody knows."""
    found = [4 << 30]
    try:
        found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    except (AttributeError, OSError, ValueError):
        found = [_physical_windows() or found[0]] if sys.platform == "win32" else found
    for name in _CGROUP:
        try:
            found.append(int(Path(name).read_text(encoding="ascii")))
        except (OSError, ValueError):  # no container, or one without a bound
            continue
    return min(found)


def _physical_windows() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("size", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "a", "b", "c", "d", "e", "f")),
        ]

    status = Status(size=ctypes.sizeof(Status))
    try:
        told = ctypes.WinDLL("kernel32").GlobalMemoryStatusEx(  # type: ignore[attr-defined,unused-ignore]
            ctypes.byref(status)
        )
    except (AttributeError, OSError):
        return None
    return int(status.total) if told else None
