"""The units of a run side by side: what each has handed in, what was found, and how that ranks, counted per form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter.auditing.agencies import UnitWork, amount_in_wan, by_unit
from linter.grading import Grade
from linter.model import Finding, Report

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


class Standing(msgspec.Struct):
    """A unit: ``work`` is what it handed in, ``amount`` the money of its forms in 万元 (of those that say it; None
    where none does), ``score`` the mean of their grades. ``severities`` counts findings; ``families`` errors and
    warnings by family; ``touched`` forms with at least one finding."""

    work: UnitWork
    severities: Counter[str]
    families: Counter[str]
    touched: int
    amount: Decimal | None
    years: str
    score: Decimal | None

    @property
    def name(self) -> str:
        file = self.work.file
        return f"{self.work.name} {Path(file).name}" if file else self.work.name

    @property
    def forms(self) -> int:
        return len(self.work.forms)

    @property
    def count(self) -> int:
        return sum(self.severities.values())

    def per_form(self, severity: str) -> float:
        return self.severities[severity] / self.forms


def standings(report: Report, rulebook: Rulebook, graded: Iterable[Grade] = ()) -> list[Standing]:
    """The units of a report, those with the most errors a form first, then by warnings a form; a large unit does not
    stand above a careless one for its size. Findings that are no rule's are left out."""
    known = [finding for finding in report.findings if finding.rule in rulebook.rules]
    scores = {(one.file, one.form): one.score for one in graded}
    found = [_standing(work, rulebook, scores) for work in by_unit(report, known)]
    return sorted(
        found, key=lambda one: (-one.per_form("error"), -one.per_form("warning"), -one.count, one.name)
    )


def _standing(work: UnitWork, rulebook: Rulebook, scores: Mapping[tuple[str, int], Decimal]) -> Standing:
    amounts = [amount for _, form in work.forms if (amount := amount_in_wan(form)) is not None]
    marks = [
        score
        for document, form in work.forms
        if (score := scores.get((document.path, form.number))) is not None
    ]
    return Standing(
        work=work,
        severities=Counter(finding.severity for finding in work.findings),
        families=Counter(_family(one, rulebook) for one in work.findings if one.severity != "info"),
        touched=len({(one.file, one.form) for one in work.findings if one.form is not None}),
        amount=sum(amounts, Decimal(0)) if amounts else None,
        years=years_of(form.year for _, form in work.forms),
        score=sum(marks, Decimal(0)) / len(marks) if marks else None,
    )


def _family(finding: Finding, rulebook: Rulebook) -> str:
    return rulebook.rules[finding.rule].family


def years_of(years: Iterable[int | None]) -> str:
    """Budget years in words: ``2025``, ``2024—2025``; empty where none is written."""
    told = sorted({year for year in years if year is not None})
    if not told:
        return ""
    return str(told[0]) if len(told) == 1 else f"{told[0]}—{told[-1]}"
