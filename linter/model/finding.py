"""A fault, and what an office answered to it."""

from __future__ import annotations

import datetime
from typing import Any, Literal

import msgspec

from linter.model.source import NOWHERE, Place

Severity = Literal["error", "warning", "info"]
Confidence = Literal["high", "medium", "low"]


class Related(msgspec.Struct, gc=False):
    """Another place that belongs to a finding: an addend of a sum, the twin of a copy."""

    place: Place
    text: str


class Finding(msgspec.Struct):
    """One fault. ``text`` is the cell's text and ``mark`` the faulty part of it, (start, end) or None.

    ``form`` is the form's number, None for a finding about the whole file. ``basis`` holds codes of
    rules/basis.yaml. ``covers`` lists the rules whose findings on the same cell this one stands for.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    advice: str
    file: str
    place: Place = NOWHERE
    form: int | None = None
    form_title: str = ""
    project: str = ""
    level2: str = ""
    indicator: str = ""
    field: str = ""
    text: str = ""
    mark: tuple[int, int] | None = None
    related: list[Related] = msgspec.field(default_factory=list)
    covers: list[str] = msgspec.field(default_factory=list)
    fix: dict[str, Any] | None = None
    suggestion: str | None = None
    fingerprint: str = ""


class Answer(msgspec.Struct):
    """A finding that the office has answered, and how. ``given`` is False where the answer is still owed (an
    entry of a baseline); ``until`` is the last day on which it holds."""

    finding: Finding
    reason: str
    who: str = ""
    given: bool = True
    until: datetime.date | None = None
