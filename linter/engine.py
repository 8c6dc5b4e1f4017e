"""Documents × rules → report: every fault a finding, one fault one finding, and what was checked.

Where rules name others that they cover, the covering finding stands for the others on the same row (or, for findings of
rules about forms, on the same form)."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from linter.coverings import Found, Row, without_covered, without_repeats
from linter.evidence import add, checked, evidence_of
from linter.fileresult import Evidence
from linter.ground.collector import no_collection
from linter.ground.errors import unforeseen
from linter.ground.textbounds import cut_texts
from linter.language.saidbefore import remembering
from linter.language.types import use_derived
from linter.model import (
    Coverage,
    Document,
    Finding,
    Form,
    Indicator,
    Report,
)
from linter.rulebook.conditions import Fitting
from linter.rulebook.inspection import Tally
from linter.rulebook.rule import Rule, Rulebook
from linter.surroundings import Outlook, Surroundings

if TYPE_CHECKING:
    from linter.precedents import Precedents


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


@cache
def _precedents() -> Precedents:
    from linter.precedents import Precedents

    return Precedents()


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
    key = known = sites = None
    if remembering():
        from linter.language.sameness import document_key
        from linter.relocation import Sites

        key = document_key(document, outlook)
        sites = Sites(document, outlook) if key is not None else None
        known = _precedents().find(rules, named, key)
    if sites is not None and known is not None and known.stands_like(sites):
        return Judged(known.carried_over(document, sites), known.coverage, known.evidence_for(document))
    asked = rules if known is None else [rule for rule in rules if rule.id in known.faulty]
    tallies = {rule.id: Tally() for rule in asked}
    found = _found(document, outlook, fitting, asked, tallies, named)
    conclusion = None
    if known is None and sites is not None:
        from linter.relocation import conclusions

        conclusion = conclusions(found, sites)
    found.sort(key=lambda one: (one.order, one.rule.id))
    findings = [one.finding for one in found]
    if known is not None:
        return Judged(findings, known.coverage, known.evidence_for(document))
    coverage = _coverage(document, outlook, rules, tallies, named)
    evidence = evidence_of(document, outlook, rules, tallies, fitting.whole)
    if key is not None and not evidence.shortened:
        from linter.precedents import Precedent

        faulty = frozenset(id for id, tally in tallies.items() if tally.faulty)
        _precedents().add(rules, named, key, Precedent(conclusion, faulty, coverage, evidence))
    return Judged(findings, coverage, evidence)


def _before(
    documents: Sequence[Document], last_year: Mapping[str, Form]
) -> tuple[dict[int, Form], dict[int, Indicator]]:
    """Last year's form and indicator by ``id()`` of this year's, where anything is known of last year."""
    if not last_year and not any(document.earlier for document in documents):
        return {}, {}
    from linter.rulebook.lastyear import match

    matches = match(documents, last_year)
    return matches.forms, matches.rows


def _outlooks(documents: Sequence[Document], rulebook: Rulebook, around: Surroundings) -> list[Outlook]:
    """What the surroundings come to for each document."""
    earlier, rows = _before(documents, around.last_year)
    outlooks = []
    for document in documents:
        profiles = {
            form.number: around.profile or rulebook.profiles.recognise(form) for form in document.forms
        }
        forms = {form.number: earlier[id(form)] for form in document.forms if id(form) in earlier}
        known = {number: profile for number, profile in profiles.items() if profile is not None}
        outlooks.append(Outlook(around.year, around.prices, known, forms, rows, around.severity))
    return outlooks


def _found(
    document: Document,
    outlook: Outlook,
    fitting: Fitting,
    rules: Sequence[Rule],
    tallies: dict[str, Tally],
    named: Collection[str],
) -> list[Found]:
    """What the rules found, rule by rule."""
    rows: dict[int, Row] = {
        id(row): (form.number, n) for form in document.forms for n, row in enumerate(form.indicators)
    }
    found: list[Found] = []
    cut_texts()
    for rule in rules:
        part, visits = fitting.for_rule(rule.id, named)
        for fault in rule.judge(part, visits=visits, tally=tallies[rule.id]):
            from linter.findings import finding_of  # an orderly form has no use for it

            found.append(finding_of(fault, rule, document, outlook, rows))
        tallies[rule.id].shortened += cut_texts()
    return without_covered(without_repeats(found))


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
