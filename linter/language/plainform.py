"""Checked expressions as plain data, and how little of that a kept file need unpack.

An expression is ``[version, keys, said]``. ``keys`` are one pair for the whole and one for each of its parts that must
all hold: what its code is kept under, and the one field of the given object that it asks for (empty where it asks for
anything else). ``said`` is its source, the given object, its type, the fields it uses, those that it asks, its tree.
"""

from __future__ import annotations

from typing import Any

import msgspec


def packed(plain: Any) -> Any:
    """Plain data in which all that expressions say of themselves is packed into bytes. To run one takes no more than
    its key; most rules find nothing in most files, and of the rest only the little that is asked for is unpacked."""
    match plain:
        case dict():
            return {key: packed(part) for key, part in plain.items()}
        case [int(version), list(keys), [str(), str(), str(), list(), list(), list()] as said]:
            return [version, keys, msgspec.msgpack.encode(said)]
        case list():
            return [packed(part) for part in plain]
    return plain


def unpacked(said: list[Any] | bytes) -> list[Any]:
    """What an expression says of itself, as it was before ``packed``."""
    return msgspec.msgpack.decode(said, type=list) if isinstance(said, bytes) else said


def whole(plain: Any) -> Any:
    """Plain data as it was before ``packed``."""
    match plain:
        case dict():
            return {key: whole(part) for key, part in plain.items()}
        case [int(version), list(keys), bytes(said)]:
            return [version, keys, unpacked(said)]
        case list():
            return [whole(part) for part in plain]
    return plain
