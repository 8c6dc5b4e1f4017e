"""Rules over many files, judged on the rows of their query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from linter.auditing.crossings import Crossing
from linter.language.scope import Node, Scope
from linter.language.visits import Visits
from linter.model import Document
from linter.rulebook.inspection import Tally
from linter.rulebook.rule import Rule
from linter.rulebook.spots import Fault

_DECIMALS = frozenset({"share", "value", "low", "median", "high", "times"})


class _Rows(Visits):
    """The rows of a query, in place of the objects of a document."""

    def __init__(self, rows: Sequence[Crossing]) -> None:
        super().__init__(Document("", ""))
        self._rows = [Scope(Node("collection", row, None, at)) for at, row in enumerate(rows, 1)]

    def all(self, given: str, all_rows: bool) -> list[Scope]:
        return self._rows


def judge_rows(
    rule: Rule, rows: Sequence[Crossing], tally: Tally | None = None
) -> Iterator[tuple[Crossing, Fault]]:
    """The rows that a rule reports, each with its fault."""
    for fault in rule.judge(Document("", ""), visits=_Rows(rows), tally=tally):
        yield fault.spot.scope.node._raw, fault


def row_of(data: Mapping[str, Any]) -> Crossing:
    """A row of a query out of its columns, as cases write them. Raises TypeError for a column that is none."""
    columns: dict[str, Any] = {
        name: Decimal(str(value)) if name in _DECIMALS else value for name, value in data.items()
    }
    return Crossing(**columns)
