"""What each unit is told when its forms go back: what has to change first, then form by form what to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from linter.auditing.agencies import Agency, agency_of, amount_of
from linter.model import Document, Finding, Form, Part, Report

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

Said = TypeVar("Said")
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


class Opinion(msgspec.Struct, Generic[Said]):
    """What one unit is told. ``first`` are the rules broken most severely, with the number of findings and of forms;
    ``counts`` are findings by severity; ``said`` is what is said of each form that has something to change, those with
    the most errors first, and ``faulty`` how many forms that are."""

    unit: Agency
    forms: int = 0
    indicators: int = 0
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    first: list[tuple[str, str, int, int]] = msgspec.field(default_factory=list)
    said: list[Said] = msgspec.field(default_factory=list)
    faulty: int = 0

    @property
    def asks(self) -> bool:
        """Whether there is anything that the unit has to change."""
        return bool(self.said)


class _Gathered(msgspec.Struct):
    """An opinion while the files are gone through: findings and forms by severity and rule, and with what is said of
    a form its number of errors."""

    opinion: Opinion[object]
    rules: dict[tuple[str, str], list[int]] = msgspec.field(default_factory=dict)
    said: list[tuple[int, object]] = msgspec.field(default_factory=list)


def opinions(report: Report, rulebook: Rulebook, say: Callable[[FormDemands], Said]) -> list[Opinion[Said]]:
    """The opinion on every unit, in reading order; findings that are no rule's are left out. Of a form only what
    ``say`` makes of it is kept: the files of a long run are gone through one at a time."""
    units: dict[str, _Gathered] = {}
    for part in report.parts():
        _add(part, units, rulebook, say)
    told = []
    for gathered in units.values():
        opinion = gathered.opinion
        ranked = [
            (severity, rule, count, forms) for (severity, rule), (count, forms) in gathered.rules.items()
        ]
        opinion.first = sorted(ranked, key=lambda one: (_ASKED.index(one[0]), -one[3], -one[2], one[1]))
        opinion.said = [said for _, said in sorted(gathered.said, key=lambda one: -one[0])]
        told.append(opinion)
    return told  # type: ignore[return-value]


def _add(
    part: Part, units: dict[str, _Gathered], rulebook: Rulebook, say: Callable[[FormDemands], object]
) -> None:
    if part.document is None:
        return
    owners: dict[int | None, _Gathered] = {}
    forms: dict[int | None, Form] = {}
    for form in part.document.forms:
        agency = agency_of(part.path, form)
        unit = units.setdefault(agency.key, _Gathered(Opinion(agency)))
        unit.opinion.forms += 1
        unit.opinion.indicators += sum(row.row_kind == "indicator" for row in form.indicators)
        owners[form.number] = unit
        owners.setdefault(None, unit)  # a finding about a whole file belongs to its first form
        forms[form.number] = form
    groups: dict[int | None, dict[tuple[str, str], Demand]] = {}
    for finding in part.findings:
        mine = owners.get(finding.form) or owners.get(None)
        if mine is None or finding.rule not in rulebook.rules:
            continue
        mine.opinion.counts[finding.severity] += 1
        if finding.severity in _ASKED:
            demand = Demand(finding.rule, finding.severity, [])
            key = finding.severity, finding.rule
            groups.setdefault(finding.form, {}).setdefault(key, demand).findings.append(finding)
    for number, demands in groups.items():
        unit = owners.get(number) or owners[None]
        ranked = sorted(
            demands.values(), key=lambda one: (_ASKED.index(one.severity), -len(one.findings), one.rule)
        )
        errors = sum(len(one.findings) for one in ranked if one.severity == "error")
        unit.said.append((errors, say(FormDemands(part.document, forms.get(number), ranked))))
        unit.opinion.faulty += number is not None
        for one in ranked:
            sums = unit.rules.setdefault((one.severity, one.rule), [0, 0])
            sums[0] += len(one.findings)
            sums[1] += 1
