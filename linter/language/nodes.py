"""The model as expressions see it: a tree of nodes over a document.

A node answers exactly the fields that ``linter.language.types`` declares. Texts that are empty are missing
(None), numbers are Decimal, and every node of a document exists once, so that nodes can be compared.
Fields are worked out when first asked for and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from linter import model
from linter.ground.repetition import LONG, without_runs
from linter.language.types import WAYS, fields, printed_names
from linter.surroundings import ALONE, Outlook


class Node:
    """One object of expressions. ``raw`` is the model object (for a goal, its label and content).

    Attributes are the declared fields (``declare``); names with an underscore are not for expressions.
    """

    def __init__(self, type_: str, raw: Any, owner: Node | None = None, position: int = 1) -> None:
        self._type = type_
        self._raw = raw
        self._owner = owner
        self._position = position

    def __repr__(self) -> str:
        return f"<{self._type} {self._position}>"

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class _Field:
    """A field of objects. It is asked once for each object, where the answer then stands."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, node: Node | None, owner: type[Node]) -> Any:
        if node is None:
            return self
        name = self._name
        ways = WAYS.get(node._type) or _ways_of(node._type)
        way = ways.get(name)
        if way is None:
            way = ways[name] = _derived(node._type, name)
        answer = way(node)
        if type(answer) is str and len(answer) > LONG:
            answer = without_runs(answer)
        node.__dict__[name] = answer
        return answer


def declare(names: Iterable[str]) -> None:
    """Let objects be asked for fields of these names; what an object has of them its type says. A ``__getattr__`` would
    do, but the error that precedes it costs more than most answers."""
    for name in names:
        if name not in Node.__dict__:
            setattr(Node, name, _Field(name))


declare(printed_names())


@cache
def _getters(type_: str) -> dict[str, Callable[[Node], Any]]:
    """How each printed field of an object is taken."""
    from linter.language.getters import getters_of  # it builds on this module

    return getters_of(type_)


def _ways_of(type_: str) -> dict[str, Callable[[Node], Any]]:
    """How each field of an object is taken; derived ones are added when they are first asked for."""
    WAYS[type_] = dict(_getters(type_))
    return WAYS[type_]


def _derived(type_: str, name: str) -> Callable[[Node], Any]:
    field = fields(type_).get(name)
    if field is None or field.take is None:
        raise AttributeError(name)
    return field.take


def wrap(document: model.Document, outlook: Outlook = ALONE) -> Node:
    """The root node of a document within what it is judged by. Make it once and judge all rules on it."""
    root = Node("document", document)
    root.__dict__["_outlook"] = outlook
    return root


def release(root: Node) -> None:
    """Take apart the nodes of a document that was judged. Owner and owned hold each other, and would stay until the
    collector finds them; nothing can be asked of them any more."""
    waiting = [root]
    while waiting:
        held = waiting.pop().__dict__
        below: list[Any] = [one for one in held.values() if type(one) is Node or (type(one) is list and one)]
        held.clear()
        for one in below:
            if type(one) is Node:
                if one.__dict__:
                    waiting.append(one)
            elif type(one[0]) is Node:
                waiting += one


def outlook_of(node: Node) -> Outlook:
    """What the document of a node is judged by."""
    while node._owner is not None:
        node = node._owner
    outlook: Outlook = node.__dict__.get("_outlook", ALONE)
    return outlook


def value_node(value: model.Value, owner: Node | None = None) -> Node:
    """A value as an object of expressions."""
    return Node("value", value, owner)


def missing(value: Any) -> bool:
    """Whether an expression's result counts as absent: None, an empty text or list, an empty target."""
    if value is None or value == "" or value == []:
        return True
    return isinstance(value, Node) and value._type == "value" and value._raw.kind == "empty"


def show(value: Any) -> str:
    """An expression's result as a message prints it; nothing for a missing one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    if isinstance(value, Node):
        known = fields(value._type)
        for name in ("text", "name", "title", "content", "path"):
            if name in known:
                return show(getattr(value, name))
        return ""
    if isinstance(value, (list, tuple)):
        return "、".join(show(item) for item in value)
    return str(value)
