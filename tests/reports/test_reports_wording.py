"""Words that all reports share: places, cleaned texts, marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from yamldata import yaml_data

import linter
from linter.model import Place
from linter.reports import render
from linter.reports.view import columns, wording
from linter.reports.view.basislines import PRACTICE, is_practice
from linter.reports.view.choices import Options
from linter.rulebook import load_rulebook

CASES: dict[str, list[dict[str, Any]]] = yaml_data(Path(__file__).with_name("wording.yaml"))


@pytest.mark.parametrize("case", CASES["places"], ids=lambda case: case["shown"] or "nowhere")
def test_place(case: dict[str, Any]) -> None:
    assert wording.place_text(Place(**case["place"])) == case["shown"]


@pytest.mark.parametrize("case", CASES["clean"], ids=lambda case: case["shown"])
def test_clean(case: dict[str, Any]) -> None:
    assert wording.clean(case["text"]) == case["shown"]


@pytest.mark.parametrize("case", CASES["marked"], ids=lambda case: case["shown"])
def test_marked(case: dict[str, Any]) -> None:
    mark = tuple(case["mark"]) if case["mark"] is not None else None
    assert str(wording.marked(case["text"], mark)) == case["shown"]


def test_a_long_cell_keeps_its_fault_and_what_stands_beside_it() -> None:
    shown = str(wording.marked("甲" * 5000 + "【错】" + "乙" * 5000, (5000, 5003)))
    assert "甲【【错】】乙" in shown
    assert shown.startswith("…甲") and shown.endswith("乙…")
    assert len(shown) < 150


def test_no_control_character_passes() -> None:
    every = "".join(
        map(chr, [*range(0x20), *range(0x7F, 0xA0), *range(0x2000, 0x2070), 0xD800, 0xFEFF, 0xE000])
    )
    shown = wording.clean(every)
    assert all(char.isprintable() for char in shown)


@pytest.mark.parametrize(
    "text", ["预算绩效目标表，检查工具。", "jxlint check 绩效目标表.xlsx --format json", "a" * 30]
)
@pytest.mark.parametrize("room", [8, 20, 50])
def test_wrap_loses_nothing_and_fits(text: str, room: int) -> None:
    lines = columns.wrap(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    # One closing mark may hang over, and a Latin word is never broken.
    longest_word = max(len(word) for word in text.split()) if text.isascii() else 26
    assert all(columns.width(line) <= max(room + 2, longest_word) for line in lines)
    assert not any(line.startswith(("，", "。")) for line in lines)


def test_columns_line_up_for_wide_characters() -> None:
    lines = columns.table([["编号", "说明"], ["KX01", "x"], ["甲乙丙丁", "y"]])
    starts = {
        columns.width(line[: line.index(cell)]) for line, cell in zip(lines, ["说明", "x", "y"], strict=True)
    }
    assert starts == {10}


def test_a_basis_that_nobody_read_is_practice_in_every_report(examples: Path) -> None:
    """What no wording bears out never looks like law."""
    book = load_rulebook()
    assert not is_practice(["34"], book) and is_practice(["88-10"], book)
    assert not is_practice(["88-10", "34"], book)
    report = linter.check(examples / "table-faulty.txt")
    bases = [book.rules[one.rule].basis for one in report.findings if one.rule in book.rules]
    assert any(is_practice(basis, book) for basis in bases)
    for kind in ("plain", "full", "csv", "sarif", "html"):
        assert PRACTICE in render(kind, report, book, Options()).decode("utf-8"), kind
