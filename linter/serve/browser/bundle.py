"""Many files as one run of bytes, which JavaScript takes apart without a library.

The length of a directory (four bytes, little-endian), the directory as JSON ([path, length] in order), the files.
"""

from __future__ import annotations

import gzip
import json
from base64 import b85encode
from collections.abc import Mapping


def pack(files: Mapping[str, bytes]) -> bytes:
    directory = json.dumps([[name, len(data)] for name, data in files.items()]).encode()
    return b"".join([len(directory).to_bytes(4, "little"), directory, *files.values()])


def unpack(packet: bytes) -> dict[str, bytes]:
    """The files of a packet. Raises ValueError for one that is cut."""
    start = 4 + int.from_bytes(packet[:4], "little")
    files: dict[str, bytes] = {}
    for name, length in json.loads(packet[4:start]):
        files[name] = packet[start : start + length]
        start += length
    if start != len(packet):
        raise ValueError("cut")
    return files


def squeezed(data: bytes) -> bytes:
    """As small as browsers can undo. Without a time, so that the same page comes out twice."""
    return gzip.compress(data, 9, mtime=0)


def written(data: bytes) -> str:
    """Bytes as text for a page: five signs for four bytes, none of which begins a tag."""
    return b85encode(data).decode("ascii").replace("<", ",")
