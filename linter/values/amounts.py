"""Callbacks of grammar/value.lark for amounts: comparators, ranges, compounds, products."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from linter.ground.machine import Token
from linter.ground.patterns import compiled
from linter.model import Value
from linter.values.measures import Measures
from linter.values.numerals import small
from linter.values.reading import LOWER, UPPER, Measure, NoReading, Reading, bounds, short
from linter.values.terminals import limits, signs, weak_signs, words
from linter.values.unitfile import split_scale, units

_MYRIAD = Decimal(10000)
_HALF = Decimal("0.5")
_OPPOSITE = {"≥": "≤", "≤": "≥", ">": "<", "<": ">", "=": "=", "≈": "≈"}
_BRACKET = compiled(r"\([^()]*\)")
_EACH_COUNT = compiled("[0-9]+|[二两三四五六七八九十]+")


def _measures(parts: list[Any]) -> list[Measure]:
    return [part for part in parts if isinstance(part, tuple)]


class Amounts(Measures):
    """Measures become readings of kind quantity, rate, range or compound."""

    def __init__(self) -> None:
        super().__init__()
        self._signs = signs()
        self._limits = limits()
        self._weak = weak_signs()
        self._scales = units().scales
        self._verbs_of_time = frozenset(words("value-each-verbs-time"))
        self._averages = dict(pair.split("=") for pair in words("value-averages"))
        self._smaller = dict(pair.split("=") for pair in words("value-series-units"))

    def sign(self, token: str) -> str:
        """The comparator of a SIGN token; a doubled one (≥≥) counts once."""
        text = token.replace(" ", "")
        return self._signs.get(text) or self._signs.get(text[: len(text) // 2]) or self._signs[text[0]]

    def limit(self, token: str) -> str:
        """The comparator of a LIMIT token: 以上, 以上(含95%), (含95%)以上."""
        text = token.replace(" ", "")
        return self._limits.get(text) or self._limits[_BRACKET.sub("", text)]

    def amount(self, sign: str, measure: Measure, note: str = "") -> Reading:
        number, unit, unknown, printed, more = measure
        if more and sign == "=":
            sign = more
        lower, upper = bounds(sign, number)
        return {
            "kind": "rate" if "/" in unit else "quantity",
            "cmp": sign,
            "lower": lower,
            "upper": upper,
            "unit": unit,
            "unknown_unit": unknown,
            "unit_printed": printed,
            "note": note,
        }

    def exact(self, parts: list[Any]) -> Reading:
        return self.amount("=", parts[0])

    def signed(self, parts: list[Any]) -> Reading:
        if isinstance(parts[0], tuple):  # 95%≥, the comparator behind the number
            return self.amount(self.sign(parts[1]), parts[0], "sign behind")
        return self.amount(self.sign(parts[0]), parts[1])

    def limited(self, parts: list[Any]) -> Reading:
        first, *others = parts
        before = first if isinstance(first, Token) else None
        measure, limit, *below = others if before is not None else parts
        sign = self.limit(limit)
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
        low, high = _measures(parts)
        first = parts[0]
        note = ""
        if isinstance(first, Token) and first.type == "SIGN" and self.sign(first) != "=":
            note = f"sign {self.sign(first)}"
        return self.range(low, high, note)

    def range(self, low: Measure, high: Measure, note: str = "") -> Reading:
        """Two written bounds; a unit that stands once belongs to both. Bounds keep their printed order."""
        lower, low_unit, low_unknown, low_printed, _ = low
        upper, unit, unknown, printed, _ = high
        if not unit:
            unit, unknown, printed = low_unit, low_unknown, low_printed
        elif not low_unit:
            if lower > upper:  # 8500到3万港元: the scale word belongs to the second number only
                factor, unit = split_scale(unit)
                upper *= factor
        elif low_unit != unit and low_unit.partition("/")[0] == unit:  # 80元/人-120元
            unit, unknown, printed = low_unit, low_unknown, low_printed
        elif low_unit != unit:
            if "/" not in low_unit:  # 3500元-4500元/月
                low_unit += "".join(unit.partition("/")[1:])
            lower = self._aligned(lower, low_unit, unit) if low_unit != unit else lower
        return {
            "kind": "range",
            "cmp": "between",
            "lower": lower,
            "upper": upper,
            "unit": unit,
            "unknown_unit": unknown,
            "unit_printed": printed,
            "note": note,
        }

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
                found[-1] = (self.limit(part), found[-1][1])
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
        measures = _measures(parts)
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
        main, inner = _measures(parts)
        return self._compound(self.amount(sign, main), [main, inner], "gloss")

    def series(self, parts: list[Measure]) -> Reading:
        """2小时30分 is one length of time; 20人 3次 are two facts."""
        if not all(part[1] for part in parts):
            raise NoReading
        together = self._one(parts) or self._sum(parts) or self._often(parts)
        return together or self._compound(self.amount("=", parts[-1]), parts, "")

    def _often(self, parts: list[Measure]) -> Reading | None:
        """1年2次 is twice a year."""
        from linter.values.units import dimension

        if len(parts) != 2 or dimension(parts[0][1]) != "time" or dimension(parts[1][1]) != "event":
            return None
        (times, period, *_), (number, unit, unknown, printed, more) = parts
        below = period if times == 1 else "半年" if (times, period) == (_HALF, "年") else f"{times:f}{period}"
        return self.amount("=", (number, f"{unit}/{below}", unknown, printed, more))

    def _one(self, parts: list[Measure]) -> Reading | None:
        """1万3千元: one number, its scale words written apart."""
        scale, name = split_scale(parts[-1][1])
        above = [self._scales.get(part[1]) for part in parts[:-1]]
        steps = [*(step for step in above if step), scale]
        if not name or len(steps) < len(parts):
            return None
        if any(
            part[0] * step >= before for part, step, before in zip(parts[1:], steps[1:], steps, strict=False)
        ):
            return None
        number = sum((part[0] * step for part, step in zip(parts, steps, strict=True)), Decimal(0))
        _, unit, unknown, printed, _ = parts[-1]
        if scale < _MYRIAD:
            return self.amount("=", (number, name, unknown, printed, ""))
        return self.amount("=", (number / scale, unit, unknown, printed, ""))

    def _sum(self, parts: list[Measure]) -> Reading | None:
        """Amounts of one dimension, each in a smaller unit than the one before, as one amount."""
        from linter.values.units import convert, dimension

        first = dimension(parts[0][1])
        units = [self._smaller.get(f"{first} {part[1]}", part[1]) for part in parts]
        scales = [convert(Decimal(1), unit, units[-1]) for unit in units]
        factors = [scale for scale in scales if scale is not None]
        if len(factors) < len(parts) or any(a <= b for a, b in pairwise(factors)):
            return None
        total = sum((part[0] * factor for part, factor in zip(parts, factors, strict=True)), Decimal(0))
        whole = total / factors[0]
        if short(whole) == whole:
            return self.amount("=", (short(whole), units[0], False, parts[0][3], ""))
        return self.amount("=", (short(total), units[-1], False, parts[-1][3], ""))

    def multiplied(self, parts: list[Any]) -> Reading:
        """20人×300元/天, 7×24小时: the factors are kept; where they make a sum of money, it is the amount."""
        from linter.values.units import money, product

        reading = self._compound({"cmp": None, "lower": None, "unit": ""}, _measures(parts), "product")
        total = product(*reading["parts"])
        if total is not None and money(total) is not None:
            reading.update(cmp="=", lower=total.lower, upper=total.upper, unit=total.unit)
        return reading

    def _compound(self, reading: Reading, measures: list[Measure], note: str) -> Reading:
        parts = tuple(Value(text="", **self.amount("=", measure)) for measure in measures)
        return {**reading, "kind": "compound", "parts": parts, "note": note}

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
