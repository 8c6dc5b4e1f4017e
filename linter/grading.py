"""A grade for each form, as an official review gives one: 优 良 中 差, with the sums behind it.

The heads, their points and what a finding takes off stand in rules/grade.yaml. The grade speaks only of
what can be judged from the table; it is a help for sorting, not a review.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from linter.ground.resources import load_data
from linter.model import Document, Finding, Form, Report
from linter.rulebook.rule import Rulebook


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
    """The grade of one form. ``score`` is the sum of what its heads kept, of the sum of their points."""

    file: str
    form: int
    title: str
    project: str
    heads: tuple[Head, ...]
    name: str

    @property
    def score(self) -> Decimal:
        return sum((head.kept for head in self.heads), Decimal(0))


def grades(report: Report, rulebook: Rulebook) -> list[Grade]:
    """A grade for every form of a report that has indicators, in reading order."""
    findings: dict[tuple[str, int], list[Finding]] = {}
    for finding in report.findings:
        if finding.form is not None and finding.rule in rulebook.rules:
            findings.setdefault((finding.file, finding.form), []).append(finding)
    return [
        _grade(document, form, findings.get((document.path, form.number), []), rulebook)
        for document in report.documents
        for form in document.forms
        if form.indicators
    ]


def grade_names() -> list[str]:
    """The names of the grades, best first."""
    return [str(grade["name"]) for grade in _table()["grades"]]


def _grade(document: Document, form: Form, findings: list[Finding], rulebook: Rulebook) -> Grade:
    table = _table()
    heads = []
    for head in table["heads"]:
        mine = [finding for finding in findings if rulebook.rules[finding.rule].family in head["families"]]
        lost = sum((_deduction(finding, table) for finding in mine), Decimal(0))
        heads.append(Head(head["name"], _decimal(head["points"]), lost, len(mine)))
    score = sum((head.kept for head in heads), Decimal(0))
    name = next(str(grade["name"]) for grade in table["grades"] if score >= _decimal(grade["from"]))
    return Grade(document.path, form.number, form.title, form.project or "", tuple(heads), name)


def _deduction(finding: Finding, table: Mapping[str, Any]) -> Decimal:
    return _decimal(table["deduct"][finding.severity]) * _decimal(table["share"][finding.confidence])


def _decimal(number: float | int) -> Decimal:
    return Decimal(str(number))


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = load_data("grade.yaml")
    return table
