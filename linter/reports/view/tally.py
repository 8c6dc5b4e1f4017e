"""Counts with their denominators, for reports that print tables: by rule and by family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from linter.auditing.rankings import Roll, RuleSum, mean
from linter.grading import graded_families
from linter.model import Finding, Part, Report
from linter.reports.view.basislines import title_of
from linter.reports.view.wording import BUILT_IN, SEVERITY

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


class RuleCount(msgspec.Struct, frozen=True):
    """A rule at one severity: findings, forms that have one, and their share; ``sums`` tells more of them."""

    severity: str
    rule: str
    title: str
    family: str
    count: int
    forms: int
    share: str
    sums: RuleSum


def judged(report: Report) -> Iterator[tuple[Part, Finding]]:
    """Findings of rules with the file they are about, without what jxlint says about files."""
    for part in report.parts():
        for finding in part.findings:
            if finding.rule not in BUILT_IN:
                yield part, finding


def share(part: int, whole: int) -> str:
    """A part as a percentage; a dash where there is nothing to divide by."""
    return f"{mean(100 * part, whole)}%" if whole else "—"


def by_rule(roll: Roll, rulebook: Rulebook) -> list[RuleCount]:
    """Most severe first, then the most frequent."""
    order = list(SEVERITY)
    ranked = sorted(roll.rules.values(), key=lambda one: (order.index(one.severity), -one.count, one.rule))
    return [
        RuleCount(
            one.severity, one.rule, title_of(one.rule, rulebook), rulebook.rules[one.rule].family, one.count,
            one.forms, share(one.forms, roll.forms), one,
        )
        for one in ranked
    ]  # fmt: skip


def families(rulebook: Rulebook) -> list[str]:
    """The families that have rules, in the order of the grade."""
    there = list(dict.fromkeys(rule.family for rule in rulebook.rules.values()))
    order = graded_families()
    return sorted(there, key=lambda name: order.index(name) if name in order else len(order))


def by_family(roll: Roll, rulebook: Rulebook) -> list[tuple[str, int]]:
    """Every family that has rules with its findings, those of most first and those of none too."""
    counts: Counter[str] = Counter()
    for one in roll.rules.values():
        counts[rulebook.rules[one.rule].family] += one.count
    return sorted(((name, counts[name]) for name in families(rulebook)), key=lambda item: -item[1])
