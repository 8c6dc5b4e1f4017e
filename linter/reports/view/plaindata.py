"""JSON as text, the same way in every report."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from linter.model import Place

#: Stands where the items of a long list come; no text of a user is the same.
_HERE = uuid.uuid4().hex
_DEEP = " " * 4


def encode(data: Any, *, indent: int = 2) -> str:
    """Plain data as JSON and a line break. Half characters (from broken file names) are escaped."""
    try:
        raw = msgspec.json.encode(data)
    except UnicodeEncodeError:
        import json

        return json.dumps(data, indent=indent or None) + "\n"
    return (msgspec.json.format(raw, indent=indent) if indent else raw).decode("utf-8") + "\n"


def encode_listed(data: Mapping[str, Any], key: str, items: Iterable[Any]) -> bytes:
    """The same as UTF-8, with a long list under ``key`` whose items are made and written one by one: as plain data they
    would be many times the size of the text."""
    before, _, after = encode({**data, key: [_HERE]}).partition(f'"{_HERE}"')
    out = io.BytesIO()
    for item in items:
        out.write((before if out.tell() == 0 else f",\n{_DEEP}").encode())
        out.write(encode(item).rstrip("\n").replace("\n", f"\n{_DEEP}").encode())
    if out.tell() == 0:
        return encode({**data, key: []}).encode()
    out.write(after.encode())
    return out.getvalue()


def place_json(place: Place) -> dict[str, Any]:
    """All fields of a place, null where they mean nothing."""
    return msgspec.structs.asdict(place)


def file_path(path: str) -> str:
    """A path as given, with ``/`` on every system."""
    return path.replace("\\", "/") if os.sep == "\\" else path
