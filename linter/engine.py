"""Documents × rules → report: every fault a finding, one fault one finding, and what was checked.

A finding in a row whose cells were moved while reading is less sure: its severity and confidence drop by
one step, unless the rule looks at the writing itself. Where rules name others that they cover, the covering
finding stands for the others on the same row (or, for findings about a whole form, on the same form)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from linter.ground.errors import unforeseen
from linter.ground.patterns import compiled
from linter.ground.resources import no_collection
from linter.language.functions.likeness import normal
from linter.language.scope import wrap
from linter.language.types import use_derived
from linter.model import (
    NOT_CHOSEN,
    NOWHERE,
    Checked,
    Confidence,
    Coverage,
    Document,
    Finding,
    Form,
    Indicator,
    NotRun,
    Place,
    Related,
    Report,
    Severity,
)
from linter.office.references import position
from linter.rulebook.conditions import Fitting, count_profiles, ignored_everywhere
from linter.rulebook.lastyear import match
from linter.rulebook.presence import Presence
from linter.rulebook.rule import Rule, Rulebook, Tally
from linter.rulebook.spots import Fault, Spot
from linter.surroundings import Outlook, Surroundings

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_LESS_SEVERE: dict[Severity, Severity] = {"error": "warning", "warning": "info", "info": "info"}
_LESS_SURE: dict[Confidence, Confidence] = {"high": "medium", "medium": "low", "low": "low"}
_NOT_CHOSEN = {"deprecated": "已停用", "preview": "试行"}
_RECORD = compiled(r"(?:\A记录|\[)(\d+)")

#: A row of a form, or a form as a whole (no row), by position: what a finding is about.
Row = tuple[int, int | None]


class _Found(msgspec.Struct):
    """A finding on its way: the rows it speaks of decide which findings cover it."""

    finding: Finding
    rule: Rule
    rows: frozenset[Row]
    order: tuple[int, ...]


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
    if rulebook.terms is not None:
        use_derived(rulebook.terms)
    judged = list(zip(documents, _outlooks(documents, rulebook, around), strict=True))
    report = Report()
    tallies = {rule.id: Tally() for rule in chosen}
    for document, outlook in judged:
        try:
            with no_collection():
                report.findings += _judge_one(document, outlook, chosen, tallies, around.named)
            report.documents.append(document)
            report.coverage.update(_coverage(document, outlook, chosen, tallies, around.named))
        except Exception as error:  # one document must not stop hundreds of others
            if os.environ.get("JXLINT_DEBUG"):
                raise
            report.problems.append((document.path, unforeseen("检查", error)))
    report.checked = _checked(report.documents)
    report.checked.exceptions = {
        (rule.id, because): count for rule in chosen for because, count in tallies[rule.id].excepted.items()
    }
    report.checked.profiles = count_profiles(
        (outlook for _, outlook in judged), recognised=around.profile is None
    )
    report.checked.not_run = _not_run(rulebook, chosen, tallies, judged, report, around)
    unable = {item.rule for item in report.checked.not_run}
    report.checked.rules = sum(rule.id not in unable for rule in chosen)
    return report


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


def _judge_one(
    document: Document, outlook: Outlook, rules: list[Rule], tallies: dict[str, Tally], named: Collection[str]
) -> list[Finding]:
    fitting = Fitting(document, outlook)
    rows: dict[int, Row] = {
        id(row): (form.number, n) for form in document.forms for n, row in enumerate(form.indicators)
    }
    found: list[_Found] = []
    for rule in rules:
        part, visits = fitting.for_rule(rule.id, named)
        tallies[rule.id].forms.clear()
        for fault in rule.judge(part, visits=visits, tally=tallies[rule.id]):
            found.append(_found(fault, rule, document, outlook, rows))
    kept = _merge_covered(_without_repeats(found))
    kept.sort(key=lambda one: (one.order, one.rule.id))
    return [one.finding for one in kept]


def _coverage(
    document: Document, outlook: Outlook, rules: list[Rule], tallies: dict[str, Tally], named: Collection[str]
) -> dict[tuple[str, int], Coverage]:
    """How many rules found what they need in each form; a rule about the whole document needs nothing of a form,
    and one that the form's profile leaves out is not switched on for it."""
    coverage = {}
    asked = [rule for rule in rules if rule.given != "document"]
    for form in document.forms:
        profile = outlook.profiles.get(form.number)
        left_out = set(profile.ignore) - set(named) if profile else set()
        switched = [rule for rule in asked if rule.id not in left_out]
        run = sum(form.number in tallies[rule.id].forms for rule in switched)
        coverage[document.path, form.number] = Coverage(run, len(switched))
    return coverage


def _without_repeats(found: list[_Found]) -> list[_Found]:
    """A cell that is printed once but read twice (a merged one, a header over two tables) has its fault
    once."""
    kept: dict[object, _Found] = {}
    for number, one in enumerate(found):
        place = one.finding.place
        spot = number if place == NOWHERE else (place, one.finding.field, one.finding.mark)
        # In running text all headings stand in one cell: the level tells them apart.
        key = (one.rule.id, one.finding.form, one.finding.level2, one.finding.message, spot)
        kept.setdefault(key, one)
    return list(kept.values())


def _found(fault: Fault, rule: Rule, document: Document, outlook: Outlook, rows: dict[int, Row]) -> _Found:
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
    return _Found(finding, rule, about, order)


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
        normal(spot.text),
    ]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()


def reading_order(place: Place) -> tuple[int, ...]:
    """Sorts places as they are read: by page, table, line, row and column, or by record."""
    row, column = place.row or 0, place.column or 0
    if place.record:
        row, column = ([int(number) for number in _RECORD.findall(place.record)] + [0, 0])[:2]
    if place.cell:
        with suppress(ValueError):
            row, column = position(place.cell)
    return (place.page or 0, place.table or 0, place.line or 0, row, column)


def _merge_covered(found: list[_Found]) -> list[_Found]:
    """Drop what is covered: all rows of a finding are rows of findings of rules that cover its rule."""
    # By rule and row, so that a long file costs no more for each of its findings.
    covering: dict[tuple[str, Row | None], list[_Found]] = {}
    for one in found:
        for code in one.rule.covers:
            for row in one.rows or (None,):
                covering.setdefault((code, row), []).append(one)
    dropped: dict[int, list[_Found]] = {}
    for one in found:
        # What is about the whole document (no rows) only another finding about the document can stand for.
        near = [covering.get((one.rule.id, row), ()) for row in one.rows or (None,)]
        if all(near):
            dropped[id(one)] = list({id(other): other for some in near for other in some}.values())
    for one in found:
        if id(one) in dropped:
            for top in _tops(one, dropped):
                top.finding.covers = sorted({*top.finding.covers, one.rule.id})
    return [one for one in found if id(one) not in dropped]


def _rests_on_doubt(rule: Rule, form: Form | None, field: str) -> bool:
    """Whether a finding asks for a column whose role was told narrowly."""
    doubted = (
        {role for one in form.doubts for role in (one.role, one.runner_up)} if form is not None else set()
    )
    return bool(doubted) and bool(
        doubted & {field, *(part for asked in rule.fields for part in asked.split("."))}
    )


def _tops(one: _Found, dropped: dict[int, list[_Found]]) -> list[_Found]:
    """The findings that in the end stand for a dropped one (rules never cover each other in a ring)."""
    tops = []
    for above in dropped.get(id(one), ()):
        tops += _tops(above, dropped) if id(above) in dropped else [above]
    return tops


def _checked(documents: Sequence[Document]) -> Checked:
    checked = Checked(files=len(documents))
    for document in documents:
        checked.hidden += document.hidden
        checked.forms += len(document.forms)
        for form in document.forms:
            checked.doubts += len(form.doubts)
            for row in form.indicators:
                if row.row_kind != "indicator":
                    continue
                checked.indicators += 1
                kind = row.parsed.kind
                checked.values[kind] = checked.values.get(kind, 0) + 1
                checked.not_understood += kind == "text"
    return checked


def _not_given(rule: Rule, judged: Iterable[tuple[Document, Outlook]]) -> str:
    """Why a rule that compares with something beside the documents had nothing to compare with; or empty."""
    asked = {part for field in rule.fields for part in field.split(".")}
    if "price" in asked and not any(outlook.prices for _, outlook in judged):
        return "没有给出价格表，可用 --prices 指定"
    if "previous" in asked and not any(outlook.forms for _, outlook in judged):
        return "没有上年的表可比，可用 --previous 指定"
    return ""


def _not_run(
    rulebook: Rulebook,
    chosen: list[Rule],
    tallies: dict[str, Tally],
    judged: list[tuple[Document, Outlook]],
    report: Report,
    around: Surroundings,
) -> list[NotRun]:
    """The rules of the book that judged nothing, with the reason."""
    running = {rule.id for rule in chosen}
    reported = {finding.rule for finding in report.findings}
    any_year = around.year is not None or any(
        form.year is not None for document, _ in judged for form in document.forms
    )
    presence = Presence(wrap(document, outlook) for document, outlook in judged)
    result = []
    for rule in rulebook.rules.values():
        if rule.id not in running:
            result.append(NotRun(rule.id, _NOT_CHOSEN.get(rule.status, NOT_CHOSEN)))
        elif rule.id not in around.named and (titles := ignored_everywhere(rule.id, judged)):
            result.append(NotRun(rule.id, f"按{titles}口径不用"))
        elif reason := _not_given(rule, judged):
            result.append(NotRun(rule.id, reason))
        elif rule.id not in reported and not any_year and rule.needs_year and report.checked.forms:
            result.append(NotRun(rule.id, "表上没有预算年度，可用 --year 指定"))
        elif not tallies[rule.id].held:
            missing = rule.missing(presence, unknown=tallies[rule.id].unknown > 0)
            if missing:
                result.append(NotRun(rule.id, f"表里没有要查的内容：{'、'.join(missing)}"))
    return result
