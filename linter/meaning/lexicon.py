"""Words with what they tell, and the two ways to look for them: at an end of a text, and all along it.

The longest word wins wherever several stand at one place. Each word is in a lexicon once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """``word`` stands at ``text[start:end]`` and tells ``role``."""

    word: str
    role: T
    start: int
    end: int


class Lexicon(Generic[T]):
    """A closed set of words, each with its role. Raises ValueError for a word that is given two roles."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._roles: dict[str, T] = {}
        for word, role in entries:
            if self._roles.setdefault(word, role) != role:
                raise ValueError(f"{word}: {self._roles[word]} / {role}")

    @cached_property
    def _first(self) -> dict[str, list[int]]:
        return _longest_first({(word[0], len(word)) for word in self._roles})

    @cached_property
    def _last(self) -> dict[str, list[int]]:
        return _longest_first({(word[-1], len(word)) for word in self._roles})

    def __contains__(self, word: str) -> bool:
        return word in self._roles

    def at(self, text: str, start: int = 0) -> Hit[T] | None:
        """The longest word that begins at ``start``."""
        for length in self._first.get(text[start : start + 1], ()):
            word = text[start : start + length]
            if word in self._roles:
                return Hit(word, self._roles[word], start, start + length)
        return None

    def ending(self, text: str) -> Hit[T] | None:
        """The longest word that the text ends in."""
        for length in self._last.get(text[-1:], ()):
            word = text[-length:]
            if word in self._roles:
                return Hit(word, self._roles[word], len(text) - len(word), len(text))
        return None

    def scan(self, text: str) -> list[Hit[T]]:
        """All words from left to right, none in another."""
        hits: list[Hit[T]] = []
        at = 0
        while at < len(text):
            hit = self.at(text, at)
            if hit is not None:
                hits.append(hit)
            at = hit.end if hit is not None else at + 1
        return hits


def _longest_first(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Under each character the lengths of its words."""
    lengths: dict[str, list[int]] = {}
    for character, length in sorted(pairs, reverse=True):
        lengths.setdefault(character, []).append(length)
    return lengths
