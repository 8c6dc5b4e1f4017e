"""How far around the judged object an expression looks, told from its plain tree before it ever runs.

Whoever knows that a condition asks nothing but the object itself, or nothing beyond its form, need not ask it again of
one that is the same (rulebook/cleanrecords.py, precedents.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal, get_args

from linter.language.functions.basics import FUNCTIONS
from linter.language.types import Type, derived_fields, fields, given_type, object_types

#: ``object``: the judged row or text alone; ``form``: what stands in its form; ``document``: what stands in the
#: document; ``file``: how the file is called, or other files.
Reach = Literal["object", "form", "document", "file"]
_FAR: tuple[Reach, ...] = get_args(Reach)
#: Objects that are judged one by one and say all of themselves; others are read together with their form.
_LEAST: dict[str, Reach] = {
    "indicator": "object", "text": "object", "document": "document", "collection": "file",
}  # fmt: skip
#: Steps of field paths that lead away from an object (to its form, to last year), or say where in the form it stands.
_STEPS: dict[Reach, frozenset[str]] = {
    "form": frozenset({"form", "indicator", "position", "previous", "price"}),
    "document": frozenset({"document"}),
    "file": frozenset({"path", "type"}),
}
#: What may be handed to a function that then looks around from there.
_ROAMED = frozenset(object_types()) - {"value"}
#: Functions of a row that look at nothing beyond its form.
_WITHIN_FORM = frozenset({"namesakes", "comparable_rows", "preceding"})


def reach_of(given: str, plain: Any, paths: Iterable[str]) -> Reach:
    """How far anything looks that stands in plain data (a rule's compiled clauses) about ``given`` objects. ``paths``
    are the field paths it uses, as seen from them."""
    least = _LEAST.get(given, "form")
    numbered: Reach = "document" if any(_asks_number(given_type(given), path) for path in paths) else "object"
    return _farthest([least, numbered, *_reaches(plain)])


def _farthest(reaches: Iterable[Reach]) -> Reach:
    return max(reaches, key=_FAR.index, default="object")


def _reaches(plain: Any) -> Iterator[Reach]:
    if isinstance(plain, dict):
        plain = list(plain.values())
    if not isinstance(plain, list | tuple):
        return
    match plain:
        case ["path", _, list(steps)] | ["get", _, list(steps)]:
            yield from map(_of_step, steps)
        case ["call", str(name), _] if name in FUNCTIONS:
            yield _of_function(name)
    for part in plain:
        yield from _reaches(part)


def _of_step(name: str) -> Reach:
    own: Reach = next((reach for reach, names in _STEPS.items() if name in names), "object")
    derived = (_of_derived(owner, name) for owner, known in derived_fields().items() if name in known)
    return _farthest([own, *derived])


_at_work: set[tuple[str, str]] = set()


def _of_derived(owner: str, name: str) -> Reach:
    """How far a derived field looks. One that is being asked already adds nothing to itself."""
    term: Any = derived_fields()[owner][name]
    if (owner, name) in _at_work:
        return "object"
    _at_work.add((owner, name))
    try:
        compiled = term.compiled
        numbered = any(_asks_number(Type(owner), path) for path in compiled.fields)
        return "document" if numbered else _farthest(_reaches(compiled.tree))
    finally:
        _at_work.discard((owner, name))


@cache
def _of_function(name: str) -> Reach:
    """What takes a row, a form or a text may look at all around it, unless it is said to stay within the form."""
    taken = FUNCTIONS[name].signature.partition("(")[2].partition(") ->")[0]
    if not _ROAMED & set(re.findall(r"\w+", taken)):
        return "object"
    return "form" if name in _WITHIN_FORM else "document"


def _asks_number(type_: Type, path: str) -> bool:
    """Whether a path asks which form of its file a form is: two forms that say the same differ in that."""
    for name in path.split("."):
        field = fields(type_.name).get(name)
        if field is None:
            return False
        if type_.name == "form" and name == "number":
            return True
        type_ = field.type.of or field.type if field.type.name == "list" else field.type
    return False
