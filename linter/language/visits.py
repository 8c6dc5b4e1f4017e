"""Which objects of a document a rule has to look at: made once for all rules, and narrowed where possible.

Most rules begin with a word about one field of few values (``level2 == "时效指标" and …``). Such a part of
``when`` is asked once for each value that occurs, and not once for each object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from linter.language.expression import Compiled
from linter.language.generated import Run
from linter.language.nodes import release
from linter.language.scope import Node, Scope, objects, wrap
from linter.language.types import fields, given_type
from linter.model import Document
from linter.surroundings import ALONE, Outlook

#: Sets of values that a narrowing part remembers.
_MOST_KEPT = 1_000


class Narrowing:
    """A part of a condition that depends on one field of few values alone, so that it is asked once for each value."""

    def __init__(self, field: str, holds: Run) -> None:
        self.field = field
        self._holds = holds
        self._failing: dict[Any, bool] = {}
        self._kept: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def kept(self, values: tuple[Any, ...], some: Callable[[Any], Node]) -> tuple[Any, ...]:
        """Those of the values for which the part is not false; ``some`` gives a node with a value of the field."""
        known = self._kept.get(values)
        if known is None:
            known = tuple(value for value in values if not self.fails(value, some(value)))
            if len(self._kept) < _MOST_KEPT:
                self._kept[values] = known
        return known

    def fails(self, value: Any, node: Node) -> bool:
        """Whether the part is false of a node with this value of the field."""
        if value not in self._failing:
            self._failing[value] = self._holds(node) is False
        return self._failing[value]


def narrowings(condition: Compiled) -> tuple[Narrowing, ...]:
    """The parts of a condition, all of which must hold, that ask for one field of few values only."""
    given = given_type(condition.given).name
    known = fields(given)
    found = []
    for part, key, function in condition.conditions():
        used: set[str] = set()
        if _own_fields(part, used) and len(used) == 1:
            (field,) = used
            if known[field].type.values or known[field].type.name == "bool" or field in _FEW:
                shared = _shared.get((given, key)) or Narrowing(field, function())
                if key:
                    _shared[given, key] = shared
                found.append(shared)
    return tuple(found)


#: Narrowing parts by the object and the key of the part: many rules begin alike.
_shared: dict[tuple[str, str], Narrowing] = {}


#: Texts without a declared set of values that have few all the same.
_FEW = frozenset({"role"})


def _own_fields(tree: Any, used: set[str]) -> bool:
    """Collect the fields of the judged node in ``used``; False when the tree asks for anything else."""
    if not isinstance(tree, list):
        return True
    if tree and tree[0] == "path":
        used.update(tree[2])
        return tree[1] == 0 and len(tree[2]) == 1
    if tree and tree[0] in ("each", "get", "let"):
        return False
    return all(_own_fields(part, used) for part in tree)


class Visits:
    """The objects of one document, by what rules are given."""

    def __init__(self, document: Document, outlook: Outlook = ALONE) -> None:
        self._root = wrap(document, outlook)
        self._all: dict[tuple[str, bool], list[Scope]] = {}
        self._by_value: dict[tuple[str, bool, str], dict[Any, list[int]]] = {}
        self._chosen: dict[tuple[Any, ...], list[Scope]] = {}
        self._narrowed: dict[tuple[str, bool, tuple[Narrowing, ...]], list[Scope]] = {}

    def release(self) -> None:
        """Let go of the objects, which can be asked nothing any more."""
        release(self._root)

    def all(self, given: str, all_rows: bool) -> list[Scope]:
        """Every object in reading order."""
        key = (given, all_rows)
        if key not in self._all:
            self._all[key] = list(objects(given, self._root, all_rows=all_rows))
        return self._all[key]

    def of(self, given: str, all_rows: bool, narrow: tuple[Narrowing, ...]) -> list[Scope]:
        """Every object in reading order for which no narrowing part fails."""
        asked = (given, all_rows, narrow)
        if asked not in self._narrowed:
            self._narrowed[asked] = self._of(given, all_rows, narrow)
        return self._narrowed[asked]

    def _of(self, given: str, all_rows: bool, narrow: tuple[Narrowing, ...]) -> list[Scope]:
        scopes = self.all(given, all_rows)
        if not narrow or not scopes:
            return scopes
        kept = tuple((one.field, self._values(given, all_rows, one, scopes)) for one in narrow)
        key = (given, all_rows, kept)
        if key not in self._chosen:
            places = [self._places(given, all_rows, field, values) for field, values in kept]
            together = set(places[0]).intersection(*places[1:])
            self._chosen[key] = [scopes[position] for position in sorted(together)]
        return self._chosen[key]

    def _values(self, given: str, all_rows: bool, narrow: Narrowing, scopes: list[Scope]) -> tuple[Any, ...]:
        """The values of the field for which the narrowing part does not fail, asked of one object each."""
        groups = self._groups(given, all_rows, narrow.field)
        return narrow.kept(tuple(groups), lambda value: scopes[groups[value][0]].node)

    def _places(self, given: str, all_rows: bool, field: str, values: tuple[Any, ...]) -> list[int]:
        groups = self._groups(given, all_rows, field)
        return [position for value in values for position in groups[value]]

    def _groups(self, given: str, all_rows: bool, field: str) -> dict[Any, list[int]]:
        key = (given, all_rows, field)
        if key not in self._by_value:
            groups: dict[Any, list[int]] = {}
            for position, scope in enumerate(self.all(given, all_rows)):
                groups.setdefault(getattr(scope.node, field), []).append(position)
            self._by_value[key] = groups
        return self._by_value[key]
