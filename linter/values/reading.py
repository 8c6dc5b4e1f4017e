"""From parse tree to reading: the callbacks that Lark runs while it parses (no tree is built).

A measure on its way up is a tuple (number, unit, unknown, printed, sign): number Decimal, unit canonical,
``sign`` ">" after 余 or 多. A finished reading is a dict of Value's fields.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from lark import Token, Transformer

from linter.model import Value
from linter.values.dates import Moment, day_before, day_text, read_date
from linter.values.numerals import numeral, small
from linter.values.terminals import limits, signs, weak_signs, words
from linter.values.unitfile import split_scale, units

Measure = tuple[Decimal, str, bool, str, str]
Unit = tuple[str, bool, str]
Reading = dict[str, Any]
_PARTS = {"百": "%", "佰": "%", "千": "‰", "仟": "‰", "万": "‱"}
_NO_UNIT: Unit = ("", False, "")
_OPPOSITE = {"≥": "≤", "≤": "≥", ">": "<", "<": ">", "=": "=", "≈": "≈"}
_LOWER = frozenset("≥>")
_UPPER = frozenset("≤<")
_EACH_COUNT = re.compile("[0-9]+|[二两三四五六七八九十]+")
_PLACES = Decimal("1e-10")


class NoReading(Exception):
    """The grammar let it pass, but it measures nothing. ``kind`` is given when that settles the reading
    (2月30日 is text, 二级以上 a grade); without it the words decide."""

    def __init__(self, note: str = "", kind: str | None = None) -> None:
        super().__init__(note)
        self.note = note
        self.kind = kind


def bounds(sign: str, number: Decimal) -> tuple[Decimal | None, Decimal | None]:
    if sign in _LOWER:
        return number, None
    if sign in _UPPER:
        return None, number
    return number, number


def short(number: Decimal) -> Decimal:
    """A quotient, cut to ten decimals."""
    cut = number.quantize(_PLACES, ROUND_HALF_EVEN)
    return cut.normalize() if cut == cut.to_integral_value() else cut


class Readings(Transformer[Token, Reading]):
    """One method a rule of grammar/value.lark."""

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)
        self._signs = signs()
        self._limits = limits()
        self._weak = weak_signs()
        self._units = units().canonical
        self._grades = frozenset(words("value-grade-units"))
        self._temporal = frozenset(words("value-sign-dates"))
        self._averages = dict(pair.split("=") for pair in words("value-averages"))
        self._level = tuple(words("value-change-to"))

    # units

    def unit(self, parts: list[Token]) -> Unit:
        if len(parts) == 1:
            text = str(parts[0])
            return self._units.get(text, text), False, text
        scale, name = map(str, parts)
        return scale + self._units[name], False, scale + name

    def open_unit(self, parts: list[Token]) -> Unit:
        text = str(parts[0])
        return text, True, text

    def rated(self, parts: list[Any]) -> Unit:
        head: Unit = _NO_UNIT
        if isinstance(parts[0], tuple):
            head = parts[0]
            parts = parts[1:]
        mark, (name, unknown, printed) = parts
        return f"{head[0]}/{name}", head[1] or unknown, f"{head[2]}{mark}{printed}"

    def den(self, parts: list[Token]) -> Unit:
        known = self._units
        if len(parts) == 1:
            text = str(parts[0])
            name = known.get(text)
            return name or text, name is None, text
        if parts[0].type == "OPEN":
            names = [known[token] for token in parts if token.type == "UNIT"]
            return "/".join(names), False, "".join(parts)
        first, name = map(str, parts)
        return first + known[name], False, first + name

    # numbers

    def number(self, parts: list[Any]) -> Measure:
        token = parts[0]
        unit = parts[1] if len(parts) > 1 else _NO_UNIT
        if token.type == "NUMBER":
            return Decimal(token.replace(",", "")), unit[0], unit[1], unit[2], ""
        if token.type == "NEGATIVE":
            number = Decimal(token[1:].replace(",", "").strip())
            return (number if token[0] == "+" else -number), unit[0], unit[1], unit[2], ""
        return self._worded(token, unit)

    def _worded(self, token: Token, unit: Unit) -> Measure:
        if unit[0] in self._grades:
            raise NoReading(kind="qualitative")
        number, scale = numeral(token)
        return number, scale + unit[0], unit[1], scale + unit[2], ""

    def fraction(self, parts: list[Any]) -> Measure:
        token = parts[0]
        unit = parts[1] if len(parts) > 1 else _NO_UNIT
        if "/" in token:
            above, _, below = token.partition("/")
        else:
            below, _, above = token.partition("分之")
        numerator, denominator = (
            Decimal(x) if x.isascii() else numeral(x)[0] for x in (above.strip(), below.strip())
        )
        if not 0 < numerator <= denominator:
            raise NoReading
        return short(numerator / denominator), unit[0], unit[1], unit[2], ""

    def and_half(self, parts: list[Any]) -> Measure:
        number, unit, unknown, printed, _ = self.number(parts[:2])
        return number + Decimal("0.5"), unit, unknown, printed, ""

    def and_more(self, parts: list[Any]) -> Measure:
        number, _, _, _, _ = self.number(parts[:1])
        unit = parts[-1]
        scale = str(parts[1]) if parts[1].type == "SCALE" else ""
        return number, scale + unit[0], unit[1], scale + unit[2], ">"

    def parts_of(self, parts: list[Token]) -> Measure:
        if parts[0].type == "WHOLE":
            return Decimal(100), "%", False, str(parts[0]), ""
        number = Decimal(parts[1].replace(",", "")) if parts[1].type == "NUMBER" else numeral(parts[1])[0]
        return number, _PARTS[parts[0][0]], False, str(parts[0]), ""

    def priced(self, parts: list[Any]) -> Measure:
        number, unit, unknown, printed, _ = self.number(parts[1:])
        if "元" not in unit:
            unit += "元"
        return number, unit, unknown, printed or str(parts[0]), ""

    negative = number
    bare = number

    def unit_in_brackets(self, parts: list[Any]) -> Measure:
        number, unit, unknown, printed, sign = parts[0]
        other = parts[2]
        if unit and unit != other[0]:
            together = self._units.get(f"{printed}({other[2]})")
            if together is None:
                raise NoReading
            return number, together, False, f"{printed}({other[2]})", sign
        return number, other[0], other[1], printed or other[2], sign

    # bounds

    def _sign(self, token: str) -> str:
        text = token.replace(" ", "")
        return self._signs.get(text) or self._signs.get(text[: len(text) // 2]) or self._signs[text[0]]

    def _limit(self, token: str) -> str:
        text = token.replace(" ", "")
        return self._limits.get(text) or self._limits[text.partition("(")[0]]

    def _amount(self, sign: str, measure: Measure, note: str = "") -> Reading:
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
        return self._amount("=", parts[0])

    def signed(self, parts: list[Any]) -> Reading:
        if isinstance(parts[0], tuple):  # 95%≥, the comparator behind the number
            return self._amount(self._sign(parts[1]), parts[0], "sign behind")
        return self._amount(self._sign(parts[0]), parts[1])

    def limited(self, parts: list[Any]) -> Reading:
        sign = self._limit(parts[-1])
        if len(parts) == 3 and parts[0].replace(" ", "") not in self._weak:
            sign = self._sign(parts[0])
        return self._amount(sign, parts[-2])

    def between(self, parts: list[Any]) -> Reading:
        lower, upper = (part for part in parts if isinstance(part, tuple))
        first = parts[0]
        note = ""
        if isinstance(first, Token) and first.type == "SIGN" and self._sign(first) not in "=≈":
            note = f"sign {self._sign(first)}"
        return self._range(lower, upper, note)

    def _range(self, low: Measure, high: Measure, note: str = "") -> Reading:
        lower, low_unit, low_unknown, low_printed, _ = low
        upper, unit, unknown, printed, _ = high
        if not unit:
            unit, unknown, printed = low_unit, low_unknown, low_printed
        elif not low_unit:
            if lower > upper:  # 8500到3万港元: the scale word belongs to the second number only
                factor, unit = split_scale(unit)
                upper *= factor
        elif low_unit != unit:
            lower, upper, unit = self._aligned(lower, low_unit, upper, unit)
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

    def _aligned(
        self, lower: Decimal, low_unit: str, upper: Decimal, unit: str
    ) -> tuple[Decimal, Decimal, str]:
        """Two units of a range that differ: 8千元-1.2万元, 1万-5万元 (the first lost its 元)."""
        (low_factor, low_name), (factor, name) = split_scale(low_unit), split_scale(unit)
        if not low_name and name:
            return short(lower * low_factor / factor), upper, unit
        from linter.values.units import convert

        converted = convert(lower, low_unit, unit)
        if converted is None:
            raise NoReading
        return converted, upper, unit

    def two_sided(self, parts: list[Any]) -> Reading:
        found: list[tuple[str, Measure]] = []
        sign = ""
        for part in parts:
            if isinstance(part, tuple):
                found.append((sign, part))
            elif part.type == "SIGN":
                sign = self._sign(part)
            elif part.type == "LIMIT":
                found[-1] = (self._limit(part), found[-1][1])
        return self.both(found)

    def both(self, found: list[tuple[str, Measure]]) -> Reading:
        (first, low), (second, high) = found
        if first in _UPPER and second in _LOWER:
            first, low, second, high = second, high, first, low
        if first not in _LOWER or second not in _UPPER:
            raise NoReading
        open_ends = "" if (first, second) == ("≥", "≤") else f"open {first} {second}"
        return self._range(low, high, open_ends)

    def chain(self, parts: list[Any]) -> Reading:
        low, first, _, second, high = parts
        return self.both([(_OPPOSITE[self._sign(first)], low), (self._sign(second), high)])

    def around(self, parts: list[Any]) -> Reading:
        measures = [part for part in parts if isinstance(part, tuple)]
        number, unit, unknown, printed, _ = measures[-1]
        if len(measures) == 1:
            return self._range((-number, unit, unknown, printed, ""), measures[0])
        middle, middle_unit, *_ = measures[0]
        if middle_unit and unit and middle_unit != unit:
            raise NoReading
        if not unit:
            unit, unknown, printed = middle_unit, measures[0][2], measures[0][3]
        low, high = ((middle + delta, unit, unknown, printed, "") for delta in (-number, number))
        return self._range(low, high)

    def gloss(self, parts: list[Any]) -> Reading:
        sign = self._sign(parts[0]) if isinstance(parts[0], Token) and parts[0].type == "SIGN" else "="
        main, inner = (part for part in parts if isinstance(part, tuple))
        reading = self._amount(sign, main)
        return self._compound(reading, [main, inner], "gloss")

    def series(self, parts: list[Measure]) -> Reading:
        """2小时30分 is one length of time; 20人 3次 are two facts."""
        from linter.values.units import convert

        number, unit, *rest = parts[0]
        if unit and all(part[1] for part in parts[1:]):
            scales = [convert(Decimal(1), part[1], parts[-1][1]) for part in parts]
            if None not in scales and sorted(scales, key=lambda x: x or 0, reverse=True) == scales:
                total = sum(
                    (part[0] * (scale or 0) for part, scale in zip(parts, scales, strict=True)), Decimal(0)
                )
                whole = total / (scales[0] or 1)
                if short(whole) == whole:
                    return self._amount("=", (short(whole), unit, False, rest[1], ""))
                return self._amount("=", (total, parts[-1][1], False, parts[-1][3], ""))
            return self._compound(self._amount("=", parts[-1]), parts, "")
        raise NoReading

    def multiplied(self, parts: list[Any]) -> Reading:
        """20人×300元/天, 7×24小时: the factors are kept; where they make a sum of money, it is the amount."""
        from linter.values.units import money, product

        measures = [part for part in parts if isinstance(part, tuple)]
        reading = self._compound({}, measures, "product")
        total = product(*reading["parts"])
        if total is not None and money(total) is not None:
            reading.update(cmp="=", lower=total.lower, upper=total.upper, unit=total.unit)
        return reading

    def _compound(self, reading: Reading, measures: list[Measure], note: str) -> Reading:
        parts = tuple(Value(text="", **self._amount("=", measure)) for measure in measures)
        return {**reading, "kind": "compound", "parts": parts, "note": note}

    def each(self, parts: list[Token]) -> list[str]:
        names: list[str] = []
        count = ""
        for token in parts:
            if token.type == "UNIT":
                names.append(count + self._units[token])
                count = ""
            elif token.type == "EACH":
                found = _EACH_COUNT.search(token)
                count = str(small(found[0])) if found else ""
            elif token.type == "AVERAGE":
                names.append(self._averages[token])
        return names

    def averaged(self, parts: list[Any]) -> Reading:
        names, reading = parts
        unit = reading["unit"]
        more = [name for name in names if name not in unit.split("/")[1:]]
        reading["unit"] = "/".join((unit, *more))
        if reading["kind"] == "quantity":
            reading["kind"] = "rate"
        return dict(reading)

    def ratio(self, parts: list[Token]) -> Reading:
        first, second = (Decimal(number.strip()) for number in parts[0].replace("比", ":").split(":"))
        if not second:
            raise NoReading
        return self._amount("=", (short(first / second), "", False, "", ""), f"ratio {parts[0]}")

    # dates

    def _moment(self, token: Token, since: Moment | None = None) -> Moment:
        moment = read_date(token.type, token, since)
        if moment is None:
            raise NoReading("no such day", "text")
        return moment

    def on(self, parts: list[Any]) -> Reading:
        token = next(part for part in parts if part.type not in {"SIGN", "LIMIT", "BEFORE"})
        moment = self._moment(token)
        sign = "="
        if parts[0].type == "SIGN":
            sign = self._sign(parts[0])
            if parts[0][0].isalpha() and parts[0] not in self._temporal:
                raise NoReading(kind="qualitative")  # 不低于2023年: the level of that year, no date
            if parts[0].replace(" ", "") in self._weak and sign != "≈":
                sign = "="
            if parts[-1].type == "BEFORE":
                sign = "≤"
            elif parts[0] == "早于":
                return self.until([token, token])
        elif parts[-1].type == "LIMIT":
            sign = self._limit(parts[-1])
            if sign == "≤" and not moment.point:
                sign = "="
        start, end = day_text(moment.year, moment.first), day_text(moment.last_year, moment.last)
        if sign in _UPPER:
            return {"kind": "date", "cmp": sign, "end": end}
        if sign in _LOWER:
            return {"kind": "period", "cmp": sign, "start": start}
        return {"kind": "date" if moment.point else "period", "cmp": sign, "start": start, "end": end}

    def until(self, parts: list[Token]) -> Reading:
        """A deadline. The day itself counts; a month, a quarter or a year does not (9月前: by 31 August)."""
        token = next(part for part in parts if part.type not in {"DASH", "FROM"})
        moment = self._moment(token)
        last = (moment.last_year, moment.last)
        if (
            not moment.point
            and parts[-1].type == "BEFORE"
            and parts[-1] in {"前", "之前", "以前"}
            and moment.first
        ):
            last = day_before(moment.year, moment.first)
        elif parts[0] is parts[-1] and moment.first:
            last = day_before(moment.year, moment.first)
        return {"kind": "date", "cmp": "≤", "end": day_text(*last)}

    def since(self, parts: list[Token]) -> Reading:
        token = next(part for part in parts if part.type not in {"SINCE", "FROM"})
        moment = self._moment(token)
        return {"kind": "period", "cmp": "≥", "start": day_text(moment.year, moment.first)}

    def lasting(self, parts: list[Token]) -> Reading:
        first_token, last_token = (
            part
            for part in parts
            if part.type not in {"SIGN", "FROM", "DASH", "AND", "BETWEEN", "BEFORE", "LIMIT"}
        )
        first = self._moment(first_token)
        last = self._moment(last_token, first)
        if last.last and first.first and first.year is None and last.year is not None:
            first = first._replace(year=last.year)
        start, end = day_text(first.year, first.first), day_text(last.last_year, last.last)
        if start is None or end is None:
            raise NoReading
        return {"kind": "period", "cmp": "=", "start": start, "end": end}

    # whole

    def bound(self, parts: list[Any]) -> Any:
        return parts[0]

    def timing(self, parts: list[Any]) -> Any:
        return parts[0]

    def start(self, parts: list[Any]) -> Reading:
        reading: Reading = parts[0]
        if isinstance(reading, Token):  # CHANGE
            change, reading = reading, parts[1]
            if not change.endswith(self._level):
                reading["note"] = f"change {change}"
        return reading
