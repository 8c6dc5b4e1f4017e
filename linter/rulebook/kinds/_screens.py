"""What must hold for a check to find anything, as plain trees: most objects are told to be sound by these alone.

A tree may hold where there is no fault after all; it must hold wherever there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linter.language.expression import Compiled

#: A plain tree (language/codewriter.py says which there are).
Tree = list[Any]


def tree_of(item: Mapping[str, Any]) -> Tree:
    """The tree of an expression of a check."""
    return Compiled.from_plain(item["code"]).tree


def text_of(item: Mapping[str, Any]) -> Tree:
    """The tree of its text: of a value what is printed."""
    compiled = Compiled.from_plain(item["code"])
    return ["get", compiled.tree, ["text"]] if str(compiled.type) == "value" else compiled.tree


def missing(item: Mapping[str, Any], wanted: bool) -> Tree:
    return ["missing", tree_of(item), wanted]


def call(name: str, *arguments: Tree) -> Tree:
    return ["call", name, list(arguments)]


def any_of(trees: list[Tree]) -> Tree:
    return trees[0] if len(trees) == 1 else ["or", trees]


def all_of(trees: list[Tree]) -> Tree:
    return trees[0] if len(trees) == 1 else ["and", trees]
