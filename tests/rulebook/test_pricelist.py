"""Price lists: refused when faulty, found by item and unit, asked for by the command line and the configuration."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from yamldata import yaml_data

import linter
from linter.ground.errors import JxlintError
from linter.language.functions.prices import price_of
from linter.model import Indicator
from linter.rulebook.pricelist import read_prices
from linter.surroundings import Price
from linter.values import parse_value

REFUSED = yaml_data(Path(__file__).with_name("prices.yaml"))
LIST = [
    Price("设备", "台", Decimal(100), Decimal(200)),
    Price("办公设备", "台", Decimal(3000), Decimal(6000)),
    Price("培训", "人次", Decimal(200), Decimal(800)),
]
FORM = """项目支出绩效目标表
单位：万元
项目名称\t设备购置
主管部门\t某县教育局\t实施单位\t某县教育局
项目年度金额\t2
年度总体绩效目标\t2025年购置设备。
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t办公设备购置数量\t≥50台
\t质量指标\t验收合格率\t100%
满意度指标\t服务对象满意度指标\t教师满意度\t≥95%
"""


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["says"][0])
def test_a_faulty_list_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "价格.yaml"
    path.write_text(case["text"], encoding="utf-8")
    with pytest.raises(JxlintError) as caught:
        read_prices(path)
    for piece in case["says"]:
        assert piece in str(caught.value)


def test_a_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(JxlintError, match="找不到价格表"):
        read_prices(tmp_path / "没有.yaml")


def test_the_example_is_a_list(examples: Path) -> None:
    assert "台式计算机" in {price.item for price in read_prices(examples / "prices.yaml")}


@pytest.mark.parametrize(
    ("name", "value", "item"),
    [
        ("办公设备购置数量", "≥50台", "办公设备"),
        ("教学设备购置数量", "≥50台", "设备"),
        ("办公设备单价", "≤5000元/台", "办公设备"),
        ("办公设备购置数量", "≥50套", None),
        ("办公设备合格率", "100%", None),
        ("办公设备", "", None),
        ("", "50台", None),
        ("举办培训", "2000人次", "培训"),
    ],
)
def test_the_price_of_a_row(name: str, value: str, item: str | None) -> None:
    found = price_of(Indicator(name=name, value=value, parsed=parse_value(value)), LIST)
    assert (found.item if found else None) == item


def test_from_the_configuration_to_the_finding(tmp_path: Path) -> None:
    form = tmp_path / "表.txt"
    form.write_text(FORM, encoding="utf-8")
    report = linter.check(form, select=["SD12"])
    assert report.findings == []
    reasons = {item.rule: item.reason for item in report.checked.not_run}
    assert reasons["SD12"] == "没有给出价格表，可用 --prices 指定"
    (tmp_path / "价格.yaml").write_text("- {item: 设备, unit: 台, low: 3000, high: 6000}", encoding="utf-8")
    by_argument = linter.check(form, select=["SD12"], prices=tmp_path / "价格.yaml")
    (tmp_path / "别的.yaml").write_text("- {item: 救护车, unit: 辆, low: 1, high: 2}", encoding="utf-8")
    other = linter.check(form, select=["SD12"], prices=tmp_path / "别的.yaml")
    told = {item.rule: item.reason for item in other.checked.not_run}["SD12"]
    assert told == "价格表里没有一项与表里的物品、单位都相符"
    (tmp_path / "jxlint.yaml").write_text("prices: 价格.yaml\n", encoding="utf-8")
    by_configuration = linter.check(form, select=["SD12"])
    for found in (by_argument.findings, by_configuration.findings):
        assert [(one.rule, one.indicator) for one in found] == [("SD12", "办公设备购置数量")]
        assert "2万元 ÷ “办公设备购置数量”≥50台 = 400元/台" in found[0].message


def test_a_list_named_in_the_configuration_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(FORM, encoding="utf-8")
    (tmp_path / "jxlint.yaml").write_text("prices: 没有.yaml\n", encoding="utf-8")
    with pytest.raises(JxlintError, match=r"文件“没有\.yaml”不存在"):
        linter.check(tmp_path / "表.txt")
