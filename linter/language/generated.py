"""From the plain tree of a checked expression to a Python function of the judged node.

A plain tree is nested lists of texts, numbers of slots and truth values, so that it can be kept as JSON.
language/codewriter.py knows its forms, language/screencode.py that of a whole rule.

Python's compiler takes its time, so what it makes is kept in the cache folder (language/codestore.py). The text that
is compiled holds nothing of a document: only what a rule, checked before, is made of.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import FunctionType
from typing import Any

import msgspec

from linter.ground.cache import content_key
from linter.language.codestore import code_of
from linter.language.functions.basics import FUNCTIONS
from linter.language.nodes import Node, missing
from linter.language.plaintree import Plain
from linter.language.wordlists import Words

#: What a screen (language/screencode.py) gives where its rule has to look closer.
CLOSER = 2
#: Stands in a screen for a part that was not asked for yet.
UNASKED = object()
#: Gives the word lists. They are asked for when an expression first needs one.
FindWords = Callable[[], Words]
#: An expression ready to run: the judged node → a value, or None for missing.
Run = Callable[[Node], Any]


class Context(msgspec.Struct, frozen=True):
    """What expressions refer to besides fields: the word lists, and the named parts of the rule by name."""

    words: FindWords
    part: Callable[[str], Run] | None = None


def function_of(tree: Callable[[], Plain], key: str, context: Context) -> Run:
    """The function of a plain tree and its key. The tree is asked for only where its code is not at hand."""
    code = code_of(key, lambda: source_of(tree()))
    make: Any = FunctionType(code, _GLOBALS)
    run: Run = make(context.words, context.part)
    return run


def key_of(tree: Plain) -> str:
    """What identifies the text written for a tree."""
    return content_key(source_of(tree))


def source_of(tree: Plain) -> str:
    """The text of ``make``, which binds what the expression refers to and gives its function."""
    from linter.language.codewriter import Writer
    from linter.language.screencode import screen_lines

    if tree[0] == "screen":
        return "\n".join(screen_lines(tree))
    writer = Writer()
    result = writer.value(tree)
    head = [f"  {name} = {text}" for text, name in writer.bound.items()]
    return "\n".join(
        ["def make(W, P):", *head, "  def run(s0):", *writer.lines, f"   return {result}", "  return run"]
    )


_GLOBALS = {
    "F": {name: function.run for name, function in FUNCTIONS.items()},
    "D": Decimal,
    "missing": missing,
    "U": UNASKED,
}
