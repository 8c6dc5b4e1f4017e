"""The questions of ``fix --suggested`` on a terminal."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from linter.cli.asking import Asking
from linter.model import Finding
from linter.pipeline.acceptance import Offer


def offer(before: str, after: str) -> Offer:
    finding = Finding(
        "KX08", "warning", "high", "“显著提升”空泛，没有可比的标准", "", "表.txt", suggestion=after
    )
    return Offer(finding, before, after)


@pytest.mark.parametrize(
    ("before", "after", "typed", "written"),
    [
        ("≥100%", "=100%", "y\n", "=100%"),
        ("≥100%", "=100%", "n\n", None),
        ("≥100%", "=100%", "\n", None),
        ("显著提升", "较上年提升__%", "y\n5\n", "较上年提升5%"),
        ("显著提升", "2025年__月__日前", "y\n11\n30\n", "2025年11月30日前"),
        ("显著提升", "2025年__月__日前", "y\n13\n2\n30\n2\n28\n", "2025年2月28日前"),
        ("显著提升", "较上年提升__%", "y\n很多\n5%\n１２\n", "较上年提升12%"),
        ("显著提升", "较上年提升__%", "y\n很多\nn\n", None),
        ("显著提升", "较上年提升__%", "e\n≥95%\n", "≥95%"),
        ("显著提升", "较上年提升__%", "x\nn\n", None),
    ],
)
def test_an_answer(before: str, after: str, typed: str, written: str | None) -> None:
    with CliRunner().isolation(input=typed):
        assert Asking()(offer(before, after)) == written


def test_no_more_questions() -> None:
    asking = Asking()
    with CliRunner().isolation(input="q\n"):
        assert asking(offer("≥100%", "=100%")) is None
        assert asking(offer("≥100%", "=100%")) is None  # nothing is left to type
    assert asking.ended
