"""Documents that say the same as one judged before: offices hand in one volume as a document and as a workbook.

What was found there is carried over (relocation.py) where it stands alike. Where it does not, rules that found nothing
are not asked again, and those that found something find it afresh.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from linter.fileresult import Evidence
from linter.model import Coverage, Document, Finding
from linter.relocation import Conclusions, Sites, carried_over
from linter.rulebook.rule import Rule

#: Documents that are remembered; beyond that it starts afresh.
_MOST = 200


class Precedent(msgspec.Struct, frozen=True):
    """What came of a document: what was found, the rules that found any fault, reported or not, and what was said of
    the run."""

    conclusions: Conclusions | None
    faulty: frozenset[str]
    coverage: dict[int, Coverage]
    evidence: Evidence

    def stands_like(self, sites: Sites) -> bool:
        """Whether what was found can be carried over to a document with these sites."""
        return self.conclusions is not None and self.conclusions.pattern == sites.pattern

    def carried_over(self, document: Document, sites: Sites) -> list[Finding]:
        """The findings of the same document elsewhere."""
        return carried_over(self.conclusions.told, document, sites) if self.conclusions is not None else []

    def evidence_for(self, document: Document) -> Evidence:
        """What the judgement of the same document elsewhere says for a run: its columns may be told less surely."""
        return msgspec.structs.replace(self.evidence, doubts=sum(len(form.doubts) for form in document.forms))


class Precedents:
    """Precedents by the rules that judged and the key of the document."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[Rule, ...], frozenset[str], bytes], Precedent] = {}

    def find(self, rules: Sequence[Rule], named: Collection[str], key: bytes | None) -> Precedent | None:
        """The precedent of a document with this key; none without a key."""
        return self._known.get((tuple(rules), frozenset(named), key)) if key is not None else None

    def add(
        self, rules: Sequence[Rule], named: Collection[str], key: bytes | None, precedent: Precedent
    ) -> None:
        # A rule that asks how the file is called may find something in one of the same documents and not in another.
        if key is None or any(rule.reach == "file" and rule.given != "collection" for rule in rules):
            return
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[tuple(rules), frozenset(named), key] = precedent
