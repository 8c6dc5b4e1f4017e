"""Wishes in layers, and the settings that result from them.

The layers, weakest first: default, configuration file, its ``overrides`` entries that fit the file in their
order, command line. ``select`` starts afresh in the strongest layer that has it, and with it ``ignore``,
which otherwise adds up over the layers; ``severity``, ``rules`` and ``limits`` always add up; all else is taken
from the strongest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from linter.config.keys import NAMED, Key

DEFAULT_ORIGIN = "默认值"


class Wish(msgspec.Struct, frozen=True):
    """One value of a setting and where it was asked for, in words: ``jxlint.yaml 第3行``. ``path`` and ``marks`` (line
    and column of each item) tell the same where a file asked for it."""

    value: Any
    origin: str
    path: str | None = None
    marks: tuple[tuple[int | None, int | None], ...] = ()


class Layer(msgspec.Struct, frozen=True):
    """Wishes of equal strength by the name of their key (config/keys.py); those of ``limits`` are a mapping of
    fields of ``readers.Limits``, those of ``severity`` one of selectors."""

    wishes: Mapping[str, Wish]


class Settings(msgspec.Struct, frozen=True, eq=False):
    """What holds for one file. Equal settings may be judged together; ``wishes`` keeps the values in
    force with their origins and does not count for equality. An empty ``select`` means every rule."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    fail_on: str = "error"
    year: int | None = None
    profile: str = ""
    preview: bool = False
    prices: Path | None = None
    library: Path | None = None
    map: Path | None = None
    rules: tuple[Path, ...] = ()
    lenient: bool = False
    force_exclude: bool = False
    hidden: bool = False
    limits: tuple[tuple[str, int], ...] = ()
    wishes: Mapping[str, tuple[Wish, ...]] = msgspec.field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self.values() == other.values()

    def __hash__(self) -> int:
        return hash(self.values())

    def values(self) -> tuple[Any, ...]:
        """Every value without its origin."""
        *without_wishes, _ = msgspec.structs.astuple(self)
        return tuple(without_wishes)


def merge(layers: Iterable[Layer]) -> Settings:
    """The settings that result from layers, weakest first."""
    found: dict[str, list[Wish]] = {}
    for layer in layers:
        if "select" in layer.wishes:
            found.pop("ignore", None)
        for name, wish in layer.wishes.items():
            found[name] = [*(found.get(name, []) if NAMED[name].adds else []), wish]
    values = {NAMED[name].field: _value(NAMED[name], wishes) for name, wishes in found.items()}
    return Settings(**values, wishes={name: tuple(wishes) for name, wishes in found.items()})


def _value(key: Key, wishes: list[Wish]) -> Any:
    """What several wishes for one key come to."""
    if key.sort == "limits":
        return tuple(sorted({name: limit for wish in wishes for name, limit in wish.value.items()}.items()))
    if key.sort == "levels":
        # In the order of the layers: what is said later of the same rule holds.
        return tuple({name: level for wish in wishes for name, level in wish.value.items()}.items())
    if key.adds:
        return tuple(dict.fromkeys(item for wish in wishes for item in wish.value))
    return wishes[-1].value
