"""What a rule suggests to write, put in its place, is not reported by another rule, nor by the rule itself.

Every bad case whose suggestion stands for the whole value of a row is tried; figures to fill in get plausible ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from yamldata import yaml_data

from linter.authoring.cases import Case, load_cases
from linter.authoring.sample import build_document, build_outlook
from linter.language.visits import Visits
from linter.model import Document, Form, Indicator
from linter.pipeline.acceptance import repeats
from linter.pipeline.suggestedcells import BLANK
from linter.rulebook import Rule, load_rulebook
from linter.surroundings import Outlook
from linter.values import parse_value

BOOK = load_rulebook()
#: Suggestions that another rule reports, each with the reason why that is right.
KNOWN: dict[str, dict[str, str]] = yaml_data(Path(__file__).with_name("suggestions-known.yaml"))
_LESS_IS_BETTER = re.compile("[≤<]__%")


SUGGESTING = [rule for rule in BOOK.rules.values() if rule.suggest]


def row_of(document: Document, row: Indicator) -> tuple[Form, int]:
    return next((form, at) for form in document.forms for at, one in enumerate(form.indicators) if one is row)


def told(document: Document, outlook: Outlook, row: Indicator) -> set[str]:
    """The rules that report something of a row's value, infos aside."""
    visits = Visits(document, outlook)
    return {
        rule.id
        for rule in BOOK.select()
        for fault in rule.judge(document, visits=visits)
        if fault.spot.scope.indicator is row
        and fault.spot.field.startswith("value")
        and (fault.severity or rule.severity) != "info"
    }


def filled(suggestion: str) -> str:
    for blank, figure in (("__月", "11月"), ("__日", "30日"), ("__年", "2年")):
        suggestion = suggestion.replace(blank, figure)
    if _LESS_IS_BETTER.search(suggestion):
        return suggestion.replace(BLANK, "5")
    return suggestion.replace(BLANK, "95" if "%" in suggestion and "上年" not in suggestion else "5")


def put(document: Document, row: Indicator, text: str) -> None:
    form, at = row_of(document, row)
    row.value, row.parsed = text, parse_value(text)
    for printed in form.texts:
        if printed.indicator == at and printed.role == "value":
            printed.text = text


@pytest.mark.parametrize("rule", SUGGESTING, ids=lambda rule: rule.id)
def test_a_suggestion_satisfies_all_rules(rule: Rule) -> None:
    wrong = {case.name: found for case in load_cases(rule.path).bad if (found := wrongly_suggested(rule, case))}
    assert wrong == {}


def wrongly_suggested(rule: Rule, case: Case) -> list[str]:
    """What is suggested in a case that rules report."""
    document = build_document(case.data, case.path, case.line)
    outlook = build_outlook(case.data, document, case.path, case.line)
    wrong = []
    for fault in list(rule.judge(document, visits=Visits(document, outlook))):
        row = fault.spot.scope.indicator
        if row is None or not fault.suggestion or not fault.spot.field.startswith("value"):
            continue
        if row.comparator or row.unit or repeats(fault.suggestion, row.name):
            continue
        before = told(document, outlook, row)
        put(document, row, filled(fault.suggestion))
        after = told(document, outlook, row)
        fresh = after - before | after & {rule.id}
        if fresh - set(KNOWN.get(rule.id, ())):
            wrong.append(f"{row.name}：{fault.spot.text} → {row.value}：{sorted(fresh)}")
    return wrong


_EXAMPLE = re.compile("“([^“”{}]*[\u4e00-\u9fff])\\s*([≥≤=]\\s*\\d[^“”{}]*)”")


def examples() -> Iterator[tuple[Rule, str, str]]:
    """The indicators with a target that advice texts show: name and value."""
    for rule in BOOK.rules.values():
        for found in _EXAMPLE.finditer(rule.advice):
            yield rule, found[1].strip(), found[2].strip()


def shown(name: str, value: str) -> set[str]:
    """The rules that report an indicator that stands alone."""
    form = {"year": 2025, "project": "示例项目", "goal": ""}
    case = {"form": form, "indicator": {"level1": "", "level2": "", "name": name, "value": value}}
    document = build_document(case, "示例", 1)
    return told(document, build_outlook(case, document, "示例", 1), document.forms[0].indicators[0])


def test_a_bad_example_is_told() -> None:
    assert "GF01" in shown("受助人员满意度", "≥90人")
    assert "SD10" in shown("群众投诉率", "≥95%")


@pytest.mark.parametrize(("rule", "name", "value"), list(examples()), ids=lambda one: getattr(one, "id", one))
def test_an_example_in_an_advice_satisfies_all_rules(rule: Rule, name: str, value: str) -> None:
    """Without a level, which the advice leaves to the reader: what rules say of the name and of its value."""
    wrong = shown(name, value) - set(KNOWN.get("examples", ()))
    assert not wrong, f"{name} {value}: {sorted(wrong)}"
