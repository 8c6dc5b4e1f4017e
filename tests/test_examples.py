"""The example documents keep their promises: good ones stay clean, and one document trips every rule."""

from pathlib import Path

import pytest

import linter
from linter.rulebook import load_rulebook

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
GOOD = sorted(EXAMPLES.glob("*-good.*"))
FAULTY = sorted(EXAMPLES.glob("*-faulty.*"))


def test_a_dead_rule_cannot_hide() -> None:
    report = linter.check(EXAMPLES / "every-rule-fires.txt")
    fired = {finding.rule for finding in report.findings}
    fired |= {rule for finding in report.findings for rule in finding.covers}
    expected = {rule.id for rule in load_rulebook().rules.values() if rule.status != "deprecated"}
    assert expected - fired == set()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_good_examples_are_clean(path: Path) -> None:
    report = linter.check(path)
    assert report.checked.indicators > 0
    assert [f"{item.rule} {item.text}" for item in report.findings if item.severity != "info"] == []


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.name)
def test_faulty_examples_are_not(path: Path) -> None:
    assert any(finding.severity != "info" for finding in linter.check(path).findings)


def test_every_layout_has_both() -> None:
    assert len(GOOD) >= 5
    assert {path.name.split("-good")[0] for path in GOOD} == {path.name.split("-faulty")[0] for path in FAULTY}
