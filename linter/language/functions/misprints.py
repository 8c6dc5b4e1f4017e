"""Known misprints: strings that no correct text holds, each with what was meant.

A word list gives them as ``wrong|right``. One regular expression for a whole list keeps the cost of a text
independent of how long the list is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from linter.ground.patterns import compiled
from linter.language.wordlists import WordList


@lru_cache(maxsize=64)
def _compiled(misprints: WordList) -> tuple[re.Pattern[str], dict[str, str]]:
    meant = dict(entry.split("|", 1) for entry in misprints.words)
    longest_first = sorted(meant, key=len, reverse=True)
    return compiled("|".join(map(re.escape, longest_first))), meant


def misprint(text: str, misprints: WordList) -> str | None:
    """The first known misprint in a text."""
    match = _compiled(misprints)[0].search(text)
    return match.group() if match else None


def meant(text: str, misprints: WordList) -> str | None:
    """What the first known misprint in a text was meant to be."""
    wrong = misprint(text, misprints)
    return _compiled(misprints)[1][wrong] if wrong else None


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "misprint": (
        "misprint(text, words) -> text",
        "文中第一处已知的错字；词表的每一项写作 错|对",
        misprint,
    ),
    "meant": ("meant(text, words) -> text", "上面所说的错字本来应当是什么", meant),
}
