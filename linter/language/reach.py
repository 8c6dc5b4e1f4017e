"""How far around the judged object an expression looks, told from its plain tree before it ever runs.

Whoever knows that a condition asks nothing but the object itself, or nothing beyond its document, need not ask it again
of one that is the same (ownparts.py, rulebook/knownobjects.py, precedents.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal, get_args

from linter.language.functions.basics import FUNCTIONS
from linter.language.types import derived_fields, object_types

#: ``object``: the judged row or text alone; ``document``: what stands in the document; ``file``: how the file is
#: called, or other files.
Reach = Literal["object", "document", "file"]
_FAR: tuple[Reach, ...] = get_args(Reach)
#: Objects that say all of themselves, and those that are no part of a document; others are read together with it.
_LEAST: dict[str, Reach] = {"indicator": "object", "text": "object", "collection": "file"}
#: Steps of field paths that lead away from an object (to its form, to last year), or say where in the form it stands.
_STEPS: dict[Reach, frozenset[str]] = {
    "document": frozenset({"document", "form", "indicator", "position", "previous", "price"}),
    "file": frozenset({"path", "type"}),
}
#: What may be handed to a function that then looks around from there.
_ROAMED = frozenset(object_types()) - {"value"}


def reach_of(given: str, plain: Any) -> Reach:
    """How far anything looks that stands in plain data (a rule's compiled clauses) about ``given`` objects."""
    return _farthest([_LEAST.get(given, "document"), *_reaches(plain)])


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
        return _farthest(_reaches(term.compiled.tree))
    finally:
        _at_work.discard((owner, name))


@cache
def _of_function(name: str) -> Reach:
    """What takes a row, a form or a text may look at all around it."""
    taken = FUNCTIONS[name].signature.partition("(")[2].partition(") ->")[0]
    return "document" if _ROAMED & set(re.findall(r"\w+", taken)) else "object"
