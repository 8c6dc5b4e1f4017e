"""Which fields are there at all in the documents of a run."""

from __future__ import annotations

from collections.abc import Iterable

from linter.language.scope import Node, objects


class Presence:
    """Looks for each field once, and no further than to the first object that has it."""

    def __init__(self, roots: Iterable[Node]) -> None:
        self._roots = list(roots)
        self._known: dict[tuple[str, bool, str], bool] = {}

    def any(self, given: str, all_rows: bool) -> bool:
        """Whether there is any object that a rule with this ``given`` visits."""
        return any(True for root in self._roots for _ in objects(given, root, all_rows=all_rows))

    def of(self, given: str, all_rows: bool, path: str) -> bool:
        """Whether any object that a rule with this ``given`` visits has the field."""
        key = (given, all_rows, path)
        if key not in self._known:
            self._known[key] = any(
                scope.get(path) is not None
                for root in self._roots
                for scope in objects(given, root, all_rows=all_rows)
            )
        return self._known[key]
