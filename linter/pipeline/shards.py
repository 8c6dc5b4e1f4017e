"""What was found out about files, on disk: packed results, and shards of some dozens of them.

A shard is written whole or not at all and carries a checksum, so that what lies there after an interruption can be
used again. Files go into shards by where their names fall, not by their number in the run: a file that comes or goes
changes the shard it falls into and at most a few after it.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from linter.fileresult import FileResult, FindingsOf, Outline, outline_of
from linter.ground.cache import content_key, proven, sealed
from linter.ground.errors import JxlintError
from linter.ground.filesystem import save
from linter.pipeline.paths import Input

T = TypeVar("T")
#: Files in a shard, at least and at most; the last one of a run may hold fewer.
FEWEST, MOST = 25, 50
#: Beyond the fewest a shard ends after a file whose path falls on one of so many places.
_PLACES = 16
_SUFFIX = ".shard"
_LEVEL = 1


class Packed(msgspec.Struct, array_like=True, frozen=True):
    """A result on its way: what decides whether it still holds, and all of it as compressed bytes. ``content`` is a key
    of the bytes of the file, ``outline`` what a run adds up, packed by itself, ``told`` that of the result."""

    path: bytes
    judged_by: str
    state: tuple[int, int]
    plain: bool
    body: bytes
    content: str = ""
    outline: bytes = b""
    told: tuple[bytes, bytes] = (b"", b"")


def pack(result: FileResult) -> bytes:
    """A result as bytes."""
    told = result.told
    if any(told):
        result = msgspec.structs.replace(result, told=(b"", b""))
    try:
        raw, plain = msgspec.msgpack.encode(result), True
    except (
        UnicodeEncodeError
    ):  # half characters, from names of files and from JSON: only escapes can hold them
        import json

        raw, plain = json.dumps(msgspec.to_builtins(result, str_keys=True)).encode("ascii"), False
    path = result.path.encode("utf-8", "surrogatepass")
    body = zlib.compress(raw, _LEVEL)
    outline = msgspec.msgpack.encode(outline_of(result))
    packed = Packed(path, result.judged_by, result.state, plain, body, result.content, outline, told)
    return msgspec.msgpack.encode(packed)


@cache
def _decoder(kind: Any) -> Any:
    """What a type is made of is looked up when the first of it is unpacked."""
    return msgspec.msgpack.Decoder(kind)


def opened(raw: bytes | msgspec.Raw) -> Packed:
    """The outside of a packed result."""
    found: Packed = _decoder(Packed).decode(raw)
    return found


def unpack(raw: bytes | msgspec.Raw) -> FileResult:
    """The result that ``pack`` made these bytes of."""
    return _decoded(raw, FileResult)


def findings_of(raw: bytes | msgspec.Raw) -> FindingsOf:
    """The findings of a packed result; what else is in it is passed over."""
    return _decoded(raw, FindingsOf)


def _decoded(raw: bytes | msgspec.Raw, kind: type[T]) -> T:
    packed = opened(raw)
    body = zlib.decompress(packed.body)
    if packed.plain:
        found: T = _decoder(kind).decode(body)  # type: ignore[arg-type]  # a class has a hash
        return found
    import json

    return msgspec.convert(json.loads(body), kind, str_keys=True, strict=False)


def outlined(raw: bytes | msgspec.Raw) -> tuple[str, Outline]:
    """The path of a packed result and its sums, without unpacking it."""
    packed = opened(raw)
    return packed.path.decode("utf-8", "surrogatepass"), _decoder(Outline).decode(packed.outline)


def chunks(inputs: Iterable[Input]) -> Iterator[list[Input]]:
    """The inputs in their order, in the groups that make a shard each."""
    chunk: list[Input] = []
    for item in inputs:
        chunk.append(item)
        if len(chunk) >= MOST or (len(chunk) >= FEWEST and _ends_here(item)):
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _ends_here(item: Input) -> bool:
    return zlib.crc32(item.path.encode("utf-8", "surrogatepass")) % _PLACES == 0


def shard_name(chunk: Sequence[Input]) -> str:
    """The name under which the results of these inputs are kept."""
    return content_key(*(item.path for item in chunk))


class Shards:
    """The shards of a run in their folder, each the results of some inputs in the order of these. ``lasting`` waits
    with each until it is on the disk; a run that only wants to go on after it was ended need not wait: what a power cut
    takes is checked again."""

    def __init__(self, folder: Path, *, lasting: bool = True) -> None:
        self.folder = folder
        self._lasting = lasting

    def write(self, name: str, results: Sequence[bytes]) -> None:
        """Keep packed results. Raises JxlintError where they cannot be written; what lies there already stays."""
        raw = msgspec.msgpack.encode([msgspec.Raw(one) for one in results])
        try:
            save(self.folder / f"{name}{_SUFFIX}", sealed(name, raw), lasting=self._lasting, mode=0o600)
        except OSError as error:
            raise JxlintError(
                f"查的结果存不下了（{error.strerror or error}）",
                path=str(self.folder),
                advice="请空出磁盘空间，再运行同样的命令，没有写 --store 的加上 --resume：查过的不用再查",
            ) from error

    def read(self, name: str) -> list[bytes] | None:
        """The packed results under a name; None where there are none, or damaged ones."""
        try:
            raw = proven(name, (self.folder / f"{name}{_SUFFIX}").read_bytes())
            return None if raw is None else [bytes(one) for one in _decoder(list[msgspec.Raw]).decode(raw)]
        except (OSError, msgspec.MsgspecError):
            return None

    def names(self) -> list[str]:
        """The names of all shards that lie in the folder."""
        return [name.removesuffix(_SUFFIX) for name in os.listdir(self.folder) if name.endswith(_SUFFIX)]  # noqa: PTH208

    def remove(self, name: str) -> None:
        (self.folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)
