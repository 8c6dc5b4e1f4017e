"""Callbacks of grammar/value.lark for amounts: comparators, ranges, compounds, products."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from linter.ground.machine import Token
from linter.ground.patterns import compiled
from linter.values.numerals import numeral, small
from linter.values.reading import LOWER, NO_UNIT, UPPER, Measure, NoReading, Reading, short
from linter.values.series import Series, measures_of
from linter.values.terminals import words
from linter.values.unitfile import split_scale

_SPOKEN_DASH = compiled("[-~至到 ]")
_MYRIAD = Decimal(10000)
_OPPOSITE = {"≥": "≤", "≤": "≥", ">": "<", "<": ">", "=": "=", "≈": "≈"}
#: Years of account, which nobody counts: 3-5个年度.
_OF_YEARS = frozenset({"年度", "学年"})
_YEAR_LIKE = compiled(r"(?:19|20)[0-9]{2}")
#: So many times larger, a first number cannot share the scale word of the second.
_FAR = 100
#: People, days, times, prices: nobody multiplies more.
_MOST_FACTORS = 6
_EACH_COUNT = compiled("[0-9]+|[二两三四五六七八九十]+")


class Amounts(Series):
    """Measures become readings of kind quantity, rate, range or compound."""

    def __init__(self) -> None:
        super().__init__()
        self._verbs_of_time = frozenset(words("value-each-verbs-time"))
        self._averages = dict(pair.split("=") for pair in words("value-averages"))

    def exact(self, parts: list[Any]) -> Reading:
        return self.amount("=", parts[0])

    def signed(self, parts: list[Any]) -> Reading:
        if isinstance(parts[0], tuple):  # 95%≥, the comparator behind the number
            return self.amount(self.sign(parts[1]), parts[0], "sign behind")
        sign = self.sign(parts[0])
        return self.amount(self._noted(sign, parts[2], parts[1]) if len(parts) > 2 else sign, parts[1])

    def limited(self, parts: list[Any]) -> Reading:
        first, *others = parts
        before = first if isinstance(first, Token) else None
        measure, limit, *below = others if before is not None else parts
        sign = self.limit(limit, measure)
        if before is not None and before.replace(" ", "") not in self._weak:
            sign = self.sign(before)
        if below:
            number, unit, unknown, printed, more = measure
            for slash, name in zip(below[::2], below[1::2], strict=True):
                if "/" not in slash:  # 30人以上每人…: what follows is another amount
                    raise NoReading
                unit, unknown, printed = self.rated([(unit, unknown, printed), slash, name])
            measure = number, unit, unknown, printed, more
        return self.amount(sign, measure)

    def between(self, parts: list[Any]) -> Reading:
        low, high = measures_of(parts)
        first = parts[0]
        note = ""
        if isinstance(first, Token) and first.type == "SIGN" and self.sign(first) != "=":
            note = f"sign {self.sign(first)}"
        if low[0] < 0 and any(isinstance(part, Token) and part.strip() == "--" for part in parts):
            raise NoReading  # -20--15: a long dash, or a dash and a minus
        ends = ["≥", "≤"]
        for place, part in enumerate(parts):
            if isinstance(part, Token) and part.type == "BOUND_NOTE":
                side = parts[:place].count(low) + parts[:place].count(high) > 1
                ends[side] = self._noted(ends[side], part, high if side else low)
        if ends != ["≥", "≤"]:
            note = f"open {' '.join(ends)}"
        return self.range(low, high, note)

    def spoken(self, parts: list[Any]) -> Reading:
        """两到三千元 is 2000 to 3000, 三四百人 300 to 400."""
        span = next(part for part in parts if isinstance(part, Token) and part.type == "SPOKEN_SPAN")
        name, unknown, printed = next((part for part in parts if isinstance(part, tuple)), NO_UNIT)
        words = _SPOKEN_DASH.sub("", span)
        tens, scale = (words[2:], "") if words[-1] not in "万亿" else (words[2:-1], words[-1])
        low, high = (numeral(digit + tens)[0] for digit in words[:2])
        if low >= high:  # 五至三百
            raise NoReading
        if scale and words != span:  # 八到九百亿: from 8亿 or from 800亿
            raise NoReading(kind="text")
        unit = scale + name
        first = parts[0]
        note = (
            f"sign {self.sign(first)}"
            if isinstance(first, Token) and first.type == "SIGN" and self.sign(first) != "="
            else ""
        )
        return self.range(
            (low, unit, unknown, scale + printed, ""), (high, unit, unknown, scale + printed, ""), note
        )

    def range(self, low: Measure, high: Measure, note: str = "") -> Reading:
        """Two written bounds; a unit that stands once belongs to both. A pair that runs backwards is turned and
        says so."""
        lower, low_unit, low_unknown, low_printed, _ = low
        upper, unit, unknown, printed, _ = high
        if not unit:
            unit, unknown, printed = low_unit, low_unknown, low_printed
        elif not low_unit and unit:
            upper, unit = self._unscaled(lower, upper, unit)
        elif low_unit != unit and low_unit.partition("/")[0] == unit:  # 80元/人-120元
            unit, unknown, printed = low_unit, low_unknown, low_printed
        elif low_unit != unit:
            if "/" not in low_unit:  # 3500元-4500元/月
                low_unit += "".join(unit.partition("/")[1:])
            lower = self._aligned(lower, low_unit, unit) if low_unit != unit else lower
        if printed in _OF_YEARS:  # 15-16年度
            raise NoReading(kind="text")
        if not unit and _YEAR_LIKE.fullmatch(f"{lower:f}") and upper < 100:  # 2025-13, 2023-24: which month?
            raise NoReading("no such day", "text")
        reading = {
            "kind": "range",
            "cmp": "between",
            "lower": lower,
            "upper": upper,
            "unit": unit,
            "unknown_unit": unknown,
            "unit_printed": printed,
            "note": note,
        }
        if lower > upper:
            reading.update(lower=upper, upper=lower, reversed=True)
        return reading

    def _unscaled(self, lower: Decimal, upper: Decimal, unit: str) -> tuple[Decimal, str]:
        """8500到3万港元: where the first number is by far the larger one, the scale word belongs to the second
        number only. 50-10万元 runs backwards; 5000-1亿元 may mean 万, which nobody can tell."""
        factor, plain = split_scale(unit)
        if lower < _FAR * upper or factor == 1:
            return upper, unit
        if lower > upper * factor or factor > _MYRIAD:
            raise NoReading(kind="text")
        return upper * factor, plain

    def _aligned(self, lower: Decimal, low_unit: str, unit: str) -> Decimal:
        """The lower bound in the unit of the upper one: 8千元-1.2万元, 1万-5万元 (the first lost its 元)."""
        (low_factor, low_name), (factor, name) = split_scale(low_unit), split_scale(unit)
        if not low_name and name:
            return short(lower * low_factor / factor)
        from linter.values.units import convert

        converted = convert(lower, low_unit, unit)
        if converted is None:
            raise NoReading
        return short(converted)

    def two_sided(self, parts: list[Any]) -> Reading:
        found: list[tuple[str, Measure]] = []
        sign = ""
        for part in parts:
            if isinstance(part, tuple):
                found.append((sign, part))
            elif part.type == "SIGN":
                sign = self.sign(part)
            elif part.type == "LIMIT":
                found[-1] = (self.limit(part, found[-1][1]), found[-1][1])
        return self.both(found)

    def both(self, found: Sequence[tuple[str, Measure]]) -> Reading:
        """A lower and an upper bound, in either order, as a range; NoReading when they are not that."""
        (first, low), (second, high) = found
        if first in UPPER and second in LOWER:
            first, low, second, high = second, high, first, low
        if first not in LOWER or second not in UPPER:
            raise NoReading
        return self.range(low, high, "" if (first, second) == ("≥", "≤") else f"open {first} {second}")

    def chain(self, parts: list[Any]) -> Reading:
        """80%≤x≤120%."""
        low, first, _, second, high = parts
        return self.both([(_OPPOSITE[self.sign(first)], low), (self.sign(second), high)])

    def around(self, parts: list[Any]) -> Reading:
        """±3% is between −3 and 3, 100±5 between 95 and 105."""
        measures = measures_of(parts)
        number, unit, unknown, printed, _ = measures[-1]
        if len(measures) == 1:
            return self.range((-number, unit, unknown, printed, ""), measures[0])
        middle, middle_unit, middle_unknown, middle_printed, _ = measures[0]
        if middle_unit and unit and middle_unit != unit:
            raise NoReading
        if not unit:
            unit, unknown, printed = middle_unit, middle_unknown, middle_printed
        low, high = ((middle + delta, unit, unknown, printed, "") for delta in (-number, number))
        return self.range(low, high)

    def gloss(self, parts: list[Any]) -> Reading:
        """8760小时(365天)."""
        sign = self.sign(parts[0]) if isinstance(parts[0], Token) and parts[0].type == "SIGN" else "="
        main, inner = measures_of(parts)
        return self._compound(self.amount(sign, main), [main, inner], "gloss")

    def multiplied(self, parts: list[Any]) -> Reading:
        """20人×300元/天, 7×24小时: the factors are kept; where they make a sum of money, it is the amount."""
        from linter.values.units import money, product

        factors = measures_of(parts)
        if len(factors) > _MOST_FACTORS:
            raise NoReading
        reading = self._compound({"cmp": None, "lower": None, "unit": ""}, factors, "product")
        total = product(*reading["parts"]) if any(factor[1] for factor in factors) else None
        if total is not None and money(total) is not None:
            reading.update(cmp="=", lower=total.lower, upper=total.upper, unit=total.unit)
        return reading

    def each(self, parts: list[Token]) -> list[str]:
        """Denominators that stand before the amount: 每人每年, 每2年, 人均."""
        names: list[str] = []
        count = ""
        for token in parts:
            if token.type == "UNIT":
                names.append(count + self._units[token])
                count = ""
            elif token.type == "SCALE":
                count += token
            elif token.type == "AVERAGE":
                names.append(self._averages[token])
            else:
                counted = _EACH_COUNT.search(token)
                count = str(small(counted[0])) if counted else ""
                if count == "0":
                    raise NoReading
        return names

    def averaged(self, parts: list[Any]) -> Reading:
        names, *verbs, reading = parts
        if isinstance(reading, tuple):  # 每年至少开展2次
            sign, *verbs = verbs
            reading = self.amount(self.sign(sign), reading)
        if "unit" not in reading or not all(self._verb_fits(verb, names) for verb in verbs):
            raise NoReading
        unit = reading["unit"]
        below = unit.split("/")[1:]
        reading["unit"] = "/".join((unit, *(name for name in names if name not in below)))
        if reading["kind"] == "quantity":
            reading["kind"] = "rate"
        return dict(reading)

    def _verb_fits(self, verb: Token, names: list[str]) -> bool:
        """每年培训2次 is a rate, 每次培训50人 is the size of one."""
        from linter.values.units import dimension

        return verb not in self._verbs_of_time or all(dimension(name) == "time" for name in names)

    def ratio(self, parts: list[Token]) -> Reading:
        """1:1, ≥1:5 as a quotient; the note keeps the two terms."""
        by_type = {part.type: part for part in parts}
        terms = by_type["RATIO"]
        first, second = (Decimal(number.strip()) for number in terms.replace("比", ":").split(":"))
        if not second:
            raise NoReading
        sign = self.limit(by_type["LIMIT"]) if "LIMIT" in by_type else "="
        before = by_type.get("SIGN")
        if before is not None and (sign == "=" or before.replace(" ", "") not in self._weak):
            sign = self.sign(before)
        return self.amount(sign, (short(first / second), "", False, "", ""), f"ratio {terms}")
