"""Careful forms stay clean, and what is spoilt in them is said: as often as it was before, or more often.

JXLINT_RENEW_WAITING=1 raises the floors in planted.yaml to what is found now, and takes alarms that no longer sound
from its list.
"""

from __future__ import annotations

import math
import os
import re
from pathlib import Path
from typing import Any

import pytest
from draws import THOROUGH
from yamldata import yaml_data

from linter.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parent.parent
#: Floors of recall and the waiting list. The floors may only rise, the list only shrink.
KEPT_FILE = ROOT / "tests" / "planted.yaml"
KEPT = yaml_data(KEPT_FILE)
RENEWING = bool(os.environ.get("JXLINT_RENEW_WAITING"))


@pytest.fixture(scope="module")
def planted() -> Any:
    import planted

    return planted


@pytest.fixture(scope="module")
def field(planted: Any) -> Any:
    return planted.Field()


@pytest.fixture(scope="module")
def outcomes(planted: Any, field: Any) -> Any:
    return list(planted.singles(field, planted.defects(), KEPT["draw"], KEPT["seed"]))


def test_careful_forms_raise_no_error_and_no_warning(planted: Any) -> None:
    """Off the list, or gone from it: an alarm that no longer sounds is taken from the list. A quick run looks at every
    sixth form."""
    every = THOROUGH or RENEWING
    looked_at = planted.Field()
    looked_at.forms = looked_at.forms[:: 1 if every else 6]
    sounding = {f"{one.form} {one.layout} {one.finding.rule}" for one in planted.false_alarms(looked_at)}
    assert sounding - set(KEPT["false-alarms"]) == set()
    if RENEWING:
        lines = "".join(f"\n  - {one}" for one in KEPT["false-alarms"] if one in sounding) or " []"
        _rewrite(r"false-alarms:(?: \[\])?(?:\n  - .*)*", f"false-alarms:{lines}")
    elif every:
        assert set(KEPT["false-alarms"]) - sounding == set(), "take these from tests/planted.yaml"


def test_careful_forms_are_many_and_read_as_written(planted: Any, field: Any) -> None:
    assert len(field.forms) >= 40
    assert len({form["type"] for form in field.forms}) >= 16
    for form in field.forms:
        assert {"数量", "质量", "时效", "成本", "满意"} <= {row["k"] for row in form["rows"]}, form["id"]
        assert float(form["total"]) == pytest.approx(
            sum(float(form[key]) for key in ("fiscal", "carried", "other") if key in form)
        ), form["id"]


@pytest.mark.parametrize("held", [False, True], ids=["defects", "defects-held"])
def test_every_defect_names_rules_and_can_be_planted(planted: Any, field: Any, held: bool) -> None:
    known = set(load_rulebook().rules) | set(KEPT["rules-to-come"])
    for defect in planted.defects(held):
        assert set(defect["wants"]) <= known, defect["id"]
        assert defect["floor"] in planted.planting.RANK, defect["id"]
        form, row, layout = next(planted.placements(defect, field.forms))
        spoilt = planted.spoil(form, row, defect)
        assert planted.prints.LAYOUTS[layout](spoilt.form) != planted.prints.LAYOUTS[layout](form), defect[
            "id"
        ]


def test_every_rule_that_one_form_can_break_has_its_defects(planted: Any) -> None:
    wanted = {rule for defect in planted.defects() for rule in defect["wants"]}
    rules = {
        rule.id
        for rule in load_rulebook().rules.values()
        if rule.status == "stable" and rule.given != "collection"
    }
    assert rules - wanted == set(KEPT["beyond-one-form"])


@pytest.mark.slow
def test_as_much_is_found_as_before(planted: Any, outcomes: Any) -> None:
    told = planted.report(outcomes, [], [])
    shares = {family: found / count for family, (count, found) in told["families"].items()}
    shares["all"] = told["singles"][1] / told["singles"][0]
    if RENEWING:
        higher = {
            key: max(KEPT["floors"].get(key, 0), math.floor(share * 100) / 100)
            for key, share in shares.items()
        }
        _rewrite(
            r"floors: \{.*\}", f"floors: {{{', '.join(f'{key}: {higher[key]}' for key in sorted(higher))}}}"
        )
    fallen = {key: round(share, 3) for key, share in shares.items() if share < KEPT["floors"].get(key, 0)}
    assert fallen == {}, "\n".join(told["silent"])


def test_a_fault_that_stood_there_before_is_not_found(planted: Any, field: Any) -> None:
    """Only what is new counts: a defect that changes nothing is never found."""
    form = field.forms[0]
    nothing = {"id": "nothing", "wants": sorted(load_rulebook().rules), "floor": "info"}
    spoilt = planted.planting.Spoilt(form, None, "")
    assert field.plant(form, "merged", spoilt, (nothing, None)) == [False]


def test_two_defects_in_one_form_are_both_looked_for(planted: Any, field: Any) -> None:
    rows = list(planted.pairs(field, planted.defects(), 3, KEPT["seed"]))
    assert len(rows) == 6


def _rewrite(pattern: str, text: str) -> None:
    kept = re.sub(pattern, lambda _: text, KEPT_FILE.read_text(encoding="utf-8"))
    KEPT_FILE.write_text(kept, encoding="utf-8", newline="\n")
