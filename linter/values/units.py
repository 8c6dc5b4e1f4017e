"""Dimensions, conversion and products of units; pint knows them, from our own rules/units.txt.

pint takes a quarter of a second to import, so it is asked once: what it says of every unit (dimension and
factor to the base unit) is kept in the cache folder, keyed by the unit file. pint never reads a text.

Dimensions have names of our own, stable over versions: ``money``, ``person``, ``time``, ``area``, ``ratio``;
a rate is ``money/person/time`` (denominators in alphabetical order); ``""`` when a unit is not known.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from linter.ground import cache as files
from linter.ground.patterns import compiled
from linter.model import Value
from linter.values.unitfile import definitions, identifier, split_scale, units, units_text

_COUNT = compiled(r"([0-9]+)(?=\D)")
_TIMES = compiled(r"(?<!\*)\*(?!\*)")
_DERIVED = compiled(r"^\[(\w+)\]\s*=\s*(.+)$", re.MULTILINE)


class Known(msgspec.Struct, frozen=True):
    """What pint says of a unit: ``factor`` base units make one, ``powers`` of base dimensions."""

    factor: Decimal
    powers: dict[str, int]


@cache
def dimension(unit: str) -> str:
    """The dimension of a canonical unit; ``""`` for none, for a bare scale word and for unknown units."""
    head, *below = unit.split("/")
    pieces = [_piece(name) for name in (head, *below)]
    if not head or None in pieces:
        return ""
    names = [_dimension_name(piece.powers) for piece in pieces if piece is not None]
    return "/".join((names[0], *sorted(name for joined in names[1:] for name in joined.split("*"))))


def convert(number: Decimal, unit: str, to: str) -> Decimal | None:
    """A number of ``unit`` in units of ``to``; None when they do not measure the same."""
    if unit == to:
        return number
    source, target = _whole(unit), _whole(to)
    if source is None or target is None or source.powers != target.powers:
        return None
    return number * source.factor / target.factor


def measured(unit: str) -> Hashable:
    """What a unit measures: equal for units that can be converted into one another, the unit itself where unknown."""
    known = _whole(unit)
    return unit if known is None else frozenset(known.powers.items())


def product(*values: Value) -> Value | None:
    """The product of amounts in base units: 2500元/场次 × 14场次 = 35000元.

    Bounds multiply (lower with lower, upper with upper); a value with one bound lends it to both.
    None when a value holds no number or a unit is not known.
    """
    if not values:
        return None
    factor, powers = Decimal(1), dict[str, int]()
    lower = upper = Decimal(1)
    for value in values:
        known = _whole(value.unit)
        low = value.lower if value.lower is not None else value.upper
        high = value.upper if value.upper is not None else value.lower
        if known is None or low is None or high is None:
            return None
        lower, upper = lower * low, upper * high
        factor *= known.factor
        powers = _merge(powers, known.powers, 1)
    same = lower == upper
    unit = _unit_text(powers)
    return Value(
        text="×".join(value.text for value in values),
        kind="range" if not same else "rate" if "/" in unit else "quantity",
        cmp="=" if same else "between",
        lower=lower * factor,
        upper=upper * factor,
        unit=unit,
    )


def money(value: Value, unit: str = "") -> Decimal | None:
    """The amount in 元 (the upper bound where there are two), None when the value is no sum of money.

    ``unit`` is the money unit that its surroundings give to a bare number (单位：万元).
    """
    number = value.upper if value.upper is not None else value.lower
    if number is None:
        return None
    printed = value.unit
    if not printed:
        printed = unit
    elif printed in units().scales:  # 190万 has a scale word and no unit
        printed += "元"
    return convert(number, printed, "元") if printed else None


@cache
def _whole(unit: str) -> Known | None:
    """A unit with denominators as one."""
    if not unit:
        return Known(Decimal(1), {})
    head, *below = unit.split("/")
    total = _piece(head) if head else Known(Decimal(1), {})
    if total is None and head in units().scales:
        total = Known(units().scales[head], {})
    for name in below:
        piece = _piece(name)
        if piece is None or total is None:
            return None
        total = Known(total.factor / piece.factor, _merge(total.powers, piece.powers, -1))
    return total


def _piece(name: str) -> Known | None:
    """One unit, maybe with a scale word or a count before it: 万人, 100千米."""
    count = Decimal(1)
    counted = _COUNT.match(name)
    if counted:
        count = Decimal(counted[1])
        name = name[counted.end() :]
        if not count:  # nothing can be shared among none
            return None
    scale, plain = split_scale(name)
    known = _table().get(plain)
    return None if known is None else Known(known.factor * scale * count, known.powers)


def _merge(first: dict[str, int], second: dict[str, int], sign: int) -> dict[str, int]:
    merged = dict(first)
    for name, power in second.items():
        merged[name] = merged.get(name, 0) + sign * power
    return {name: power for name, power in merged.items() if power}


def _dimension_name(powers: dict[str, int]) -> str:
    if not powers:
        return "ratio"
    key = _powers_key(powers)
    derived = _derived().get(key)
    return derived or "*".join(
        name if power == 1 else f"{name}^{power}" for name, power in sorted(powers.items())
    )


def _powers_key(powers: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(powers.items()))


@cache
def _derived() -> dict[tuple[tuple[str, int], ...], str]:
    """Names of dimensions made of others: ``[area] = [length] ** 2``."""
    names = {}
    for found in _DERIVED.finditer(units_text()):
        powers: dict[str, int] = {}
        for factor in _TIMES.split(found[2]):
            base, _, power = factor.partition("**")
            powers[base.strip(" []")] = int(power or 1)
        names[_powers_key(powers)] = found[1]
    return names


@cache
def _base_units() -> dict[str, str]:
    """Dimension → the unit that is its base."""
    return {next(iter(known.powers)): name for name, known in reversed(_table().items()) if _is_base(known)}


def _is_base(known: Known) -> bool:
    return known.factor == 1 and list(known.powers.values()) == [1]


def _unit_text(powers: dict[str, int]) -> str:
    base = _base_units()
    above = [
        base[name] if power == 1 else f"{base[name]}{power}" for name, power in powers.items() if power > 0
    ]
    below = ["/" + base[name] for name, power in powers.items() for _ in range(-power)]
    return "·".join(above) + "".join(below)


@cache
def _table() -> dict[str, Known]:
    """Every unit of rules/units.txt by the name we print, as pint understands it."""
    name = f"unit-table-{units().key}"
    kept = files.read(name)
    if kept is None:
        kept = _ask_pint()
        files.write(name, kept)
    return {unit: Known(Decimal(factor), powers) for unit, (factor, powers) in kept.items()}


def _ask_pint() -> dict[str, tuple[str, dict[str, int]]]:
    registry = registry_of_units()
    table = {}
    for printed, name in units().names.items():
        one = registry.UnitsContainer({identifier(name): Decimal(1)})
        base = registry.Quantity(Decimal(1), one).to_base_units()
        powers = {key.strip("[]"): int(power) for key, power in base.dimensionality.items()}
        table[printed] = (str(base.magnitude), powers)
    return table


def registry_of_units() -> Any:
    """pint's registry of rules/units.txt, in Decimal, each unit under its ``identifier``. Slow to import: for
    the cache and for tests."""
    import pint

    registry: Any = pint.UnitRegistry(None, non_int_type=Decimal, cache_folder=None)
    registry.load_definitions(definitions())
    return registry
