"""What a check found, before it becomes a finding: the spot, the facts for the message, related spots."""

from __future__ import annotations

import dataclasses
from typing import Any

from linter.model import Place
from linter.rulebook.scope import Scope

Span = tuple[int, int]


@dataclasses.dataclass(slots=True)
class Spot:
    """A cell or a row: ``scope`` is the object it belongs to, ``field`` the field path there, ``text`` the
    cell's text and ``mark`` the faulty part of the text, (start, end)."""

    scope: Scope
    place: Place
    field: str = ""
    text: str = ""
    mark: Span | None = None


@dataclasses.dataclass(slots=True)
class Fault:
    """One fault. ``facts`` are what the message may name besides the fields of the judged object."""

    spot: Spot
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)
    related: list[Spot] = dataclasses.field(default_factory=list)
    message: str = ""


def spot_at(scope: Scope, path: str, mark: Span | None = None) -> Spot:
    """The spot of a field of an object."""
    return Spot(scope, scope.place(path), path, scope.text(path), mark)
