"""When two documents, or two rows, say the same: what a rule asks of one it need not ask of the other.

Where they stand, in which file and as which form of it, is no part of what they say.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache
from typing import Any, get_args

import msgspec

from linter import model
from linter.ground.digests import blake2b
from linter.surroundings import Outlook, Profile

#: Fields that no expression can ask for: places, which form of its file a form is, how its columns were told.
_UNASKED = frozenset({"place", "places"})
_UNASKED_OF_FORM = _UNASKED | {"number", "column_roles"}


def document_key(document: model.Document, outlook: Outlook) -> bytes | None:
    """A digest of what a document says, but for how its file is called, and of what its forms are judged by: the year
    for those that state none, their profiles. None where prices or last year's forms are judged by too."""
    if outlook.prices or outlook.forms:
        return None
    total = document.total
    said = [
        [
            (form.number, _form_key(form, outlook.year, outlook.profiles.get(form.number)))
            for form in document.forms
        ],
        list(map(_told(model.Text), document.texts)),
        None if total is None else _told(model.Amount)(total),
        document.summed,
        document.records,
    ]
    return _digest(said)


def _form_key(form: model.Form, year: int | None, profile: Profile | None) -> bytes:
    budget = form.budget
    said = [
        _told(model.Form)(form),
        _told(model.Budget)(budget),
        list(map(_told(model.Amount), budget.amounts)),
        *(list(map(_told(of), getattr(form, name))) for name, of in _listed(model.Form).items()),
        year,
        None if profile is None else (profile.name, profile.habits, profile.ignore),
    ]
    return _digest(said)


def _digest(said: Any) -> bytes:
    try:
        raw = msgspec.msgpack.encode(said)
    except UnicodeEncodeError:  # half characters, from JSON: only escapes can hold them
        raw = ascii(said).encode("ascii")
    found: bytes = blake2b(raw, digest_size=16).digest()
    return found


def row_key(row: model.Indicator, longest: int) -> bytes | None:
    """What all rows have that say the same, and no others; None where their texts together have more characters than
    this: a rule may search them joined."""
    told = _told(model.Indicator)(row)
    if sum(len(text) for text in told if type(text) is str) > longest:
        return None
    return _digest(told)


@cache
def _told(type_: type[msgspec.Struct]) -> Callable[[Any], Any]:
    """Takes at once all that an object says itself, without the objects that it holds."""
    unasked = _UNASKED_OF_FORM if type_ is model.Form else _UNASKED
    held = {"budget", "amounts", *_listed(type_)}
    return operator.attrgetter(
        *(name for name in type_.__struct_fields__ if name not in unasked and name not in held)
    )


@cache
def _listed(type_: type[msgspec.Struct]) -> dict[str, type[msgspec.Struct]]:
    """The fields of a type that list objects with places of their own, and what they list."""
    found = {}
    for field in msgspec.structs.fields(type_):
        of = next(iter(get_args(field.type)), None)
        if isinstance(of, type) and issubclass(of, msgspec.Struct) and "place" in of.__struct_fields__:
            found[field.name] = of
    return found
