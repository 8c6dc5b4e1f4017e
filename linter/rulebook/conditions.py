"""Which forms a rule looks at: those whose profile does not leave the rule out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from linter.language.visits import Visits
from linter.model import Document
from linter.surroundings import Outlook


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
            frozenset(): (document, Visits(document, outlook))
        }

    def for_rule(self, rule: str, named: Collection[str]) -> tuple[Document, Visits]:
        """The document for a rule. Rules in ``named`` were asked for by the user and see all of it."""
        left_out = frozenset(self._ignoring.get(rule, ()) if rule not in named else ())
        if left_out not in self._parts:
            kept = [form for form in self._document.forms if form.number not in left_out]
            part = msgspec.structs.replace(self._document, forms=kept)
            self._parts[left_out] = part, Visits(part, self._outlook)
        return self._parts[left_out]


def ignored_everywhere(rule: str, judged: Iterable[tuple[Document, Outlook]]) -> str:
    """The titles of the profiles that leave a rule out of every form there is; empty when one is left."""
    titles: dict[str, None] = {}
    for document, outlook in judged:
        for form in document.forms:
            profile = outlook.profiles.get(form.number)
            if profile is None or rule not in profile.ignore:
                return ""
            titles[profile.title] = None
    return "、".join(titles)


def count_profiles(outlooks: Iterable[Outlook], *, recognised: bool) -> dict[tuple[str, bool], int]:
    """How many forms have which profile, by its title and whether they were recognised by it."""
    counts: dict[tuple[str, bool], int] = {}
    for outlook in outlooks:
        for profile in outlook.profiles.values():
            key = profile.title, recognised
            counts[key] = counts.get(key, 0) + 1
    return counts
