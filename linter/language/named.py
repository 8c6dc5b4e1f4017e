"""The named parts of a rule (``let``): expressions that the others of the rule use by name.

A part is worked out when it is first asked for, once for each judged object; one that asks nothing but the form or the
document, once for these, as a form of many rows would be gone through for each of them. One that is no more than a
field path stands for that path, so that what points at it points at the field's cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from linter.language.generated import Run
from linter.language.nodes import Node

if TYPE_CHECKING:
    from linter.language.expression import Compiled
    from linter.language.wordlists import Words


class Parts:
    """The parts by name. ``owner`` is the id of the rule, under which an object keeps what was worked out."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._known: dict[str, Compiled] = {}
        self._owners: dict[str, str] = {}
        self._runs: dict[str, Run] = {}

    def add(self, name: str, compiled: Compiled) -> None:
        self._known[name] = compiled

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __getitem__(self, name: str) -> Compiled:
        return self._known[name]

    def alias(self, path: str) -> str:
        """The path with a part in front replaced by the field path that it stands for; "" where the part is
        something else than a field."""
        first, dot, rest = path.partition(".")
        if first not in self._known:
            return path
        tree = self._known[first].tree
        return ".".join([*tree[2]]) + dot + rest if tree[0] == "path" and tree[1] == 0 and tree[2] else ""

    def run(self, name: str) -> Run:
        """The part as a function of the judged node."""
        if name not in self._runs:
            owner = self._owner_of(name)
            kept = _kept if owner == "" else partial(_kept_by, owner)
            self._runs[name] = kept(self._key(name), self._known[name])
        return self._runs[name]

    def _owner_of(self, name: str) -> str:
        if name not in self._owners:
            from linter.language.screencode import owner_of

            self._owners[name] = owner_of(name, {one: known.tree for one, known in self._known.items()})
        return self._owners[name]

    def forget(self, node: Node) -> None:
        """Let go of what was worked out for an object."""
        for name in self._runs:
            node.__dict__.pop(self._key(name), None)

    def _key(self, name: str) -> str:
        return f"{self._owner}.{name}"

    def to_plain(self) -> list[list[Any]]:
        return [[name, self._owner_of(name), compiled.to_plain()] for name, compiled in self._known.items()]

    @classmethod
    def from_plain(cls, owner: str, plain: list[list[Any]], words: Words | None) -> Parts:
        from linter.language.expression import Compiled

        parts = cls(owner)
        for name, above, compiled in plain:
            parts._owners[name] = above
            parts.add(name, Compiled.from_plain(compiled, words=words, parts=parts))
        return parts


def _kept_by(owner: str, key: str, compiled: Compiled) -> Run:
    """The same for a part that asks nothing but the form or the document of the judged node, which keeps it."""

    def run(node: Node) -> Any:
        above = getattr(node, owner)
        known = (node if above is None else above).__dict__
        if key not in known:
            known[key] = compiled(node)
        return known[key]

    return run


def _kept(key: str, compiled: Compiled) -> Run:
    """What a part gives for the judged node, worked out once: the node itself keeps it under ``key``."""

    def run(node: Node) -> Any:
        known = node.__dict__
        if key not in known:
            known[key] = compiled(node)
        return known[key]

    return run
