"""What ties texts and forms of one document to each other: shared wording, topics, repeated sentences.

Everything about a whole document is worked out once and kept on its node, so that a document of thousands
of forms costs thousands of steps, not millions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal
from linter.language.nodes import Node
from linter.language.wordlists import WordList

_SENTENCE = compiled("[^。！？!?；;：:\n<>]+")
_COMMA = compiled("[，,]")
#: A copied end begins at one of so many commas, the last ones: each further one would cost the whole sentence again.
_TAILS = 16
#: Where whole sentences are written.
_PROSE = frozenset({"goal", "narrative", "purpose"})


@lru_cache(maxsize=8192)
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


def topics_beyond(text: str | list[str], said: str | list[str], groups: WordList) -> list[str]:
    """The groups that ``text`` speaks of and ``said`` does not, each by a word that stands in ``text``.

    A reader looks for the word in what was written: the name of the group may not stand there, and then it is
    the word that comes first.
    """
    known = set(topics(said, groups))
    bare = _bare(text if isinstance(text, str) else "\n".join(text))
    listed = _split(groups)
    return [
        min((word != words[0], bare.index(word), -len(word), word) for word in words if word in bare)[3]
        for words in map(listed.__getitem__, sorted(_spoken_of(bare, groups)))
        if words[0] not in known
    ]


@lru_cache(maxsize=8192)
def _topics(text: str, groups: WordList) -> tuple[str, ...]:
    found = _spoken_of(_bare(text), groups)
    return tuple(words[0] for at, words in enumerate(_split(groups)) if at in found)


def _spoken_of(bare: str, groups: WordList) -> set[int]:
    """The positions of the groups that a text speaks of. Of long lists only words are looked for that begin as
    something in the text does."""
    begun, found = _begun(groups), set()
    beginnings = {bare[at : at + 2] for at in range(len(bare) - 1)}.union(bare)
    for beginning in beginnings & begun.keys():
        for word, group in begun[beginning]:
            if group not in found and word in bare:
                found.add(group)
    return found


@lru_cache(maxsize=64)
def _begun(groups: WordList) -> dict[str, list[tuple[str, int]]]:
    """The words by their first two characters (or the only one), each with the position of its group."""
    begun: dict[str, list[tuple[str, int]]] = {}
    for at, words in enumerate(_split(groups)):
        for word in words:
            begun.setdefault(word[:2], []).append((word, at))
    return begun


def _bare(text: str) -> str:
    return "\n".join(map(normal, text.split("\n")))


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
    """The first sentence of a piece of prose, or end of one from a comma on, that stands word for word further
    down in the document: in another form, or anywhere outside the forms.

    It has at least ``length`` characters on ``normal`` form. Names, values and scoring rules are no prose,
    and the goals of one form may well be the same.
    """
    if piece.role not in _PROSE:
        return None
    document = piece.document
    kept = document.__dict__.setdefault("_repeated", {})
    if length not in kept:
        kept[length] = _repeats(document, int(length))
    found: str | None = kept[length].get(id(piece._raw))
    return found


def _repeats(document: Node, length: int) -> dict[int, str]:
    below: dict[str, list[int]] = {}
    found: dict[int, str] = {}
    for piece in reversed(document.all_texts):
        if piece.role not in _PROSE:
            continue
        owner = int(piece.form.number) if piece.form is not None else 0
        within: set[str] = set()
        for sentence in reversed(_SENTENCE.findall(piece.text or "")):
            tails = list(_tails(sentence, length))
            # The longest tail that stands below is what was copied.
            for tail, key in reversed(tails):
                homes = below.setdefault(key, [])
                if key in within or any(home != owner or not owner for home in homes):
                    found[id(piece._raw)] = tail
                # Two different homes are enough to answer for every other.
                if owner not in homes and len(homes) < 2:
                    homes.append(owner)
            within.update(key for _, key in tails[:1])
    return found


def _tails(sentence: str, length: int) -> Iterator[tuple[str, str]]:
    """The sentence, and what follows each of its last commas, while it is long enough; each with its bare form."""
    starts = [0, *deque((comma.end() for comma in _COMMA.finditer(sentence)), maxlen=_TAILS)]
    for start in starts:
        tail = sentence[start:].strip()
        key = normal(tail)
        if len(key) < length:
            return
        yield tail, key
