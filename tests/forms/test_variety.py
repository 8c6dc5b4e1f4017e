"""A form written in any combination of the changes that real tables show reads the same (``variety/``).

``floor.yaml`` holds the shares that are reached; ``benchmarks/variety.py`` shows what fails and why.
"""

from pathlib import Path

import pytest

from linter.ground.strictyaml import load

from .answers import row_of, tally
from .grids import sheet_of
from .variety.plan import AXES, PLAIN, TRUTHS, Plan, draw, settled, shrunk
from .variety.trial import plans, printed, shares, tried

FLOOR = load((Path(__file__).parent / "variety" / "floor.yaml").read_text(encoding="utf-8"), "floor").data


@pytest.mark.slow
def test_shares_of_drawn_combinations() -> None:
    drawn = list(plans(FLOOR["count"], FLOOR["seed"]))
    scores = [tried(plan) for plan in drawn]
    rows, fields = shares(tally(scores))
    failing = next((plan.changes for plan, score in zip(drawn, scores, strict=True) if score.wrong), None)
    assert rows >= FLOOR["rows"], f"rows {rows:.4f}; one that fails: {failing}"
    assert fields >= FLOOR["fields"], f"head fields {fields:.4f}; one that fails: {failing}"


@pytest.mark.parametrize("number", range(len(TRUTHS)), ids=lambda number: TRUTHS[number]["project"])
def test_plain_form(number: int) -> None:
    assert tried(Plan((number, 0, 1), PLAIN)).wrong == ()


def test_drawn_combinations_are_possible_and_cover_every_option() -> None:
    drawn = list(plans(3000, 7))
    for plan in drawn:
        assert settled(plan.choice) == plan.choice
    for axis, options in AXES.items():
        assert {plan.choice[axis] for plan in drawn} == set(options), axis


def test_the_same_seed_draws_the_same() -> None:
    first, again = ([printed(plan) for plan in plans(20, 3)] for _ in range(2))
    assert first == again
    assert first != [printed(plan) for plan in plans(20, 4)]


def test_shrinking_keeps_what_fails() -> None:
    import random

    chance = random.Random(1)
    plan = next(one for one in iter(lambda: draw(chance), None) if one.choice["note"] != "none")
    small = shrunk(plan, lambda one: one.choice["note"] != "none")
    assert set(small.changes) == {"note"}


def test_a_wrong_reading_is_counted() -> None:
    """The yardstick itself: an answer that differs in one cell is one row missed and one too much."""
    from linter.forms import find_forms
    from linter.readers import read

    from .answers import compare
    from .writers import WRITERS

    grid, told = printed(Plan((0, 1, 2), PLAIN))
    document = find_forms(read("表.xlsx", data=WRITERS["xlsx"](sheet_of(grid))))
    told[0]["rows"][0]["value"] += "1"
    told[0]["form"]["goal"] += "1"
    score = compare(document, told)
    assert (score.wanted - score.exact, score.fields - score.right, len(score.wrong)) == (1, 1, 3)
    assert row_of("产出 | 数量 | 甲 | | 1")["level1"] == "产出指标"
