"""The rulebook: YAML → rules, and rules on documents → faults.

book = load_rulebook()                        # the shipped rules
book = load_rulebook([Path("my-rules")])      # and the user's own, checked as strictly
for rule in book.select(["KX"], ["KX08"]):
    for fault in rule.judge(document): ...
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linter.rulebook.rule import Rule, Rulebook

__all__ = ["Rule", "Rulebook", "load_rulebook"]


def load_rulebook(extra: Sequence[Path] = ()) -> Rulebook:
    """The shipped rules, and those of the extra files and folders. From the cache when nothing has changed.

    Raises JxlintError with file, line and column of the first fault.
    """
    from linter.rulebook.store import load

    return load(tuple(Path(folder) for folder in extra))
