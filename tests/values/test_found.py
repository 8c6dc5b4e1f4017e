"""Values inside running text, and the numbers there that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.ground.strictyaml import load
from linter.values import find_values

FILE = Path(__file__).resolve().parent / "found.yaml"
CASES: list[dict[str, Any]] = load(FILE.read_text(encoding="utf-8"), str(FILE)).data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_values_of_a_text(case: dict[str, Any]) -> None:
    assert [value.text for value in find_values(case["text"])] == case["values"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_spans_point_into_the_text(case: dict[str, Any]) -> None:
    text = case["text"]
    for value in find_values(text):
        assert text[slice(*value.span)] == value.text


def test_long_text_takes_linear_time() -> None:
    from cProfile import Profile

    def calls(count: int) -> int:
        text = "全年办理案件300件以上，群众满意率达90%以上。" * count
        profile = Profile()
        assert len(profile.runcall(find_values, text)) == 2 * count
        return sum(entry.callcount for entry in profile.getstats())

    calls(10)
    assert calls(400) < 8 * calls(100)  # four times is linear, sixteen times is not
