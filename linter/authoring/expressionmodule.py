"""The functions of all shipped expressions as a Python module, for the wheel: ``python -m`` this, and a path."""

from __future__ import annotations

import sys
from pathlib import Path

from linter.language.codestore import module_text
from linter.language.expression import sources
from linter.language.terms import to_plain
from linter.rulebook import load_rulebook


def expression_module() -> str:
    """The text of the module."""
    book = load_rulebook()
    plain = [[rule.to_plain() for rule in book.rules.values()], to_plain(book.terms or {})]
    return module_text(dict(sources(plain)))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(expression_module(), encoding="utf-8")
