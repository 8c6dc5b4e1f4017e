"""Wishes in layers, and the settings that result from them.

The layers, weakest first: default, configuration file, its ``overrides`` entries that fit the file in their
order, command line. ``select`` starts afresh in the strongest layer that has it, and with it ``ignore``,
which otherwise adds up over the layers; ``rules`` and ``limits`` always add up; all else is taken from
the strongest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

FAIL_ON = ("error", "warning", "info", "never")
YEARS = range(2000, 2101)
DEFAULT_ORIGIN = "默认值"


class Wish(msgspec.Struct, frozen=True):
    """One value of a setting and where it was asked for, in words: ``jxlint.yaml 第3行``."""

    value: Any
    origin: str


class Layer(msgspec.Struct, frozen=True):
    """Wishes of equal strength by key. ``select`` and ``ignore`` are tuples of ids, prefixes or names;
    ``rules`` a tuple of folders; ``limits`` a mapping of fields of ``readers.Limits``; ``fail-on`` and
    ``profile`` a word; ``year`` a number; ``preview`` true or false; ``prices``
    the file of a price list.
    """

    wishes: Mapping[str, Wish]


class Settings(msgspec.Struct, frozen=True, eq=False):
    """What holds for one file. Equal settings may be judged together; ``wishes`` keeps the values in
    force with their origins and does not count for equality. An empty ``select`` means every rule."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    year: int | None = None
    profile: str = ""
    preview: bool = False
    prices: Path | None = None
    rules: tuple[Path, ...] = ()
    limits: tuple[tuple[str, int], ...] = ()
    wishes: Mapping[str, tuple[Wish, ...]] = msgspec.field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self._judged_by() == other._judged_by()

    def __hash__(self) -> int:
        return hash(self._judged_by())

    def _judged_by(self) -> tuple[Any, ...]:
        *without_wishes, _ = msgspec.structs.astuple(self)
        return tuple(without_wishes)


def merge(layers: Iterable[Layer]) -> Settings:
    """The settings that result from layers, weakest first."""
    found: dict[str, list[Wish]] = {}
    for layer in layers:
        if "select" in layer.wishes:
            found.pop("ignore", None)
        for key, wish in layer.wishes.items():
            if key in {"ignore", "rules", "limits"}:
                found.setdefault(key, []).append(wish)
            else:
                found[key] = [wish]

    def last(key: str, default: Any) -> Any:
        return found[key][-1].value if key in found else default

    def together(key: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(item for wish in found.get(key, ()) for item in wish.value))

    limits = {name: limit for wish in found.get("limits", ()) for name, limit in wish.value.items()}
    return Settings(
        select=last("select", ()),
        ignore=together("ignore"),
        fail_on=last("fail-on", "error"),
        year=last("year", None),
        profile=last("profile", ""),
        preview=last("preview", False),
        prices=last("prices", None),
        rules=together("rules"),
        limits=tuple(sorted(limits.items())),
        wishes={key: tuple(wishes) for key, wishes in found.items()},
    )
