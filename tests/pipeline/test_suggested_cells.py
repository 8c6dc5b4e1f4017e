"""Which cells a suggestion is written into, and that the file then reads so."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.engine import judge
from linter.fixing import apply_changes
from linter.forms import find_forms
from linter.model import Document
from linter.pipeline.acceptance import Offer, offers
from linter.readers import read
from linter.rulebook import Rulebook

HEAD = """2026年部门预算项目绩效目标表
项目名称\t农村公路养护\t实施单位\t青溪县公路所
年度资金总额（万元）\t60
年度目标\t养护农村公路120公里，12月15日前完成。
"""
SPLIT = (
    HEAD
    + "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\n产出指标\t数量指标\t养护公路里程\t≥\t120\t公里\n"
)
WHOLE = HEAD + "一级指标\t二级指标\t三级指标\t指标值\n"


def offered(book: Rulebook, text: str, rule: str) -> tuple[Document, Offer | None]:
    document = find_forms(read("表.txt", data=text.encode("utf-8")))
    findings = judge([document], book, rules=[book.rules[rule]]).findings
    return document, next(iter(offers(findings, document)), None)


@pytest.mark.parametrize(
    ("head", "row", "rule", "figures", "changed"),
    [
        (SPLIT, "产出指标\t质量指标\t路面达标率\t≥\t100\t%", "SD08", (), ["≥ → ="]),
        (SPLIT, "效益指标\t社会效益指标\t受益群众人数\t≥\t3000\t人次", "GF01", (), ["人次 → 人"]),
        (SPLIT, "成本指标\t经济成本指标\t每公里养护成本\t≥\t5000\t元/公里", "SD10", (), ["≥ → ≤"]),
        (
            SPLIT,
            "产出指标\t时效指标\t养护完成时间\t定性\t年内完成\t",
            "KX05",
            ("11",),
            ["年内完成 → 2026年11月底前"],
        ),
        (WHOLE, "产出指标\t时效指标\t养护完成时间\t年内完成", "KX05", ("11",), ["年内完成 → 2026年11月底前"]),
        (
            SPLIT,
            "效益指标\t社会效益指标\t道路通行条件\t定性\t明显改善\t",
            "KX08",
            ("90",),
            ["明显改善 → 90%", "定性 → ≥", "道路通行条件 → 受访群众认为道路通行条件明显改善的比例"],
        ),
        (
            WHOLE,
            "产出指标\t质量指标\t促进社会和谐稳定发招\t100%",
            "GF10",
            (),
            ["促进社会和谐稳定发招 → 促进社会和谐稳定发展"],
        ),
    ],
)
def test_cells(book: Rulebook, head: str, row: str, rule: str, figures: tuple[str, ...], changed: list[str]) -> None:
    document, offer = offered(book, f"{head}{row}\n", rule)
    assert offer is not None and offer.spot is not None
    changes = offer.spot.changes(offer.filled(figures))
    assert [f"{one.before} → {one.after}" for one in changes] == changed
    written, failed = apply_changes((head + row + "\n").encode("utf-8"), document.type, changes)
    assert not failed
    assert not judge([find_forms(read("表.txt", data=written))], book, rules=[book.rules[rule]]).findings


def test_what_is_to_be_added_has_no_cell(book: Rulebook) -> None:
    """A kind of indicator that is missing, a goal that says something else altogether."""
    text = (
        WHOLE + "产出指标\t数量指标\t养护公路里程\t≥120公里\n效益指标\t社会效益指标\t受益群众人数\t≥3000人\n"
    )
    for rule in ("WZ03", "WZ05", "WZ06", "WZ07"):
        assert offered(book, text, rule)[1] is None
    duty = text.replace("养护农村公路120公里，12月15日前完成。", "做好养护工作。")
    assert offered(book, duty, "XG28")[1] is None


def test_figures_that_do_not_fit(book: Rulebook, tmp_path: Path) -> None:
    row = "产出指标\t时效指标\t养护完成时间\t年内完成\n"
    offer = offered(book, WHOLE + row, "KX05")[1]
    assert offer is not None
    assert [bool(offer.misfit(0, typed)) for typed in ("11", "13", "0", "十一", "")] == [
        False,
        True,
        True,
        True,
        True,
    ]
