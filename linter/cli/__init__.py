"""The command line. Commands only translate options into calls and results into text."""

from __future__ import annotations

#: Objects made before the collector of cycles looks for some. Nearly all that a run makes, its modules first,
#: stays in use to the end: with Python's own number the looking costs a tenth of a cold start.
_COLLECT_AFTER = 200_000


def main() -> None:
    """The entry point of the command ``jxlint``."""
    import gc

    gc.set_threshold(_COLLECT_AFTER)

    from linter.cli.root import root

    root(prog_name="jxlint")
