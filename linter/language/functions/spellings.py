"""How the same thing is spelt elsewhere in a document: a slip of one character, another term for it.

Each index over a document is made once and kept on its node (twins.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import chain
from typing import Any

from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal
from linter.language.functions.twins import CANDIDATES, WRITTEN, clause_counts, clauses, kept
from linter.language.nodes import Node
from linter.language.wordlists import WordList

_CHINESE = compiled("[一-龥]")
_FILLED_IN = frozenset({"department", "other", "footer"})
#: A clause shorter than this is like another by chance; one longer than that is a paragraph.
_LEAST, _MOST = 6, 40
#: A short value (a person's name) is a slip only if the other spelling stands this often.
_OFTEN, _SHORT = 3, 3
#: What stands so many times is another choice (定性指标 beside 定量指标), and a slip only beside so many times as many.
_CHOSEN, _RARE = 3, 5


def misspelt(piece: Node, known: WordList, telling: WordList) -> str | None:
    """The first clause of a text that differs in one character from a clause elsewhere in the document which
    has a known word there and this one has not. Characters of ``telling`` (一二, 大小) make a true difference."""
    found = _slip(piece, known, telling)
    return found[0] if found else None


def spelt(piece: Node, known: WordList, telling: WordList) -> str | None:
    """The other clause of ``misspelt``."""
    found = _slip(piece, known, telling)
    return found[1] if found else None


def _slip(piece: Node, known: WordList, telling: WordList) -> tuple[str, str] | None:
    if piece.role not in WRITTEN or not piece.text:
        return None
    document = piece.document
    slips: dict[str, str] = kept(
        document, (id(known), id(telling)), lambda: _slips(clause_counts(document), known, telling)
    )
    if not slips:
        return None
    own = clauses(piece.text)
    # Side by side in one text the two are an enumeration: 30万元用于审计，30万元用于设计.
    return next(
        ((clause, slips[clause]) for clause in own if clause in slips and slips[clause] not in own), None
    )


def _slips(counts: Counter[str], known: WordList, telling: WordList) -> dict[str, str]:
    """Clauses with a slip, and how they are spelt elsewhere. A pair of characters that stands in other clauses
    too is a word that the list does not know, and no slip."""
    pairs: Counter[str] | None = None  # counted when two clauses are alike, which few are
    halves: dict[tuple[int, int, str], list[str]] = {}
    slips: dict[str, str] = {}
    for clause in counts:
        size = len(clause)
        if not _LEAST <= size <= _MOST:
            continue
        for half, part in enumerate((clause[: size // 2], clause[size // 2 :])):
            others = halves.setdefault((size, half, part), [])
            for other in others:
                at = _only_difference(clause, other)
                if at is None:
                    continue
                if pairs is None:
                    pairs = Counter(chain.from_iterable(map(_pairs, counts)))
                for own, right in ((clause, other), (other, clause)):
                    if (
                        pairs[own[max(at - 1, 0) : at + 1]] < 2
                        and pairs[own[at : at + 2]] < 2
                        and _slips_at(own, right, at, known, telling)
                    ):
                        slips.setdefault(own, right)
            if len(others) < CANDIDATES:
                others.append(clause)
    return slips


def _pairs(clause: str) -> set[str]:
    return {clause[at : at + 2] for at in range(len(clause) - 1)}


def _only_difference(one: str, other: str) -> int | None:
    """Where two texts of one length differ; None where they do in more than one place, or nowhere."""
    found = None
    for at, char in enumerate(one):
        if char != other[at]:
            if found is not None:
                return None
            found = at
    return found


def _slips_at(own: str, right: str, at: int, known: WordList, telling: WordList) -> bool:
    """Whether ``own`` slips from ``right`` in the character at ``at``."""
    if any(char in telling.members or not _CHINESE.match(char) for char in (own[at], right[at])):
        return False
    return _words_at(right, at, known) and not _words_at(own, at, known)


def _words_at(text: str, at: int, known: WordList) -> bool:
    return text[max(at - 1, 0) : at + 1] in known.members or text[at : at + 2] in known.members


def odd_spelling(piece: Node, telling: WordList) -> str | None:
    """What stands more often in the same field of the document and differs from this text in one Chinese
    character (another, one more, one less). Only for fields that are filled in: departments, sections, names."""
    if piece.role not in _FILLED_IN or not piece.label or not piece.text:
        return None
    fields, printed = kept(piece.document, "fields", lambda: _fields(piece.document))
    values: Counter[str] = fields[piece.label]
    own = normal(piece.text)
    if len(values) > 4 * CANDIDATES:
        return None
    for other, times in values.most_common(CANDIDATES):
        if times <= values[own] or (values[own] >= _CHOSEN and times < _RARE * values[own]):
            return None
        if min(len(own), len(other)) < _SHORT or (min(len(own), len(other)) == _SHORT and times < _OFTEN):
            continue
        odd = _odd(own, other)
        if odd and all(_CHINESE.match(char) and char not in telling.members for char in odd):
            return printed[other]  # type: ignore[no-any-return]
    return None


def _fields(document: Node) -> tuple[dict[str, Counter[str]], dict[str, str]]:
    """How often each field has each text on ``normal`` form, and one printed form of each."""
    fields: dict[str, Counter[str]] = {}
    printed: dict[str, str] = {}
    for piece in document.all_texts:
        if piece.role in _FILLED_IN and piece.label and piece.text:
            bare = normal(piece.text)
            fields.setdefault(piece.label, Counter())[bare] += 1
            printed.setdefault(bare, piece.text)
    return fields, printed


def _odd(one: str, two: str) -> str:
    """The characters in which two texts differ, if it is one exchanged, added or dropped; otherwise none."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return ""
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    if len(one) == len(two):
        return one[start] + two[start] if one[start + 1 :] == two[start + 1 :] else ""
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    return longer[start] if longer[start + 1 :] == shorter[start:] else ""


def term_used(piece: Node, groups: WordList) -> str | None:
    """The term in this text for which the document elsewhere uses a better one. A group of terms is written with
    ``|`` between them, the better ones first. Only for the first text that has it."""
    found = _term(piece, groups)
    return found[0] if found else None


def term_elsewhere(piece: Node, groups: WordList) -> str | None:
    """The other term of ``term_used``."""
    found = _term(piece, groups)
    return found[1] if found else None


def _term(piece: Node, groups: WordList) -> tuple[str, str] | None:
    document = piece.document
    terms: dict[int, tuple[str, str]] = kept(
        document, ("terms", id(groups)), lambda: _terms(document, groups)
    )
    return terms.get(id(piece._raw))


def _terms(document: Node, groups: WordList) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    variants = [list(filter(None, group.split("|"))) for group in groups.words]
    firsts = _first_uses(document, list(dict.fromkeys(term for group in variants for term in group)))
    for group in variants:
        uses = {term: firsts[term] for term in group if term in firsts}
        current = next(iter(uses), None)
        for term, piece in uses.items():
            if current and term != current:
                found.setdefault(id(piece._raw), (term, current))
    return found


def _first_uses(document: Node, terms: list[str]) -> dict[str, Node]:
    """The first text that has each term."""
    firsts: dict[str, Node] = {}
    # Most texts have none of them, which one search tells.
    any_term = compiled("|".join(map(re.escape, terms)))
    for piece in document.all_texts:
        if piece.text and any_term.search(piece.text):
            for term in terms:
                if term not in firsts and term in piece.text:
                    firsts[term] = piece
    return firsts


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "misspelt": (
        "misspelt(text_piece, words, words) -> text",
        "这段文字里与同一文件别处只差一个字的一句：那一个字处，别处成词（前一词表），这里不成词；后一词表的字（一二、大小）本来就该不同",
        misspelt,
    ),
    "spelt": ("spelt(text_piece, words, words) -> text", "上面所说的别处的一句", spelt),
    "odd_spelling": (
        "odd_spelling(text_piece, words) -> text",
        "同一文件同一栏目里更常见、与这里只差一个汉字的写法；词表的字（一二、东西）本来就该不同",
        odd_spelling,
    ),
    "term_used": (
        "term_used(text_piece, words) -> text",
        "这里所用的称谓，同一文件别处另有更好的；词表的每一项是几种称谓，用 | 隔开，好的在前；只给第一处",
        term_used,
    ),
    "term_elsewhere": (
        "term_elsewhere(text_piece, words) -> text",
        "上面所说的事项，同一文件别处的称谓",
        term_elsewhere,
    ),
}
