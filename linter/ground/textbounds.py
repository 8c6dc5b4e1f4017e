"""Regular expressions of users look at a text only so far as they cannot stop a run by it.

What the shape of a pattern says it may cost (``searchcost``) decides: most are free; one whose cost grows with the
square of a text's length carries a bound, written behind it as a comment of ``re`` (``\\w+\\d(?#≤2000)``), so that the
bound goes wherever the pattern goes, kept rules included; one that costs more is refused. Texts that were cut are
counted, for a run that looked at half a text must say so.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import cache

from linter.ground.patterns import compiled
from linter.ground.repetition import is_figure

#: Steps that one search may take, about a hundredth of a second each million.
_STEPS = 4_000_000
#: Steps for each character that are taken for free, however long the text.
_FREE = 2_000
#: A bound below this many characters would cut what offices write.
_SHORTEST = 500
_BOUND = compiled(r"\(\?#≤(\d{1,9})\)\Z")
_SHARED = "接连 {} 个不限次数的重复会抢同一段文字（如 .*.*）"
_ROUNDS = "接连几个重复合起来，每个字最多要试 {} 次"


class _Seen(threading.local):
    texts = 0


_seen = _Seen()


def bounded(pattern: str) -> tuple[str, str]:
    """A pattern with the bound it needs, and why it is refused (empty when it is not), in Chinese.

    Raises re.error for a pattern that is none.
    """
    from linter.ground.backtracking import endless
    from linter.ground.searchcost import search_cost

    why = endless(pattern)
    if why:
        return pattern, why
    cost = search_cost(pattern, is_figure)
    if not cost.opens and cost.rounds <= _FREE:
        return pattern, ""
    bound = int((_STEPS / cost.rounds) ** (1 / (cost.opens + 1)))
    if bound < _SHORTEST:
        return pattern, _SHARED.format(cost.opens + 1) if cost.opens else _ROUNDS.format(cost.rounds)
    return f"{pattern}(?#≤{bound})", ""


def bound_of(pattern: str) -> int | None:
    """How many characters of a text a pattern looks at; None when there is no bound."""
    found = _BOUND.search(pattern)
    return int(found[1]) if found else None


@cache
def cutter(pattern: str) -> Callable[[str], str] | None:
    """What cuts a text for a pattern, and counts it; None for a pattern without a bound."""
    bound = bound_of(pattern)
    if bound is None:
        return None

    def cut(text: str) -> str:
        if len(text) <= bound:
            return text
        _seen.texts += 1
        return text[:bound]

    return cut


@cache
def search_of(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """The search for a pattern, in so much of a text as it looks at."""
    search, cut = compiled(pattern).search, cutter(pattern)
    return search if cut is None else lambda text: search(cut(text))


def cut_texts() -> int:
    """How many texts were cut since this was last asked."""
    count, _seen.texts = _seen.texts, 0
    return count
