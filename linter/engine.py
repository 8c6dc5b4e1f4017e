"""Documents × rules → report: every fault a finding, one fault one finding, and what was checked.

A finding in a row whose cells were moved while reading is less sure: its severity and confidence drop by
one step, unless the rule looks at the writing itself. Where rules name others that they cover, the covering
finding stands for the others on the same row (or, for findings of rules about forms, on the same form)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import msgspec

from linter.coverings import Found, Row, without_covered, without_repeats
from linter.evidence import add, checked, evidence_of
from linter.fileresult import Evidence
from linter.ground.collector import no_collection
from linter.ground.errors import unforeseen
from linter.ground.patterns import compiled
from linter.ground.textbounds import cut_texts
from linter.language.functions.likeness import normal
from linter.language.types import use_derived
from linter.model import (
    Confidence,
    Coverage,
    Document,
    Finding,
    Form,
    Indicator,
    Place,
    Related,
    Report,
    Severity,
)
from linter.office.references import position
from linter.precedents import Precedent, Precedents
from linter.rulebook.conditions import Fitting
from linter.rulebook.inspection import Tally
from linter.rulebook.lastyear import match
from linter.rulebook.rule import Rule, Rulebook
from linter.rulebook.spots import Fault, Spot
from linter.surroundings import Outlook, Surroundings

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_LESS_SEVERE: dict[Severity, Severity] = {"error": "warning", "warning": "info", "info": "info"}
_LESS_SURE: dict[Confidence, Confidence] = {"high": "medium", "medium": "low", "low": "low"}
#: A fingerprint of a longer text is made of its digest.
_LONG_TEXT = 10_000
_RECORD = compiled(r"(?:\A记录|\[)(\d+)")

def judge(
    documents: Sequence[Document],
    rulebook: Rulebook,
    surroundings: Surroundings | None = None,
    *,
    rules: Iterable[Rule] | None = None,
) -> Report:
    """Judge documents by rules (all that ``rulebook.select()`` gives when none are named), within their
    surroundings. Nothing of the documents is changed. Findings come by document, form, place and rule; a
    document on which a rule fails is told in ``Report.problems`` and stops no other."""
    around = surroundings or Surroundings()
    chosen = list(rulebook.select() if rules is None else rules)
    report, total = Report(), Evidence()
    if rulebook.terms is not None:
        use_derived(rulebook.terms)
    for document, outlook in zip(documents, _outlooks(documents, rulebook, around), strict=True):
        one = _judged(document, outlook, chosen, around.named)
        if isinstance(one, str):
            report.problems.append((document.path, one))
            continue
        report.findings += one.findings
        report.documents.append(document)
        report.coverage.update(
            {(document.path, number): coverage for number, coverage in one.coverage.items()}
        )
        report.checked.hidden += document.hidden
        add(total, one.evidence)
    report.checked = msgspec.structs.replace(
        checked(total, rulebook, chosen, around), hidden=report.checked.hidden
    )
    return report


class Judged(msgspec.Struct):
    """The judgement of one document: its findings, its coverage by number of the form, and what it says for a run."""

    findings: list[Finding]
    coverage: dict[int, Coverage]
    evidence: Evidence


def judge_one(
    document: Document, rulebook: Rulebook, around: Surroundings, rules: Sequence[Rule]
) -> Judged | str:
    """Judge one document by itself; where a rule fails, the sentence that says so."""
    if rulebook.terms is not None:
        use_derived(rulebook.terms)
    (outlook,) = _outlooks([document], rulebook, around)
    return _judged(document, outlook, rules, around.named)


_precedents = Precedents()


def _judged(
    document: Document, outlook: Outlook, rules: Sequence[Rule], named: Collection[str]
) -> Judged | str:
    fitting = Fitting(document, outlook)
    try:
        with no_collection():
            judged = _judge_one(document, outlook, fitting, rules, named)
    except MemoryError:
        raise
    except Exception as error:  # one document must not stop hundreds of others
        if os.environ.get("JXLINT_DEBUG"):
            raise
        return unforeseen("检查", error)
    finally:
        fitting.release()
    judged.evidence.reported = {finding.rule for finding in judged.findings}
    return judged


def _judge_one(
    document: Document, outlook: Outlook, fitting: Fitting, rules: Sequence[Rule], named: Collection[str]
) -> Judged:
    key = fitting.whole.key
    known = _precedents.find(rules, named, key)
    asked = rules if known is None else [rule for rule in rules if rule.id in known.faulty]
    tallies = {rule.id: Tally() for rule in asked}
    findings = _findings(document, outlook, fitting, asked, tallies, named)
    if known is not None:
        return Judged(findings, known.coverage, known.evidence_for(document))
    coverage = _coverage(document, outlook, rules, tallies, named)
    evidence = evidence_of(document, outlook, rules, tallies, fitting.whole)
    if not evidence.shortened:
        faulty = frozenset(id for id, tally in tallies.items() if tally.faulty)
        _precedents.add(rules, named, key, Precedent(faulty, coverage, evidence))
    return Judged(findings, coverage, evidence)


def _outlooks(documents: Sequence[Document], rulebook: Rulebook, around: Surroundings) -> list[Outlook]:
    """What the surroundings come to for each document."""
    matches = match(documents, around.last_year)
    outlooks = []
    for document in documents:
        profiles = {
            form.number: around.profile or rulebook.profiles.recognise(form) for form in document.forms
        }
        forms = {form.number: matches.forms[id(form)] for form in document.forms if id(form) in matches.forms}
        known = {number: profile for number, profile in profiles.items() if profile is not None}
        outlooks.append(Outlook(around.year, around.prices, known, forms, matches.rows, around.severity))
    return outlooks


def _findings(
    document: Document,
    outlook: Outlook,
    fitting: Fitting,
    rules: Sequence[Rule],
    tallies: dict[str, Tally],
    named: Collection[str],
) -> list[Finding]:
    rows: dict[int, Row] = {
        id(row): (form.number, n) for form in document.forms for n, row in enumerate(form.indicators)
    }
    found: list[Found] = []
    cut_texts()
    for rule in rules:
        part, visits = fitting.for_rule(rule.id, named)
        for fault in rule.judge(part, visits=visits, tally=tallies[rule.id]):
            found.append(_found(fault, rule, document, outlook, rows))
        tallies[rule.id].shortened += cut_texts()
    kept = without_covered(without_repeats(found))
    kept.sort(key=lambda one: (one.order, one.rule.id))
    return [one.finding for one in kept]


def _coverage(
    document: Document,
    outlook: Outlook,
    rules: Sequence[Rule],
    tallies: dict[str, Tally],
    named: Collection[str],
) -> dict[int, Coverage]:
    """How many rules found what they need in each form; a rule about a whole document, or many, needs nothing
    of a form, and one that the form's profile leaves out is not switched on for it."""
    coverage = {}
    asked = [rule for rule in rules if rule.given not in ("document", "collection")]
    for form in document.forms:
        profile = outlook.profiles.get(form.number)
        left_out = set(profile.ignore) - set(named) if profile else set()
        switched = [rule for rule in asked if rule.id not in left_out]
        run = sum(form.number in tallies[rule.id].forms for rule in switched)
        coverage[form.number] = Coverage(run, len(switched))
    return coverage


def _found(fault: Fault, rule: Rule, document: Document, outlook: Outlook, rows: dict[int, Row]) -> Found:
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
        fingerprint=fingerprint(rule.id, form, indicator, spot),
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


def fingerprint(rule: str, form: Form | None, indicator: Indicator | None, spot: Spot) -> str:
    """What identifies a finding from run to run: rule, form, indicator, field and what is written there.

    No line numbers and no counts, so that it outlives an inserted row.
    """
    parts = [
        rule,
        normal((form.project or form.title or "") if form else ""),
        (indicator.level2 or "") if indicator else "",
        normal(indicator.name) if indicator else "",
        spot.field,
        normal(spot.text) if len(spot.text) <= _LONG_TEXT else _digest_of(spot.text),
    ]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()


@lru_cache(maxsize=2)
def _digest_of(text: str) -> str:
    """What stands for a text that may have thousands of findings: worked out once, not once for each of them."""
    return hashlib.sha256(normal(text).encode("utf-8")).hexdigest()


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
