"""How quantities go together: whether one counts what the denominator of a price names (20元/人·月 and 4.8万人), and
whether two are the same amount (2.4万人次 and 23860人次)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal
from linter.language.nodes import Node
from linter.language.wordlists import WordList
from linter.model import Value

#: What a name ends in behind the thing it counts: 免费开放场馆数, 服务企业家数, 保障辅警人数（名）.
_TAIL = compiled(r"(?:[总个座家户只条]?数量?|规模|总量)?(?:[（(][^（）()]*[)）])?\Z")


#: Who writes 2.4万 has rounded.
_ROUNDED = Decimal("0.1")


def same_amount(one: Node, other: Node) -> bool | None:
    """Whether two quantities are one amount; None where their units cannot be converted, or a number is missing.

    Where one is written in a larger unit than the other, a tenth of difference is rounding; 名 is no larger than 人.
    """
    from linter.values.units import convert

    if one.number is None or other.number is None or not one.unit or not other.unit:
        return None
    if one.unit == other.unit:
        return bool(one.number == other.number)
    converted = convert(one.number, one.unit, other.unit)
    if converted is None:
        return None
    rounded = _ROUNDED if converted != one.number else 0
    return bool(abs(converted - other.number) <= rounded * abs(other.number))


def number_in(one: Node, other: Node) -> Decimal | None:
    """The number of ``one`` in the unit of ``other`` (95万元 beside 2亿元 is 0.0095); None where the units cannot
    be converted."""
    from linter.values.units import convert

    if one.number is None or not one.unit or not other.unit:
        return None
    number: Decimal = one.number
    return number if one.unit == other.unit else convert(number, one.unit, other.unit)


class _Amounts:
    """Quantities by their numbers and units, so that a goal of a thousand figures finds its rows without a walk for
    each."""

    def __init__(self, values: Sequence[Node]) -> None:
        self.values = values
        told = [(value.number, value.unit) for value in values]
        self.numbers = {number for number, _ in told if number is not None}
        self.by_unit: dict[str, list[Decimal]] = {}
        for number, unit in told:
            if number is not None and unit:
                self.by_unit.setdefault(unit, []).append(number)
        for numbers in self.by_unit.values():
            numbers.sort()

    def hold(self, number: Decimal, unit: str | None) -> bool:
        return (
            number in self.numbers
            or (bool(unit)
            and any(
                self._hold_near(number, str(unit), other, numbers)
                for other, numbers in self.by_unit.items()
                if other != unit
            ))
        )

    @staticmethod
    def _hold_near(number: Decimal, unit: str, other: str, numbers: list[Decimal]) -> bool:
        from linter.values.units import convert

        one = convert(Decimal(1), other, unit)
        if not one:
            return False
        rounded = _ROUNDED if one != 1 else 0
        least, most = sorted((number - rounded * number, number + rounded * number))
        at = bisect_left(numbers, least / one)
        return at < len(numbers) and numbers[at] * one <= most


#: The list that was asked last; a rule asks one list for all figures of a text.
_asked: list[_Amounts] = []


def amount_among(one: Node, others: Sequence[Node]) -> bool:
    """Whether one of the others is the same amount as ``same_amount`` has it, or shows the same number."""
    if not _asked or _asked[0].values is not others:
        _asked[:] = [_Amounts(others)]
    return one.number is not None and _asked[0].hold(one.number, one.unit)


def counts_for(count: Node, price: Node, name: str, groups: WordList) -> bool:
    """Whether ``count``, an indicator called ``name``, can be multiplied with ``price``.

    Scale words do not matter. Each entry of the list is a group of counters of one sort of thing, with ``|``
    between them; the name may say as well what is counted, at its end or with a word of two characters.
    """
    from linter.values.units import dimension

    wanted = _denominators(price._raw.unit)
    counted = {plain for value in (count._raw, *count._raw.parts) if (plain := _plain(value))}
    if counted & wanted or any(kind and kind in map(dimension, counted) for kind in map(dimension, wanted)):
        return True
    return any(_meets(counted, normal(_TAIL.sub("", name)), _group(unit, groups.words)) for unit in wanted)


def _meets(counted: set[str], name: str, kin: frozenset[str]) -> bool:
    return bool(counted & kin) or any(name.endswith(one) or (len(one) > 1 and one in name) for one in kin)


def _plain(value: Value) -> str:
    from linter.values.unitfile import split_scale

    return split_scale(value.unit)[1]


@lru_cache(maxsize=1024)
def _denominators(unit: str) -> frozenset[str]:
    """What a price is per, without time."""
    from linter.values.unitfile import split_scale
    from linter.values.units import dimension

    below = {split_scale(one)[1] for one in unit.split("/")[1:]}
    return frozenset(one for one in below if one and dimension(one) != "time")


@lru_cache(maxsize=1024)
def _group(unit: str, groups: tuple[str, ...]) -> frozenset[str]:
    """The unit and all that counts the same sort of thing."""
    kin = {unit}
    for group in groups:
        members = group.split("|")
        if unit in members:
            kin.update(members)
    return frozenset(kin)


#: The functions of this module: name → (signature, note, callable).
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "counts_for": (
        "counts_for(value, value, text, words) -> bool",
        "前一项（数量，名称是第三项）数的就是后一项（单价）按什么计的那种东西，如 4.8万人 与 20元/人·月；"
        "词表的每一项是数同一种东西的几个单位，用 | 隔开",
        counts_for,
    ),
    "amount_among": (
        "amount_among(value, list[value]) -> bool",
        "后一项的几个数量里有没有与前一项一样多的（见 same_amount），或者数字相同的",
        amount_among,
    ),
    "number_in": (
        "number_in(value, value) -> number",
        "前一项是多少，以后一项的单位计（1200人次，以万人次计是 0.12）；单位不能换算则缺失",
        number_in,
    ),
    "same_amount": (
        "same_amount(value, value) -> bool",
        "两个数量是不是一样多，先换算单位（6万人与60000人、900名与900人）；单位不同的，差一成以内是四舍五入；不能换算则缺失",
        same_amount,
    ),
}
