"""JSON as text, the same way in every report."""

from __future__ import annotations

import os
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


def place_json(place: Place) -> dict[str, Any]:
    """All fields of a place, null where they mean nothing."""
    return msgspec.structs.asdict(place)


def file_path(path: str) -> str:
    """A path as given, with ``/`` on every system."""
    return path.replace("\\", "/") if os.sep == "\\" else path
