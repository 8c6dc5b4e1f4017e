"""Rules over many files: what the queries of a store find becomes findings of the files of this run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter.auditing.crossings import MOST_OTHERS, Crossing, Member, crossing
from linter.auditing.crossqueries import QUERIES
from linter.auditing.crossrules import judge_rows
from linter.auditing.questions import asking
from linter.auditing.warehouserows import identity
from linter.fileresult import FileResult
from linter.findings import fingerprint
from linter.model import NOWHERE, Document, Finding, Form, Indicator, Place, Related
from linter.pipeline.results import Results
from linter.rulebook.spots import Fault

if TYPE_CHECKING:
    from linter.rulebook import Rule


def collect(store: Path, results: Results, rules: Sequence[Rule]) -> bool:
    """Put the findings of these rules into the results of the files that they stand in, in place of those of an
    earlier run. Returns whether that changed anything."""
    paths = {identity(result.path) for result in results if result.document is not None}
    found: dict[str, list[tuple[Rule, Crossing, Fault]]] = {}
    with asking(store) as connection:
        queries = {str(rule.check["query"]) for rule in rules}
        rows = {
            name: [
                row
                for one in QUERIES[name](connection)
                if (row := crossing(one, paths.__contains__)) is not None
            ]
            for name in sorted(queries)
        }
    for rule in rules:
        for row, fault in judge_rows(rule, rows[str(rule.check["query"])]):
            assert row.member is not None
            found.setdefault(row.member.path, []).append((rule, row, fault))
    ours = {rule.id for rule in rules}
    changed = False

    def settled(result: FileResult) -> FileResult | None:
        nonlocal changed
        new = _with(result, ours, found.get(identity(result.path), ()))
        changed = changed or new is not None
        return new

    results.replace(settled)
    return changed


def _with(
    result: FileResult, ours: set[str], found: Sequence[tuple[Rule, Crossing, Fault]]
) -> FileResult | None:
    """A result with these findings and without those that an earlier run put there; None where nothing changes."""
    kept = [finding for finding in result.findings if finding.rule not in ours]
    if not found and len(kept) == len(result.findings):
        return None
    document = result.document
    made = [
        _finding(rule, row, fault, result.path, document)
        for rule, row, fault in found
        if document is not None
    ]
    return msgspec.structs.replace(result, findings=[*kept, *made])


def _finding(rule: Rule, row: Crossing, fault: Fault, file: str, document: Document) -> Finding:
    member = row.member
    assert member is not None
    form = next((one for one in document.forms if one.number == member.form), None)
    indicator = _indicator(form, member)
    place = _place(form, indicator, row.field)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        confidence=rule.confidence,
        message=fault.message,
        advice=fault.advice,
        suggestion=fault.suggestion,
        file=file,
        place=place,
        form=member.form,
        form_title=form.title if form is not None else "",
        project=(form.project or "") if form is not None else "",
        level2=(indicator.level2 or indicator.level2_printed) if indicator is not None else "",
        indicator=indicator.name if indicator is not None else "",
        field=row.field,
        text=member.text,
        related=[Related(NOWHERE, _told(one)) for one in row.others[:MOST_OTHERS]],
        fingerprint=fingerprint(rule.id, form, indicator, row.field, member.text),
    )


def _indicator(form: Form | None, member: Member) -> Indicator | None:
    if form is None or member.row is None or member.row > len(form.indicators):
        return None
    return form.indicators[member.row - 1]


def _place(form: Form | None, indicator: Indicator | None, field: str) -> Place:
    if indicator is not None:
        return indicator.places.get(field, indicator.place)
    if form is None:
        return NOWHERE
    return form.places.get(field) or form.budget.places.get(field) or form.place


def _told(member: Member) -> str:
    name = Path(member.path).name
    where = "，".join(part for part in (name, f"第{member.form}张表", member.place) if part)
    project = f"“{member.project}”" if member.project else ""
    said = f"：{member.text}" if member.text and member.text != member.project else ""
    return f"{member.unit}{project}（{where}）{said}"
