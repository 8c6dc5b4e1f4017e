"""Terminals made of words: patterns for Lark out of rules/words/values.yaml and rules/units.txt.

The grammar names them, the data fills them, so that a new word needs no change of grammar or code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from linter.ground import cache as files
from linter.ground.resources import load_data
from linter.ground.sources import digest
from linter.values.unitfile import units

#: Comparator → the word lists that express it, before the number and behind it.
_SIGNS = {
    "≥": ("value-sign-at-least", "value-sign-reach"),
    ">": ("value-sign-more", "value-sign-more-close"),
    "≤": ("value-sign-at-most", "value-sign-hold"),
    "<": ("value-sign-less",),
    "≈": ("value-sign-about",),
    "=": ("value-sign-equal",),
}
#: Words between 每户 and its number: for any unit, and for units of time only.
_VERBS = ("value-giving", "value-each-verbs", "value-each-verbs-time")
_LIMITS = {"≥": "value-limit-at-least", "≤": "value-limit-at-most", "≈": "value-limit-about"}
#: A Chinese character, cheaper to compile than a range of code points.
CHINESE = r"[^\W0-9A-Za-z_]"
#: A unit behind 、 ends there; 元/亩、大豆300元 goes on to the next of a list.
_NAME_ENDS = rf"{CHINESE}{{1,3}}(?![0-9]|{CHINESE})|{CHINESE}{{1,2}}及?(?:以[内上下]|左右)"
#: Units that are places; what follows one may be an office or a group in it.
_PLACES = frozenset({"村", "社区", "乡镇", "镇", "乡", "县"})
#: What a bound says of itself: (含), （不含95%）; and the same behind a comma at the end.
_BRACKET_BOUND = r"\(不?(?:包?含|包括)[^()]*\)"
_COMMA_BOUND = r"[,，、] *不(?:包?含|包括)(?:[0-9]|本|该)[^()，,、]{0,8}\Z"


@cache
def words(name: str) -> list[str]:
    """A word list of rules/words/values.yaml."""
    lists: dict[str, Any] = load_data("words/values.yaml")
    found: list[str] = lists[name]["words"]
    return found


@cache
def signs() -> dict[str, str]:
    """Comparator word, written without blanks → comparator."""
    listed = {word: sign for sign, lists in _SIGNS.items() for name in lists for word in words(name)}
    return {**dict.fromkeys(negated("above"), "≤"), **dict.fromkeys(negated("below"), "≥"), **listed}


@cache
def negated(side: str) -> dict[str, str]:
    """Negated comparator → what it negates: 不得大于 → 大于, 未低于 → 低于. ``side``: above or below."""
    return {
        f"{no}{modal}{word}": word
        for no in words("value-sign-negation")
        for modal in ("", *words("value-sign-negation-modal"))
        for word in words(f"value-sign-{side}")
    }


def special_signs() -> str:
    """A pattern for any negated comparator, which would be many times as long as words, and for those that need
    a number right behind them (超1000人, but 4K超高清)."""
    no, modal = (alternation(words(f"value-sign-negation{part}")) for part in ("", "-modal"))
    compared = alternation((*words("value-sign-above"), *words("value-sign-below")))
    close = alternation(words("value-sign-more-close"))
    return f"{no}{modal}?{compared}|{close}(?= *[0-9一二两三四五六七八九十百千万])"


@cache
def verbal_signs() -> list[str]:
    """Comparators written in words, without those that have a pattern of their own."""
    together = {*negated("above"), *negated("below"), *words("value-sign-more-close")}
    return [word for word in signs() if word[0].isalpha() and word not in together]


@cache
def limits() -> dict[str, str]:
    """Word behind a number (以上, 左右) → comparator."""
    return {word: sign for sign, name in _LIMITS.items() for word in words(name)}


@cache
def weak_signs() -> frozenset[str]:
    """Signs that give way to a limit behind the number: 达到90%以上, 控制在10%左右."""
    lists = ("reach", "equal", "about", "hold")
    return frozenset(word for name in lists for word in words(f"value-sign-{name}"))


def alternation(choices: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, with common beginnings shared. It is kept: every run asks for
    the same ones, and thousands of words are a good part of a cold start."""
    ordered = sorted(set(choices))
    key = files.content_key("\n".join(ordered))
    kept: str | None = _alternations().get(key)
    if kept is None:
        kept = _branch(ordered)
        _alternations().put(key, kept)
    return kept


@cache
def _alternations() -> files.Notes:
    return files.Notes(f"alternations-{files.content_key(digest(Path(__file__)))}")


_escape = cache(re.escape)


def _branch(choices: list[str]) -> str:
    groups: dict[str, list[str]] = {}
    for choice in choices:
        groups.setdefault(choice[0], []).append(choice[1:])
    single = [_escape(first) for first, rests in groups.items() if rests == [""]]
    branches = []
    for first, rests in groups.items():
        longer = rests if rests[0] else rests[1:]
        if longer:
            branches.append(_escape(first) + _branch(longer) + ("" if rests[0] else "?"))
    if single:
        branches.append(single[0] if len(single) == 1 else f"[{''.join(single)}]")
    return branches[0] if len(branches) == 1 and len(single) == 1 else f"(?:{'|'.join(branches)})"


def _spaced(word: str) -> str:
    """Signs of several characters may have blanks inside: ``> =``."""
    return " *".join(map(re.escape, word))


def _sign_pattern() -> str:
    marks = sorted((word for word in signs() if not word[0].isalpha()), key=len, reverse=True)
    return f"(?:{'|'.join(map(_spaced, marks))})+|{special_signs()}|{alternation(verbal_signs())}"


def _change_pattern() -> str:
    lead, change, level = (alternation(words(f"value-change{part}")) for part in ("-lead", "", "-to"))
    return f"(?:{lead}|[较比](?:19|20)[0-9]{{2}}年(?:度|底|末|同期)?)?{change}{level}?"


def _unit_pattern() -> str:
    """Known units; Latin ones do not end within a word (d is no unit in dpi), and places counted with 个 are none
    where their name goes on: 个乡镇 is no unit in 12个乡镇卫生院."""
    known = units().canonical
    places = [name for name in known if name[0] == "个" and known[name] in _PLACES]
    others = alternation(name for name in known if name not in places)
    ended = f"(?={_stops()})|(?!{CHINESE})"
    return f"(?:{alternation(places)}(?:{ended})|{others})(?!(?<=[A-Za-z])[A-Za-z])"


def _more_pattern() -> str:
    tens = alternation((*words("value-more-tens"), *words("value-more-about")))
    return rf"{alternation(words('value-more'))}(?!个月)|(?<=[0十百千万]){tens}"


def _item_and_half_pattern() -> str:
    """个半 before a unit that is counted with 个: 3个半小时. 个半年 is a unit of its own."""
    known = units().canonical
    counted = {name[1:] for name in known if name[0] == "个" and len(name) > 1}
    return f"个半(?={alternation(name for name in counted if f'个半{name}' not in known)})"


def _spoken_span_pattern() -> str:
    """两到三千, 三四百, 五六十: two digits that share what stands behind the second. 三至五十 may be 3 to 50."""
    beside = "|".join(
        f"{low}{high}" for low, high in zip("一一二两三四五六七八", "二两三三四五六七八九", strict=True)
    )
    digit = "[一二两三四五六七八九]"
    spans = f"{digit} *[-~至到] *{digit}[百千佰仟]|(?:{beside})(?:[十百千拾佰仟]|(?=[万亿]))"
    return f"(?:{spans})(?![一二两三四五六七八九十分])[万亿]?"


@cache
def _stops() -> str:
    """A pattern for the words that end a unit."""
    lists = ("done", "before", "and", "per", "between", "since", "to")
    stops = {*limits(), *(word for name in lists for word in words(f"value-{name}"))}
    return alternation(word for word in stops if word[0].isalpha())


def _open_unit_pattern() -> str:
    """A run that may be a unit we do not know, up to a word that ends a unit. Its length is judged later."""
    begins = "(?![几数来余多把一二三四五六七八九十]|零[0-9下上])"  # these belong to the number
    latin = "(?![eE][-+]?[0-9])[A-Za-zμΩ°℉№′″³²]{1,8}(?:[/][A-Za-z]{1,4})?"
    return f"{begins}(?:(?!{_stops()}){CHINESE})+|{latin}"


@cache
def patterns() -> dict[str, str]:
    """Terminal name, with its priority → regular expression."""
    averages = [pair.partition("=")[0] for pair in words("value-averages")]
    each = alternation(words("value-per"))
    return {
        "SIGN": _sign_pattern(),
        "LIMIT.3": rf"(?:{_BRACKET_BOUND} *)?{alternation(limits())}(?: *(?:{_BRACKET_BOUND}|{_COMMA_BOUND}))?",
        "UNIT.1": _unit_pattern(),
        "SCALE.1": alternation(units().scales),
        "OPEN_UNIT": _open_unit_pattern(),
        "PER": r" */ *(?:每一?)?|每一?",
        "EACH": rf"(?:[/、] *)?(?!每个 *[0-9]){each} *(?:[0-9]+|[二两三四五六七八九十]+)?|每(?=个 *[0-9])",
        "AVERAGE.1": alternation(averages),
        "VERB": alternation(word for name in _VERBS for word in words(name)),
        "CROSS.1": r"[×xX*](?= *[0-9])",
        "TIMES": rf"[.·]每?|、每?(?={_NAME_ENDS})|[-*×](?={CHINESE})",
        "MORE.2": _more_pattern(),
        "HALF.2": alternation(words("value-half")) + "(?![年月天日小个学])",
        "ITEM_AND_HALF.3": _item_and_half_pattern(),
        "HALVES.2": alternation(words("value-halves")) + "(?![年月天日小个学])",
        "MOST.2": alternation(words("value-most")),
        "SPOKEN_SPAN.3": _spoken_span_pattern(),
        "NAUGHT.3": "[零〇](?=[0-9])|0(?=[1-9])",
        "BOUND_NOTE.2": rf" *(?:{_BRACKET_BOUND}|{_COMMA_BOUND})",
        "CURRENCY": alternation(words("value-currency")),
        "PLUS_MINUS": alternation(words("value-plus-minus")),
        "DASH": rf" *起?(?:-+|~+|{alternation(words('value-to'))}) *",
        "AND": alternation(words("value-and")),
        "BETWEEN": alternation(words("value-between")),
        "FROM": alternation(words("value-from")),
        "VARIABLE.2": rf"[A-Za-zα-ω]{{1,4}}|{CHINESE}{{1,10}}(?= *[≥≤<>=])",
        "CHANGE.1": _change_pattern(),
        "BEFORE.1": alternation(words("value-before")),
        "SINCE.1": alternation(words("value-since")) + "(?! *[至到])",
        "DONE.1": alternation(words("value-done")),
        "OPEN": r"\(",
        "CLOSE": r"\)",
        "BLANK": " +",
    }


def declarations() -> str:
    """The terminals as lines of Lark grammar."""
    return "\n".join(
        f"{name}: /{pattern.replace('/', chr(92) + '/')}/" for name, pattern in patterns().items()
    )
