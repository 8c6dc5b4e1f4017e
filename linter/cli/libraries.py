"""Click and msgspec, without the modules that only their rarer parts use (ground/standins.py)."""

from __future__ import annotations

import os

from linter.ground.standins import standing_in, unknown


def import_click() -> None:
    # uuid, which click names, asks for the platform where Python does not tell it.
    platform = standing_in("platform", system=lambda: os.uname().sysname)
    # What click takes from gettext is replaced by our own (chinese.py).
    gettext = standing_in("gettext", gettext=str, ngettext=lambda one, many, count: one if count == 1 else many)
    with standing_in("inspect"), platform, gettext:
        import click  # noqa: F401


def import_msgspec() -> None:
    # What is asked of typing_extensions typing has, too.
    with standing_in("textwrap"), unknown("typing_extensions"):
        import msgspec  # noqa: F401
