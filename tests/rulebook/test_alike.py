"""Alike pairs: the same as comparing each with each, and far from as many comparisons."""

from decimal import Decimal
from itertools import combinations
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from linter.language.functions.likeness import similarity
from linter.rulebook.kinds import _alike
from linter.rulebook.kinds._alike import alike_pairs

TEXTS = st.lists(st.text("促进社会和谐稳定，。ab", min_size=1, max_size=8), unique=True, max_size=12)


@given(TEXTS, st.sampled_from(["0.3", "0.5", "0.6667", "0.8", "0.85", "1"]))
def test_as_comparing_each_with_each(texts: list[str], at_least: str) -> None:
    limit = Decimal(at_least)
    expected = {
        (one, two)
        for one, two in combinations(texts, 2)
        if (alike := similarity(one, two)) is not None and alike >= limit
    }
    assert {(one, two) for one, two, _ in alike_pairs(texts, limit)} == expected


def test_the_cost_does_not_grow_with_the_square() -> None:
    texts = [
        f"完成第{chr(0x4E00 + n)}{chr(0x5E00 + n)}{chr(0x6E00 + n)}{chr(0x7E00 + n)}项目建设任务"
        for n in range(400)
    ]
    with patch.object(_alike, "similarity", wraps=similarity) as compared:
        assert list(alike_pairs(texts, Decimal("0.85"))) == []
    assert compared.call_count < 400
