"""What the patterns of the rules cost over long texts that they nearly take, for growth.py."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable, Iterator
from re import _constants, _parser  # type: ignore[attr-defined, unused-ignore]
from typing import Any, NamedTuple

from linter.ground.patterns import compiled
from linter.ground.repetition import without_runs
from linter.language.namedpatterns import pattern_notes
from linter.rulebook import Rulebook

#: Characters of a long text; a short one has a tenth.
LONG = 67_000
#: Below so many seconds nothing is said of growth.
_CHEAP = 0.3


class Dear(NamedTuple):
    """A pattern that ten times the text costs more than thirty times as much, in seconds of CPU."""

    pattern: str
    text: str
    small: float
    large: float


def shipped(book: Rulebook) -> set[str]:
    """The patterns of all rules, those written out in them and those that have a name."""
    written = (pattern for rule in book.rules.values() for pattern in patterns(rule.to_plain()))
    return {*written, *(pattern for _, pattern in pattern_notes().values())}


def patterns(plain: Any) -> Iterator[str]:
    """The patterns written out in a rule, or in a part of it."""
    if isinstance(plain, list):
        if len(plain) == 2 and plain[0] == "regex" and isinstance(plain[1], str):
            yield plain[1]
        for item in plain:
            yield from patterns(item)
    elif isinstance(plain, dict):
        for key, item in plain.items():
            if key in ("pattern", "regex") and isinstance(item, str):
                yield item
            yield from patterns(item)


def dear(found: Iterable[str]) -> Iterator[Dear]:
    """Those whose cost grows much faster than the text."""
    for pattern in sorted(found):
        tree, search, make = _parser.parse(pattern), compiled(pattern), Maker(pattern)
        runs = [chr(char) for char in {ord(char) for char in make.text(tree, 200)}][:2]
        for text in [make.text(tree, LONG), *(run * LONG for run in runs)]:
            large = _seconds(search, text)
            small = min(_seconds(search, text[: LONG // 10]) for _ in range(3))
            if large > _CHEAP and large > 30 * max(small, 0.003):
                yield Dear(pattern, text[:20], small, large)


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    text = without_runs(text)
    began = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - began


class Maker:
    """Texts that a pattern nearly takes: each of its pieces, drawn."""

    def __init__(self, seed: str) -> None:
        self._draw = random.Random(seed)

    def text(self, tree: Any, length: int) -> str:
        out: list[str] = []
        size = 0
        while size < length:
            piece = self._of(tree)
            piece = piece[: self._draw.randint(0, len(piece))] or self._draw.choice("甲乙丙丁，1 ")
            out.append(piece)
            size += len(piece)
        return "".join(out)[:length]

    def _of(self, nodes: Any) -> str:
        return "".join(map(self._one, nodes))

    def _one(self, node: Any) -> str:
        name, value = str(node[0]), node[1]
        if name == "LITERAL":
            return chr(value)
        if name in ("ANY", "NOT_LITERAL", "CATEGORY"):
            return self._draw.choice("甲1 年")
        if name == "IN":
            return self._class(value)
        if name.endswith("_REPEAT"):
            low, high, body = value
            most = 6 if high == _constants.MAXREPEAT else min(high, 6)
            return "".join(self._of(body) for _ in range(self._draw.randint(min(low, most), most)))
        if name == "SUBPATTERN":
            return self._of(value[-1])
        if name == "BRANCH":
            return self._of(self._draw.choice(value[1]))
        return self._of(value[1]) if name == "ASSERT" else ""

    def _class(self, items: Any) -> str:
        if str(items[0][0]) == "NEGATE":
            return self._draw.choice("甲乙1")
        item = self._draw.choice(items)
        if str(item[0]) == "RANGE":
            return chr(self._draw.randint(*item[1]))
        return self._one(item)
