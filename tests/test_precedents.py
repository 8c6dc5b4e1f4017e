"""What a rule remembers changes nothing of what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from draws import THOROUGH

from linter import engine
from linter.authoring.sample import build_document
from linter.engine import Judged, judge_one
from linter.forms import find_forms
from linter.language import getters, saidbefore, sameness
from linter.language.sameness import document_key
from linter.language.screencode import CLOSER
from linter.language.types import SAID
from linter.language.visits import Visits
from linter.model import NOWHERE, Document, Place
from linter.office.references import column_name
from linter.precedents import Precedents
from linter.readers import read
from linter.rulebook.rule import Rule, Rulebook
from linter.surroundings import ALONE, Outlook, Profile, Surroundings

EXAMPLES = Path(__file__).parent.parent / "examples"
#: A document of several shapes. A thorough run takes all examples.
QUICK = ("every-rule-fires-2.txt", "freetext-faulty.txt", "spaced-faulty.txt", "table-good.txt")
FILES = sorted(EXAMPLES.glob("*.txt")) if THOROUGH else [EXAMPLES / name for name in QUICK]


@pytest.fixture
def fresh(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is remembered from other tests, and from now on all is."""
    monkeypatch.setattr(saidbefore, "_forms", saidbefore._ENOUGH)
    monkeypatch.setattr(engine, "_precedents", cache(Precedents))
    SAID.clear()
    for rule in book.rules.values():
        monkeypatch.setattr(rule, "_inspection", None)
    yield


def documents() -> list[Document]:
    return [document for path in FILES if (document := find_forms(read(path))).forms]


def faulty() -> Document:
    return find_forms(read(EXAMPLES / "table-faulty.txt"))


def judged(book: Rulebook, document: Document, around: Surroundings | None = None) -> Judged:
    found = judge_one(document, book, around or Surroundings(), book.select())
    assert isinstance(found, Judged)
    return found


def told(judgement: Judged) -> list[object]:
    """All that a judgement says."""
    return [judgement.findings, judgement.coverage, msgspec.to_builtins(judgement.evidence, enc_hook=list)]


@pytest.mark.usefixtures("fresh")
def test_the_same_is_said_whether_anything_is_remembered(
    book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as forgetful:
        forgetful.setattr(sameness, "document_key", lambda document, outlook: None)
        forgetful.setattr(saidbefore, "recognise", lambda node: node.__dict__.update(_said=None))
        forgetful.setattr(getters, "recognise", saidbefore.recognise)
        plain = [told(judged(book, document)) for document in documents()]
    assert [told(judged(book, document)) for document in documents()] == plain
    again = documents()[::-1]
    assert [told(judged(book, document)) for document in again] == plain[::-1]


def moved(value: Any, change: Callable[[Place], Place]) -> Any:
    """A copy of a document, or of part of it, with other places."""
    if isinstance(value, Place):
        return change(value)
    if isinstance(value, msgspec.Struct):
        fields = {name: moved(getattr(value, name), change) for name in value.__struct_fields__}
        return type(value)(**fields)
    if isinstance(value, list):
        return [moved(one, change) for one in value]
    return {key: moved(one, change) for key, one in value.items()} if isinstance(value, dict) else value


def in_a_worksheet(place: Place) -> Place:
    line, column = place.line or 0, place.column or 1
    return Place(sheet="目标表", cell=f"{column_name(column)}{line + 3}", row=line + 3, column=column)


def on_pages_read_backwards(place: Place) -> Place:
    return Place(
        page=900 - (place.line or 0), table=1, row=place.row, column=place.column, record=place.record
    )


def merged_by_row(place: Place) -> Place:
    return msgspec.structs.replace(place, column=None, cell=None)


def all_in_one_cell(place: Place) -> Place:
    return Place(line=1) if place != NOWHERE else place


@pytest.mark.usefixtures("fresh")
def test_of_a_document_that_says_the_same_little_is_asked(
    book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    judge = Rule.judge

    def watched(rule: Rule, *given: Any, **more: Any) -> Any:
        asked.append(rule.id)
        return judge(rule, *given, **more)

    monkeypatch.setattr(Rule, "judge", watched)
    document = faulty()
    first = judged(book, document)
    assert asked == [rule.id for rule in book.select()]
    asked.clear()
    again = judged(book, msgspec.structs.replace(document, path="另一份.txt"))
    assert not asked
    assert [one.message for one in again.findings] == [one.message for one in first.findings]
    assert {one.file for one in again.findings} == {"另一份.txt"}
    again = judged(book, moved(document, merged_by_row))
    assert {one.rule for one in again.findings} <= set(asked) and len(asked) < len(book.select()) / 2


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    "change",
    [in_a_worksheet, on_pages_read_backwards, merged_by_row, all_in_one_cell],
    ids=lambda one: one.__name__,
)
def test_what_is_said_of_a_document_is_said_of_the_same_elsewhere(
    book: Rulebook, monkeypatch: pytest.MonkeyPatch, change: Callable[[Place], Place]
) -> None:
    ours = documents()
    theirs = [msgspec.structs.replace(moved(one, change), path="别处.xlsx") for one in ours]
    for first, second in ((ours, theirs), (theirs, ours)):
        with monkeypatch.context() as forgetful:
            forgetful.setattr(Precedents, "find", lambda self, rules, named, key: None)
            plain = [told(judged(book, document)) for document in second]
        engine._precedents = cache(Precedents)
        for document in first:
            judged(book, document)
        assert [told(judged(book, document)) for document in second] == plain


@pytest.mark.usefixtures("fresh")
def test_findings_of_another_severity_are_not_carried_over(book: Rulebook) -> None:
    document = faulty()
    before = judged(book, document).findings
    lowered = dict.fromkeys(book.rules, "info")
    after = judged(book, document, Surroundings(severity=lowered)).findings
    assert {finding.severity for finding in before} > {"info"}
    assert {finding.severity for finding in after} == {"info"}
    assert {finding.severity for finding in judged(book, document).findings} > {"info"}


@pytest.mark.usefixtures("fresh")
def test_who_changes_a_finding_changes_no_other(book: Rulebook) -> None:
    document = faulty()
    plain = told(judged(book, document))
    for _ in range(2):
        for finding in judged(book, document).findings:
            finding.advice = "改过"
            finding.covers.append("XX00")
            finding.related.clear()
            for cell in (finding.fix or {"cells": ()})["cells"]:
                cell["text"] = "改过"
    assert told(judged(book, document)) == plain


@pytest.mark.usefixtures("fresh")
def test_what_an_object_alone_decides_is_what_the_whole_rule_says(book: Rulebook) -> None:
    asked = set()
    for document in documents():
        visits = Visits(document)
        for rule in book.select():
            faults = list(rule.judge(document, visits=visits))
            known, screen = rule._inspection._known, rule._inspection._screen
            if known is None:
                continue
            asked.add(rule.id)
            for scope in visits.all(rule.given, rule.all_rows):
                told = screen(scope.node)
                again = known.told(scope.node)
                # Clean after a closer look: the screen of the rule alone would have it looked at once more.
                assert again == told or (told == CLOSER and again is True), (rule.id, scope.node, faults)
    assert len(asked) > 80


@pytest.mark.usefixtures("fresh")
def test_a_form_among_others_is_judged_as_the_form_alone(book: Rulebook) -> None:
    rules = [rule for rule in book.select() if rule.reach == "object"]
    for document in documents():
        if len(document.forms) < 2:
            continue
        whole = faults(rules, document)
        apart: list[object] = []
        for form in document.forms:
            apart += faults(rules, msgspec.structs.replace(document, forms=[form], texts=[], total=None))
        inside = [fault for fault in whole if fault[1] is not None]
        assert sorted(map(str, inside)) == sorted(map(str, apart)), document.path


def faults(rules: list[Rule], document: Document) -> list[tuple[object, ...]]:
    return [
        (rule.id, fault.spot.scope.form and fault.spot.scope.form.number, fault.spot.place, fault.message)
        for rule in rules
        if rule.check.get("once") != "document"
        for fault in rule.judge(document)
    ]


@pytest.mark.usefixtures("fresh")
def test_what_a_form_is_judged_by_is_part_of_what_it_says() -> None:
    document = faulty()
    number = document.forms[0].number
    other = [
        Outlook(year=1999),
        Outlook(profiles={number: Profile("甲", "甲省", {})}),
        Outlook(profiles={number: Profile("甲", "甲省", {}, ignore=("KX01",))}),
    ]
    keys = {document_key(document, outlook) for outlook in [ALONE, *other]}
    assert len(keys) == 1 + len(other) and None not in keys


@pytest.mark.usefixtures("fresh")
def test_half_a_character_is_something_that_is_said(book: Rulebook) -> None:
    keys = set()
    for name in ("培训\ud800人数", "培训\ud801人数", "培训人数"):
        rows = [{"level2": "数量指标", "name": name, "value": "≥30人"}]
        document = build_document({"form": {"project": "业务培训"}, "indicators": rows}, "表.json", 1)
        keys.add(document_key(document, ALONE))
        assert judged(book, document).evidence.indicators == 1
    assert len(keys) == 3
