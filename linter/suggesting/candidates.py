"""What similar projects write: indicators by the type of the project and their level, with the form of the value.

An entry gives no figure: what is not known is written ``__`` (``≥__人``). The shipped library stands in rules/library,
a file a type; an office adds its own in one file of the same shape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import fsum, log
from pathlib import Path
from typing import Any

import msgspec

from linter.ground.resources import load_data, rules_dir
from linter.meaning.project import NONE, titles
from linter.model import LEVEL2

FOLDER = "library"
#: The file of an office's own indicators, where the user names no other.
OWN_FILE = "jxlint-library.yaml"
#: The type of entries of an office's own.
OWN = "own"

_SIGNS = "≥≤=<>"
_BLANK = "__"
#: Levels that stand for each other: forms of some years know one kind of cost only.
_SAME = {"成本指标": "经济成本指标"}
_OF_TYPE, _OF_OFFICE, _OF_ALL = 3.0, 2.0, 0.5
_SHARED, _IN_ORDER = 1.0, 2.0
#: So that a short name is not the nearest for being short.
_MEAN_LENGTH = 6


class Entry(msgspec.Struct, frozen=True):
    """``type`` of the project (``none`` for any, ``own`` for an office's own), canonical ``level2``, ``name``, and the
    ``form`` of its value: ``≥__人``, ``__年__月底前``."""

    type: str
    level2: str
    name: str
    form: str

    @property
    def comparator(self) -> str:
        """≥, ≤, = or ``""``."""
        return self.form[0] if self.form[:1] in _SIGNS else ""

    @property
    def unit(self) -> str:
        """The unit as printed, ``""`` for a day or words."""
        return self.form.partition(_BLANK)[2] if self.comparator else ""


@cache
def shipped() -> tuple[Entry, ...]:
    """The library that comes with jxlint, in the order of its files."""
    entries: list[Entry] = []
    for path in sorted((rules_dir() / FOLDER).glob("*.yaml")):
        entries += _entries(path.stem, load_data(f"{FOLDER}/{path.name}"))
    return tuple(entries)


def _entries(type_: str, data: dict[str, dict[str, str]]) -> Iterable[Entry]:
    for level2, indicators in data.items():
        for name, form in indicators.items():
            yield Entry(type_, level2, name, form)


def read_own(path: Path) -> tuple[Entry, ...]:
    """The entries of an office's own file. Raises JxlintError with the place of the first fault."""
    from linter.ground.shape import read

    where = read(path, "指标库")
    data = where.check_keys("指标库", LEVEL2)
    for level2 in data:
        _check_level(where.below(level2))
    return tuple(_entries(OWN, where.data))


def _check_level(where: Any) -> None:
    if not isinstance(where.data, dict):
        raise where.error("二级指标下面应是“指标名称: 值的写法”", advice="如 培训人数: ≥__人")
    for name, form in where.data.items():
        if not isinstance(name, str) or not isinstance(form, str):
            raise where.error("指标名称和值的写法都应是文字", name, advice=f"如 培训人数: ≥{_BLANK}人")


def candidates(
    type_: str, level2: str | None, words: str, entries: Sequence[Entry] = (), limit: int = 3
) -> list[Entry]:
    """Up to ``limit`` entries for a project of this type at this level, nearest to ``words`` first: the name that
    is vague or wrong, the name of the project, its goal. ``entries`` are the office's own."""
    return list(_candidates(type_, level2, words, tuple(entries), limit))


@lru_cache(maxsize=256)  # the same project lacks the same in each of its forms
def _candidates(
    type_: str, level2: str | None, words: str, entries: tuple[Entry, ...], limit: int
) -> list[Entry]:
    level = _SAME.get(level2 or "", level2)
    fitting = [
        entry
        for entry in (*entries, *shipped())
        if level is None or _SAME.get(entry.level2, entry.level2) == level
    ]
    return _ranked(fitting, words, limit, lambda entry: _nearness(entry, type_))


def search(text: str, entries: Sequence[Entry] = (), limit: int = 20) -> list[Entry]:
    """The entries whose name, or the title of whose type, shares most with ``text``; none that shares nothing."""
    known = titles()
    asked = {name for name, title in known.items() if title in text or text in title}
    found = [
        entry
        for entry in (*entries, *shipped())
        if entry.type in asked or text in entry.name or _likeness(entry.name, _pieces(text)) > 0
    ]
    whole = [entry for entry in found if text in entry.name or entry.type in asked]
    return _ranked(
        whole or found, text, limit, lambda entry: _OF_TYPE * (text in entry.name) + (entry.type in asked)
    )


def _ranked(entries: Iterable[Entry], words: str, limit: int, extra: Any) -> list[Entry]:
    """The best entries, each name once; of equals the first."""
    said = _pieces(words)
    scored = sorted(entries, key=lambda entry: -(extra(entry) + _likeness(entry.name, said)))
    best: dict[str, Entry] = {}
    for entry in scored:
        best.setdefault(entry.name, entry)
    return list(best.values())[:limit]


def _nearness(entry: Entry, type_: str) -> float:
    if entry.type == OWN:
        return _OF_OFFICE
    if entry.type == NONE:
        return _OF_ALL
    return _OF_TYPE if entry.type == type_ else 0.0


def _likeness(name: str, said: frozenset[str]) -> float:
    """How much of the name stands among the pieces of a text: its characters and its pairs of them, rare ones counting
    more."""
    weights = _weights()
    rarest = log(len(shipped()))
    both = _pieces(name) & said
    # Sums without rounding are the same in whatever order a set gives its pieces.
    shared = fsum(weights.get(piece, rarest) for piece in both if len(piece) == 1)
    pairs = fsum(weights.get(piece, rarest) for piece in both if len(piece) == 2)
    return (_SHARED * shared + _IN_ORDER * pairs) / (len(name) + _MEAN_LENGTH)


@lru_cache(maxsize=2_000)
def _pieces(text: str) -> frozenset[str]:
    """The characters and the pairs of characters of a text."""
    return frozenset({*text, *_pairs(text)})


def told_of(name: str, words: str) -> float:
    """How much of a name, 0 to 1, stands in the words: its pairs of characters, rare ones counting more."""
    weights = _weights()
    rarest = log(len(shipped()))
    pairs = _pairs(name)
    whole = sum(weights.get(pair, rarest) for pair in pairs)
    return sum(weights.get(pair, rarest) for pair in pairs & _pairs(words)) / whole if whole else 0.0


@lru_cache(maxsize=4_096)  # the names of the library again and again, and the words of the form at hand
def _pairs(text: str) -> frozenset[str]:
    return frozenset([text[at : at + 2] for at in range(len(text) - 1)])


@cache
def _weights() -> dict[str, float]:
    """How rare each character and pair is among the names of the library."""
    names = [entry.name for entry in shipped()]
    counts = Counter(piece for name in names for piece in {*name, *_pairs(name)})
    return {piece: log(len(names) / count) for piece, count in counts.items()}
