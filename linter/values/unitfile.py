"""The unit names of rules/units.txt, without pint: what the grammar and the canonical names need.

pint reads the same file when amounts are converted (units.py). A line is ``name = definition = symbol =
alias …`` in pint's own format; ``name-`` is a scale word that may stand before any unit.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import msgspec

from linter.resources import content_key, read_cache, rules_dir, write_cache


class Units(msgspec.Struct, frozen=True):
    """``canonical``: every spelling → the name we print; ``scales``: scale word → factor; ``names``: the name
    we print → the identifier pint knows; ``key`` changes with the file."""

    canonical: dict[str, str]
    scales: dict[str, Decimal]
    names: dict[str, str]
    key: str


def units_text() -> str:
    return (rules_dir() / "units.txt").read_text(encoding="utf-8")


@cache
def units() -> Units:
    """The units of rules/units.txt."""
    text = units_text()
    key = content_key("units", text)
    kept = read_cache(f"units-{key}.json")
    if kept is not None:
        return Units(
            kept["canonical"], {k: Decimal(v) for k, v in kept["scales"].items()}, kept["names"], key
        )
    read = _read(text, key)
    scales = {word: str(factor) for word, factor in read.scales.items()}
    write_cache(f"units-{key}.json", {"canonical": read.canonical, "scales": scales, "names": read.names})
    return read


def _read(text: str, key: str) -> Units:
    canonical: dict[str, str] = {}
    scales: dict[str, Decimal] = {}
    names: dict[str, str] = {}
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith(("#", "[", "@")):
            continue
        name, definition, *others = (field.strip() for field in line.split("="))
        if name.endswith("-"):
            scales[name[:-1]] = Decimal(definition)
            continue
        symbol = others[0] if others and others[0] != "_" else ""
        printed = symbol or name
        names[printed] = name
        for spelling in (name, printed, *others[1:]):
            canonical.setdefault(spelling, printed)
    return Units(canonical, scales, names, key)


def split_scale(unit: str) -> tuple[Decimal, str]:
    """(factor, unit without its scale word): 万人 → (10000, 人), 万 → (10000, ""), 人 → (1, 人)."""
    known = units()
    for length in (2, 1):
        factor = known.scales.get(unit[:length]) if len(unit) >= length else None
        if factor is not None and (len(unit) == length or unit[length:] in known.names):
            return factor, unit[length:]
    return Decimal(1), unit
