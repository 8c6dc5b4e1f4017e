"""What can be told of a plain tree by itself (language/codewriter.py says which forms it may have)."""

from __future__ import annotations

from typing import Any

from linter.language.functions.basics import FUNCTIONS

Plain = list[Any]


def only_field(tree: Any) -> str:
    """The one field of the judged object that a tree asks for, empty where it asks for more or for anything else."""
    used: set[str] = set()
    return next(iter(used)) if _own_fields(tree, used) and len(used) == 1 else ""


def _own_fields(tree: Any, used: set[str]) -> bool:
    """Collect the fields of the judged object in ``used``; False when the tree asks for anything else."""
    if not isinstance(tree, list):
        return True
    if tree and tree[0] == "path":
        used.update(tree[2])
        return tree[1] == 0 and len(tree[2]) == 1
    if tree and tree[0] in ("each", "get", "let"):
        return False
    return all(_own_fields(part, used) for part in tree)


def is_constant(tree: Plain) -> bool:
    if tree[0] == "list":
        return all(map(is_constant, tree[1]))
    return tree[0] in ("number", "text", "bool", "null", "regex")


def literal(tree: Plain) -> str:
    """A literal as Python writes it. Missing items are left out of lists before."""
    return f"D({tree[1]!r})" if tree[0] == "number" else repr(tree[1])


def sure(tree: Plain) -> bool:
    """Whether a tree gives true or false and is never missing."""
    match tree[0]:
        case "compare":
            return bool(tree[3][0] == "text")
        case "call":
            return isinstance(FUNCTIONS[tree[1]].unsaid, bool)
        case "each":
            return bool(tree[1] == "exists")
    return tree[0] in ("missing", "in")
