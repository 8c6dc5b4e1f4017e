"""The example documents keep their promises: good ones stay clean, and every rule is tripped by one.

Several documents share the rules among them: some rules speak of a whole file, and no file has a year and none.
"""

from pathlib import Path

import pytest

import linter
from linter.rulebook import load_rulebook

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
GOOD = sorted(EXAMPLES.glob("*-good.*"))
FAULTY = sorted(EXAMPLES.glob("*-faulty.*"))


def test_a_dead_rule_cannot_hide() -> None:
    findings = [
        finding
        for path in sorted(EXAMPLES.glob("every-rule-fires*.txt"))
        for finding in linter.check(
            path, previous=EXAMPLES / "last-year.txt", prices=EXAMPLES / "prices.yaml", preview=True
        ).findings
    ]
    fired = {finding.rule for finding in findings} | {rule for one in findings for rule in one.covers}
    expected = {
        rule.id
        for rule in load_rulebook().rules.values()
        if rule.status != "deprecated" and rule.given != "collection"
    }
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
    assert {path.name.split("-good")[0] for path in GOOD} == {
        path.name.split("-faulty")[0] for path in FAULTY
    }


def test_a_condition_about_a_note_does_not_leave_a_rule_out() -> None:
    """A note that no value carries is no missing column: WZ10 asks for one and is run all the same."""
    report = linter.check(EXAMPLES / "table-good.txt")
    left_out = {one.rule for one in report.checked.not_run}
    assert left_out.isdisjoint({"WZ10", "WZ11", "KX08", "KX12", "SD10"})
