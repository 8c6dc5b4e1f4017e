"""The rows that a run writes into the tables of a store: forms, indicators and findings as flat columns."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from linter.auditing.agencies import NO_UNIT, Owners, amount_in_wan, unit_of
from linter.auditing.rectification import key_of
from linter.grading import Grade, grades_of
from linter.model import Answer, Finding, Form, Indicator, Part, Place
from linter.rulebook.rule import Rulebook

Row = dict[str, Any]
#: How a place is written: given by the caller, as reports do.
Written = Callable[[Place], str]


def identity(path: str) -> str:
    """The path by which a file is known in a store, however it was written."""
    return os.path.normpath(Path(path).absolute()).replace(os.sep, "/")


def rows_of(part: Part, rulebook: Rulebook, place: Written, now: str) -> Iterator[tuple[str, Row]]:
    """The rows of one file, each with the name of its table."""
    document = part.document
    where = {"path": _clean(identity(part.path)), "file": _clean(part.path)}
    forms = document.forms if document is not None else []
    troubles = [one.message for one in part.findings if one.rule not in rulebook.rules]
    found = [one for one in part.findings if one.rule in rulebook.rules]
    yield "files", {
        **where, "type": document.type if document is not None else "", "forms": len(forms), "findings": len(found),
        "problem": _clean("；".join(troubles)) or None, "checked_at": now,
    }  # fmt: skip
    graded = {grade.form: grade for grade in grades_of(part, rulebook)}
    about = {form.number: _of_form(form) for form in forms}
    owners = Owners(document)
    counts: dict[int, Counter[str]] = {form.number: Counter() for form in forms}
    for finding in found:
        if (owner := owners.of(finding)) is not None:
            counts[owner.number][finding.severity] += 1
    for form in forms:
        mine = counts[form.number]
        yield "forms", {**where, **_form(form, mine, graded.get(form.number), place), **about[form.number]}
        for number, row in enumerate(form.indicators, 1):
            told = {"form": form.number, "row": number, **_indicator(row, place)}
            yield "indicators", {**where, **about[form.number], **told}
    by_number = {form.number: form for form in forms}
    for finding, state in _states(found, part.answers):
        owner = owners.of(finding)
        key = key_of(finding, by_number.get(finding.form or 0)).text
        told = _finding(finding, state, rulebook, place, key)
        yield "findings", {**where, **(about[owner.number] if owner is not None else {}), **told}


def _states(found: Iterable[Finding], answers: Iterable[Answer]) -> Iterator[tuple[Finding, str]]:
    for finding in found:
        yield finding, "open"
    for answer in answers:
        yield answer.finding, "explained" if answer.given else "owed"


def _of_form(form: Form) -> Row:
    unit = unit_of(form)
    return {
        "unit": _clean(unit) if unit != NO_UNIT else None,
        "year": form.year,
        "project": _clean(form.project),
        "code": _clean(form.code),
    }


def _form(form: Form, counts: Counter[str], grade: Grade | None, place: Written) -> Row:
    amount = amount_in_wan(form)
    return {
        "form": form.number,
        "department": _clean(form.department),
        "scope": form.scope,
        "title": _clean(form.title),
        "amount_wan": _real(amount),
        "goal": _clean(form.goal),
        "indicators": sum(row.row_kind == "indicator" for row in form.indicators),
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "grade": grade.name if grade is not None else None,
        "points": _real(grade.score) if grade is not None else None,
        "place": place(form.place),
    }


def _indicator(row: Indicator, place: Written) -> Row:
    value = row.parsed
    return {
        "level1": row.level1,
        "level2": row.level2 or _clean(row.level2_printed),
        "name": _clean(row.name),
        "comparator": _clean(row.comparator),
        "value": _clean(row.value),
        "printed_unit": _clean(row.unit),
        "kind": value.kind,
        "cmp": value.cmp,
        "lower": _real(value.lower),
        "upper": _real(value.upper),
        "value_unit": _clean(value.unit),
        "starts": value.start,
        "ends": value.end,
        "weight": _clean(row.weight),
        "actual": _clean(row.actual),
        "term": row.term,
        "row_kind": row.row_kind,
        "description": _clean(row.description),
        "place": place(row.place),
    }


def _finding(finding: Finding, state: str, rulebook: Rulebook, place: Written, key: str) -> Row:
    rule = rulebook.rules[finding.rule]
    return {
        "form": finding.form,
        "rule": finding.rule,
        "name": rule.name,
        "title": rule.title,
        "family": rule.family,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "level2": _clean(finding.level2),
        "indicator": _clean(finding.indicator),
        "message": _clean(finding.message),
        "advice": _clean(finding.advice),
        "suggestion": _clean(finding.suggestion),
        "text": _clean(finding.text),
        "place": place(finding.place),
        "state": state,
        "fingerprint": finding.fingerprint,
        "key": key,
    }


def _clean(text: str | None) -> str | None:
    """A text as Parquet can hold it: half characters are spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8") if text else text


def _real(number: Decimal | None) -> float | None:
    return float(number) if number is not None else None
