"""Counts instead of findings: by rule, by unit, by file, each with what they are counted against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from linter.auditing.agencies import NO_UNIT, Owners, unit_of
from linter.auditing.rankings import mean
from linter.model import Document, Finding, Form, Report
from linter.reports.view import runlines, yearlines
from linter.reports.view.basislines import title_of
from linter.reports.view.columns import cut, table, width, wrap
from linter.reports.view.wording import BUILT_IN, SEVERITY, clean, shorten

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def lines(report: Report, rulebook: Rulebook, room: int = 120) -> list[str]:
    """Three aligned tables as lines of text, of at most ``room`` columns where names can be cut so far."""
    owners = {document.path: Owners(document) for document in report.documents}
    findings = [finding for finding in report.findings if finding.rule not in BUILT_IN]

    def owner(finding: Finding) -> Form | None:
        return owners[finding.file].of(finding) if finding.file in owners else None

    def unit(finding: Finding) -> str:
        form = owner(finding)
        return unit_of(form) if form else NO_UNIT

    forms = sum(len(document.forms) for document in report.documents)
    return [
        *_by_rule(findings, owner, forms, rulebook, room),
        "",
        *_by_group("单位", findings, unit, _groups(report.documents, lambda _, form: unit_of(form)), room),
        "",
        *_by_group(
            "文件", findings, lambda one: one.file, _groups(report.documents, lambda at, _: at.path), room
        ),
        *_exceptions(report, rulebook, room),
        *(["", *runlines.lines(report.since)] if report.since is not None else []),
        *(["", *yearlines.lines(report.beside)] if report.beside is not None and report.beside.rows else []),
    ]


def _exceptions(report: Report, rulebook: Rulebook, room: int) -> list[str]:
    """What the exceptions of rules silenced, most frequent first."""
    counts = sorted(report.checked.exceptions.items(), key=lambda item: (-item[1], item[0]))
    rows = []
    for (rule, because), count in counts:
        said = f"{rule} {title_of(rule, rulebook)}：因“{because}”不报 {count} 处"
        # Four columns: the indent, and marks that may hang over.
        rows += [f"  {line}" for line in wrap(said, max(room - 4, 20))]
    return ["", "因例外不报的", *rows] if rows else []


def _by_rule(
    findings: list[Finding],
    owner: Callable[[Finding], Form | None],
    forms: int,
    rulebook: Rulebook,
    room: int,
) -> list[str]:
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    touched: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for finding in findings:
        form = owner(finding)
        number = form.number if form is not None else finding.form
        if number is not None:
            touched.setdefault((finding.rule, finding.severity), set()).add((finding.file, number))
    rows = [["级别", "规则", "名称", "处数", f"涉及的表（共 {forms} 张）"]]
    for (rule, severity), count in counts.most_common():
        there = len(touched.get((rule, severity), ()))
        share = f"{there}（{100 * there // forms}%）" if forms and there else "—"
        rows.append([SEVERITY[severity], rule, title_of(rule, rulebook), str(count), share])
    return ["按规则", *_fitted(rows, 2, room)]


def _groups(documents: list[Document], name: Callable[[Document, Form], str]) -> dict[str, list[Form]]:
    groups: dict[str, list[Form]] = {}
    for document in documents:
        for form in document.forms:
            groups.setdefault(name(document, form), []).append(form)
    return groups


def _by_group(
    title: str,
    findings: list[Finding],
    name: Callable[[Finding], str],
    groups: dict[str, list[Form]],
    room: int,
) -> list[str]:
    counts: dict[str, Counter[str]] = {key: Counter() for key in groups}
    for finding in findings:
        counts.setdefault(name(finding), Counter())[finding.severity] += 1
    rows = [[title, "表", "指标", *SEVERITY.values(), "每表平均"]]
    for key, count in sorted(counts.items(), key=lambda item: -sum(item[1].values())):
        forms = groups.get(key, [])
        average = f"{mean(count.total(), len(forms))}" if forms else "—"
        indicators = sum(row.row_kind == "indicator" for form in forms for row in form.indicators)
        numbers = [str(len(forms)), str(indicators), *(str(count[severity]) for severity in SEVERITY)]
        rows.append([shorten(clean(key), 50), *numbers, average])
    return [f"按{title}", *_fitted(rows, 0, room)]


def _fitted(rows: list[list[str]], names: int, room: int) -> list[str]:
    """An aligned table whose column ``names`` gives way, so that the numbers stay on the line."""
    taken = sum(max(width(row[at]) for row in rows) + 2 for at in range(len(rows[0])) if at != names)
    return table(
        [[*row[:names], cut(row[names], max(8, room - taken - 2)), *row[names + 1 :]] for row in rows],
        indent="  ",
    )
