"""JSON as text, the same way in every report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from linter.model import Place


def encode(data: Any, *, indent: int = 2) -> str:
    """Plain data as JSON and a line break. Half characters (from broken file names) are escaped."""
    try:
        raw = msgspec.json.encode(data)
    except UnicodeEncodeError:
        import json

        return json.dumps(data, indent=indent or None) + "\n"
    return (msgspec.json.format(raw, indent=indent) if indent else raw).decode("utf-8") + "\n"


def pieces(members: Iterable[tuple[str, Any]], *, indent: int = 2) -> Iterator[str]:
    """An object of JSON piece by piece, the same text as ``encode`` gives of all at once. A member that is an iterator
    is an array, of which no more than one item is at hand."""
    first = "{"
    for name, value in members:
        yield f'{first}\n{" " * indent}"{name}": '
        if isinstance(value, Iterator):
            yield from _array(value, indent)
        else:
            yield _shifted(value, indent)
        first = ","
    yield "\n}\n" if first == "," else "{}\n"


class Items(msgspec.Struct, frozen=True):
    """Some items of an array that were written beforehand, by ``items``."""

    text: str


def items(items: Iterable[Any], *, indent: int = 2) -> str:
    """The items of an array that is a member of the object that ``pieces`` writes."""
    listed = list(items)
    if not listed:
        return ""
    try:
        raw = msgspec.json.format(msgspec.json.encode([listed]), indent=indent)
    except UnicodeEncodeError:  # those without half characters are written as ever
        return f",\n{' ' * 2 * indent}".join(_shifted(item, 2 * indent) for item in listed)
    # Without the brackets of both arrays and what stands in front of the first item.
    return raw[4 + 3 * indent : -4 - indent].decode("utf-8")


def _array(items: Iterator[Any], indent: int) -> Iterator[str]:
    first = "["
    for item in items:
        text = item.text if isinstance(item, Items) else _shifted(item, 2 * indent)
        if text:
            yield f"{first}\n{' ' * 2 * indent}"
            yield text
            first = ","
    yield f"\n{' ' * indent}]" if first == "," else "[]"


def _shifted(data: Any, columns: int) -> str:
    return encode(data).rstrip("\n").replace("\n", "\n" + " " * columns)


def place_json(place: Place) -> dict[str, Any]:
    """All fields of a place, null where they mean nothing."""
    return msgspec.structs.asdict(place)


def file_path(path: str) -> str:
    """A path as given, with ``/`` on every system."""
    return path.replace("\\", "/") if os.sep == "\\" else path
