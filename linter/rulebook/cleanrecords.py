"""What a rule has found nothing wrong with, so that it need not look at the same once more.

Units, headings and whole rows repeat from form to form; offices hand in one form as a document, as a workbook and again
in the volume of all forms. How far a rule looks (language/reach.py) decides what must be the same: the row or text, or
the form. Of faults nothing is kept but which object has one: it is found afresh, where it stands.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

from linter.language.nodes import Node
from linter.language.sameness import row_key

#: Rows and texts, and forms, that a rule remembers; beyond that it starts afresh.
_MOST_OBJECTS, _MOST_FORMS = 1_000, 200
#: A form with more faulty objects is looked at anew each time: to remember it would take more than it spares.
_MOST_FAULTY = 500
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
            if len(self._held) >= _MOST_OBJECTS:
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


class Outcome(NamedTuple):
    """What came of a form: how often a rule's ``when`` held and could not be told, and the positions of the objects
    that have faults."""

    held: int
    unknown: int
    faulty: tuple[int, ...]


class Outcomes:
    """What came of the forms that one rule has looked at, by their keys."""

    def __init__(self) -> None:
        self._known: dict[bytes, Outcome] = {}
        self.told = self._known.get

    def add(self, key: bytes, outcome: Outcome) -> None:
        if len(outcome.faulty) > _MOST_FAULTY:
            return
        if len(self._known) >= _MOST_FORMS:
            self._known.clear()
        self._known[key] = outcome
