"""Slips of typing and of reading machines: a word of the field with one character taken for one like it.

A word list holds words of three characters or more that stand in every table; another, written ``率|律帅``, the
characters of the same sound or shape. What comes out of them by one exchange, and is no word itself, is a slip.
Never by how often a text has a word: rare is not wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from linter.language.wordlists import WordList


@lru_cache(maxsize=8)
def _slips(words: WordList, alike: WordList) -> tuple[dict[str, str], tuple[int, ...]]:
    """Slip → word, and the lengths that slips have, the longest first."""
    others = dict(entry.split("|", 1) for entry in alike.words)
    known = frozenset(words.words)
    slips = {
        slip: word
        for word in words.words
        for place, character in enumerate(word)
        for other in others.get(character, "")
        if (slip := word[:place] + other + word[place + 1 :]) not in known
    }
    return slips, tuple(sorted({len(slip) for slip in slips}, reverse=True))


def confused(text: str, words: WordList, alike: WordList) -> str | None:
    """The first slip in a text; of two at one place the longer."""
    slips, lengths = _slips(words, alike)
    for start in range(len(text)):
        for length in lengths:
            if (part := text[start : start + length]) in slips:
                return part
    return None


def unconfused(text: str, words: WordList, alike: WordList) -> str | None:
    """The word that the first slip in a text stands for."""
    slip = confused(text, words, alike)
    return _slips(words, alike)[0][slip] if slip else None


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "confused": (
        "confused(text, words, words) -> text",
        "文中第一处把常用词的一个字写成同音、形近字的地方；第一个词表是常用词，第二个每一项写作 字|易混的字",
        confused,
    ),
    "unconfused": ("unconfused(text, words, words) -> text", "上面所说的错处本来应当是什么词", unconfused),
}
