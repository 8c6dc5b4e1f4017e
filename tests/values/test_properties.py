"""What holds for every text: no crash, no lost digit, no lost comparator, spans within the text."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from draws import draws
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linter.values import find_values, join_cells, read_value, split_item, value_to_json
from linter.values.unitfile import units

_SIGNS = {
    "≥": "≥",
    "≤": "≤",
    ">": ">",
    "<": "<",
    "=": "=",
    "≧": "≥",
    "≦": "≤",
    ">=": "≥",
    "<=": "≤",
    "不低于": "≥",
    "不超过": "≤",
    "大于": ">",
    "低于": "<",
    "不少于": "≥",
    "至少": "≥",
    "$\\geq$ ": "≥",
    "约": "≈",
    "＞": ">",
    "═": "=",
}
_LIMITS = {"以上": "≥", "及以上": "≥", "以下": "≤", "以内": "≤", "左右": "≈", "（含）以上": "≥"}
#: After these a whole number names a day, a month, a year, a rank or the pupils of a year (2024级).
_CALENDAR = {"年", "月", "年度", "度", "学年", "级", "届", "季度", "季"}

decimals = st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=2).map(
    lambda number: f"{number:f}"
) | st.integers(0, 10**7).map(str)
known_units = st.sampled_from(sorted(name for name in units().canonical if name not in _CALENDAR))
unknown_units = st.sampled_from(["榀", "标箱", "dpi", "组件包", "kvar"])
rates = st.tuples(known_units, st.sampled_from(["人", "年", "月", "天", "件"])).map("/".join)
pieces = st.sampled_from(
    [*(Path(__file__).resolve().parent / "pieces.txt").read_text(encoding="utf-8").split(), " "]
)
texts = st.text(max_size=30) | st.lists(pieces, max_size=12).map("".join)


@given(decimals, known_units | unknown_units | rates | st.just(""))
@example("6.8", "万元")
@example("0.20", "年")
@example("12.50", "月")
def test_any_decimal_stays_a_number_with_any_unit(number: str, unit: str) -> None:
    value = read_value(number + unit)
    if re.fullmatch("(19|20)[0-9]{6}", number) and not unit:
        return  # eight digits may be a day
    assert value.lower == value.upper == Decimal(number), value
    if unit:
        assert value.unit == units().canonical.get(unit, value.unit)


@given(st.sampled_from(sorted(_SIGNS)), decimals, known_units | unknown_units | rates)
def test_comparator_before_is_kept(sign: str, number: str, unit: str) -> None:
    value = read_value(sign + number + unit)
    assert value.cmp == _SIGNS[sign]
    assert Decimal(number) in {value.lower, value.upper}


@given(decimals, known_units, st.sampled_from(sorted(_LIMITS)))
def test_comparator_behind_is_kept(number: str, unit: str, limit: str) -> None:
    value = read_value(number + unit + limit)
    assert value.cmp == _LIMITS[limit]
    assert Decimal(number) in {value.lower, value.upper}


@given(decimals, decimals, known_units)
def test_range_keeps_both_bounds(low: str, high: str, unit: str) -> None:
    value = read_value(f"{low}{unit}-{high}{unit}")
    bounds = sorted((Decimal(low), Decimal(high)))
    assert (value.kind, value.lower, value.upper) == ("range", *bounds)
    assert value.reversed == (Decimal(low) > Decimal(high))


@given(
    st.sampled_from(["培训人数", "满意度", "项目总投资", "宣传次数"]),
    st.sampled_from(["≥", "不低于", "达到"]),
    decimals,
    known_units,
)
def test_item_keeps_its_number(name: str, sign: str, number: str, unit: str) -> None:
    found, target = split_item(f"{name}{sign}{number}{unit}。")
    assert (found, target) == (name, f"{sign}{number}{unit}")


@settings(max_examples=draws(400))
@given(texts)
@example("2024年2月30日")
@example("(")
@example("\ud800")
@example("每")
@example("95%≤")
def test_no_text_breaks_the_reader(text: str) -> None:
    value = read_value(text)
    assert 0 <= value.span[0] <= value.span[1] <= len(text)
    assert value.text == text
    value_to_json(value)
    for found in find_values(text):
        start, end = found.span
        assert 0 <= start < end <= len(text)
        assert found.text == text[start:end]
    name, target = split_item(text)
    assert len(name) + len(target) <= len(text)
    join_cells(text, text, text)


@given(st.integers(0, 999), st.integers(0, 999))
def test_digits_are_never_joined_across_a_blank(first: int, second: int) -> None:
    value = read_value(f"{first} {second}")
    assert value.lower is None and value.upper is None
