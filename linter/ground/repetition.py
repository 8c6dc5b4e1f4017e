"""Texts that say the same again and again, cut to what says it.

A regular expression that begins with an open repeat (``\\d+人``) is tried from every place of a run and goes through
the rest of it each time: twenty thousand digits in a cell cost minutes, and nobody means them. Texts of offices have no
such runs.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linter.ground.patterns import compiled

#: Shorter texts are as they are.
LONG = 1_000
#: What is left of a run of figures and blanks (characters), and of a stretch said again and again (times).
_FIGURES, _TIMES = 200, 40
_FIGURE = r"[\d.,，\s]"
_RUN = compiled(rf"({_FIGURE}{{{_FIGURES}}}){_FIGURE}+")
_AGAIN = compiled(rf"((.{{1,8}}?)\2{{{_TIMES}}})\2+", re.DOTALL)


def is_figure(char: str) -> bool:
    """Whether a character is one of those of which no long run is left."""
    return compiled(_FIGURE).match(char) is not None


def without_runs(text: str) -> str:
    """The text with what it says beyond any use left out."""
    return text if len(text) <= LONG else _cut(text)


@lru_cache(maxsize=16)
def _cut(text: str) -> str:
    return _AGAIN.sub(r"\1", _RUN.sub(r"\1", text))
