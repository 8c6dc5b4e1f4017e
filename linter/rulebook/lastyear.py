"""This year's forms beside last year's: which form and which indicator is the earlier one of which.

Forms are matched by project name without its years (those of a whole department by its name) and by unit, as many
units have a project of the same name; indicators by second level and name without years. A name that stands twice in
either year matches nothing, since nobody can say which is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec

from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal, similarity
from linter.model import Document, Form, Indicator

_YEAR = compiled(r"(?<!\d)(?:19|20)\d\d(?!\d)\s*(?:年度|年)?")
Thing = TypeVar("Thing")
#: From here on two names are those of one unit before and after it was renamed.
_RENAMED = Decimal("0.5")


class Matches(msgspec.Struct):
    """Last year's form and indicator by ``id()`` of this year's."""

    forms: dict[int, Form] = msgspec.field(default_factory=dict)
    rows: dict[int, Indicator] = msgspec.field(default_factory=dict)


def forms_by_project(documents: Iterable[Document]) -> dict[str, Form]:
    """Last year's forms by what identifies a project, with its unit and without: ``Surroundings.last_year``."""
    forms = [form for document in documents for form in document.forms]
    return _single((key, form) for form in forms for key in keys_of(form))


def repeated_keys(documents: Iterable[Document]) -> set[str]:
    """What more than one form of the documents is looked up by."""
    met: set[str] = set()
    twice: set[str] = set()
    for document in documents:
        for form in document.forms:
            mine = keys_of(form)
            twice |= mine & met
            met |= mine
    return twice


def match(
    documents: Sequence[Document], last_year: Mapping[str, Form], twice: Collection[str] = ()
) -> Matches:
    """The earlier self of every form and indicator of ``documents`` that has one. What a file itself says of
    last year (``Document.earlier``) is stronger than ``last_year``. ``twice`` are keys that forms of other documents
    have, too."""
    matches = Matches()
    if not last_year and not any(document.earlier for document in documents):
        return matches
    own = _single((form_key(form), form) for document in documents for form in document.earlier)
    forms = [form for document in documents for form in document.forms]
    current = _single((key, form) for form in forms for key in keys_of(form) if key not in twice)
    for form in forms:
        before = _before(form, current, last_year, own)
        if before is not None:
            matches.forms[id(form)] = before
            matches.rows.update(_rows(form.indicators, before.indicators))
    return matches


def _before(
    form: Form, current: dict[str, Form], last_year: Mapping[str, Form], own: dict[str, Form]
) -> Form | None:
    """What this form was last year; the narrower key is asked first."""
    for key in (_unit_key(form), form_key(form)):
        if current.get(key) is form:
            if key in own:
                return own[key]
            before = last_year.get(key)
            if before is not None and _one_unit(form, before):
                return before
    return None


def _one_unit(form: Form, before: Form) -> bool:
    """Whether both may be of one unit: an office that was renamed still shares most of its name."""
    alike = similarity(_unit(form), _unit(before))
    return alike is None or alike >= _RENAMED


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


def form_key(form: Form) -> str:
    """By the project, whatever the unit; the table of a department as a whole by the department. Empty where the form
    names neither."""
    whole = form.department or form.implementing_unit if form.scope == "department" else None
    name = form.project or whole
    return f"{form.scope}:{without_years(name)}" if name else ""


def keys_of(form: Form) -> set[str]:
    """All that a form is looked up by: its project, with its unit and without; nothing where no project is written."""
    return {form_key(form), _unit_key(form)} - {""}


def _unit_key(form: Form) -> str:
    key, unit = form_key(form), normal(_unit(form))
    return f"{key}\n{unit}" if key and unit else ""


def _unit(form: Form) -> str:
    return form.implementing_unit or form.department or ""


def _row_key(row: Indicator) -> str:
    if not row.name or row.term != "year" or row.row_kind != "indicator":
        return ""
    return f"{row.level2 or ''}:{row.area or ''}:{without_years(row.name)}"


def without_years(text: str) -> str:
    """A name as it would stand in any year: ``2025年全区普法经费`` → ``全区普法经费``."""
    return normal(_YEAR.sub("", text))
