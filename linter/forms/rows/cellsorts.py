"""What sort of thing a cell of an indicator table is: a sign, a figure, a unit, a level word, a text."""

from __future__ import annotations

from functools import cache, lru_cache

from linter.forms.labelkeys import placeholders, shape, words
from linter.forms.levelwords import is_group, is_side, level
from linter.ground.patterns import compiled
from linter.values import parse_value
from linter.values.canonical import canonical

_SIGN = compiled(r"[≥≤<>=＝≧≦＜＞≈~±]{1,2}\Z")
_NUMERIC = compiled(r"[≥≤<>=＞＜≧≦]{0,2}\s*[+-]?\d")
_DIGIT = compiled(r"\d")
_FIGURE = compiled(r"[+-]?\d[\d,，]*(?:\.\d+)?\Z")
_LONGEST_SIGN = 12
_LONGEST_NUMBER = 20
#: A longer text is running text, no name.
_LONGEST_WORDS = 24
_LONGEST_STATE = 16
#: Words behind a year that are no longer the end of a date (完成, 底前) but name something.
_NAMING = 4


@cache
def _said() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return frozenset(words("comparators")), frozenset(words("target_kinds")), frozenset(words("directions"))


def is_comparator(text: str) -> bool:
    """Whether a cell holds what a comparator column may hold: a sign, its words, or 定性/定量."""
    if not 0 < len(text) <= _LONGEST_SIGN:
        return False
    bare = "".join(text.split())
    return bare in _said()[0] or is_type(text) or _SIGN.match(bare) is not None


def is_type(text: str) -> bool:
    """Whether a cell holds a kind of target (定性, 定量) or a direction (正向指标), and no comparator."""
    return len(text) <= _LONGEST_SIGN and (text.strip() in _said()[1] or text.strip() in _said()[2])


def is_direction(text: str) -> bool:
    """Whether a cell says which way is better: 正向, 反向指标."""
    return len(text) <= _LONGEST_SIGN and text.strip() in _said()[2]


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    return len(text) <= 12 and canonical(text) is not None


def is_words(sign: str, unit: str) -> bool:
    """Whether a unit cell holds a target in words: no comparator beside it, and no unit in it."""
    said = sign and not is_type(sign) and is_comparator(sign)
    return bool(unit) and not said and not is_unit(unit) and unit not in placeholders() and not is_type(unit)


def is_number(text: str) -> bool:
    """Whether a cell is a bare figure such as ``≥95%`` and no name, not even one of a year's (2025年下乡人数)."""
    if len(text) > _LONGEST_NUMBER or _NUMERIC.match(text) is None:
        return False
    value = parse_value(text)
    _, _, tail = value.note.partition("tail ")
    # 5000吨稻谷、500吨成品粮储备到位率: several amounts that a noun ends.
    several = value.kind == "compound" and shape("noun-end").search(text) is not None
    named = several or (
        len(tail) >= _NAMING and (value.kind == "period" or shape("noun-end").search(tail) is not None)
    )
    return value.kind not in ("text", "qualitative") and not named


def is_bound(text: str) -> bool:
    """Whether a whole cell is a figure with its comparator in words: 不少于870批次."""
    value = parse_value(text) if len(text) <= _LONGEST_NUMBER and _DIGIT.search(text) else None
    return (
        value is not None
        and value.kind in ("quantity", "rate", "range")
        and value.cmp != "="
        and value.span == (0, len(text))
        and not value.unknown_unit
    )


def is_state(text: str) -> bool:
    """Whether a cell is a target in words: 良好, 持续改善."""
    return parse_value(text).kind == "qualitative"


def figure(text: str) -> float | None:
    """The number of a cell that holds nothing but one, with 分 or % at most."""
    bare = text.strip().rstrip("分%％ ")
    return float(bare.replace(",", "").replace("，", "")) if _FIGURE.match(bare) else None


@lru_cache(maxsize=4096)
def sort_of(text: str) -> str | None:
    """The sort of a cell, as rules/words/roles.yaml names them; None for a blank one."""
    if not text or text in placeholders():
        return None
    if is_type(text):
        return "direction" if is_direction(text) else "kind"
    if is_comparator(text):
        return "sign"
    if is_side(text):
        return "side"
    if is_group(text):
        return "group"
    found = level(text)
    if found is not None:
        if not found.sure:
            return "unsure"
        if found.first is not None:
            return "first" if found.second is None else "either"
        return "second"
    if len(text) > _LONGEST_WORDS:
        return "long"
    if _FIGURE.match(text):
        return "figure"
    if is_number(text) or is_bound(text):
        return "measured"
    if is_unit(text):
        return "unit"
    kind = parse_value(text).kind
    if kind == "qualitative" and len(text) <= _LONGEST_STATE:
        return "state"
    return "words"
