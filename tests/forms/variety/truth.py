"""A truth as the texts that a combination prints, and the answer that must be read from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from ..answers import FIRST, LEVELS
from .plan import WORDS

Choice = Mapping[str, str]
_FIRST = {
    "数量": "产出",
    "质量": "产出",
    "时效": "产出",
    "成本": "产出",
    "经济成本": "成本",
    "社会成本": "成本",
    "经济": "效益",
    "社会": "效益",
    "生态": "效益",
    "持续": "效益",
    "满意": "满意",
}
_SHARES = ("%", "‰")


class Row(NamedTuple):
    """One indicator: canonical levels, name, sign, number (or words where there is no sign), unit."""

    level1: str
    level2: str
    name: str
    sign: str
    number: str
    unit: str

    @property
    def counted(self) -> bool:
        return bool(self.sign)

    def times(self, factor: str) -> Row:
        """The same indicator over another term or for another place; shares, prices and words stay."""
        if not self.counted or self.unit in _SHARES or self.sign != "≥" or self.level2.endswith("成本指标"):
            return self
        return self._replace(number=_plain(Decimal(self.number) * Decimal(factor)))

    def less(self, share: str) -> Row:
        return self._replace(number=_plain(Decimal(self.number) * Decimal(share))) if self.counted else self


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def rows_of(truth: Mapping[str, Any]) -> list[Row]:
    rows = []
    for line in truth["rows"]:
        short, name, sign, number, unit = (part.strip() for part in f"{line} ".split("|"))
        rows.append(Row(FIRST[_FIRST[short]], LEVELS[short], name, sign, number, unit))
    return sorted(
        rows, key=lambda row: list(FIRST.values()).index(row.level1) if row.level1 != "成本指标" else 99
    )


def amount(number: str, choice: Choice) -> str:
    """An amount of the truth, which is in 万元, as it is printed."""
    value = Decimal(number)
    if choice["money unit"] == "元":
        value *= 10000
    if choice["grouping"] == "thousands":
        return f"{value:,.2f}"
    return _plain(value)


def plain_amount(number: str, choice: Choice) -> str:
    return amount(number, choice).replace(",", "")


def level_text(level: str, choice: Choice, *, second: bool) -> str:
    """A level as the combination prints it."""
    entry = WORDS["levels"]["产出成本" if second and level == "成本指标" else level]
    mode = choice["levels"]
    if mode == "upright" and not second:
        return "⏎".join(level)
    return entry.get({"coded": "code"}.get(mode, mode), level)


def name_text(row: Row, choice: Choice, at: int) -> str:
    """The name of the ``at``-th row of its group with the marks and the unit that the combination puts to it."""
    name = row.name
    if choice["unit"] == "name" and row.counted:
        name = f"{name}（{row.unit}）"
    mode = choice["names"]
    if mode == "hint" and row.counted and choice["unit"] != "name":
        return f"{name}（{row.sign}**{row.unit}）"
    return {"counted": f"指标{at}：{name}", "starred": f"★{name}", "required": f"{name}(必填)"}.get(
        mode, name
    )


def bare_name(row: Row, choice: Choice) -> str:
    return f"{row.name}（{row.unit}）" if choice["unit"] == "name" and row.counted else row.name


def sign_of(row: Row, choice: Choice) -> str:
    """The sign as a keyboard without ≥ writes it, where the combination asks for that."""
    return {"≥": ">=", "≤": "<="}.get(row.sign, row.sign) if choice["sign"] == "ascii" else row.sign


def value_text(row: Row, choice: Choice) -> str:
    if not row.counted:
        return row.number
    sign = {
        "value": "" if row.sign == "=" else sign_of(row, choice),
        "beside type": "" if row.sign == "=" else sign_of(row, choice),
        "words in value": WORDS["phrases"][row.sign],
    }.get(choice["comparator"], "")
    return f"{sign}{row.number}{row.unit if choice['unit'] == 'value' else ''}"


def sign_text(row: Row, choice: Choice) -> str:
    if not row.counted or choice["comparator"] in ("value", "words in value", "beside type"):
        return ""
    return (
        WORDS["comparators"][row.sign] if choice["comparator"] == "words in column" else sign_of(row, choice)
    )


def unit_text(row: Row, choice: Choice) -> str:
    return row.unit if choice["unit"] == "column" else ""


def answer(row: Row, choice: Choice, **more: str) -> dict[str, str]:
    """The row as it must be read; levels that are not printed are not compared, unless nothing could tell them."""
    told = {
        "level1": row.level1,
        "level2": row.level2,
        "name": bare_name(row, choice),
        "comparator": sign_text(row, choice),
        "value": value_text(row, choice),
        "unit": unit_text(row, choice),
        "term": "year",
        "kind": "indicator",
        "area": "",
        **more,
    }
    if choice["levels"] == "none":
        del told["level1"]
        told["level2"] = ""
    elif choice["levels"] == "first only":
        if row.level1 in ("产出指标", "效益指标"):
            told["level2"] = ""
        else:
            del told["level2"]
    return told
