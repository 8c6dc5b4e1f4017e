"""The unit names of rules/units.txt, without pint: what the grammar and the canonical names need.

pint reads the same file when amounts are converted (units.py). A line is ``name = definition = symbol =
alias …`` in pint's own format; ``name-`` is a scale word that may stand before any unit.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import msgspec

from linter.ground import cache as files
from linter.ground.patterns import compiled
from linter.ground.resources import rules_dir

#: A name inside a definition; dimensions in brackets are ASCII already, and numbers begin with a digit.
_WORD = compiled(r"(?<![\[\w.])[^\W\d]\w*")


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
    key = files.content_key("units", text)
    kept = files.read(f"units-{key}")
    if kept is not None:
        return Units(
            kept["canonical"], {k: Decimal(v) for k, v in kept["scales"].items()}, kept["names"], key
        )
    read = _read(text, key)
    scales = {word: str(factor) for word, factor in read.scales.items()}
    files.write(f"units-{key}", {"canonical": read.canonical, "scales": scales, "names": read.names})
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


def identifier(name: str) -> str:
    """The name under which pint knows a unit: ASCII only, since pint takes no others from 0.25 on.

    Names that are ASCII identifiers stay; others are spelled by their code points: 万元 → ``u_4e07_5143``.
    """
    if name.isascii() and name.isidentifier():
        return name
    return "u_" + "_".join(f"{ord(character):04x}" for character in name)


def definitions() -> list[str]:
    """rules/units.txt as lines for pint: ``identifier = definition``, dimensions as they stand."""
    lines = []
    for line in units_text().splitlines():
        name, _, rest = (field.strip() for field in line.strip().partition("="))
        if not rest or name.startswith("#") or name.endswith("-"):
            continue
        definition = rest.split("=")[0].strip()
        named = _WORD.sub(lambda found: identifier(found[0]), definition)
        lines.append(f"{name if name.startswith('[') else identifier(name)} = {named}")
    return lines


def split_scale(unit: str) -> tuple[Decimal, str]:
    """(factor, unit without its scale word): 万人 → (10000, 人), 万 → (10000, ""), 人 → (1, 人)."""
    known = units()
    for length in (2, 1):
        factor = known.scales.get(unit[:length]) if len(unit) >= length else None
        if factor is not None and (len(unit) == length or unit[length:] in known.names):
            return factor, unit[length:]
    return Decimal(1), unit
