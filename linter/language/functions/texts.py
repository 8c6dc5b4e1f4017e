"""Questions about texts: what stands in them, word by word or by a regular expression.

A text may be a list of texts: then one of them is enough.
"""

from __future__ import annotations

from linter.ground.patterns import compiled
from linter.ground.textbounds import cutter, search_of
from linter.language.wordlists import WordList

Texts = str | list[str]
#: A list of more words is looked up in an index: a long goal has as many words as it has clauses to look at.
_FEW = 12
#: Lists that were asked for, newest last, each with its words by their length; a rule asks for few in turn.
_indexed: list[tuple[list[str], dict[int, set[str]]]] = []
_REMEMBERED = 4


def _many(one: Texts) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one)


def contains(text: Texts, wanted: Texts) -> bool:
    if isinstance(text, str) and isinstance(wanted, list) and len(wanted) > _FEW:
        return _stands_in(text, wanted)
    return any(word in one for one in _many(text) for word in _many(wanted))


def _stands_in(text: str, words: list[str]) -> bool:
    """Whether one of the words stands in a text, in time that grows with the text and not with the words."""
    by_length = next((index for listed, index in _indexed if listed is words), None)
    if by_length is None:
        by_length = {}
        for word in words:
            by_length.setdefault(len(word), set()).add(word)
        del _indexed[: len(_indexed) + 1 - _REMEMBERED]
        _indexed.append((words, by_length))
    return any(
        text[at : at + length] in found
        for length, found in by_length.items()
        for at in range(len(text) - length + 1)
    )


def starts(text: str, wanted: Texts) -> bool:
    return text.startswith(_many(wanted))


def ends(text: str, wanted: Texts) -> bool:
    return text.endswith(_many(wanted))


def matches(text: Texts, pattern: str) -> bool:
    search = search_of(pattern)
    if isinstance(text, str):
        return search(text) is not None
    return any(search(one) is not None for one in _many(text))


def lacks(text: Texts, wanted: Texts) -> bool:
    return not (matches(text, wanted) if isinstance(wanted, str) else contains(text, wanted))


def found(text: str, pattern: str) -> str | None:
    match = search_of(pattern)(text)
    return (match.group(1) if match.re.groups else match.group()) or None if match else None


def split(text: str, pattern: str) -> list[str]:
    pieces, end = [], 0
    for match in compiled(pattern).finditer(cut(text) if (cut := cutter(pattern)) else text):
        pieces.append(text[end : match.start()])
        end = match.end()
    return [piece for piece in (*pieces, text[end:]) if piece]


def has_word(text: Texts, words: WordList) -> bool:
    if isinstance(text, str):
        return words.stand_in(text)
    return any(map(words.stand_in, text))


def words_in(text: Texts, words: WordList) -> list[str]:
    joined = text if isinstance(text, str) else "\n".join(text)
    return sorted((word for word in words.words if word in joined), key=joined.find)
