"""Rows and texts that a rule has found nothing wrong with, so that it need not look at the same once more.

Units, headings and whole rows repeat from form to form. Only a rule that looks at nothing but the row or text itself
(language/reach.py) may remember them; faults are found afresh, where they stand.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from linter.language.nodes import Node
from linter.language.sameness import row_key

#: Rows and texts that a rule remembers; beyond that it starts afresh.
_MOST = 1_000
#: Of a longer text a search may have seen only the beginning, which has to be counted each time.
_LONGEST = 500


class CleanObjects:
    """The clean rows or texts of one rule, each with whether the rule's ``when`` held of it."""

    def __init__(self) -> None:
        self._held: dict[Hashable, bool] = {}

    def told(self, node: Node) -> bool | None:
        """Whether ``when`` held of an object that is known to be clean; None for one that is not."""
        known = node.__dict__
        return self._held.get(known["_key"] if "_key" in known else _keyed(node))

    def add(self, node: Node, held: bool) -> None:
        key = node.__dict__["_key"]
        if key is not None:
            if len(self._held) >= _MOST:
                self._held.clear()
            self._held[key] = held


def _keyed(node: Node) -> Hashable:
    """Gives an object the key that all objects have that say the same; None where it says too much."""
    raw: Any = node._raw
    key: Hashable = None
    if node._type == "indicator":
        key = row_key(raw, _LONGEST)
    elif len(raw.text) <= _LONGEST:
        key = (raw.role, raw.label, raw.text)
    node.__dict__["_key"] = key
    return key
