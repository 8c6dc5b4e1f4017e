"""Callbacks of grammar/value.lark for amounts that stand side by side: one number in parts (13万2人), one amount in
units of several sizes (2小时30分), or several facts (20人 3次)."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from linter.model import Value
from linter.values.comparators import Comparators
from linter.values.reading import Measure, NoReading, Reading, short
from linter.values.terminals import words
from linter.values.unitfile import split_scale, units

_MYRIAD = Decimal(10000)
_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_DIGITS = frozenset(map(Decimal, range(1, 10)))


def measures_of(parts: list[Any]) -> list[Measure]:
    return [part for part in parts if isinstance(part, tuple)]


class Series(Comparators):
    """Measures in a row become one reading, or a compound."""

    def __init__(self) -> None:
        super().__init__()
        self._scales = units().scales
        self._smaller = dict(pair.split("=") for pair in words("value-series-units"))

    def series(self, members: list[Any]) -> Reading:
        """2小时30分 is one length of time; 20人 3次 are two facts. 零 keeps its digits where they stand (1千零20人)."""
        parts = measures_of(members)
        if any(part == "零" or part == "〇" for part in members):
            together = self._one(parts, whole_tail=True)
            if together is None:
                raise NoReading
            return together
        if not all(part[1] for part in parts[:-1]):
            raise NoReading
        together = self._one(parts, whole_tail=len(parts) < len(members))
        if together is None and not parts[-1][1]:
            raise NoReading
        together = together or self._sum(parts) or self._often(parts)
        return together or self._compound(self.amount("=", parts[-1]), parts, "")

    def _often(self, parts: list[Measure]) -> Reading | None:
        """1年2次 is twice a year."""
        from linter.values.units import dimension

        if len(parts) != 2 or dimension(parts[0][1]) != "time" or dimension(parts[1][1]) != "event":
            return None
        if not parts[0][0]:
            raise NoReading
        (times, period, *_), (number, unit, unknown, printed, more) = parts
        below = period if times == 1 else "半年" if (times, period) == (_HALF, "年") else f"{times:f}{period}"
        return self.amount("=", (number, f"{unit}/{below}", unknown, printed, more))

    def _one(self, parts: list[Measure], *, whole_tail: bool = False) -> Reading | None:
        """1万3千元: one number, its scale words written apart. A last digit alone is one of the next lower place
        (13万2人 is 132000), unless 零 stands before it (``whole_tail``)."""
        scale, name = split_scale(parts[-1][1])
        above = [self._scales.get(part[1]) for part in parts[:-1]]
        steps = [*(step for step in above if step), scale]
        if len(steps) < len(parts) or any(part[0] < 0 for part in parts):
            return None
        if not whole_tail and scale == 1 and parts[-1][0] in _DIGITS and steps[-2] >= _HUNDRED:
            steps[-1] = steps[-2] / 10
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

    def _compound(self, reading: Reading, measures: list[Measure], note: str) -> Reading:
        parts = tuple(Value(text="", **self.amount("=", measure)) for measure in measures)
        return {**reading, "kind": "compound", "parts": parts, "note": note}
