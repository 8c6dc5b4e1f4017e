"""Misprints: known ones, and words of the field with one character taken for one like it.

Known ones are strings that no correct text holds; a word list gives them as ``wrong|right``. The others are not
listed: a list of words and a list of characters (``right|wrong ones``: same sound, same shape) are all there is, and
what is looked at is the text around a character that is mistaken for another one. Never how often a text has a word:
rare is not wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

from linter.ground.patterns import compiled
from linter.language.wordlists import WordList

#: So long a word is wrong with one character exchanged wherever it stands; a shorter one only where the characters
#: beside it do not make a word of what is there.
_SURE = 3
#: They join two nouns: what follows one behind a noun begins a word of its own (利用率和规模), and is no slip of 合规.
_JOINING = frozenset("和与及")
_HAN = compiled("[一-龥]")


@lru_cache(maxsize=64)
def _compiled(misprints: WordList) -> tuple[re.Pattern[str], dict[str, str]]:
    meant = dict(entry.split("|", 1) for entry in misprints.words)
    longest_first = sorted(meant, key=len, reverse=True)
    return compiled("|".join(map(re.escape, longest_first))), meant


def misprint(
    text: str, misprints: WordList, known: WordList | None = None, alike: WordList | None = None
) -> str | None:
    """The first known misprint in a text; without one, the first word that is a ``known`` word but for one character
    which ``alike`` takes for its own."""
    found = _found(text, misprints, known, alike)
    return found[0] if found else None


def meant(
    text: str, misprints: WordList, known: WordList | None = None, alike: WordList | None = None
) -> str | None:
    """What the misprint of a text was meant to be."""
    found = _found(text, misprints, known, alike)
    return found[1] if found else None


@lru_cache(maxsize=4096)
def _found(
    text: str, misprints: WordList, known: WordList | None, alike: WordList | None
) -> tuple[str, str] | None:
    listed, right = _compiled(misprints)
    if match := listed.search(text):
        return match.group(), right[match.group()]
    return _mixup(text, known, alike) if known and alike else None


class _Slips(msgspec.Struct, frozen=True):
    """What one exchange that ends in a character makes of the known words: ``words`` slip → words that it may stand
    for, ``lengths`` of slips, the longest first."""

    words: dict[str, list[str]]
    lengths: tuple[int, ...]


@lru_cache(maxsize=64)
def _mistaken(alike: WordList) -> tuple[dict[str, str], re.Pattern[str]]:
    """Characters that are taken for others, each with those it is taken for; and what finds one of them."""
    rights: dict[str, str] = {}
    for entry in alike.words:
        right, wrong = entry.split("|", 1)
        for one in wrong:
            rights[one] = rights.get(one, "") + right
    return rights, compiled(f"[{''.join(sorted(rights))}]")


@lru_cache(maxsize=4096)
def _slips(known: WordList, rights: str, wrong: str) -> _Slips:
    """The slips of one character: a text has few of those that are mistaken for others."""
    words: dict[str, list[str]] = {}
    for right in rights:
        for word in [word for word in known.words if right in word]:
            for place, character in enumerate(word):
                slip = f"{word[:place]}{wrong}{word[place + 1 :]}"
                if character == right and slip not in known.members:
                    words.setdefault(slip, []).append(word)
    return _Slips(words, tuple(sorted({len(slip) for slip in words}, reverse=True)))


def _mixup(text: str, known: WordList, alike: WordList) -> tuple[str, str] | None:
    rights, places = _mistaken(alike)
    for match in places.finditer(text):
        at = match.start()
        slips = _slips(known, rights[match.group()], match.group())
        part_of_word = _word_at(text, at, known) or _word_at(text, at + 1, known)
        if found := _known_word(text, at, slips, known, _SURE if part_of_word else 2):
            return found
    return None


def _word_at(text: str, seam: int, known: WordList) -> bool:
    """Whether the two characters on both sides of a place are a word."""
    return text[max(0, seam - 1) : seam + 1] in known.members


def _known_word(text: str, at: int, slips: _Slips, known: WordList, least: int) -> tuple[str, str] | None:
    """What stands there and the known word that it would be with another character at that place, the longest one.
    It is none if a part of what stands there belongs to a word beside it."""
    for length in slips.lengths:
        if length < least:
            break
        for start in range(max(0, at - length + 1), at + 1):
            part = text[start : start + length]
            for word in slips.words.get(part, ()):
                if word[at - start] != part[at - start] and not _beside(text, at, start, length, known):
                    return part, word
    return None


def _beside(text: str, at: int, start: int, length: int, known: WordList) -> bool:
    """Whether the first or the last character makes a word with its neighbour outside; of a long word only the wrong
    one counts: 获得满意度."""
    end = start + length
    if length < _SURE and 0 < at == start and text[at] in _JOINING and _HAN.match(text, at - 1):
        return True
    before = (length < _SURE or at == start) and _word_at(text, start, known)
    return before or ((length < _SURE or at == end - 1) and _word_at(text, end, known))


@lru_cache(maxsize=64)
def _mismatches(collocations: WordList) -> re.Pattern[str]:
    """Any of the collocations ``verb…object/object|words between that make it right``, at the end of a clause."""
    return compiled("|".join(f"(?:{_mismatch(*entry.partition('|'))})" for entry in collocations.words))


def _mismatch(parts: str, _: str, remedies: str) -> str:
    but = f"(?!{'|'.join(map(re.escape, remedies.split()))})" if remedies else ""
    gap = f"(?:{but}[^，。；\\n]){{2,40}}?"
    either = (f"(?:{'|'.join(map(re.escape, part.split('/')))})" for part in parts.split("…"))
    return gap.join(either) + "(?![一-龥])"


def misjoined(text: str, collocations: WordList) -> str | None:
    """The first verb of a text with an object that it does not take."""
    match = _mismatches(collocations).search(text)
    return match.group() if match else None


def swapped(text: str, old: str, new: str) -> str:
    """A text with one part of it exchanged for another."""
    return text.replace(old, new)


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "misprint": (
        "misprint(text, words, words?, words?) -> text",
        "文中第一处错字；第一个词表是已知的错字，每一项写作 错|对。后两个词表一起写：认识的词，和容易错成的字"
        "（字|容易错成的字），由此认出词里错了的一个字",
        misprint,
    ),
    "meant": ("meant(text, words, words?, words?) -> text", "上面所说的错字本来应当是什么", meant),
    "misjoined": (
        "misjoined(text, words) -> text",
        "文中第一处不相配的动词和宾语；词表的每一项写作 动词…宾语|中间有了就通的话",
        misjoined,
    ),
    "swapped": ("swapped(text, text, text) -> text", "前一项里的第二项换成第三项", swapped),
}
