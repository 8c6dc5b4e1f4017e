"""What ties texts and forms of one document to each other: shared wording, topics, repeated sentences.

Everything about a whole document is worked out once and kept on its node, so that a document of thousands
of forms costs thousands of steps, not millions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from linter.rulebook.nodes import Node
from linter.rulebook.wording import normal
from linter.rulebook.words import WordList

_SENTENCE = re.compile("[^。！？!?；;\n]+")
#: Parts of a form in which whole sentences are written; rows of indicators are no sentences.
_PROSE = frozenset({"goal", "narrative", "purpose", "scoring", "other", "note"})


@lru_cache(maxsize=16384)
def apart(text: str, other: str) -> str | None:
    """``text`` on ``normal`` form without the runs of two and more characters that ``other`` has too.

    What is left of a sentence when the name of the project is taken out of it. None when nothing is left.
    """
    text, other = normal(text), normal(other)
    kept, start = [], 0
    while start < len(text):
        end = start
        while end < len(text) and text[start : end + 1] in other:
            end += 1
        if end - start >= 2:
            start = end
        else:
            kept.append(text[start])
            start += 1
    return "".join(kept) or None


def topics(text: str | list[str], groups: WordList) -> list[str]:
    """The groups of synonyms a text speaks of, each by its first word.

    Each entry of the list is a group: words of one meaning with ``|`` between them.
    """
    return list(_topics(text if isinstance(text, str) else "\n".join(text), groups))


@lru_cache(maxsize=16384)
def _topics(text: str, groups: WordList) -> tuple[str, ...]:
    bare = "\n".join(map(normal, text.split("\n")))
    return tuple(words[0] for words in _split(groups) if any(word in bare for word in words))


@lru_cache(maxsize=64)
def _split(groups: WordList) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(filter(None, entry.split("|"))) for entry in groups.words)


def overall(form: Node) -> Node | None:
    """The form of the whole department in the same document; None for that form itself."""
    document = form.document
    kept = document.__dict__
    if "_overall" not in kept:
        found = [other for other in document.forms if other.scope == "department"]
        kept["_overall"] = found[0] if found else None
    return kept["_overall"] if form.scope != "department" else None


def repeated(piece: Node, length: Decimal) -> str | None:
    """The first sentence of at least ``length`` characters (on ``normal`` form) in a piece of prose that an
    earlier piece of the document, or the piece itself, has word for word. Names and values do not count."""
    if piece.role not in _PROSE:
        return None
    document = piece.document
    kept = document.__dict__.setdefault("_repeated", {})
    if length not in kept:
        kept[length] = _repeats(document, int(length))
    found: str | None = kept[length].get(id(piece._raw))
    return found


def _repeats(document: Node, length: int) -> dict[int, str]:
    seen: set[str] = set()
    found: dict[int, str] = {}
    for piece in document.all_texts:
        if piece.role in _PROSE:
            for sentence, key in _sentences(piece.text or "", length):
                if key in seen:
                    found.setdefault(id(piece._raw), sentence)
                seen.add(key)
    return found


def _sentences(text: str, length: int) -> Iterator[tuple[str, str]]:
    for match in _SENTENCE.finditer(text):
        key = normal(match.group())
        if len(key) >= length:
            yield match.group().strip(), key
