"""This year's forms beside last year's: which form and which indicator is the earlier one of which.

Forms are matched by project name without its years, indicators by second level and name without years. A name
that stands twice in either year matches nothing, since nobody can say which is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal
from linter.model import Document, Form, Indicator

_YEAR = compiled(r"(?<!\d)(?:19|20)\d\d(?!\d)\s*(?:年度|年)?")
Thing = TypeVar("Thing")


def look_back(documents: Iterable[Document], previous: Iterable[Document]) -> int:
    """Set ``previous`` of every form and indicator that has an earlier one. Returns how many forms have."""
    earlier = _single((_form_key(form), form) for document in previous for form in document.forms)
    now = [form for document in documents for form in document.forms]
    current = _single((_form_key(form), form) for form in now)
    for key, form in current.items():
        if key in earlier:
            form.previous = earlier[key]
            _match_rows(form.indicators, earlier[key].indicators)
    return sum(form.previous is not None for form in now)


def _match_rows(rows: Sequence[Indicator], earlier: Sequence[Indicator]) -> None:
    before = _single((_row_key(row), row) for row in earlier)
    for key, row in _single((_row_key(row), row) for row in rows).items():
        row.previous = before.get(key)


def _single(pairs: Iterable[tuple[str, Thing]]) -> dict[str, Thing]:
    """Things by key; an empty key and one that stands twice are left out."""
    found: dict[str, Thing] = {}
    twice: set[str] = set()
    for key, thing in pairs:
        if key in found:
            twice.add(key)
        elif key:
            found[key] = thing
    return {key: thing for key, thing in found.items() if key not in twice}


def _form_key(form: Form) -> str:
    return f"{form.scope}:{without_years(form.project)}" if form.project else ""


def _row_key(row: Indicator) -> str:
    if not row.name or row.term != "year" or row.row_kind != "indicator":
        return ""
    return f"{row.level2 or ''}:{row.area or ''}:{without_years(row.name)}"


def without_years(text: str) -> str:
    """A name as it would stand in any year: ``2025年全区普法经费`` → ``全区普法经费``."""
    return normal(_YEAR.sub("", text))
