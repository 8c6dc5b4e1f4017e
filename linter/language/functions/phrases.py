"""Made for messages and keys: amounts of money as people write them, texts and lists without set items."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from linter.language.wordlists import WordList

_WAN = Decimal(10_000)


def money_text(yuan: Decimal) -> str:
    """An amount in 元 as it is written in a budget: ``8万元``, ``18.912万元``, ``3000元``."""
    if abs(yuan) < _WAN:
        return f"{_short(yuan, 2)}元"
    return f"{_short(yuan / _WAN, 6)}万元"


def without(text: str, words: WordList) -> str | None:
    """The text with every word of the list taken out, longer words first; None when nothing is left."""
    for word in sorted(words.words, key=len, reverse=True):
        text = text.replace(word, "")
    return text or None


def minus(items: list[Any], others: list[Any]) -> list[Any]:
    """The items that the other list has not, in order."""
    known = set(others)
    return [item for item in items if item not in known]


def _short(number: Decimal, places: int) -> str:
    shown = format(number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
