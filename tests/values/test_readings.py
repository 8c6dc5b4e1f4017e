"""What a cell reads as: the case table, the readings of real forms, and cases of public recognisers."""

from __future__ import annotations

import csv
import json
from decimal import Decimal, DivisionByZero
from pathlib import Path
from typing import Any

import pytest

from linter.model import Value
from linter.values import find_values, parse_value, read_value, value_to_json
from linter.values.units import convert, money, product

from .tables import rows

FIELDS = ("kind", "cmp", "lower", "upper", "unit", "start", "end")


CASES = rows("cases.tsv", 10)
#: So many cases are one test: to begin and end a test costs more than to read a value.
_TOGETHER = 40


@pytest.mark.parametrize(
    "start", range(0, len(CASES), _TOGETHER), ids=lambda start: f"from {CASES[start][0]}"
)
def test_cases(start: int) -> None:
    assert [fault for row in CASES[start : start + _TOGETHER] for fault in misread(row)] == []


def misread(row: tuple[str, ...]) -> list[str]:
    """What is not read as a row of cases.tsv says."""
    text, *wanted, parts, flag = row
    value = read_value(text)
    printed = value_to_json(value)
    got = [printed[name] or "" for name in FIELDS]
    if value.kind == "text":  # a cell that holds only a unit is text, and names it
        got[4] = ""
    told = {
        "fields": (got, list(wanted)),
        "parts": ("|".join(printed["parts"]), parts),
        "unknown": (value.unknown_unit, flag == "unknown"),
        "reversed": ((value.reversed, "reversed" in printed), (flag == "reversed",) * 2),
    }
    return [
        f"{text}: {name} {is_} instead of {should}" for name, (is_, should) in told.items() if is_ != should
    ]


NOTES = {
    "/": "placeholder",
    "": "",
    "优、良、中、差": "scale",
    "每月月末完成支付": "recurring",
    "≥**%": "template",
    "%": "unit",
    "元/人": "unit",
    "2月30日": "no such day",
    "8760小时(365天)": "gloss",
    "20人×300元/天": "product",
    "增长10%以上": "change 增长",
    "大于10小于20": "open > <",
    "95%≥": "sign behind",
    "满意度达90%以上": "lead 满意度",
    "1:1": "ratio 1:1",
}


@pytest.mark.parametrize(("text", "note"), NOTES.items())
def test_note_says_what_the_kind_cannot(text: str, note: str) -> None:
    assert read_value(text).note == note


def test_what_arithmetic_refuses_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> Value:
        raise DivisionByZero

    monkeypatch.setattr("linter.values.read.read_value", refuse)
    text = "3个" + "很" * 90
    assert (parse_value(text).kind, parse_value(text).note) == ("text", "unread")


HOSTILE = (
    "0/0元三日",
    "≤5%（不含2.1.%）",
    "1000000000000000001:1",
    "2022 1123",
    "202211 23",
    "一个0/0度",
    "1/0Kg1年",
    "每0/0年1次",
    "0年2次",
)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "1" * 80, "每" + "9" * 78, "1E99元", "10^99人", "1/" + "0" * 70 + "人"]
)
def test_no_number_stops_the_reader(text: str) -> None:
    value = read_value(text)
    for part in (value, *value.parts, *find_values(text)):
        product(part, part)
        money(part)
    value_to_json(value)


def test_a_pair_that_runs_backwards_is_said_in_words() -> None:
    from linter.reports.readout.valuetable import reading_text

    assert reading_text(read_value("110-20人")) == "区间 20 至 110 人 （前后写反了）"


def test_memo_gives_the_same_reading() -> None:
    assert parse_value("≥95%") == read_value("≥95%")
    assert parse_value("≥95%") is parse_value("≥95%")


def test_numbers_are_plain_strings() -> None:
    printed = value_to_json(Value(text="", kind="quantity", lower=Decimal("1E+3"), upper=Decimal("0.500")))
    assert (printed["lower"], printed["upper"]) == ("1000", "0.5")
    assert value_to_json(read_value("1200.00"))["lower"] == "1200"
    assert value_to_json(read_value("-0.0"))["lower"] == "0"


def test_factors_that_make_money_give_its_amount() -> None:
    printed = value_to_json(read_value("1000元/人*36人"))
    assert (printed["kind"], printed["lower"], printed["unit"]) == ("compound", "36000", "元")
    assert printed["parts"] == ["1000 元/人", "36 人"]


def test_readings_of_real_forms(shared: Path) -> None:
    """98 % of the distinct values of three real documents, exact."""
    with (shared / "values" / "seed_values.tsv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    distinct = {row["raw"]: row for row in table}
    wrong = []
    for raw, row in distinct.items():
        printed = value_to_json(read_value(raw))
        got = [printed[name] or "" for name in FIELDS]
        if got != [row[name] for name in FIELDS] or "|".join(printed["parts"]) != row["parts"]:
            wrong.append((raw, got))
    assert len(wrong) <= 0.02 * len(distinct), wrong


def test_public_cases(shared: Path) -> None:
    """90 % of what indicator values need of the cases of public recognisers, in base units."""
    lines = (shared / "values" / "public_cases.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if case["tier"] == "core"]
    wrong = [case["input"] for case in cases if not _agrees(read_value(case["input"]), case["expected"])]
    assert len(wrong) <= 0.1 * len(cases), wrong


def _agrees(value: Value, wanted: dict[str, Any]) -> bool:
    same = all(getattr(value, name) == wanted[name] for name in ("kind", "cmp", "start", "end"))
    return same and all(
        _close(getattr(value, name), value.unit, wanted[name], wanted["unit"]) for name in ("lower", "upper")
    )


def _close(number: Decimal | None, unit: str, wanted: float | None, wanted_unit: str) -> bool:
    if number is None or wanted is None:
        return number is None and wanted is None
    scaled = (
        convert(number, unit, wanted_unit)
        if unit and wanted_unit
        else number
        if unit == wanted_unit
        else None
    )
    return scaled is not None and abs(scaled - Decimal(str(wanted))) <= Decimal("1e-6") * max(
        1, abs(Decimal(str(wanted)))
    )
