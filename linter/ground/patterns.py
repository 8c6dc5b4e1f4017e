"""Regular expressions compiled once and kept between runs.

``re`` compiles in Python, and the patterns of a linter full of Chinese words cost a third of a cold start.
What comes out of the compiler is a row of numbers: it is kept in the cache folder and carried by the wheel, one
file for each version of Python, and the next run hands the numbers to ``_sre``. Its own check of them is against
slips of the compiler, not against damage: that is what the checksum of kept files is for.
Where anything is not as expected the pattern is compiled as usual, so that the kept file can only save time.

Meant for patterns that the program and its rules are made of. A pattern made from the text of a document
is for ``re.compile``: it would never be asked for again.
"""

from __future__ import annotations

import atexit
import re
import sys
from array import array
from functools import cache
from typing import Any

import msgspec

from linter.ground.cache import read_kept, read_shipped, write_bytes

_sre: Any
try:
    import _sre  # type: ignore[import-not-found, no-redef]
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:  # another Python than CPython, or a later one
    _sre = None

#: Patterns in the kept file; a file that would grow over it starts again with those of the last run.
MOST = 5000


class _Kept(msgspec.Struct, array_like=True):
    """The arguments of ``_sre.compile`` behind the pattern's text."""

    flags: int
    code: bytes
    groups: int
    names: dict[str, int]


_new: dict[str, _Kept] = {}
_KEPT = msgspec.msgpack.Decoder(_Kept)


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The same as ``re.compile``, for the whole run and from the kept file where it is there."""
    if _sre is None:
        return re.compile(pattern, flags)
    flags = int(flags)
    key = f"{flags}:{pattern}"
    kept = _kept().get(key)
    try:
        return _made(pattern, _KEPT.decode(kept)) if kept else _made(pattern, _numbers(key, pattern, flags))
    except re.error:
        raise
    except Exception:  # private parts of Python: whatever they raise, the public way is open
        return re.compile(pattern, flags)


def _made(pattern: str, kept: _Kept) -> re.Pattern[str]:
    names_by_group: list[str | None] = [None] * (kept.groups + 1)
    for name, group in kept.names.items():
        names_by_group[group] = name
    code = array("I", kept.code).tolist()
    made: Any = _sre.compile(pattern, kept.flags, code, kept.groups, kept.names, tuple(names_by_group))
    return made  # type: ignore[no-any-return]


def _numbers(key: str, pattern: str, flags: int) -> _Kept:
    """What ``re`` makes of a pattern, noted for the kept file."""
    tree = _parser.parse(pattern, flags)
    code = array("I", _compiler._code(tree, flags)).tobytes()
    kept = _Kept(flags | tree.state.flags, code, tree.state.groups - 1, tree.state.groupdict)
    if not _new:
        atexit.register(_keep)
    _new[key] = kept
    return kept


def file_name() -> str:
    """The name of the kept file: what the numbers depend on is the minor version, the compiler's own number,
    the size of a code and the order of its bytes."""
    version = (
        sys.implementation.cache_tag if sys.version_info.releaselevel == "final" else f"{sys.hexversion:x}"
    )
    return f"patterns-{version}-{_sre.MAGIC}-{_sre.CODESIZE}-{sys.byteorder}"


@cache
def _kept() -> dict[str, memoryview]:
    if _sre is None:
        return {}
    return _decoded(read_shipped(file_name())) | _read()


def _read() -> dict[str, memoryview]:
    return _decoded(read_kept(file_name()))


def _decoded(raw: memoryview | None) -> dict[str, memoryview]:
    """The patterns of a kept file, each still to be decoded: a run asks for few of them."""
    try:
        return msgspec.msgpack.decode(raw, type=dict[str, memoryview]) if raw else {}
    except msgspec.MsgspecError:
        return {}


def _keep() -> None:
    """Write the patterns this run had to compile to those that were kept."""
    new = {key: memoryview(msgspec.msgpack.encode(kept)) for key, kept in _new.items()}
    together = _read() | new
    write_bytes(file_name(), msgspec.msgpack.encode(together if len(together) <= MOST else new))
