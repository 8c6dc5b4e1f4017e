"""The comparable form of a printed label, and the words, patterns and shapes of rules/words/headers.yaml.

Labels are compared by ``key``: half-width, without blanks, marks, numbering and closing colon. Every look-up
is remembered, since a file prints the same few hundred labels over and over.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from linter.forms.clean import narrow
from linter.ground.patterns import compiled
from linter.ground.resources import load_data

#: No label is longer; longer texts are not looked up at all.
LONGEST_LABEL = 40
_WIDE_BRACKETS = str.maketrans("（）：／％【】［］〔〕", "():/%[][][]")
_BLANK = compiled(r"[\s★☆*＊#√●■◆]+")
_NUMBERING = compiled(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.．](?!\d))"
)
_BRACKETED = compiled(r"\([^()]*\)|\[[^\[\]]*\]")
_OPEN_BRACKET = compiled(r"[(\[][^()\[\]]*$")
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_READING = compiled(rf"[（(](?=[a-zü]{{0,5}}[{_TONES}])[a-z{_TONES}ü]{{1,6}}[）)]")


@cache
def _traditional() -> dict[int, str]:
    pairs = words("traditional")
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


def simplified(text: str) -> str:
    """A label in simplified characters, without the readings that copying left behind: 指標(biāo) → 指标."""
    return _READING.sub("", text.translate(_traditional()))


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The comparable form of a label."""
    plain = _BLANK.sub("", simplified(narrow(text)).translate(_WIDE_BRACKETS)).rstrip(":：;；。")
    return _NUMBERING.sub("", plain, count=1) if _NUMBERING.match(plain) else plain


def without_brackets(label: str) -> str:
    """A key without its bracketed remarks: 项目资金(万元) → 项目资金."""
    # Few labels have any: a look spares two searches.
    if "(" not in label and "[" not in label:
        return label.rstrip(":：")
    return _OPEN_BRACKET.sub("", _BRACKETED.sub("", label)).rstrip(":：")


def words(name: str) -> Any:
    """A list or mapping of headers.yaml as it stands there."""
    return load_data("words/headers.yaml")[name]


@cache
def patterns(name: str, part: str | None = None) -> re.Pattern[str] | None:
    """The patterns of a section of headers.yaml as one expression."""
    data = words(name)
    listed = data.get(part, []) if isinstance(data, dict) and part is not None else data
    return compiled("|".join(f"(?:{pattern})" for pattern in listed)) if listed else None


@cache
def shape(name: str) -> re.Pattern[str]:
    """A shape of headers.yaml by its name."""
    return compiled(words("shapes")[name])


def said(field: str, text: str) -> re.Match[str] | None:
    """What running text says of a field of its project; the patterns of headers.yaml in their order."""
    for pattern in words("prose")[field]:
        if found := compiled(pattern).search(text):
            return found
    return None


@cache
def placeholders() -> frozenset[str]:
    return frozenset(words("placeholders"))
