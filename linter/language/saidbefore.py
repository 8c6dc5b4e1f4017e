"""What was worked out of rows and texts, kept for all that say the same.

Units, headings and whole rows repeat from form to form. Fields that ask nothing but the object itself
(language/reach.py) are the same for the next one, and so is what such an object alone decides of a rule
(rulebook/knownobjects.py).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import Any

from linter.language.nodes import Node
from linter.language.types import OWN, SAID, fields

#: Objects that are known at a time; beyond that they are looked at afresh.
_MOST = 3_000
#: Of a longer text a search may have seen only the beginning, which has to be counted each time.
_LONGEST = 500
#: Rules that can be told apart.
RULES = 256
_PLAIN = frozenset({str, bool, Decimal, type(None)})


class Said:
    """What is known of objects that say the same: fields that were worked out, and a byte for each rule."""

    __slots__ = ("fields", "states")

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.states = bytearray(RULES)


#: Forms from which on it pays: most calls check one or two, and would only pay for what is never asked for again.
_ENOUGH = 10
_forms = 0


def expect(forms: int) -> None:
    """Some more forms are going to be judged by this process."""
    global _forms
    _forms += forms


def remembering() -> bool:
    """Whether there are forms enough that something is kept of them."""
    return _forms >= _ENOUGH


def recognise(node: Node) -> None:
    """Give a new row or text all that is known of its like. One that says too much is told by ``_said`` being None."""
    raw: Any = node._raw
    if _forms < _ENOUGH:
        key: Hashable = None
    elif node._type == "indicator":
        from linter.language.sameness import row_key  # a run of few forms has no use for it

        key = row_key(raw, _LONGEST)
    else:
        key = (raw.text, raw.role, raw.label) if len(raw.text) + len(raw.label) <= _LONGEST else None
    known = node.__dict__
    said = known["_said"] = SAID.get(key)
    if said is not None:
        known.update(said.fields)
    elif key is not None:
        if len(SAID) >= _MOST:
            SAID.clear()
        known["_said"] = SAID[key] = Said()


def remember(nodes: Iterable[Node]) -> None:
    """Keep what was worked out of rows or texts, once nothing more is asked of them."""
    for node in nodes:
        said = node.__dict__["_said"]
        if said is not None and not said.fields:
            own = OWN.get(node._type) or _own_fields(node._type)
            said.fields = {
                name: value for name, value in node.__dict__.items() if name in own and _is_plain(value)
            }


def _is_plain(value: Any) -> bool:
    """Whether a value belongs to no document: a text, a number, a list of texts."""
    return type(value) in _PLAIN or (type(value) is list and all(type(one) is str for one in value))


def _own_fields(type_: str) -> frozenset[str]:
    """The fields of an object that ask nothing but the object itself."""
    from linter.language.reach import reach_of  # it builds on this module

    given = "text" if type_ == "text_piece" else type_
    OWN[type_] = frozenset(
        name for name in fields(type_) if reach_of(given, ["path", 0, [name]]) == "object"
    )
    return OWN[type_]
