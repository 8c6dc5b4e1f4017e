"""What expressions can ask of a text: its bare form, how alike two texts are, its brackets."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from linter.ground.patterns import compiled

_KEPT = frozenset("%‰")
_BETWEEN_DIGITS = compiled(r"(?<=\d)([./-])(?=\d)")


class _Comparable(dict[int, int | None]):
    """A table for ``str.translate``: a character that counts stays, any other goes. Filled as texts come."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        stays = char in _KEPT or unicodedata.category(char)[0] not in "PZC"
        self[code] = code if stays else None
        return self[code]


_COMPARABLE = _Comparable()


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """The text as compared: full-width signs made half-width (NFKC), no blanks, punctuation or brackets.

    What stands within brackets stays. Signs that make a number stay: ``% ‰ ≥ ≤ < > = + ~``, and a point,
    stroke or hyphen between two digits. Case is kept.
    """
    pieces = _BETWEEN_DIGITS.split(unicodedata.normalize("NFKC", text))
    pieces[::2] = [piece.translate(_COMPARABLE) for piece in pieces[::2]]
    return "".join(pieces)


@lru_cache(maxsize=4096)
def similarity(a: str, b: str) -> Decimal | None:
    """How alike two texts are, 0 to 1: Dice's coefficient over pairs of neighbouring characters.

    Twice the shared pairs (each as often as both have it) over all pairs, on ``normal`` text. The order of
    the arguments does not matter. A text of one character has no pair and is like its equal only. None when
    nothing is left of a text.
    """
    a, b = normal(a), normal(b)
    if not a or not b:
        return None
    if a == b:
        return Decimal(1)
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    shared = sum(min(times, pairs_b[pair]) for pair, times in pairs_a.items() if pair in pairs_b)
    total = len(a) + len(b) - 2
    return (Decimal(2 * shared) / total).quantize(Decimal("0.0001")) if total else Decimal(0)


@lru_cache(maxsize=4096)
def overlap(part: str, whole: str) -> Decimal | None:
    """How much of ``part`` stands in ``whole``, 0 to 1: the share of its pairs of neighbouring characters
    that occur there, on ``normal`` text. None when nothing is left of ``part``."""
    part, whole = normal(part), normal(whole)
    if len(part) < 2:
        return Decimal(int(part in whole)) if part else None
    pairs = _pairs(part)
    shared = sum(times for pair, times in pairs.items() if pair in whole)
    return (Decimal(shared) / (len(part) - 1)).quantize(Decimal("0.0001"))


@lru_cache(maxsize=8192)
def _pairs(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for start in range(len(text) - 1):
        pair = text[start : start + 2]
        counts[pair] = counts.get(pair, 0) + 1
    return counts


_CLOSING = {
    "(": ")",
    "（": "）",
    "[": "]",
    "【": "】",
    "{": "}",
    "《": "》",
    "〔": "〕",
    "［": "］",
    "「": "」",
}
_ANY_BRACKET = compiled("[" + re.escape("".join((*_CLOSING, *_CLOSING.values()))) + "]")
_HALF = str.maketrans("（）［］", "()[]")
# 1) and （1） at the head of an item number it: the bracket has no partner and needs none.
_ITEM_MARK = compiled(r"(?:^|(?<=[\s，。；;：:、]))(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[)）]")


def bracket_fault(text: str) -> tuple[int, int] | None:
    """The span of the first bracket without a partner, or of the first pair whose halves differ in width.

    Brackets that only number an item, as in ``1)``, are no fault. None when all brackets are in order.
    """
    if not _ANY_BRACKET.search(text):
        return None
    marks = {match.end() - 1 for match in _ITEM_MARK.finditer(text)}
    opened: list[int] = []
    mixed: tuple[int, int] | None = None
    for position, char in enumerate(text):
        if char in _CLOSING:
            opened.append(position)
        elif char in _CLOSING.values():
            if opened and _CLOSING[text[opened[-1]]] == char:
                opened.pop()
            elif opened and _CLOSING[text[opened[-1]]].translate(_HALF) == char.translate(_HALF):
                start = opened.pop()
                mixed = mixed or (start, position + 1)
            elif position not in marks:
                return (position, position + 1)
    return (opened[0], opened[0] + 1) if opened else mixed
