"""Counts with their denominators, for reports that print tables: by rule and by family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

import msgspec

from linter.model import Finding, Report
from linter.reports.view.outline import title_of
from linter.reports.view.wording import BUILT_IN, SEVERITY

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

Key = TypeVar("Key")


class RuleCount(msgspec.Struct, frozen=True):
    """A rule at one severity: findings, and forms that have one."""

    severity: str
    rule: str
    title: str
    family: str
    count: int
    forms: int
    share: str


class GroupCount(msgspec.Struct):
    """A family. ``forms`` are what was checked, ``rules`` what there is to break; ``touched`` counts forms with at
    least one finding."""

    name: str
    forms: int = 0
    rules: int = 0
    touched: int = 0
    severities: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def count(self) -> int:
        return sum(self.severities.values())


def judged(report: Report) -> list[Finding]:
    """Findings of rules, without what jxlint says about files."""
    return [finding for finding in report.findings if finding.rule not in BUILT_IN]


def share(part: int, whole: int) -> str:
    """A part as a percentage; a dash where there is nothing to divide by."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def by_rule(report: Report, rulebook: Rulebook) -> list[RuleCount]:
    """Most severe first, then the most frequent."""
    findings = judged(report)
    forms = sum(len(document.forms) for document in report.documents)
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    touched = _touched(((finding.rule, finding.severity), finding) for finding in findings)
    order = list(SEVERITY)
    lines = []
    ranked = sorted(counts.items(), key=lambda item: (order.index(item[0][1]), -item[1], item[0][0]))
    for (rule, severity), count in ranked:
        family = rulebook.rules[rule].family if rule in rulebook.rules else ""
        there = touched.get((rule, severity), 0)
        title = title_of(rule, rulebook)
        lines.append(RuleCount(severity, rule, title, family, count, there, share(there, forms)))
    return lines


def by_family(report: Report, rulebook: Rulebook) -> list[GroupCount]:
    """Every family that has rules, in the order of the grade, with those of no findings."""
    groups: dict[str, GroupCount] = {}
    for rule in rulebook.rules.values():
        groups.setdefault(rule.family, GroupCount(rule.family)).rules += 1
    forms = [form for document in report.documents for form in document.forms]
    findings = [finding for finding in judged(report) if finding.rule in rulebook.rules]
    for finding in findings:
        groups[rulebook.rules[finding.rule].family].severities[finding.severity] += 1
    touched = _touched((rulebook.rules[finding.rule].family, finding) for finding in findings)
    for name, group in groups.items():
        group.forms, group.touched = len(forms), touched.get(name, 0)
    return sorted(groups.values(), key=lambda group: -group.count)


def _touched(pairs: Iterable[tuple[Key, Finding]]) -> dict[Key, int]:
    """How many forms have a finding, by key. A finding about a whole file touches no form."""
    forms: dict[Key, set[tuple[str, int]]] = {}
    for key, finding in pairs:
        if finding.form is not None:
            forms.setdefault(key, set()).add((finding.file, finding.form))
    return {key: len(there) for key, there in forms.items()}
