"""Rules can be read aloud: how long their logic may be, and that nothing is written twice.

Rules on the list in waiting.yaml are still to be rewritten. The list only shrinks: a rule that keeps the limits must
leave it (JXLINT_RENEW_GOLDEN=1 takes it off; no run puts one on).
"""

from __future__ import annotations

import os
from statistics import median
from typing import Any

import logic
import yaml
from yamldata import yaml_data

MEDIAN, FAULTS = 260, 0.55
PATH = logic.folder() / "waiting.yaml"


def waiting() -> dict[str, Any]:
    data: dict[str, Any] = yaml_data(PATH)
    return data


def test_rules_keep_the_limits() -> None:
    faults = {rule: logic.faults(rule) for rule in logic.rules().keys() - set(waiting()["rules"])}
    assert {rule: found for rule, found in faults.items() if found} == {}


def test_the_list_only_shrinks() -> None:
    data = waiting()
    kept = {rule for rule in data["rules"] if rule not in logic.rules() or not logic.faults(rule)}
    if os.environ.get("JXLINT_RENEW_GOLDEN"):
        data = _renewed(data, kept)
        kept = set()
    assert not kept, "these keep the limits now: take them off waiting.yaml (.ci/renew does)"


def _renewed(data: dict[str, Any], kept: set[str]) -> dict[str, Any]:
    head = PATH.read_text(encoding="utf-8").split("\nmedian:")[0]
    data["rules"] = [rule for rule in data["rules"] if rule not in kept]
    now = int(median(map(logic.size, logic.rules())))
    data["median"] = max(MEDIAN, min(data["median"], now))
    repeated = logic.repeated_conditions()
    data["conditions"] = [part for part in data["conditions"] if part in repeated]
    data["idle"] = [name for name in data["idle"] if not logic.users().get(name, True)]
    text = yaml.safe_dump(data, allow_unicode=True, width=1000, sort_keys=False)
    PATH.write_text(f"{head}\n{text}", encoding="utf-8", newline="\n")
    return data


def test_the_rule_in_the_middle_is_short() -> None:
    # Rounded as the renewal rounds it: of an even number of rules the middle may be a half.
    now = int(median(map(logic.size, logic.rules())))
    assert now <= waiting()["median"]


def test_a_condition_of_three_rules_is_a_term() -> None:
    allowed = set(waiting()["conditions"])
    repeated = {part: ids for part, ids in logic.repeated_conditions().items() if part not in allowed}
    assert repeated == {}, "give them a name in rules/terms.yaml"


def test_what_is_shared_is_short_too() -> None:
    terms = {name: text for name, text in logic.shared().items() if not name.startswith("pattern(")}
    assert [name for name, text in terms.items() if len(text) > logic.EXPRESSION] == []


def test_most_rules_say_more_than_that_there_is_a_fault() -> None:
    counts = logic.kinds()
    assert counts["fault"] <= FAULTS * sum(counts.values())


def test_nothing_shared_is_idle() -> None:
    idle = {name for name, ids in logic.users().items() if not ids}
    assert idle <= set(waiting()["idle"]), "no rule uses them"
