"""A grade for each form, as an official review gives one: 优 良 中 差, with the sums behind it.

The heads, their points, what a finding takes off and what keeps a form from a better grade stand in rules/grade.yaml.
The grade speaks only of what can be judged from the table; it is a help for sorting, not a review. It says on how
many of the rules it rests, and where that is too few there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import msgspec

from linter.ground.resources import load_data
from linter.model import Confidence, Coverage, Document, Finding, Form, Part, Report, Severity
from linter.rulebook.rule import Rulebook

#: First levels with second levels below, and the levels that are told without any.
_DIVIDED = frozenset({"产出指标", "成本指标"})
_FIRST = frozenset({"满意度指标"})


class Head(msgspec.Struct, frozen=True):
    """A head of the review: its full points, what was taken off, and by how many findings."""

    name: str
    points: Decimal
    lost: Decimal
    findings: int

    @property
    def kept(self) -> Decimal:
        return max(Decimal(0), self.points - self.lost)


class Grade(msgspec.Struct, frozen=True):
    """The grade of one form. ``score`` is the sum of what its heads kept, of the sum of their points;
    ``settled_score`` the same without the findings that the office has explained, None where it explained none.
    ``coverage`` says on how many rules it rests, ``caps`` why it is no better than it is."""

    file: str
    form: int
    title: str
    project: str
    heads: tuple[Head, ...]
    name: str
    coverage: Coverage
    settled_score: Decimal | None = None
    caps: tuple[str, ...] = ()

    @property
    def score(self) -> Decimal:
        return _kept(self.heads)


def grades(report: Report, rulebook: Rulebook) -> list[Grade]:
    """A grade for every form of a report that has indicators and on which enough rules found what they need,
    in reading order. Findings that were answered count as well: an answer explains a fault, it does not mend it."""
    return [grade for part in report.parts() for grade in grades_of(part, rulebook)]


def grades_of(part: Part, rulebook: Rulebook) -> list[Grade]:
    """The grades of the forms of one file."""
    if part.document is None:
        return []
    standing = _by_form(part.findings, rulebook)
    explained = _by_form([answer.finding for answer in part.answers if answer.given], rulebook)
    owed = _by_form([answer.finding for answer in part.answers if not answer.given], rulebook)
    found = []
    for form in part.document.forms:
        coverage = part.coverage.get(form.number)
        if not form.indicators or coverage is None or not _rests_on_enough(coverage):
            continue
        unexplained = [*standing.get(form.number, ()), *owed.get(form.number, ())]
        explained_here = explained.get(form.number, [])
        found.append(_grade(part.document, form, unexplained, explained_here, coverage, rulebook))
    return found


def ungraded_of(part: Part) -> int:
    """How many forms of one file have indicators and no grade, for want of rules that found what they need."""
    return sum(
        bool(form.indicators)
        and ((coverage := part.coverage.get(form.number)) is None or not _rests_on_enough(coverage))
        for form in (part.document.forms if part.document else ())
    )


def grade_names() -> list[str]:
    """The names of the grades, best first."""
    return [str(grade["name"]) for grade in _table()["grades"]]


def grade_heads() -> list[tuple[str, Decimal]]:
    """The heads of a grade with their full points."""
    return [(str(head["name"]), _decimal(head["points"])) for head in _table()["heads"]]


def graded_families() -> list[str]:
    """The families of rules that a grade looks at, in the order of its heads."""
    return [str(family) for head in _table()["heads"] for family in head["families"]]


def _by_form(findings: list[Finding], rulebook: Rulebook) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.form is not None and finding.rule in rulebook.rules:
            found.setdefault(finding.form, []).append(finding)
    return found


def _rests_on_enough(coverage: Coverage) -> bool:
    return coverage.run >= coverage.of * _decimal(_table()["coverage"])


def _grade(
    document: Document,
    form: Form,
    unexplained: list[Finding],
    explained: list[Finding],
    coverage: Coverage,
    rulebook: Rulebook,
) -> Grade:
    heads = _heads([*unexplained, *explained], rulebook)
    caps = _caps(form, [*unexplained, *explained])
    names, kept = grade_names(), _kept(heads)
    by_score = next(str(grade["name"]) for grade in _table()["grades"] if kept >= _decimal(grade["from"]))
    name = max(by_score, *(best for best, _ in caps), key=names.index) if caps else by_score
    return Grade(
        document.path,
        form.number,
        form.title,
        form.project or "",
        heads,
        name,
        coverage,
        _kept(_heads(unexplained, rulebook)) if explained else None,
        tuple(why for _, why in caps),
    )


def _heads(findings: list[Finding], rulebook: Rulebook) -> tuple[Head, ...]:
    heads = []
    families = [rulebook.rules[finding.rule].family for finding in findings]
    for head in _table()["heads"]:
        known = head["families"]
        mine = [finding for finding, family in zip(findings, families, strict=True) if family in known]
        lost = sum((_deduction(finding) for finding in mine), Decimal(0))
        heads.append(Head(head["name"], _decimal(head["points"]), lost, len(mine)))
    return tuple(heads)


def _kept(heads: tuple[Head, ...]) -> Decimal:
    return sum((head.kept for head in heads), Decimal(0))


class _Seen(msgspec.Struct, frozen=True):
    """What the caps are asked of: the number of ``targets``, how many of them are ``valueless``, the ``levels`` printed
    (None where nobody can tell which are missing), whether second levels can be told of, and the rules with an
    error."""

    targets: int
    valueless: int
    levels: set[str] | None
    seconds: bool
    errors: set[str]


def _caps(form: Form, findings: list[Finding]) -> list[tuple[str, str]]:
    """The caps of rules/grade.yaml that hold for a form: the best grade and why."""
    targets = [row for row in form.indicators if row.row_kind == "indicator"]
    printed = {level for row in targets for level in (row.level1, row.level2) if level}
    # Costs may be a block of their own or a second level of the output.
    printed |= {"成本指标"} if any(level.endswith("成本指标") for level in printed) else set()
    divided = [row for row in targets if row.level1 in _DIVIDED]
    tells = not form.truncated and any(row.level1 for row in form.indicators)
    seen = _Seen(
        len(targets),
        sum(_valueless(finding) for finding in findings),
        printed if tells else None,
        not divided or any(row.level2 for row in divided),
        {finding.rule for finding in findings if finding.severity == "error"},
    )
    caps = _table()["caps"]
    return [(str(cap["best"]), why) for cap in caps if (why := _why(cap, seen)) is not None]


def _valueless(finding: Finding) -> int:
    """How many indicators a finding says to have no target: its own and those it lists, or, where it covers such a
    finding, its own."""
    rule = _table()["valueless"]
    return 1 + len(finding.related) if finding.rule == rule else int(rule in finding.covers)


def _why(cap: Mapping[str, Any], seen: _Seen) -> str | None:
    """Why a form gets no better grade than the cap; None where the cap does not hold."""
    because = str(cap["because"])
    if "lacks_two_of" in cap:
        missing = _missing(cap["lacks_two_of"], seen)
        return because.format(missing="、".join(missing)) if len(missing) >= 2 else None
    return because if _holds(cap, seen) else None


def _missing(levels: list[str], seen: _Seen) -> list[str]:
    """The levels that lack, in the order of the table. Without a second level nobody can tell these."""
    if seen.levels is None:
        return []
    known = levels if seen.seconds else [level for level in levels if level in _FIRST]
    return [level for level in known if level not in seen.levels]


def _holds(cap: Mapping[str, Any], seen: _Seen) -> bool:
    if "fewer" in cap:
        return seen.targets < int(cap["fewer"])
    if "error_of" in cap:
        return not seen.errors.isdisjoint(cap["error_of"])
    if "valueless_one_in" in cap:
        below = int(cap.get("below_one_in", 0))
        many = 0 < seen.targets <= seen.valueless * int(cap["valueless_one_in"])
        return many and not (below and seen.targets <= seen.valueless * below)
    return seen.levels is not None and cap["lacks"] not in seen.levels


def _deduction(finding: Finding) -> Decimal:
    return _deducted(finding.severity, finding.confidence)


@cache
def _deducted(severity: Severity, confidence: Confidence) -> Decimal:
    table = _table()
    return _decimal(table["deduct"][severity]) * _decimal(table["share"][confidence])


@lru_cache(maxsize=256, typed=True)
def _decimal(number: float | int) -> Decimal:
    return Decimal(str(number))


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = load_data("grade.yaml")
    return table
