"""Units, their dimensions and the accounts they do."""

from __future__ import annotations

import re
from decimal import Decimal

import pint
import pytest

from linter.values import read_value
from linter.values.canonical import canonical
from linter.values.unitfile import definitions, identifier, split_scale, units
from linter.values.units import convert, dimension, money, product

from .tables import rows


@pytest.mark.parametrize(("unit", "name"), rows("units.tsv", 2))
def test_dimension(unit: str, name: str) -> None:
    assert dimension(unit) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("元每人每月", "元/人/月"),
        ("元/人.天", "元/人/天"),
        ("元/人、天", "元/人/天"),
        ("元/（人·天）", "元/人/天"),
        ("%(百分比)", "%"),
        ("百分比", "%"),
        ("台（套）", "台套"),
        ("㎡", "平方米"),
        ("公里", "千米"),
        ("个工作日", "工作日"),
        ("万元/公里", "万元/千米"),
        ("非数量指标", None),
        ("服务对象满意率", None),
        ("", None),
        ("3", None),
    ],
)
def test_canonical_name(written: str, name: str | None) -> None:
    assert canonical(written) == name


def test_rate_times_quantity_is_money() -> None:
    total = product(read_value("2500元/场次"), read_value("14场次"))
    assert total is not None
    assert convert(total.lower or Decimal(0), total.unit, "万元") == Decimal("3.5")


def test_rate_per_month_over_a_year() -> None:
    total = product(read_value("4583.33元/人/月"), read_value("20人"), read_value("1年"))
    assert total is not None and total.unit == "元"
    assert money(total) == Decimal("1099999.20")


def test_场_is_场次_by_declaration_and_人_is_not_人次() -> None:
    assert convert(Decimal(3), "场", "场次") == 3
    assert convert(Decimal(3), "人", "人次") is None


def test_product_keeps_both_bounds() -> None:
    total = product(read_value("300-500元/人次"), read_value("≥100人次"))
    assert total is not None
    assert (total.kind, total.lower, total.upper) == ("range", 30000, 50000)


def test_product_of_words_is_none() -> None:
    assert product(read_value("良好"), read_value("3次")) is None
    assert product(read_value("3榀"), read_value("3次")) is None


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("≤54.2万元", "", "542000"),
        ("54.2", "万元", "542000"),
        ("190万", "", "1900000"),
        ("1.2亿元", "", "120000000"),
        ("5百万元", "", "5000000"),
        ("1,234.56元", "", "1234.56"),
        ("54.2", "", None),
        ("3次", "万元", None),
        ("良好", "万元", None),
        ("50美元", "", None),
    ],
)
def test_money_in_yuan(text: str, unit: str, amount: str | None) -> None:
    assert money(read_value(text), unit) == (None if amount is None else Decimal(amount))


def test_every_unit_has_a_dimension() -> None:
    assert [name for name in units().names if not dimension(name)] == []


@pytest.mark.parametrize(
    ("unit", "factor", "plain"),
    [
        ("万人", 10000, "人"),
        ("万", 10000, ""),
        ("千克", 1000, "克"),
        ("人", 1, "人"),
        ("百万元", 1000000, "元"),
    ],
)
def test_scale_word(unit: str, factor: int, plain: str) -> None:
    assert split_scale(unit) == (factor, plain)


def test_pint_gets_ascii_names_only() -> None:
    names = [line.split(" = ")[0].strip("[]") for line in definitions()]
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) for name in names)
    assert len(set(names)) == len(names)


def test_a_bare_registry_defines_every_unit() -> None:
    registry = pint.UnitRegistry(None, non_int_type=Decimal)
    registry.load_definitions(definitions())
    for name in units().names.values():
        assert registry.Quantity(Decimal(1), identifier(name)).to_base_units().magnitude > 0
