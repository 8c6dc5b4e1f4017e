"""What was measured on real tables decides how loud a rule may be."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import noise

from linter.engine import judge
from linter.forms import find_forms
from linter.ground.resources import load_data
from linter.model import Document, Finding
from linter.readers import read
from linter.rulebook import Rule, load_rulebook

#: Under this share of true findings a rule may only inform, or be on trial.
BAR = 0.8


def too_loud(rule: Rule, findings: int = 0, true: int = 0, **_: int) -> bool:
    return true < BAR * findings and rule.severity != "info" and rule.status != "preview"


def test_what_was_measured_is_about_rules_that_exist() -> None:
    rules = load_rulebook().rules
    for rule, figures in load_data("measured.yaml").items():
        assert rule in rules
        for part, whole in (("found", "planted"), ("true", "findings")):
            assert (part in figures) == (whole in figures)
            assert whole not in figures or 0 <= figures[part] <= figures[whole] > 0
        assert figures.keys() <= {"planted", "found", "findings", "true"}


def test_a_rule_that_is_often_wrong_only_informs() -> None:
    rules = load_rulebook().rules
    measured = load_data("measured.yaml")
    loud = [rule for rule, figures in measured.items() if too_loud(rules[rule], **figures)]
    assert loud == []


def test_so_it_is_with_the_rules_as_they_are_now(shared: Path) -> None:
    # What only informs is not loud.
    found = [finding for finding in _findings(shared) if finding.severity != "info"]
    counts = noise.count_true(found, noise.expected_findings(shared))
    rules = load_rulebook().rules
    assert counts
    assert [
        rule for rule, count in counts.items() if too_loud(rules[rule], count["findings"], count["true"])
    ] == []


def test_no_cell_is_crowded(shared: Path) -> None:
    documents = _documents(shared)
    cells = noise.crowded(_findings(shared), noise.running(documents))
    assert [(cell[0].file, cell[0].form, Counter(one.rule for one in cell)) for cell in cells] == []


@cache
def _documents(shared: Path) -> list[Document]:
    return [find_forms(read(path)) for path in sorted((shared / "seeds").iterdir())]


@cache
def _findings(shared: Path) -> list[Finding]:
    return judge(_documents(shared), load_rulebook()).findings
