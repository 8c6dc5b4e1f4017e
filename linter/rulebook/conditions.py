"""Which forms a rule looks at: those whose profile does not leave the rule out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from linter.language.visits import Visits
from linter.model import Document


class Fitting:
    """A document as each rule sees it: whole, or without the forms whose profile ignores the rule."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._ignoring: dict[str, set[int]] = {}
        for form in document.forms:
            for rule in form.profile.ignore if form.profile is not None else ():
                self._ignoring.setdefault(rule, set()).add(id(form))
        self._parts: dict[frozenset[int], tuple[Document, Visits]] = {
            frozenset(): (document, Visits(document))
        }

    def for_rule(self, rule: str, named: Collection[str]) -> tuple[Document, Visits]:
        """The document for a rule. Rules in ``named`` were asked for by the user and see all of it."""
        left_out = frozenset(self._ignoring.get(rule, ()) if rule not in named else ())
        if left_out not in self._parts:
            kept = [form for form in self._document.forms if id(form) not in left_out]
            part = msgspec.structs.replace(self._document, forms=kept)
            self._parts[left_out] = part, Visits(part)
        return self._parts[left_out]


def ignored_everywhere(rule: str, documents: Iterable[Document]) -> str:
    """The titles of the profiles that leave a rule out of every form there is; empty when one is left."""
    titles: dict[str, None] = {}
    for document in documents:
        for form in document.forms:
            if form.profile is None or rule not in form.profile.ignore:
                return ""
            titles[form.profile.title] = None
    return "、".join(titles)


def count_profiles(documents: Iterable[Document], *, recognised: bool) -> dict[tuple[str, bool], int]:
    """How many forms have which profile, by its title and whether they were recognised by it."""
    counts: dict[tuple[str, bool], int] = {}
    for document in documents:
        for form in document.forms:
            if form.profile is not None:
                key = form.profile.title, recognised
                counts[key] = counts.get(key, 0) + 1
    return counts
