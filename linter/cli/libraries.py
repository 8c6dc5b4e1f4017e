"""Click, msgspec and two modules of Python, without those that only their rarer parts use (ground/standins.py)."""

from __future__ import annotations

import os
import sys

from linter.ground.standins import standing_in, unknown


def import_standard() -> None:
    if sys.version_info < (3, 12) and "datetime" not in sys.modules:
        # There datetime.py defines in Python, line by line, what it then takes from C after all.
        import _datetime  # type: ignore[import-not-found]

        sys.modules["datetime"] = _datetime
    import urllib  # noqa: F401  # the package by itself; what stands in for its module is found in it

    # Before Python 3.13 a path can tell its address in the web, for which all that takes addresses apart is loaded.
    with standing_in("urllib.parse", quote_from_bytes=_quoted):
        import pathlib  # noqa: F401


def _quoted(raw: bytes) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(raw)


def import_click() -> None:
    # uuid, which click names, asks for the platform where Python does not tell it.
    platform = standing_in("platform", system=lambda: os.uname().sysname)
    # What click takes from gettext is replaced by our own (chinese.py).
    gettext = standing_in("gettext", gettext=str, ngettext=lambda one, many, count: one if count == 1 else many)
    with standing_in("inspect"), platform, gettext:
        import click  # noqa: F401


def import_msgspec() -> None:
    # It looks into types for those who write schemas of them; formats of files it leaves to other libraries.
    rare = standing_in("msgspec.inspect"), standing_in("msgspec.toml"), standing_in("msgspec.yaml")
    # What is asked of typing_extensions typing has, too.
    with standing_in("textwrap"), unknown("typing_extensions"), rare[0], rare[1], rare[2]:
        import msgspec  # noqa: F401
