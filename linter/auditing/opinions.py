"""What each unit is told when its forms go back: what has to change first, then form by form what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linter.auditing.agencies import UnitWork, amount_of, by_unit
from linter.model import Document, Finding, Form, Report

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: What a unit has to act on, most severe first; the rest only informs.
_ASKED = ("error", "warning")


class Demand(msgspec.Struct):
    """One fault of one form, said once for all rows that have it: findings of one rule and severity."""

    rule: str
    severity: str
    findings: list[Finding]


class FormDemands(msgspec.Struct):
    """A form and what is to be changed in it, errors first."""

    document: Document
    form: Form | None
    demands: list[Demand]

    @property
    def amount(self) -> str:
        return amount_of(self.form) if self.form is not None else ""


class Opinion(msgspec.Struct):
    """What one unit is told. ``first`` are the rules broken most severely, with the number of findings and of forms;
    ``counts`` are findings by severity."""

    unit: UnitWork
    counts: dict[str, int]
    first: list[tuple[str, str, int, int]]
    forms: list[FormDemands]

    @property
    def asks(self) -> bool:
        """Whether there is anything that the unit has to change."""
        return bool(self.forms)


def opinions(report: Report, rulebook: Rulebook) -> list[Opinion]:
    """The opinion on every unit, in reading order; findings that are no rule's are left out."""
    known = [finding for finding in report.findings if finding.rule in rulebook.rules]
    return [_opinion(unit) for unit in by_unit(report, known)]


def _opinion(unit: UnitWork) -> Opinion:
    counts = dict.fromkeys((*_ASKED, "info"), 0)
    for finding in unit.findings:
        counts[finding.severity] += 1
    asked = [finding for finding in unit.findings if finding.severity in _ASKED]
    return Opinion(unit, counts, _first(asked), _forms(unit, asked))


def _first(findings: list[Finding]) -> list[tuple[str, str, int, int]]:
    """(severity, rule, findings, forms) of the rules to look at first: most severe, then in most forms."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    told = [
        (severity, rule, len(group), len({(one.file, one.form) for one in group}))
        for (severity, rule), group in groups.items()
    ]
    return sorted(told, key=lambda one: (_ASKED.index(one[0]), -one[3], -one[2], one[1]))


def _forms(unit: UnitWork, findings: list[Finding]) -> list[FormDemands]:
    """The forms that have something to change, those with the most errors first."""
    documents = {document.path: document for document, _ in unit.forms}
    forms = {(document.path, form.number): form for document, form in unit.forms}
    groups: dict[tuple[str, int | None], dict[tuple[str, str], Demand]] = {}
    for finding in findings:
        mine = groups.setdefault((finding.file, finding.form), {})
        key = finding.severity, finding.rule
        mine.setdefault(key, Demand(finding.rule, finding.severity, [])).findings.append(finding)
    made = [
        FormDemands(
            documents[file],
            forms.get((file, number)) if number is not None else None,
            sorted(mine.values(), key=lambda one: (_ASKED.index(one.severity), -len(one.findings), one.rule)),
        )
        for (file, number), mine in groups.items()
    ]
    return sorted(made, key=lambda one: -sum(len(d.findings) for d in one.demands if d.severity == "error"))
