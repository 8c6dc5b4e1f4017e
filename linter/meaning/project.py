"""A project → its type, told by its name; where the name is silent, by its goal, indicators and budget lines.

A word that settles the type stands above one that names a field of work; of several that settle it the last
one wins, as the head of a Chinese name stands at its end (培训中心物业服务 is property, not training).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from linter.meaning.measurewords import project_hints, project_titles, project_words
from linter.model import Form

NONE = "none"
#: A type told by the words around the project must be said this often, and more often than any other.
_LEAST_HINTS = 2


@lru_cache(maxsize=1024)
def project_type(name: str, around: tuple[str, ...] = ()) -> str:
    """The type of a project by its name, and by the texts ``around`` it: goal, indicator names, budget lines.
    One of ``titles()``, or ``none``."""
    hits = [hit.role for hit in project_words().scan(name)]
    if hits:
        strongest = max(strength for _, strength in hits)
        if strongest > 1 or not around:
            return [type_ for type_, strength in hits if strength == strongest][-1]
    told = _told(around, [type_ for type_, _ in hits])
    return told or (hits[-1][0] if hits else NONE)


def titles() -> dict[str, str]:
    """Every type with its Chinese name."""
    return project_titles()


def _told(around: Sequence[str], named: list[str]) -> str:
    """The type that the texts around speak of most; a field that the name speaks of counts ``_LEAST_HINTS``."""
    counts = Counter(hit.role for text in around for hit in project_hints().scan(text))
    counts.update(named * _LEAST_HINTS)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _LEAST_HINTS or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]


def type_of(form: Form) -> str:
    """The type of the project of a form."""
    name = form.project or form.title
    around = (form.purpose or "", form.goal or "", *(row.name for row in form.indicators))
    return project_type(name, (*around, *(line.label for line in form.plan)))
