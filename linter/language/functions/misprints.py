"""Misprints: known ones, and those made by exchanging a character of a known word for one that is taken for it.

Known ones are strings that no correct text holds; a word list gives them as ``wrong|right``. One regular expression
for a whole list keeps the cost of a text independent of how long the list is. The others are not listed: a list of
characters (``right|wrong ones``) and a list of words are all there is, and what is looked at is the text around a
character that is mistaken for another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from linter.ground.patterns import compiled
from linter.language.wordlists import WordList

#: Longer words hold shorter ones.
_LONGEST = 4


@lru_cache(maxsize=64)
def _compiled(misprints: WordList) -> tuple[re.Pattern[str], dict[str, str]]:
    meant = dict(entry.split("|", 1) for entry in misprints.words)
    longest_first = sorted(meant, key=len, reverse=True)
    return compiled("|".join(map(re.escape, longest_first))), meant


def misprint(
    text: str, misprints: WordList, mixups: WordList | None = None, known: WordList | None = None
) -> str | None:
    """The first known misprint in a text; without one, the first word that is a known word but for one character
    which is easily taken for its own."""
    found = _misprint(text, misprints, mixups, known)
    return found[0] if found else None


def meant(
    text: str, misprints: WordList, mixups: WordList | None = None, known: WordList | None = None
) -> str | None:
    """What the misprint of a text was meant to be."""
    found = _misprint(text, misprints, mixups, known)
    return found[1] if found else None


@lru_cache(maxsize=4096)
def _misprint(
    text: str, misprints: WordList, mixups: WordList | None, known: WordList | None
) -> tuple[str, str] | None:
    listed, right = _compiled(misprints)
    if match := listed.search(text):
        return match.group(), right[match.group()]
    return _mixup(text, mixups, known) if mixups and known else None


@lru_cache(maxsize=64)
def _mistaken(mixups: WordList) -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """Where a character stands that is taken for others; and which ones may have been meant."""
    meant: dict[str, list[str]] = {}
    for entry in mixups.words:
        right, wrongs = entry.split("|", 1)
        for wrong in wrongs:
            meant.setdefault(wrong, []).append(right)
    return compiled(f"[{''.join(meant)}]"), meant


def _mixup(text: str, mixups: WordList, known: WordList) -> tuple[str, str] | None:
    places, meant = _mistaken(mixups)
    for match in places.finditer(text):
        at = match.start()
        if _word_at(text, at, known) or _word_at(text, at + 1, known):
            continue
        for right in meant[match.group()]:
            if found := _known_word(text, at, right, known):
                return found
    return None


def _word_at(text: str, seam: int, known: WordList) -> bool:
    """Whether the two characters on both sides of a place are a word."""
    return text[max(0, seam - 1) : seam + 1] in known.members


def _known_word(text: str, at: int, right: str, known: WordList) -> tuple[str, str] | None:
    """What stands there and the known word that it would be with the ``right`` character, the longest one; not if
    a part of what stands there belongs to a word beside it."""
    mended = f"{text[:at]}{right}{text[at + 1 :]}"
    for length in range(min(known.longest, _LONGEST), 1, -1):
        for start in range(max(0, at - length + 1), at + 1):
            end = start + length
            if mended[start:end] not in known.members or text[start:end] in known.members:
                continue
            if not _word_at(text, start, known) and not _word_at(text, end, known):
                return text[start:end], mended[start:end]
    return None


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


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "misprint": (
        "misprint(text, words, words?, words?) -> text",
        "文中第一处错字；第一个词表是已知的错字，每一项写作 错|对。后两个词表一起写：容易错成的字（字|容易错成的字）和"
        "认识的词，由此认出词里错了的一个字",
        misprint,
    ),
    "meant": ("meant(text, words, words?, words?) -> text", "上面所说的错字本来应当是什么", meant),
    "misjoined": (
        "misjoined(text, words) -> text",
        "文中第一处不相配的动词和宾语；词表的每一项写作 动词…宾语|中间有了就通的话",
        misjoined,
    ),
    "swapped": (
        "swapped(text, text, text) -> text",
        "前一项里的第二项换成第三项",
        lambda text, old, new: text.replace(old, new),
    ),
}
