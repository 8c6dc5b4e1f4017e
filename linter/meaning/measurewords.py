"""The words of rules/words/measures.yaml, goals.yaml and projects.yaml, by role, each loaded when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from linter.ground.resources import load_data
from linter.meaning.lexicon import Hit, Lexicon

#: What a name may measure.
MEASURES = (
    *("ratio", "people", "visits", "count", "area", "length", "money", "price"),
    *("duration", "deadline", "score", "state", "task", "none"),
)
#: The types of projects, as rules/words/projects.yaml has them, and none.
PROJECT_TYPES = (
    *("training", "construction", "procurement", "subsidy", "maintenance", "staff", "operation", "event"),
    *("publicity", "information", "research", "inspection", "health", "education", "agriculture"),
    *("environment", "transport", "water", "relief", "rent", "debt", "culture", "security", "industry"),
    *("emergency", "none"),
)
#: Roles of words that say which way is better.
SIGNS = frozenset({"harm", "failure", "remedy", "care", "fall"})


class Head(msgspec.Struct, frozen=True):
    """What the end of a name says: what is measured, the dimension its unit must have (``""``: the usual one) and
    which way is better (None: other words of the name say it). ``noun``: it says what there is, the unit says how
    it is measured. ``firm``: no verb before it makes the name a task."""

    measures: str
    wants: str
    better: str | None
    noun: bool
    firm: bool


def _measures() -> Any:
    return load_data("words/measures.yaml")


def _goals() -> Any:
    return load_data("words/goals.yaml")


def _bare(words: Iterable[str]) -> Lexicon[str]:
    return Lexicon((word, "") for word in words)


@cache
def heads() -> Lexicon[Head]:
    """Ends of names."""
    return Lexicon(
        (end, head) for group in _measures()["heads"] for head in [_head(group)] for end in group["ends"]
    )


def _head(group: dict[str, Any]) -> Head:
    told = group.get
    return Head(
        group["measures"], told("wants", ""), told("better"), told("noun", False), told("firm", False)
    )


@cache
def signs() -> Lexicon[str]:
    """Words that say which way is better, by role."""
    return Lexicon((word, role) for role, words in _measures()["signs"].items() for word in words)


@cache
def extents() -> Lexicon[str]:
    """What may stand behind a fault and only says how much of it there is."""
    return _bare(_measures()["extents"])


@cache
def caseload() -> Lexicon[str]:
    return _bare(_measures()["caseload"])


@cache
def benefits() -> Lexicon[str]:
    return _bare(_measures()["benefits"])


@cache
def pers() -> Lexicon[str]:
    return Lexicon(_measures()["per"].items())


@cache
def tasks() -> Lexicon[str]:
    """Verbs of what is to be done."""
    return _bare(_goals()["tasks"])


@cache
def deeds() -> Lexicon[str]:
    """Verbs that stand behind their noun (道路建设, 补助发放)."""
    return _bare(_goals()["deeds"])


@cache
def modifiers() -> frozenset[str]:
    """Verbs that are part of the noun where they stand before one (宣传手册)."""
    return frozenset(_goals()["modifiers"])


@cache
def soft() -> frozenset[str]:
    """Tasks that are effects where a state stands behind them (维护社会稳定)."""
    return frozenset(_goals()["soft"])


@cache
def towards() -> tuple[str, ...]:
    """Words before whom or what something is done to."""
    return tuple(_goals()["towards"])


@cache
def light() -> frozenset[str]:
    """Verbs that mean nothing themselves: what is done stands behind (对桥梁进行检测)."""
    return frozenset(_goals()["light"])


@cache
def _bound() -> Lexicon[bool]:
    return Lexicon((word, key == "bound") for key in ("bound", "free") for word in _goals()[key])


def verb_at(lexicon: Lexicon[str], text: str, start: int = 0) -> Hit[str] | None:
    """The verb that begins at ``start``, unless it goes on into a noun (规范性文件, 调解员)."""
    verb = lexicon.at(text, start)
    after = _bound().at(text, verb.end) if verb else None
    return None if after is not None and after.role else verb


@cache
def verbs() -> Lexicon[str]:
    """Verbs that a clause may begin with."""
    return Lexicon((word, role) for role in ("tasks", "effects") for word in _goals()[role])


@cache
def openers() -> Lexicon[str]:
    """What may stand before the verb of a clause."""
    return _bare(_goals()["openers"])


@cache
def introductions() -> Lexicon[str]:
    """Words that begin a part without a task of its own: 根据……，为……，"""
    return _bare(_goals()["introductions"])


@cache
def project_words() -> Lexicon[tuple[str, int]]:
    """Words of project names: (type, strength)."""
    return Lexicon(_project_words())


def _project_words() -> Iterator[tuple[str, tuple[str, int]]]:
    for name, type_ in load_data("words/projects.yaml").items():
        for strength, key in ((3, "is"), (2, "or"), (1, "about")):
            for word in type_.get(key, ()):
                yield word, (name, strength)


@cache
def project_hints() -> Lexicon[str]:
    """Words of goals and indicator names that tell the type of a project whose name does not."""
    return Lexicon(
        (word, name)
        for name, type_ in load_data("words/projects.yaml").items()
        for word in type_.get("shows", ())
    )


@cache
def project_titles() -> dict[str, str]:
    """Type → its Chinese name."""
    return {name: type_["title"] for name, type_ in load_data("words/projects.yaml").items()}
