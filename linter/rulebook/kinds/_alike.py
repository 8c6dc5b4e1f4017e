"""All pairs of alike texts among many, without comparing each with each.

Two texts of which a share ``t`` of neighbouring characters agrees must share one of their rarest pairs of
characters: it is enough to look the few rarest up (prefix filtering), so the cost grows with the texts and
not with their square."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from linter.language.functions.likeness import normal, similarity


def alike_pairs(texts: list[str], at_least: Decimal) -> Iterator[tuple[str, str, Decimal]]:
    """Every pair of different texts at least so alike, each once: (earlier, later, similarity)."""
    bare = [normal(text) for text in texts]
    pairs = [_numbered_pairs(text) for text in bare]
    frequency = Counter(pair for each in pairs for pair in each)
    # similarity() rounds to four places, so a pair a hair below the limit may reach it.
    lowest = float(at_least) - 0.00005
    share = lowest / (2 - lowest)
    index: dict[object, list[int]] = {}
    for position, own in enumerate(pairs):
        ranked = sorted(own, key=lambda pair: (frequency[pair], pair))
        # A text of one character is alike to its equal only, and has no pairs: its text is its key.
        kept: list[object] = list(ranked[: len(ranked) - ceil(share * len(ranked) - 1e-9) + 1]) or [
            bare[position]
        ]
        near = {other for key in kept for other in index.get(key, ())}
        for other in sorted(near):
            alike = similarity(texts[other], texts[position])
            if alike is not None and alike >= at_least:
                yield texts[other], texts[position], alike
        for key in kept:
            index.setdefault(key, []).append(position)


def _numbered_pairs(text: str) -> list[tuple[str, int]]:
    """The pairs of neighbouring characters; one that comes again gets another number."""
    seen: Counter[str] = Counter()
    result = []
    for start in range(len(text) - 1):
        pair = text[start : start + 2]
        result.append((pair, seen[pair]))
        seen[pair] += 1
    return result
