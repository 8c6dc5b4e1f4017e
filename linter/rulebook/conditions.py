"""Which forms a rule looks at: those whose profile does not leave the rule out."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from linter.language.visits import Visits
from linter.model import Document
from linter.surroundings import Outlook

_NONE: frozenset[int] = frozenset()


class Fitting:
    """A document as each rule sees it: whole, or without the forms whose profile ignores the rule."""

    def __init__(self, document: Document, outlook: Outlook) -> None:
        self._document = document
        self._outlook = outlook
        self._ignoring: dict[str, set[int]] = {}
        for number, profile in outlook.profiles.items():
            for rule in profile.ignore:
                self._ignoring.setdefault(rule, set()).add(number)
        self._parts: dict[frozenset[int], tuple[Document, Visits]] = {
            _NONE: (document, Visits(document, outlook))
        }

    @property
    def whole(self) -> Visits:
        """The objects of the whole document."""
        return self._parts[_NONE][1]

    def release(self) -> None:
        """Let go of all objects, once nothing is asked of the document any more."""
        for _, visits in self._parts.values():
            visits.release()

    def for_rule(self, rule: str, named: Collection[str]) -> tuple[Document, Visits]:
        """The document for a rule. Rules in ``named`` were asked for by the user and see all of it."""
        ignoring = self._ignoring.get(rule)
        left_out = frozenset(ignoring) if ignoring and rule not in named else _NONE
        if left_out not in self._parts:
            kept = [form for form in self._document.forms if form.number not in left_out]
            part = msgspec.structs.replace(self._document, forms=kept)
            self._parts[left_out] = part, Visits(part, self._outlook)
        return self._parts[left_out]
