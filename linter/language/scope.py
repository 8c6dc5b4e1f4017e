"""What a rule judges: the objects a ``given`` visits, their fields by path, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter import model
from linter.language.nodes import Node, missing, show, value_node, wrap
from linter.language.types import GIVEN, fields
from linter.model import NOWHERE, Place

if TYPE_CHECKING:
    from linter.language.saidbefore import Said

__all__ = ["Node", "Scope", "given_of", "missing", "objects", "show", "value_node", "wrap"]


class Scope:
    """A node that a rule judges, with what a finding needs to know about it."""

    __slots__ = ("node", "number", "said")

    def __init__(self, node: Node, number: int | None = None) -> None:
        self.node = node
        #: What is known of all rows or texts that say the same (language/saidbefore.py); None for other objects.
        self.said: Said | None = node.__dict__.get("_said")
        #: The number of the form that the node belongs to, where the one who made the scope knows it.
        self.number = number

    def get(self, path: str) -> Any:
        """The value of a declared field path; None when it or anything on the way is missing."""
        current: Any = self.node
        for position, name in enumerate(_steps(path)):
            own = name in fields(self.node._type)
            if position == 0 and not own and name in ("this", given_of(self.node)):
                continue
            current = getattr(current, name)
            if current is None:
                return None
        return current

    def text(self, path: str = "") -> str:
        """The field as printed in a message or shown as the cell's text."""
        return show(self.get(path))

    def place(self, path: str = "") -> Place:
        """Where the field stands: its own cell where that is known, else the nearest thing around it."""
        node, best = self.node, _own_place(self.node)
        for name in _steps(path):
            if name not in fields(node._type):
                continue
            best = _field_place(node, name) or best
            below = getattr(node, name)
            if not isinstance(below, Node):
                break
            if below._type != "value":
                best = _own_place(below) if _own_place(below) != NOWHERE else best
            node = below
        return best

    def cell_path(self, path: str) -> str:
        """The field whose cell shows this one: the unit of a value stands in the value's cell, unless a cell of its own
        is printed."""
        front, _, last = path.rpartition(".")
        if not front or last not in _CELL_IN_VALUE:
            return path
        node = self.get(front)
        return path if isinstance(node, Node) and _field_place(node, last) is not None else front

    @property
    def form(self) -> model.Form | None:
        return _raw_above(self.node, "form")  # type: ignore[no-any-return]

    @property
    def indicator(self) -> model.Indicator | None:
        if self.node._type == "text_piece":
            row = self.node.indicator
            return row._raw if row is not None else None
        return _raw_above(self.node, "indicator")  # type: ignore[no-any-return]

    @property
    def document(self) -> model.Document | None:
        return _raw_above(self.node, "document")  # type: ignore[no-any-return]


def given_of(node: Node) -> str:
    """The word of ``given`` for a node."""
    return "text" if node._type == "text_piece" else node._type


def _steps(path: str) -> list[str]:
    return path.split(".") if path else []


def objects(given: str, document: model.Document | Node, *, all_rows: bool = False) -> Iterator[Scope]:
    """Every object that a rule with this ``given`` visits, in reading order.

    Indicators are those of the year; rows that are empty or left over from a template come only with
    ``all_rows`` (a rule whose ``when`` speaks of row_kind). Raises ValueError for another word.
    """
    root = document if isinstance(document, Node) else wrap(document)
    if given == "document":
        yield Scope(root)
        return
    if given not in GIVEN:
        raise ValueError(given)
    if given == "collection":  # what is seen over many files: no document has it
        return
    for form in root.forms:
        number = form._raw.number
        yield from (Scope(node, number) for node in _objects_of(form, given, all_rows))
    if given == "text":
        yield from map(Scope, root.texts)


def _objects_of(form: Node, given: str, all_rows: bool) -> list[Node]:
    if given == "form":
        return [form]
    if given == "budget":
        return [form.budget]
    if given == "indicator":
        rows = form.indicators if all_rows else form.targets
        terms = {"year", form._raw.judged_term}  # asked once: it goes through all rows
        return [row for row in rows if row._raw.term in terms]
    listed: list[Node] = form.goals if given == "goal" else form.texts
    return listed


# Where things stand ---------------------------------------------------------------------------------

_CELL_OF = {
    "value": "value", "value_printed": "value", "level2_printed": "level2", "name_printed": "name",
    "goals": "goal", "goal_items": "goal", "total_yuan": "total", "fiscal_yuan": "fiscal",
    "carried_over_yuan": "carried_over", "other_yuan": "other", "spent_yuan": "spent",
}  # fmt: skip
_CELL_IN_VALUE = {
    "cmp": "comparator", "unit": "unit", "unit_printed": "unit", "dimension": "unit", "unknown_unit": "unit",
}  # fmt: skip


def _field_place(node: Node, name: str) -> Place | None:
    if node._type == "value":
        owner = node._owner
        cell = _CELL_IN_VALUE.get(name)
        # The cell of the unit counts only if something is printed in it: units mostly stand in the value.
        if owner is None or owner._type != "indicator" or cell is None or not getattr(owner._raw, cell):
            return None
        node, name = owner, cell
    places: dict[str, Place] = getattr(node._raw, "places", {})
    return places.get(_CELL_OF.get(name, name))


def _own_place(node: Node) -> Place:
    owner = node._owner
    if node._type == "value":
        return (_field_place(owner, "value") or _own_place(owner)) if owner else NOWHERE
    if node._type == "goal" and owner is not None:
        return _field_place(owner, "goal") or _own_place(owner)
    if node._type == "budget" and owner is not None:
        return next(iter(node._raw.places.values()), None) or _own_place(owner)
    if node._type == "entry" and owner is not None and node._raw.label in owner._raw.places:
        return owner._raw.places[node._raw.label]  # type: ignore[no-any-return]
    own: Place = getattr(node._raw, "place", NOWHERE)
    return own if own != NOWHERE or owner is None else _own_place(owner)


def _raw_above(node: Node, type_: str) -> Any:
    current: Node | None = node
    while current is not None and current._type != type_:
        current = current._owner
    return current._raw if current is not None else None
