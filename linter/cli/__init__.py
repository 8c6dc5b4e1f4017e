"""The command line. Commands only translate options into calls and results into text."""

from __future__ import annotations


def main() -> None:
    """The entry point of the command ``jxlint``."""
    from linter.cli.root import root

    root(prog_name="jxlint")
