"""Patterns for files, as in .gitignore files."""

from __future__ import annotations

import re
from functools import cache

from linter.ground.patterns import compiled

_WILD = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matches(path: str, pattern: str) -> bool:
    """Whether ``pattern`` fits ``path``, which is relative and written with ``/``.

    A pattern without ``/`` fits a name at any depth, one with ``/`` counts from the folder of the
    configuration; what fits a folder fits all in it. ``*`` stays within a name, ``**`` crosses folders.
    """
    return _compiled(pattern).fullmatch(path) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    body = pattern.replace("\\", "/").removeprefix("./").rstrip("/")
    start = "" if "/" in body else "(?:[^/]+/)*"
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", body.lstrip("/"))
    return compiled(
        start + "".join(_WILD.get(part) or re.escape(part) for part in parts) + "(?:/.*)?", re.DOTALL
    )
