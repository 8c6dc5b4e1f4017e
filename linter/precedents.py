"""Documents that say the same as one judged before: offices hand in one volume as a document and as a workbook.

Rules that found nothing there are not asked again. Where faults were found they are found afresh, for they stand
elsewhere now.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec

from linter.fileresult import Evidence
from linter.model import Coverage, Document
from linter.rulebook.rule import Rule

#: Documents that are remembered; beyond that it starts afresh.
_MOST = 200


class Precedent(NamedTuple):
    """What came of a document: the rules that found any fault, reported or not, and what was said of the run."""

    faulty: frozenset[str]
    coverage: dict[int, Coverage]
    evidence: Evidence

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

    def add(self, rules: Sequence[Rule], named: Collection[str], key: bytes | None, precedent: Precedent) -> None:
        # A rule that asks how the file is called may find something in one of the same documents and not in another.
        if key is None or any(rule.reach == "file" and rule.given != "collection" for rule in rules):
            return
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[tuple(rules), frozenset(named), key] = precedent
