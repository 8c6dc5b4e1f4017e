"""The rulebook: YAML → rules, and rules on documents → faults.

book = load_rulebook()                        # the shipped rules
book = load_rulebook([Path("my-rules")])      # and the user's own, checked as strictly
for rule in book.select(["KX"], ["KX08"]):
    for fault in rule.judge(document): ...
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.rulebook.rule import Rule, Rulebook

if TYPE_CHECKING:
    from linter.rulebook.cases import CaseReport

__all__ = ["Rule", "Rulebook", "load_rulebook", "rule_schema", "test_rules"]


def load_rulebook(extra: Sequence[Path] = ()) -> Rulebook:
    """The shipped rules, and those of the extra files and folders. From the cache when nothing has changed.

    Raises JxlintError with file, line and column of the first fault.
    """
    from linter.rulebook.store import load

    return load(tuple(Path(folder) for folder in extra))


def test_rules(paths: Sequence[Path] = ()) -> CaseReport:
    """Run the cases inside rule files: of these files and folders, or of all shipped rules."""
    from linter.rulebook.cases import test_rules as run

    return run(paths)


def rule_schema() -> dict[str, Any]:
    """The JSON Schema of the first document of a rule file."""
    from linter.rulebook.schema import rule_schema as make

    return make()
