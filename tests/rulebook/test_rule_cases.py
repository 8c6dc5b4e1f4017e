"""Every shipped rule proves itself: its own cases come out as written, and there are enough of them."""

from pathlib import Path

import pytest
from yamldata import yaml_data

from linter.authoring.cases import load_cases, run
from linter.ground.resources import rules_dir
from linter.rulebook import load_rulebook
from linter.rulebook.rule import Rule

UNSEEN = yaml_data(Path(__file__).with_name("unseen.yaml"))
RULES = list(load_rulebook().rules.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_cases_come_out_as_written(rule: Rule) -> None:
    cases = load_cases(Path(rule.path))
    assert [str(failure) for failure in run(rule, cases)] == []
    assert len(cases.bad) >= 2
    assert len(cases.good) >= 2
    real = any(case.data.get("source") == "real" for case in cases.bad)
    assert real is (rule.id not in UNSEEN), "a real case, or a line in unseen.yaml"
    assert all(case.data.get("name") for case in cases.all())


def test_a_rule_lies_in_the_folder_of_its_family() -> None:
    for rule in RULES:
        assert Path(rule.path).stem == rule.id
        assert Path(rule.path).parent.parent == rules_dir()
