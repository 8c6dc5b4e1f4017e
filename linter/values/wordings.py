"""What is no amount and no date: a grade or effect (qualitative), or text.

A qualitative value is short and says a state, a grade or a change (良好, 有效促进, 严格控制在预算内);
text is prose, a task (接受教育) or a slogan. The words are in rules/words/values.yaml, the shapes are here.
"""

from __future__ import annotations

import re
from functools import cache

from linter.ground.patterns import compiled
from linter.values.terminals import alternation, words

_BREAKS = compiled(r"[，,；;：:、/|\s()和与及或]+")
_PAUSES = compiled(r"[，,；;：:]+")
_SENTENCE = compiled(r"[。！？!?]")
_LONG, _MIDDLE, _SHORT = 20, 12, 8


@cache
def _made_of() -> re.Pattern[str]:
    lists = (f"value-{name}" for name in ("grade", "effect", "degree", "result"))
    parts = alternation(word for name in lists for word in words(name))
    return compiled(f"(?:{parts}|[、，,/和与及且并或的地得了到])+")


@cache
def _starts(name: str) -> re.Pattern[str]:
    return compiled(alternation(words(name)))


@cache
def _ends_in_result() -> re.Pattern[str]:
    return compiled(f".*{alternation(words('value-result'))}", re.DOTALL)


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return compiled("|".join(f"(?:{pattern})" for pattern in words(name)))


@cache
def _scales() -> frozenset[str]:
    return frozenset(words("value-scale")) - frozenset(words("value-not-scale"))


@cache
def _grades() -> frozenset[str]:
    return frozenset(words("value-grade"))


def is_template(text: str) -> bool:
    """Whether the text is a form's own hint (≥**人)."""
    return _patterns("value-template-patterns").search(text) is not None


def is_recurring(text: str, *, strictly: bool = False) -> bool:
    """Whether the text is a deadline that comes again every month or quarter. ``strictly``: even where the text
    could be a rate (每月25日)."""
    name = "value-recurring-dates" if strictly else "value-recurring-patterns"
    return _patterns(name).fullmatch(text) is not None


def is_worded(text: str) -> bool:
    """Whether the numbers in the text are a rank or name the year it is compared with (不低于2023年水平)."""
    return _patterns("value-worded-patterns").fullmatch(text) is not None


def no_such_day(text: str) -> bool:
    """Whether the text gives a day or a deadline that no calendar has."""
    if not ("月" in text or "季" in text or "-" in text or "/" in text or "." in text):
        return False  # most texts
    return _patterns("value-no-such-day-patterns").search(text) is not None


def is_scale(text: str) -> bool:
    """Whether a whole scale of grades stands where one grade should (优、良、中、差)."""
    pieces = [piece for piece in _BREAKS.split(text) if piece]
    if "".join(pieces) in _scales():
        return True
    return (
        len(pieces) >= 3
        and all(piece in _grades() for piece in pieces)
        and len("".join(pieces)) <= 4 * len(pieces)
    )


def is_qualitative(text: str, *, closed: bool = False) -> bool:
    """Whether a text without any value is a grade or an effect. ``closed``: a full stop ended it."""
    length = len(text)
    if length > _LONG or _SENTENCE.search(text) or (closed and length > 6):
        return False
    if _made_of().fullmatch(text):
        return True
    if _patterns("value-qualitative-patterns").fullmatch(text) and not (
        length > _MIDDLE and _PAUSES.search(text)
    ):
        return True
    pieces = [piece for piece in _PAUSES.split(text) if piece]
    if len(pieces) > 1:
        return all(len(piece) <= _SHORT and is_qualitative(piece) for piece in pieces)
    if length <= 3:
        return not text.isascii()
    if _starts("value-degree").match(text) and length <= _MIDDLE:
        return True
    if _starts("value-effect").match(text) and length <= _SHORT:
        return True
    return (
        length <= _MIDDLE
        and _ends_in_result().fullmatch(text) is not None
        and not _starts("value-task").match(text)
    )
