"""This year's forms beside last year's: which form and which indicator is the earlier one of which.

Forms are matched by project name without its years, indicators by second level and name without years. A name
that stands twice in either year matches nothing, since nobody can say which is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal
from linter.model import Document, Form, Indicator

_YEAR = compiled(r"(?<!\d)(?:19|20)\d\d(?!\d)\s*(?:年度|年)?")
Thing = TypeVar("Thing")


class Matches(msgspec.Struct):
    """Last year's form and indicator by ``id()`` of this year's."""

    forms: dict[int, Form] = msgspec.field(default_factory=dict)
    rows: dict[int, Indicator] = msgspec.field(default_factory=dict)


def forms_by_project(documents: Iterable[Document]) -> dict[str, Form]:
    """Last year's forms by what identifies a project: ``Surroundings.last_year``."""
    return _single((_form_key(form), form) for document in documents for form in document.forms)


def match(documents: Sequence[Document], last_year: dict[str, Form]) -> Matches:
    """The earlier self of every form and indicator of ``documents`` that has one. What a file itself says of
    last year (``Document.earlier``) is stronger than ``last_year``."""
    matches = Matches()
    own = _single((_form_key(form), form) for document in documents for form in document.earlier)
    earlier = {**last_year, **own}
    current = _single((_form_key(form), form) for document in documents for form in document.forms)
    for key, form in current.items():
        if key in earlier:
            matches.forms[id(form)] = earlier[key]
            matches.rows.update(_rows(form.indicators, earlier[key].indicators))
    return matches


def _rows(rows: Sequence[Indicator], earlier: Sequence[Indicator]) -> dict[int, Indicator]:
    before = _single((_row_key(row), row) for row in earlier)
    now = _single((_row_key(row), row) for row in rows)
    return {id(row): before[key] for key, row in now.items() if key in before}


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
