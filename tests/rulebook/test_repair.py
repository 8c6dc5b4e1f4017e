"""Repairs: each kind of step, the strict loader, and the guard of readings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.authoring.cases import load_cases
from linter.authoring.sample import build_document
from linter.ground.errors import JxlintError
from linter.ground.strictyaml import load
from linter.language.wordlists import load_words
from linter.model import Indicator, Place
from linter.rulebook import load_rulebook
from linter.rulebook.loader import load_rule
from linter.rulebook.mend import Cell, _same, fix_of
from linter.rulebook.store import load_basis

DATA: dict[str, Any] = load(
    Path(__file__).with_name("repairs.yaml").read_text(encoding="utf-8"), "repairs"
).data
RULE: dict[str, Any] = {
    "id": "MY01", "name": "my-rule", "title": "毛病", "severity": "info", "confidence": "low", "status": "stable",
    "given": "indicator", "check": {"kind": "require", "field": "name"}, "message": "毛病", "advice": "改",
    "why": "不好", "basis": ["SYS"],
}  # fmt: skip


def make(**more: Any) -> Any:
    import json

    text = json.dumps({**RULE, **more}, ensure_ascii=False)
    return load_rule(Path("MY01.yaml"), text, words=load_words(), basis=load_basis(), shipped=False)


STEPS = [(one["step"], before, after) for one in DATA["steps"] for before, after in one["texts"].items()]


@pytest.mark.parametrize(("step", "before", "after"), STEPS)
def test_step(step: dict[str, Any], before: str, after: str) -> None:
    rule = make(fix="safe", repair=step)
    assert rule.steps[0].change(before) == after
    assert rule.steps[0].change(after) == after, "a second time changes nothing"


@pytest.mark.parametrize("wrong", DATA["faults"], ids=lambda one: one["says"])
def test_a_faulty_repair_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(JxlintError) as caught:
        make(**{key: value for key, value in wrong.items() if key != "says"})
    assert wrong["says"] in str(caught.value) and caught.value.line


FIXING = [rule for rule in load_rulebook().rules.values() if rule.fix != "none"]


@given(
    st.text(alphabet="大于等不低超过达到≥≤<p>$\\geq 95%９（()）；。万元每人月百分比[bookmark:]", max_size=20)
)
def test_no_shipped_step_goes_round_in_circles(text: str) -> None:
    for rule in FIXING:
        for step in rule.steps:
            once = step.change(text)
            assert step.change(once) == once, rule.id


@pytest.mark.parametrize("rule", FIXING, ids=lambda rule: rule.id)
def test_a_rule_with_a_fix_mends_one_of_its_bad_cases(rule: Any) -> None:
    fixes = []
    for case in load_cases(rule.path).bad:
        document = build_document(case.data, case.path, case.line)
        fixes += [fix for fault in rule.judge(document) if (fix := fix_of(rule, fault))]
    assert fixes
    assert all(one["safety"] in ("safe", "unsafe") and one["cells"] for one in fixes)
    assert all(cell["before"] != cell["text"] for one in fixes for cell in one["cells"])


@pytest.mark.parametrize(
    ("role", "before", "after", "unit_changes", "same"),
    [
        ("value", "大于等于90%", "≥90%", False, True),
        ("value", "大于90%", "≥90%", False, False),
        ("value", "190万", "190万元", False, False),
        ("value", "190万", "190万元", True, True),
        ("value", "190万", "19万元", True, False),
        ("value", "100百分比", "100%", False, True),
        ("value", "90%", "９0%", False, True),
        ("value", "2025年6月底前", "2025年5月底前", False, False),
        ("name", "培训3次", "培训次", False, False),
        ("name", "人数（件)", "人数（件）", False, True),
        ("budget", "190", "190.0", False, False),
    ],
)
def test_the_guard(role: str, before: str, after: str, unit_changes: bool, same: bool) -> None:
    row = Indicator(value=before, places={"value": Place(line=1)}) if role == "value" else None
    assert _same(Cell(before, Place(line=1), role, row), after, changes_unit=unit_changes) is same


def test_comparator_number_and_unit_are_read_together() -> None:
    places = dict.fromkeys(("comparator", "value", "unit"), Place())
    row = Indicator(comparator="大于等于", value="90", unit="百分比", places=places)
    for role, before, after, same in (
        ("comparator", "大于等于", "≥", True),
        ("comparator", "大于等于", ">", False),
        ("unit", "百分比", "%", True),
        ("unit", "百分比", "人", False),
    ):
        assert _same(Cell(before, Place(), role, row), after, changes_unit=False) is same


def test_a_fix_is_worked_out_once_for_a_cell_of_many_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.rulebook import mend

    rule = load_rulebook().rules["GF12"]
    document = build_document({"form": {"goal": "不断提升不断提升。" * 40}}, rule.path, 1)
    faults = list(rule.judge(document))
    asked = []
    work = mend._row_changes
    monkeypatch.setattr(mend, "_row_changes", lambda spot, steps: asked.append(spot) or work(spot, steps))
    for fault in faults:
        fix_of(rule, fault)
    assert len(faults) == 1 and len(faults[0].related) > 20
    assert len(asked) <= 2  # the safe steps, and all of them
