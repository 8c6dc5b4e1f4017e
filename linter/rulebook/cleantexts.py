"""Which texts a rule has found nothing wrong with: headings, units and names repeat from form to form and from file to
file, and a rule that asks of a text nothing but itself need not look at the same one again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from linter.language.scope import Node

#: Texts a rule remembers; beyond that it starts afresh.
_MOST = 2_000
_OWN = frozenset({"text", "role", "label"})

#: Role, label and words of a printed text.
Key = tuple[str, str, str]


def asks_text_alone(given: str, fields: Collection[str], compiled: dict[str, Any]) -> bool:
    """Whether a rule looks at nothing but the words, the role and the label of a text."""
    return given == "text" and _OWN.issuperset(fields) and not _asks_whole(compiled)


def _asks_whole(plain: Any) -> bool:
    """Whether compiled expressions hand on the judged object itself (``this``), and with it all around it."""
    if isinstance(plain, dict):
        return any(map(_asks_whole, plain.values()))
    if not isinstance(plain, list):
        return False
    return plain == ["path", 0, []] or any(map(_asks_whole, plain))


class CleanTexts:
    """The clean texts of one rule, each with whether the rule's ``when`` held of it. Nodes of texts know their key."""

    def __init__(self) -> None:
        self._held: dict[Key, bool] = {}

    def told(self, node: Node) -> bool | None:
        """Whether ``when`` held of a text that is known to be clean; None for one that is not."""
        return self._held.get(node.__dict__["_key"])

    def add(self, node: Node, held: bool) -> None:
        if len(self._held) >= _MOST:
            self._held.clear()
        self._held[node.__dict__["_key"]] = held
