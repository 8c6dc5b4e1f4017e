"""Which objects of a document a rule has to look at: made once for all rules, and narrowed where possible.

Most rules begin with a word about one field of few values (``level2 == "时效指标" and …``). Such a part of
``when`` is asked once for each value that occurs, and not once for each object; and where the values come in the same
order as in a document before (the rows of two forms of one kind), the positions of the objects are known.
"""

from __future__ import annotations

import itertools
from typing import Any

import msgspec

from linter.language.expression import Compiled
from linter.language.generated import Run
from linter.language.nodes import release
from linter.language.saidbefore import expect, remember
from linter.language.scope import Node, Scope, objects, wrap
from linter.language.types import fields, given_type
from linter.model import Document
from linter.surroundings import ALONE, Outlook

#: Columns of values, and answers for them, that are known at a time; beyond that they are worked out afresh.
_MOST_KEPT = 1_000
#: Of more objects than this nothing is kept: few documents have as many in the same order.
_LONGEST = 200


class Narrowing:
    """A part of a condition that depends on one field of few values alone, so that it is asked once for each value."""

    def __init__(self, field: str, holds: Run) -> None:
        self.field = field
        self._holds = holds
        self._failing: dict[Any, bool] = {}

    def fails(self, value: Any, node: Node) -> bool:
        """Whether the part is false of a node with this value of the field."""
        if value not in self._failing:
            self._failing[value] = self._holds(node) is False
        return self._failing[value]


def narrowings(condition: Compiled, given: str) -> tuple[Narrowing, ...]:
    """The parts of a condition, all of which must hold, that ask the given object for one field of few values only."""
    given = given_type(given).name
    known = fields(given)
    found = []
    for field, key, function in condition.conditions():
        if field and (known[field].type.values or known[field].type.name == "bool" or field in _FEW):
            shared = _shared.get((given, key)) or Narrowing(field, function())
            if key:
                _shared[given, key] = shared
            found.append(shared)
    return tuple(found)


#: Narrowing parts by the object and the key of the part: many rules begin alike.
_shared: dict[tuple[str, str], Narrowing] = {}


#: Texts without a declared set of values that have few all the same.
_FEW = frozenset({"role"})


class Column(msgspec.Struct, frozen=True):
    """The values of one field over all objects, with a number that the same values in the same order share."""

    number: int
    values: tuple[Any, ...]


_numbers: dict[tuple[Any, ...], int] = {}
_count = itertools.count()


def _column(values: tuple[Any, ...]) -> Column:
    if len(values) > _LONGEST:
        return Column(next(_count), values)
    number = _numbers.get(values)
    if number is None:
        if len(_numbers) >= _MOST_KEPT:
            _numbers.clear()
        number = _numbers[values] = next(_count)
    return Column(number, values)


class Selection:
    """Which objects of a kind a rule looks at: those for which no narrowing part fails."""

    def __init__(self, given: str, all_rows: bool, narrow: tuple[Narrowing, ...]) -> None:
        self._asked = given, all_rows
        self._narrow = narrow
        self._known: dict[tuple[int, ...], list[int]] = {}

    def of(self, visits: Visits) -> list[Scope]:
        """Those of a document, in reading order."""
        scopes = visits.all(*self._asked)
        if not self._narrow or not scopes:
            return scopes
        columns = [visits.column(*self._asked, part.field) for part in self._narrow]
        key = tuple([column.number for column in columns])
        positions = self._known.get(key)
        if positions is None:
            positions = self._positions(scopes, columns)
            if len(scopes) <= _LONGEST:
                if len(self._known) >= _MOST_KEPT:
                    self._known.clear()
                self._known[key] = positions
        return [scopes[position] for position in positions]

    def _positions(self, scopes: list[Scope], columns: list[Column]) -> list[int]:
        left = list(range(len(scopes)))
        for part, column in zip(self._narrow, columns, strict=True):
            some = dict(zip(column.values, scopes, strict=True))
            failing = {value for value, scope in some.items() if part.fails(value, scope.node)}
            if failing:
                left = [position for position in left if column.values[position] not in failing]
        return left


class Visits:
    """The objects of one document, by what rules are given."""

    def __init__(self, document: Document, outlook: Outlook = ALONE) -> None:
        expect(len(document.forms))
        self._root = wrap(document, outlook)
        self._all: dict[tuple[str, bool], list[Scope]] = {}
        self._columns: dict[tuple[str, bool, str], Column] = {}

    def release(self) -> None:
        """Let go of the objects, which can be asked nothing any more, but for what their like will be asked too."""
        for (given, _), scopes in self._all.items():
            if given in ("indicator", "text"):
                remember(scope.node for scope in scopes)
        release(self._root)

    def all(self, given: str, all_rows: bool) -> list[Scope]:
        """Every object in reading order."""
        key = (given, all_rows)
        if key not in self._all:
            self._all[key] = list(objects(given, self._root, all_rows=all_rows))
        return self._all[key]

    def column(self, given: str, all_rows: bool, field: str) -> Column:
        """The values of a field of few values over all objects."""
        key = (given, all_rows, field)
        if key not in self._columns:
            values = tuple([getattr(scope.node, field) for scope in self.all(given, all_rows)])
            self._columns[key] = _column(values)
        return self._columns[key]
