"""Libraries that only come with an extra of the package: whether they are there."""

from __future__ import annotations

from functools import cache


@cache
def lacking(*names: str) -> tuple[str, ...]:
    """Those of these libraries that are not installed."""
    from importlib.util import find_spec

    return tuple(name for name in names if find_spec(name) is None)
