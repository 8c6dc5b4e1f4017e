"""What a text says again and again is cut, and nothing else."""

from __future__ import annotations

import pytest

from linter.ground.repetition import LONG, without_runs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1" * LONG,
        "".join(f"完成{at}类培训{at * 7}期，合格率达到{at % 100}%；" for at in range(200)),
        "一" * 39 + "二" * 39 + "甲乙丙丁戊己庚辛壬" * 110,
    ],
)
def test_texts_of_offices_stay(text: str) -> None:
    assert without_runs(text) == text


@pytest.mark.parametrize("piece", ["1", "1,", "一", "时间", "1个", "  ", "，,", "第1年期", "$^{"])
def test_runs_are_cut_and_what_stands_around_them_stays(piece: str) -> None:
    cut = without_runs(f"培训人数{piece * 20_000}以上")
    assert cut.startswith(f"培训人数{piece * 20}") and cut.endswith("以上") and len(cut) < 500
    assert without_runs(cut * 3) == cut * 3
