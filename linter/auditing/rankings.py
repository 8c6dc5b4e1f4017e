"""A run in figures, added up file by file: its units side by side, ranked by what was found a form, its rules, its
grades. A finding about a whole file is counted to its first form. Nothing of a file is kept, so that a run of any
length costs no more than its units do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter.auditing.agencies import Agency, Owners, agency_of, amount_in_wan
from linter.grading import Grade, grades_of, ungraded_of
from linter.model import Finding, Form, Part, Report

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


class Standing(msgspec.Struct):
    """A unit: ``sums`` is the money of its forms in 万元 by budget year and scope, ``years`` are their budget years.
    ``severities`` counts findings; ``families`` errors and warnings by family; ``touched`` forms with at least one
    finding; ``letters`` its grades, and ``points`` their sum."""

    agency: Agency
    forms: int = 0
    indicators: int = 0
    severities: Counter[str] = msgspec.field(default_factory=Counter)
    families: Counter[str] = msgspec.field(default_factory=Counter)
    touched: int = 0
    sums: dict[tuple[int | None, str], Decimal] = msgspec.field(default_factory=dict)
    years: set[int] = msgspec.field(default_factory=set)
    letters: Counter[str] = msgspec.field(default_factory=Counter)
    points: Decimal = Decimal(0)

    @property
    def amount(self) -> Decimal | None:
        """Its money in 万元, None where no form says it. What it spends as a whole is spent on its projects, too: of a
        year the larger sum counts."""
        years = {year for year, _ in self.sums}
        return added(max(sum_ for (of, _), sum_ in self.sums.items() if of == year) for year in years)

    @property
    def name(self) -> str:
        file = self.agency.file
        return f"{self.agency.name} {Path(file).name}" if file else self.agency.name

    @property
    def count(self) -> int:
        return self.severities.total()

    @property
    def score(self) -> Decimal | None:
        """The mean of its grades as shown; None where it has none."""
        return mean(self.points, self.letters.total()) if self.letters else None

    def per_form(self, severity: str) -> float:
        return self.severities[severity] / self.forms


class RuleSum(msgspec.Struct):
    """A rule at one severity: findings, the forms and the units (by key) that have one, their years and money."""

    rule: str
    severity: str
    count: int = 0
    forms: int = 0
    units: set[str] = msgspec.field(default_factory=set)
    years: set[int] = msgspec.field(default_factory=set)
    amount: Decimal | None = None


class Roll(msgspec.Struct):
    """``units`` are ranked: those with the most errors a form first, then by warnings a form, so that a large unit does
    not stand above a careless one for its size. ``faulty`` counts forms with an error, ``asked`` errors and warnings,
    ``ready`` those of them that say what to write. Findings that are no rule's are left out."""

    units: list[Standing] = msgspec.field(default_factory=list)
    rules: dict[tuple[str, str], RuleSum] = msgspec.field(default_factory=dict)
    severities: Counter[str] = msgspec.field(default_factory=Counter)
    forms: int = 0
    faulty: int = 0
    asked: int = 0
    ready: int = 0
    letters: Counter[str] = msgspec.field(default_factory=Counter)
    points: Decimal = Decimal(0)
    ungraded: int = 0
    ranks: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def years(self) -> set[int]:
        return {year for unit in self.units for year in unit.years}

    @property
    def amount(self) -> Decimal | None:
        """The money of all forms in 万元; None where no form says it."""
        return added(unit.amount for unit in self.units)

    def rank(self, path: str, form: Form) -> int:
        """The place of a form's unit in ``units``, from 0."""
        return self.ranks[agency_of(path, form).key]


def roll_of(report: Report, rulebook: Rulebook, *, grade: bool = True) -> Roll:
    """The figures of a report; without ``grade`` its forms are not graded."""
    roll = Roll()
    units: dict[str, Standing] = {}
    for part in report.parts():
        _add(part, roll, units, rulebook, grade)
    roll.units = sorted(
        units.values(),
        key=lambda one: (-one.per_form("error"), -one.per_form("warning"), -one.count, one.name),
    )
    roll.ranks = {unit.agency.key: at for at, unit in enumerate(roll.units)}
    return roll


def _add(part: Part, roll: Roll, units: dict[str, Standing], rulebook: Rulebook, grade: bool) -> None:
    owners: dict[int, Standing] = {}
    for form in part.document.forms if part.document else ():
        agency = agency_of(part.path, form)
        owners[form.number] = unit = units.setdefault(agency.key, Standing(agency))
        _add_form(form, unit)
        roll.forms += 1
    owner = Owners(part.document)
    found = [(finding, owner.of(finding)) for finding in part.findings if finding.rule in rulebook.rules]
    _add_findings(found, owners, roll, rulebook)
    if grade:
        roll.ungraded += ungraded_of(part)
        for mark in grades_of(part, rulebook):
            _add_grade(mark, owners[mark.form], roll)


def _add_form(form: Form, unit: Standing) -> None:
    unit.forms += 1
    unit.indicators += sum(row.row_kind == "indicator" for row in form.indicators)
    if (amount := amount_in_wan(form)) is not None:
        kind = form.year, form.scope
        unit.sums[kind] = unit.sums.get(kind, Decimal(0)) + amount
    if form.year is not None:
        unit.years.add(form.year)


def _add_findings(
    found: list[tuple[Finding, Form | None]],
    owners: dict[int, Standing],
    roll: Roll,
    rulebook: Rulebook,
) -> None:
    touched: dict[tuple[str, str], dict[int, Form | None]] = {}
    key: tuple[str, str]
    for finding, form in found:
        key = finding.severity, finding.rule
        line = roll.rules.setdefault(key, RuleSum(finding.rule, finding.severity))
        line.count += 1
        roll.severities[finding.severity] += 1
        asks = finding.severity != "info"
        roll.asked += asks
        roll.ready += asks and finding.suggestion is not None
        if form is not None:
            owners[form.number].severities[finding.severity] += 1
            owners[form.number].families[rulebook.rules[finding.rule].family] += asks
        number = form.number if form is not None else finding.form
        if number is not None:
            touched.setdefault(key, {})[number] = form
    for key, forms in touched.items():
        _add_touched(roll.rules[key], forms.values(), owners)
    for number in {number for forms in touched.values() for number in forms} & owners.keys():
        owners[number].touched += 1
    grave = (forms for (severity, _), forms in touched.items() if severity == "error")
    roll.faulty += len({number for forms in grave for number in forms})


def _add_touched(line: RuleSum, forms: Collection[Form | None], owners: dict[int, Standing]) -> None:
    line.forms += len(forms)
    for form in filter(None, forms):
        line.units.add(owners[form.number].agency.key)
        if form.year is not None:
            line.years.add(form.year)
        line.amount = added((line.amount, amount_in_wan(form)))


def _add_grade(mark: Grade, unit: Standing, roll: Roll) -> None:
    for one in (unit, roll):
        one.letters[mark.name] += 1
        one.points += mark.score


def mean(whole: Decimal | int, parts: int, places: int = 1) -> Decimal:
    """What falls on each of ``parts``, rounded as offices do: a half goes up."""
    return (Decimal(whole) / parts).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def added(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is there; None of nothing."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def years_of(years: Iterable[int], *, short: bool = False) -> str:
    """Budget years in words: ``2025``, ``2024—2025`` (``2024—25`` where there is little room); empty where none is
    written."""
    told = sorted(years)
    if not told:
        return ""
    if len(told) == 1:
        return str(told[0])
    return (
        f"{told[0]}—{told[-1] % 100:02}"
        if short and told[0] // 100 == told[-1] // 100
        else f"{told[0]}—{told[-1]}"
    )
