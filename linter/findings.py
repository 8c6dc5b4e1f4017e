"""A fault of a document → a finding: its severity, where it stands, what it is known by, and where it is read.

A finding in a row whose cells were moved while reading is less sure: its severity and confidence drop by one step,
unless the rule looks at the writing itself.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Any

from linter.coverings import Found, Row
from linter.ground.digests import sha256
from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal
from linter.model import Confidence, Document, Finding, Form, Indicator, Place, Related, Severity
from linter.office.references import position
from linter.rulebook.rule import Rule
from linter.rulebook.spots import Fault, Spot
from linter.surroundings import Outlook

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_LESS_SEVERE: dict[Severity, Severity] = {"error": "warning", "warning": "info", "info": "info"}
_LESS_SURE: dict[Confidence, Confidence] = {"high": "medium", "medium": "low", "low": "low"}
#: A fingerprint of a longer text is made of its digest.
_LONG_TEXT = 10_000
_RECORD = compiled(r"(?:\A记录|\[)(\d+)")


def finding_of(fault: Fault, rule: Rule, document: Document, outlook: Outlook, rows: dict[int, Row]) -> Found:
    """The finding, and what the engine needs to know beside it. ``rows`` gives the form and position of a row of the
    model by its ``id``."""
    spot = fault.spot
    form, indicator = spot.scope.form, spot.scope.indicator
    severity, confidence = rule.severity, rule.confidence
    profile = outlook.profiles.get(form.number) if form is not None else None
    if profile is not None:
        severity = profile.severity.get(rule.id, severity)
    severity = outlook.severity.get(rule.id, severity)
    if fault.severity is not None:
        severity = max(severity, fault.severity, key=_SEVERITIES.index)
    confidence = fault.confidence or confidence
    repaired = indicator is not None and indicator.repaired
    if (repaired or _rests_on_doubt(rule, form, spot.field)) and not rule.reads_writing:
        severity, confidence = _LESS_SEVERE[severity], _LESS_SURE[confidence]
    finding = Finding(
        rule=rule.id,
        severity=severity,
        confidence=confidence,
        message=fault.message,
        advice=fault.advice,
        suggestion=fault.suggestion,
        file=document.path,
        place=spot.place,
        form=form.number if form else None,
        form_title=form.title if form else "",
        project=(form.project or "") if form else "",
        level2=rule.check.get("level2") or _level2(indicator),
        indicator=indicator.name if indicator else "",
        field=spot.field,
        text=spot.text,
        mark=spot.mark,
        related=[Related(other.place, other.text) for other in fault.related],
        fix=_fix(rule, fault) if rule.fix != "none" else None,
        fingerprint=fingerprint(rule.id, form, indicator, spot.field, spot.text),
    )
    touched = {row for one in (fault.spot, *fault.related) if (row := _row(one, rows))}
    # A finding about a form that lists rows speaks of these rows.
    about = frozenset({row for row in touched if row[1] is not None} or touched)
    position = rows[id(indicator)][1] if indicator is not None and id(indicator) in rows else -1
    order = (
        form.number if form else 0,
        position if position is not None else -1,
        *reading_order(spot.place),
    )
    printed = (
        (indicator.name, indicator.places.get("name")) if indicator is not None and indicator.area else None
    )
    return Found(finding, rule, about, order, printed)


def _fix(rule: Rule, fault: Fault) -> dict[str, Any] | None:
    # Imported for the few rules that have a fix.
    from linter.rulebook.mend import fix_of

    return fix_of(rule, fault)


def _level2(indicator: Indicator | None) -> str:
    return (indicator.level2 or indicator.level2_printed) if indicator else ""


def _row(spot: Spot, rows: dict[int, Row]) -> Row | None:
    form, indicator = spot.scope.form, spot.scope.indicator
    if indicator is not None and id(indicator) in rows:
        return rows[id(indicator)]
    return (form.number, None) if form is not None else None


def fingerprint(rule: str, form: Form | None, indicator: Indicator | None, field: str, text: str) -> str:
    """What identifies a finding from run to run: rule, form, indicator, field and what is written there.

    No line numbers and no counts, so that it outlives an inserted row.
    """
    parts = [
        rule,
        normal((form.project or form.title or "") if form else ""),
        (indicator.level2 or "") if indicator else "",
        normal(indicator.name) if indicator else "",
        field,
        normal(text) if len(text) <= _LONG_TEXT else _digest_of(text),
    ]
    found: str = sha256("\x1f".join(parts).encode("utf-8")).hexdigest()
    return found


@lru_cache(maxsize=2)
def _digest_of(text: str) -> str:
    """What stands for a text that may have thousands of findings: worked out once, not once for each of them."""
    found: str = sha256(normal(text).encode("utf-8")).hexdigest()
    return found


def reading_order(place: Place) -> tuple[int, ...]:
    """Sorts places as they are read: by page, table, line, row and column, or by record."""
    row, column = place.row or 0, place.column or 0
    if place.record:
        row, column = ([int(number) for number in _RECORD.findall(place.record)] + [0, 0])[:2]
    if place.cell:
        with suppress(ValueError):
            row, column = position(place.cell)
    return (place.page or 0, place.table or 0, place.line or 0, row, column)


def _rests_on_doubt(rule: Rule, form: Form | None, field: str) -> bool:
    """Whether a finding asks for a column whose role was told narrowly."""
    doubted = (
        {role for one in form.doubts for role in (one.role, one.runner_up)} if form is not None else set()
    )
    return bool(doubted) and bool(
        doubted & {field, *(part for asked in rule.fields for part in asked.split("."))}
    )
