"""Callbacks of grammar/value.lark for numbers and units: everything up to a measure such as 2500元/场次."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from linter.ground.machine import Token
from linter.values.numerals import figures, numeral
from linter.values.reading import GRADE, NO_UNIT, Measure, NoReading, Unit, short
from linter.values.terminals import words
from linter.values.unitfile import units

_PARTS = {"百": "%", "佰": "%", "千": "‰", "仟": "‰", "万": "‱"}
#: The most characters of an unknown unit.
_LONGEST = 4
_HALF = Decimal("0.5")
_FIGURES = frozenset("0123456789.")


def number_of(token: str) -> tuple[Decimal, str]:
    """(number, scale word) of a NUMBER, NEGATIVE or NUMERAL token."""
    if token.isdecimal():
        return Decimal(token), ""
    first = token[0]
    if first in "-+负" or token.startswith(("零下", "零上")):
        rest = token[2:] if first == "零" else token[1:]
        number, scale = number_of(rest.strip())
        return (number if first == "+" or token.startswith("零上") else number.copy_negate()), scale
    if first in _FIGURES:
        number_in_figures = figures(token)
        if number_in_figures is None:
            raise NoReading
        return number_in_figures, ""
    return numeral(token)


class Measures:
    """Units become (canonical, unknown, printed), numbers with their unit a Measure."""

    def __init__(self) -> None:
        self._units = units().canonical
        self._no_units = tuple(words("value-not-unit"))
        self._like_digits = frozenset(words("value-like-digits"))
        self._below = dict(pair.split("=") for pair in words("value-below-units"))
        self._grades = frozenset(words("value-grade-units"))
        self._more = frozenset(words("value-more"))
        self._about = frozenset(words("value-more-about"))

    def unit(self, parts: list[Token]) -> Unit:
        if len(parts) == 1:
            text = str(parts[0])
            return self._units.get(text, text), False, text
        scale, name = map(str, parts)
        return scale + self._units[name], False, scale + name

    def open_unit(self, parts: list[Token]) -> Unit:
        return self._unknown(str(parts[0]))

    def _unknown(self, text: str) -> Unit:
        """A unit we do not know. What is too long for one, or ends in 热线 or 号, is a word instead; a letter that
        looks like a digit leaves open what the number was."""
        if text in self._like_digits:
            raise NoReading
        if not text.isascii() and (len(text) > _LONGEST or text.endswith(self._no_units)):
            raise NoReading
        return text, True, text

    def rated(self, parts: list[Any]) -> Unit:
        """A unit and one more denominator."""
        head: Unit = NO_UNIT
        if isinstance(parts[0], tuple):
            head = parts[0]
            parts = parts[1:]
        mark, (name, unknown, printed) = parts
        if mark.startswith("、") and unknown:  # the next member of a list
            raise NoReading
        return f"{head[0]}/{name}", head[1] or unknown, f"{head[2]}{mark}{printed}"

    def den(self, parts: list[Token]) -> Unit:
        """A denominator: 人, 千人, 100千米, (人·天)."""
        known = self._units
        if len(parts) == 1:
            text = str(parts[0])
            name = known.get(text) or self._below.get(text)
            return (name, False, text) if name else self._unknown(text)
        if parts[0].type == "OPEN":
            names = [known[token] for token in parts if token.type == "UNIT"]
            return "/".join(names), False, "".join(parts)
        *first, last = map(str, parts)
        before = "".join(first)
        if parts[0].type == "NUMBER" and not number_of(parts[0])[0]:
            raise NoReading
        return before + known.get(last, last), False, before + last

    def joined(self, parts: list[Token]) -> Unit:
        """人·天, where the two make a unit that we know."""
        first, dot, last = map(str, parts)
        name = self._units.get(first + last)
        if name is None or not dot.startswith("·"):
            raise NoReading
        return name, False, f"{first}{dot}{last}"

    def number(self, parts: list[Any]) -> Measure:
        token = parts[0]
        unit = parts[1] if len(parts) > 1 else NO_UNIT
        number, scale = number_of(token)
        if token.type == "NUMBER":
            return number, unit[0], unit[1], unit[2], ""
        if token.type == "NUMERAL" and unit[0] in self._grades:
            raise NoReading(GRADE, "qualitative")
        if token.type == "NEGATIVE" and unit[2] == "度":  # of frost, not of electricity
            unit = self._units["摄氏度"], False, "度"
        return number, scale + unit[0], unit[1], scale + unit[2], ""

    def fraction(self, parts: list[Any]) -> Measure:
        token = parts[0]
        unit = parts[1] if len(parts) > 1 else NO_UNIT
        if "/" in token:
            above, _, below = token.partition("/")
        else:
            below, _, above = token.partition("分之")
        numerator, denominator = (
            Decimal(piece) if piece.isascii() else numeral(piece)[0]
            for piece in (above.strip(), below.strip())
        )
        if not 0 < numerator <= denominator:
            raise NoReading
        return short(numerator / denominator), unit[0], unit[1], unit[2], ""

    def and_half(self, parts: list[Any]) -> Measure:
        """3天半, 3个半小时, 个半小时."""
        count = parts[0]
        if count.type == "ITEM_AND_HALF":
            return Decimal("1.5"), *parts[1], ""
        unit = next(part for part in parts if isinstance(part, tuple))
        number, name, unknown, printed, _ = self.number([count, unit])
        if number % 1:
            raise NoReading
        return number + _HALF, name, unknown, printed, ""

    def and_more(self, parts: list[Any]) -> Measure:
        """20余万人, 三十几人, 100来户."""
        number, scale = number_of(parts[0])
        *scales, word, unit = parts[1:]
        if word not in self._more and number % 10:  # 25几人
            raise NoReading
        scale += "".join(scales)
        return number, scale + unit[0], unit[1], scale + unit[2], "≈" if word in self._about else ">"

    def parts_of(self, parts: list[Token]) -> Measure:
        """百分之九十五, 百分之百, 半数, 过半."""
        if parts[0].type == "WHOLE":
            return Decimal(100), "%", False, str(parts[0]), ""
        if parts[0].type in ("HALVES", "MOST"):
            return Decimal(50), "%", False, str(parts[0]), ">" if parts[0].type == "MOST" else ""
        number = number_of(parts[1])[0]
        return number, _PARTS[parts[0][0]], False, str(parts[0]), ""

    def priced(self, parts: list[Any]) -> Measure:
        """A currency before the number gives 元 to a number that has none."""
        number, unit, unknown, printed, _ = self.number(parts[1:])
        if "元" not in unit:
            unit += "元"
        return number, unit, unknown, printed or str(parts[0]), ""

    def unit_in_brackets(self, parts: list[Any]) -> Measure:
        """100.00(%), 98%(百分比), 3台(套)."""
        number, unit, _, printed, sign = parts[0]
        name, unknown, inner = parts[2]
        if unit and unit != name:
            together = self._units.get(f"{printed}({inner})")
            if together is None:
                raise NoReading
            return number, together, False, f"{printed}({inner})", sign
        return number, name, unknown, printed or inner, sign
