"""What becomes of the faults of an earlier run: tests/auditing/followup.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from yamldata import yaml_data

from linter.auditing.rectification import FollowUp, Former, Key, entries
from linter.model import NOT_CHOSEN, Answer, Checked, Document, Finding, Form, Indicator, NotRun, Report

CASES = yaml_data(Path(__file__).with_name("followup.yaml"))
RULES = ["KX01", "KX04", "WZ15", "WZ18", "GF12", "XG36"]


def report_of(told: dict[str, Any]) -> Report:
    documents: dict[str, Document] = {}
    forms: list[tuple[str, Form]] = []
    for at, (file, number, project, unit, year) in enumerate(told["forms"]):
        rows = [] if at in told.get("blank", ()) else [Indicator(name="完成时间")]
        form = Form(number=number, project=project, implementing_unit=unit, year=year, indicators=rows)
        documents.setdefault(file, Document(file, "txt")).forms.append(form)
        forms.append((file, form))

    def finding(form: int | None, rule: str, indicator: str, text: str) -> Finding:
        file, owner = forms[form or 0]
        number = owner.number if form is not None else None
        return Finding(
            rule, "error", "high", "错", "改", file, form=number, indicator=indicator, text=text,
            project=owner.project or "", covers=told.get("covers", []),
        )  # fmt: skip

    return Report(
        documents=list(documents.values()),
        findings=[finding(*one) for one in told["faults"]],
        answers=[Answer(finding(*one), "有理由") for one in told.get("explained", ())],
        checked=Checked(not_run=[NotRun(rule, NOT_CHOSEN) for rule in told.get("not_run", ())]),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "-"))
def test_what_became_of_it(case: dict[str, Any]) -> None:
    before = entries(report_of(case["before"]))
    former = []
    for one in before:
        key = Key.read(one.key.text)
        assert key == one.key
        former.append(Former(key, one.finding.project))
    follow = FollowUp(report_of(case["now"]), RULES, case.get("across", ()))
    assert [verdict.what for verdict in follow.judge(former)] == case["became"]
    assert len(list(follow.fresh())) == case.get("fresh", 0)


def test_a_rule_that_is_no_more_puts_nothing_right() -> None:
    told = {"forms": [["a.txt", 1, "培训费", "东局", 2025]], "faults": [[0, "MY01", "完成时间", "2023年"]]}
    former = [Former(one.key) for one in entries(report_of(told))]
    follow = FollowUp(report_of({**told, "faults": []}), RULES)
    assert [verdict.what for verdict in follow.judge(former)] == ["unchecked"]


@pytest.mark.parametrize("text", ["", "KX01", "a|b|c", "||||||||", "KX01|-|-|-|-|-|-|", "说明"])
def test_what_is_no_key(text: str) -> None:
    assert Key.read(text) is None
