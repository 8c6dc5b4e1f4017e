"""What a rule says to write instead is no fault itself: put in its place, no rule reports it at that row.

Each bad case of one indicator is judged by its rule; its suggestion goes where the rule points, a figure nobody knows
(``__``) becomes one, and all rules read the row again. What was reported beside it before may stay. A quick run takes
the first such case of each rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from draws import THOROUGH

from linter.authoring.cases import load_cases
from linter.authoring.sample import build_document
from linter.engine import judge
from linter.model import Finding
from linter.rulebook import Rule, Rulebook

#: Sums that a figure nobody knows cannot come to.
_SUMS = {"SD01", "SD02", "SD03"}


def _said(rules: list[Rule], data: dict[str, Any], book: Rulebook) -> list[Finding]:
    return judge([build_document(data, "case.yaml", 1)], book, rules=rules).findings


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [data["indicator"]] if "indicator" in data else list(data.get("indicators", ()))


def _placed(row: dict[str, Any], suggestion: str, spot: str) -> dict[str, Any]:
    """The row with the suggestion in it: a name and a value with a space between them, a text in its own column
    where the finding marks one, else a value."""
    text = suggestion.replace("__年", "2026年").replace("__月", "11月").replace("__", "60")
    for field in ("description", "scoring"):
        if spot and row.get(field) == spot:
            return {**row, field: text}
    name, gap, value = text.partition(" ")
    placed = {**row, "value": value if gap else text, "comparator": "", "unit": ""}
    return {**placed, "name": name} if gap else placed


def suggested(book: Rulebook) -> Iterator[tuple[Rule, str, dict[str, Any], dict[str, Any], str]]:
    for rule in book.select():
        if rule.given != "indicator":
            continue
        told = 0
        for case in load_cases(Path(rule.path)).bad:
            if told and not THOROUGH:
                break
            data = dict(case.data)
            if (
                len(_rows(data)) == 1
                and not {"texts", "input", "document", "previous", "prices"} & data.keys()
            ):
                for found in _said([rule], data, book):
                    if found.suggestion:
                        told += 1
                        row = _placed(_rows(data)[0], found.suggestion, found.text)
                        left = {
                            key: value
                            for key, value in data.items()
                            if key not in ("indicator", "indicators")
                        }
                        yield rule, case.name, data, {**left, "indicators": [row]}, found.suggestion


def test_what_is_suggested_is_no_fault(book: Rulebook) -> None:
    rules = list(book.select())
    wrong = []
    tried = set()
    for rule, name, before, after, suggestion in suggested(book):
        if "；" in suggestion:
            continue
        tried.add(rule.id)
        known = {found.rule for found in _said(rules, before, book)} - {rule.id} | _SUMS
        for found in _said(rules, after, book):
            if found.severity != "info" and found.rule not in known and found.indicator:
                wrong.append(f"{rule.id} {name}: {suggestion} → {found.rule} {found.message}")
    assert wrong == []
    assert len(tried) >= 20
