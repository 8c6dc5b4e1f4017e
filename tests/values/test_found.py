"""Values inside running text, and the numbers there that are none."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from calls import calls

from linter.ground.strictyaml import load
from linter.values import find_values

FILE = Path(__file__).resolve().parent / "found.yaml"
CASES: list[dict[str, Any]] = load(FILE.read_text(encoding="utf-8"), str(FILE)).data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_values_of_a_text(case: dict[str, Any]) -> None:
    assert [value.text for value in find_values(case["text"])] == case["values"]


def test_formulas_side_by_side_do_not_overlap() -> None:
    text = "0109年年底前$\\geq 9 5 \\%$，$1$、1年以内$\\geq 90\\%$，$\\geq 9 \\%$2亿3元$"
    spans = [value.span for value in find_values(text)]
    assert len(spans) > 2
    assert all(before[1] <= behind[0] for before, behind in pairwise(spans))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_spans_point_into_the_text(case: dict[str, Any]) -> None:
    text = case["text"]
    for value in find_values(text):
        assert text[slice(*value.span)] == value.text


@pytest.mark.parametrize(
    "piece",
    [
        "全年办理案件300件以上，群众满意率达90%以上。",
        "1个",
        "一年",
        "第1",
        "1×",
        "×1",
        "十分满意",
        "1年",
        "≥1",
        "$",
        "^{",
        "9",
    ],
)
def test_long_text_takes_linear_time(piece: str) -> None:
    calls(find_values, piece * 10)
    # Four times is linear, sixteen times is not.
    assert calls(find_values, piece * 400) < 8 * calls(find_values, piece * 100)
