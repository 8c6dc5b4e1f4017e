"""What a check found, before it becomes a finding: the spot, the facts for the message, related spots."""

from __future__ import annotations

from typing import Any

import msgspec

from linter.language.scope import Scope
from linter.model import Confidence, Place, Severity

Span = tuple[int, int]


class Spot(msgspec.Struct):
    """A cell or a row: ``scope`` is the object it belongs to, ``field`` the field path there, ``text`` the
    cell's text and ``mark`` the faulty part of the text, (start, end)."""

    scope: Scope
    place: Place
    field: str = ""
    text: str = ""
    mark: Span | None = None


class Fault(msgspec.Struct):
    """One fault. ``facts`` are what the message may name besides the fields of the judged object."""

    spot: Spot
    facts: dict[str, Any] = msgspec.field(default_factory=dict)
    related: list[Spot] = msgspec.field(default_factory=list)
    message: str = ""
    advice: str = ""
    #: What to write instead, where it can be derived.
    suggestion: str | None = None
    #: Softer than the rule says, in a case that the rule names.
    severity: Severity | None = None
    confidence: Confidence | None = None
    softened: str = ""


def spot_at(scope: Scope, path: str, mark: Span | None = None) -> Spot:
    """The spot of a field of an object, or of the field in whose cell it stands."""
    path = scope.cell_path(path)
    return Spot(scope, scope.place(path), path, scope.text(path), mark)
