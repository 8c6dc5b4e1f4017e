"""Neighbours of the mends, the judging table and the decided doubts: what must be said, and what must not.

Each case is a careful form of benchmarks/planted with some rows or head fields replaced, or a text of its own.
``want`` lists rules that must report (``A|B``: either; ``A:error``: at that severity or above), ``never`` rules that
must not. Cases that are not right yet stand in mends-waiting.yaml, which only shrinks; JXLINT_RENEW_WAITING=1 takes
out of it what has become right.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import formtexts
import prints
import pytest
from defects import careful_forms
from yamldata import yaml_data

from linter.engine import judge
from linter.forms import find_forms
from linter.model import Document, Finding
from linter.readers import read
from linter.rulebook import Rule, Rulebook, load_rulebook

HERE = Path(__file__).resolve().parent
CASES: dict[str, list[dict[str, Any]]] = yaml_data(HERE / "mends.yaml")
WAITING_FILE = HERE / "mends-waiting.yaml"
WAITING: list[str] = yaml_data(WAITING_FILE) or []
NOTE = (
    "# Cases of mends.yaml that are not right yet. This list only shrinks: take out what has become right.\n"
)
RANK = {"info": 0, "warning": 1, "error": 2}
KEYS = {
    *("name", "base", "rows", "add", "drop", "head", "layout", "text", "suffix", "want", "never"),
    *("forms", "indicators", "fields"),
}


def named() -> dict[str, dict[str, Any]]:
    return {f"{group} {case['name']}": case for group, cases in CASES.items() for case in cases}


@cache
def _forms() -> dict[str, Any]:
    return {form["id"]: form for form in careful_forms()}


def text_of(case: dict[str, Any]) -> tuple[str, str]:
    """The document of a case and its name."""
    if "text" in case:
        return case["text"], f"x.{case.get('suffix', 'txt')}"
    base = _forms()[case.get("base", "park-upkeep")]
    form = {**base, **case.get("head", {})}
    new = [_row(row) for row in case.get("rows", [])]
    gone = {row["k"] for row in new} | set(case.get("drop", []))
    form["rows"] = [row for row in base["rows"] if row["k"] not in gone] + new
    form["rows"] += [_row(row) for row in case.get("add", [])]
    form["rows"].sort(key=lambda row: list(formtexts.LEVELS).index(row["k"]))
    layout = case.get("layout", "merged")
    return prints.LAYOUTS[layout](form)[0], f"x.{prints.SUFFIX.get(layout, 'txt')}"


def _row(cells: list[Any] | dict[str, Any]) -> dict[str, str]:
    """[level, name, sign, value, unit, explanation], short at the end; or a map of these and more."""
    if isinstance(cells, dict):
        return {**dict.fromkeys(formtexts.FIELDS, ""), **{key: str(text) for key, text in cells.items()}}
    return dict(
        zip(formtexts.FIELDS, [*map(str, cells), *[""] * (len(formtexts.FIELDS) - len(cells))], strict=True)
    )


def judged(case: dict[str, Any]) -> tuple[Document, list[Finding]]:
    """What the rules say that a case speaks of, and those by which they may be covered."""
    text, name = text_of(case)
    document = find_forms(read(name, data=text.encode("utf-8")))
    asked = {rule for want in case.get("want", ()) for rule in want.partition(":")[0].split("|")}
    asked.update(case.get("never", ()))
    while more := {rule.id for rule in _rules() if asked & {*rule.covers}} - asked:
        asked |= more
    return document, judge([document], _book(), rules=[rule for rule in _rules() if rule.id in asked]).findings


@cache
def _book() -> Rulebook:
    return load_rulebook()


@cache
def _rules() -> list[Rule]:
    return list(_book().select())


def wrong(case: dict[str, Any]) -> list[str]:
    """What is not as the case asks."""
    document, findings = judged(case)
    faults = [f"silent: {want}" for want in case.get("want", []) if not _wanted(want, findings)]
    faults += [
        f"false alarm: {one.rule} {one.severity} {one.message}"
        for one in findings
        if one.rule in case.get("never", [])
    ]
    for key, found in (("forms", len(document.forms)), ("indicators", _indicators(document))):
        if key in case and case[key] != found:
            faults.append(f"{key}: {found}")
    if document.forms:
        form = document.forms[0]
        read_as = {"goal": form.goal, "total": form.budget.total, "project": form.project}
        for row in form.indicators:
            read_as[row.name] = row.comparator + row.value + row.unit
        faults += [
            f"{key}: {read_as.get(key)!r}"
            for key, text in case.get("fields", {}).items()
            if read_as.get(key) != text
        ]
    return faults


def _indicators(document: Document) -> int:
    return sum(row.row_kind == "indicator" for form in document.forms for row in form.indicators)


def _wanted(want: str, findings: list[Finding]) -> bool:
    rules, _, floor = want.partition(":")
    return any(
        {one.rule, *one.covers} & set(rules.split("|")) and RANK[one.severity] >= RANK[floor or "info"]
        for one in findings
    )


@pytest.mark.parametrize("name", named())
def test_mend(name: str) -> None:
    faults = wrong(named()[name])
    if name in WAITING:
        assert faults or os.environ.get("JXLINT_RENEW_WAITING"), (
            f"right now: take it from {WAITING_FILE.name}"
        )
    else:
        assert faults == []


def test_the_cases_are_well_formed() -> None:
    cases = named()
    assert len(cases) == sum(map(len, CASES.values())), "a name twice"
    for name, case in cases.items():
        assert not case.keys() - KEYS, name
        assert case.keys() & {"want", "never", "forms", "indicators", "fields"}, name
    assert set(WAITING) <= set(cases)


def test_only_the_list_may_shrink() -> None:
    if os.environ.get("JXLINT_RENEW_WAITING"):
        left = [name for name in WAITING if wrong(named()[name])]
        WAITING_FILE.write_text(
            NOTE + "".join(f"- {name}\n" for name in left), encoding="utf-8", newline="\n"
        )
