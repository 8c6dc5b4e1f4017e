"""What printed labels mean: the roles of columns and header fields, footers, sums, areas and offices, as listed in
rules/words/headers.yaml."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Literal

from linter.forms.labelkeys import LONGEST_LABEL, key, patterns, without_brackets, words
from linter.ground.patterns import compiled
from linter.ground.resources import load_data

_OF_WHICH = compiled(r"(?:其中|其他|含)[:：]?(?=.{2})")
_LONGEST_AREA = 12
#: No name of an office is longer.
_LONGEST_OFFICE = 30
#: What only contains a word of a head is one when it is short and no sentence.
_LONGEST_LIKE = 24
_SENTENCE = compiled(r"[，。；、：:≥≤]|\d{2}")
#: How a label is told: by a listed word, by a pattern, by a part of it.
Sort = Literal["word", "pattern", "part", "none"]


class _Table:
    """Roles by label for one section: exact words first, then words without brackets, then patterns."""

    def __init__(self, name: str) -> None:
        section: dict[str, Any] = words(name)
        self.roles: dict[str, str] = {}
        self.patterns: list[tuple[str, re.Pattern[str]]] = []
        for role, entry in section.items():
            for word in entry.get("words", []):
                self.roles.setdefault(key(word), role)
            if listed := entry.get("patterns"):
                self.patterns.append((role, compiled("|".join(f"(?:{pattern})" for pattern in listed))))
        self.like = [(entry["role"], compiled(entry["pattern"])) for entry in words(f"{name}_like")]

    def role(self, label: str) -> tuple[str | None, Sort]:
        """The role of a label, and what told it."""
        for candidate in (label, without_brackets(label)):
            if candidate in self.roles:
                return self.roles[candidate], "word"
        bare = without_brackets(label)
        for role, pattern in self.patterns:
            if pattern.fullmatch(label) or pattern.fullmatch(bare):
                return role, "pattern"
        if not 2 <= len(bare) <= _LONGEST_LIKE or _SENTENCE.search(bare):
            return None, "none"
        found = next((role for role, pattern in self.like if pattern.fullmatch(bare)), None)
        return found, "part" if found else "none"


@cache
def _columns() -> _Table:
    return _Table("columns")


@cache
def _fields() -> _Table:
    return _Table("fields")


@lru_cache(maxsize=4096)
def _column_role(text: str) -> tuple[str | None, Sort]:
    return _columns().role(key(text))


@lru_cache(maxsize=4096)
def _field_role(text: str) -> str | None:
    label = key(text)
    role, _ = _fields().role(label)
    if role is None and (found := _OF_WHICH.match(label)):
        role, _ = _fields().role(label[found.end() :])
    return role


def column_role(text: str) -> str | None:
    """The role of a column head: level1, level2, name, value, comparator, unit, … or None."""
    return column_claim(text)[0]


def column_claim(text: str) -> tuple[str | None, Sort]:
    """The role of a column head, and whether a listed word, a pattern or a part of it tells it."""
    return _column_role(text) if 0 < len(text) <= LONGEST_LABEL else (None, "none")


def head_role(text: str) -> str | None:
    """The role that a head has among other heads: one that alone is a label of the form (绩效目标) may be a column."""
    return _head_role(text) if 0 < len(text) <= LONGEST_LABEL else None


@lru_cache(maxsize=4096)
def _head_role(text: str) -> str | None:
    return column_role(text) or next(iter(may_head(text)), None)


def is_head(text: str) -> bool:
    """Whether a text is a listed head of a column of indicators (绩效指标, 年初目标值), and so no content."""
    role, sort = column_claim(text)
    return (sort in ("word", "pattern") and role != "grade") or (
        sort == "part" and role in ("level1", "level2")
    )


def may_head(text: str) -> dict[str, float]:
    """The roles that a head of several meanings may have, with points; empty for others."""
    return _may_head(text) if 0 < len(text) <= LONGEST_LABEL else {}


@lru_cache(maxsize=4096)
def _may_head(text: str) -> dict[str, float]:
    listed: dict[str, dict[str, float]] = load_data("words/roles.yaml")["words"]
    return listed.get(without_brackets(key(text)), {})


def field_role(text: str) -> str | None:
    """The role of a header-field label: project, department, total, goal_year, … or None."""
    return _field_role(text) if 0 < len(text) <= LONGEST_LABEL else None


@lru_cache(maxsize=4096)
def _is_listed(text: str) -> bool:
    label = key(text)
    return label in _fields().roles or without_brackets(label) in _fields().roles


def is_listed_field(text: str) -> bool:
    """Whether a label is a listed one, not one that only contains the words of a label."""
    return 0 < len(text) <= LONGEST_LABEL and _is_listed(text)


@cache
def _footer() -> tuple[frozenset[str], re.Pattern[str] | None]:
    return frozenset(key(word) for word in words("footer")["labels"]), patterns("footer", "patterns")


def is_footer(text: str) -> bool:
    """Whether a text is the label of something below the table: 填表人, 联系电话, …审核意见."""
    return 0 < len(text) <= LONGEST_LABEL and _is_footer(text)


@lru_cache(maxsize=4096)
def _is_footer(text: str) -> bool:
    labels, pattern = _footer()
    label = key(text)
    bare = without_brackets(label)
    return label in labels or bare in labels or bool(pattern and pattern.fullmatch(bare))


@cache
def _totals() -> frozenset[str]:
    return frozenset(words("totals"))


def is_total(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and _is_total(text)


@lru_cache(maxsize=4096)
def _is_total(text: str) -> bool:
    return without_brackets(key(text)) in _totals()


def is_area(text: str) -> bool:
    """Whether a head is the name of an area: 红湾镇, 县本级."""
    area, other = compiled(words("areas")), compiled(words("not_areas"))
    bare = without_brackets(key(text)) if 0 < len(text) <= _LONGEST_AREA else ""
    return bool(area.fullmatch(bare)) and not other.fullmatch(bare)


def is_office(text: str) -> bool:
    """Whether a text is the name of an office, with or without its code (303001-某县信访局)."""
    pattern = patterns("organisation")
    return 0 < len(text) <= _LONGEST_OFFICE and pattern is not None and pattern.search(text) is not None
