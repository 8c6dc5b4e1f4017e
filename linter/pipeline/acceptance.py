"""Writing suggestions into a file: each is offered, and what is accepted is written and read again.

Offered is what stands for the whole text of one cell of a target. A figure that nobody knows (``__``) is never
written: whoever accepts such a suggestion fills it in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from linter.fixing import Change, apply_changes
from linter.fixing.write import refuse
from linter.ground.errors import JxlintError
from linter.model import NOWHERE, Document, Finding, Indicator, Place
from linter.pipeline.rounds import Fixed, Mended, OpenFile
from linter.rulebook import Rulebook

#: Stands in a suggestion for a figure that nobody knows.
BLANK = "__"
_VALUE = "value"


class Offer(msgspec.Struct, frozen=True):
    """A finding with a suggestion, and the cell it would replace: its text ``before`` and ``after``."""

    finding: Finding
    before: str
    after: str

    @property
    def name(self) -> tuple[str, Place, str]:
        """What tells it from others: nobody is asked the same twice."""
        return self.finding.rule, self.finding.place, self.before

    @property
    def blanks(self) -> int:
        """How many figures are still to be filled in."""
        return self.after.count(BLANK)

    def filled(self, figures: list[str]) -> str:
        """The new text with its blanks filled in."""
        text = self.after
        for figure in figures:
            text = text.replace(BLANK, figure, 1)
        return text


#: Gives the text to write for an offer; None leaves the cell as it is.
Answer = Callable[[Offer], str | None]


def accept(file: OpenFile, answer: Answer) -> Fixed:
    """Ask for each suggestion of a file and write what was accepted, in memory. Raises JxlintError for a file that
    cannot be read or changed."""
    document = file.read(file.data)
    refuse(document.type)
    result = Fixed(file.path, file.data, file.data, forms=len(document.forms))
    asked: set[tuple[str, Place, str]] = set()
    waiting = list(offers(file.judge(document), document))
    while waiting:
        offer = waiting.pop(0)
        if offer.name in asked:
            continue
        asked.add(offer.name)
        text = answer(offer)
        if text is None or text == offer.before:
            continue
        change = Change(offer.finding.place, offer.before, text)
        written, failed = apply_changes(result.after, document.type, [change], file.limits)
        after = None if failed else file.read(written)
        if after is None or _shape(after) != _shape(document):
            result.left += 1
            continue
        result.after, document = written, after
        result.mended.append(Mended(change.place, change.before, text, (offer.finding.rule,)))
        waiting = list(offers(file.judge(document), document))
    return result


def offers(findings: list[Finding], document: Document) -> Iterator[Offer]:
    """The suggestions that can stand in place of a whole cell: that of a target whose comparator and unit have no
    cells of their own."""
    rows = {
        row.places.get(_VALUE, NOWHERE): row
        for form in document.forms
        for row in form.indicators
        if row.value
    }
    for finding in findings:
        row = rows.get(finding.place)
        if row is None or not finding.suggestion or finding.suggestion == row.value:
            continue
        if finding.field.startswith(_VALUE) and _is_whole(row) and not repeats(finding.suggestion, row.name):
            yield Offer(finding, row.value, finding.suggestion)


def accepting(rules: frozenset[str]) -> Answer:
    """Accepts the suggestions of these rules, but for those with figures to fill in."""

    def answer(offer: Offer) -> str | None:
        return offer.after if offer.finding.rule in rules and not offer.blanks else None

    return answer


def accepted_rules(book: Rulebook, selectors: str) -> frozenset[str]:
    """The ids of the rules that selectors (KX12, GF, ALL) mean. Raises JxlintError for one that means nothing."""
    wanted = [one.strip() for one in selectors.split(",") if one.strip()]
    if not wanted:
        raise JxlintError("--accept 没有写规则", advice="如 --accept KX12,GF15，全部采用写 --accept ALL")
    return frozenset(rule.id for selector in wanted for rule in book.find(selector))


def _is_whole(row: Indicator) -> bool:
    return not row.comparator and not row.unit


def repeats(suggestion: str, name: str) -> bool:
    """Whether a suggestion writes the name too (应急演练次数 ≥4次): it says what the row is to become, not the cell."""
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return any(suggestion[at : at + 2] in pairs for at in range(len(suggestion) - 1))


def _shape(document: Document) -> list[list[tuple[str | None, str]]]:
    """The rows of all forms, by what a change of a target must leave as it is."""
    return [[(row.level2, row.name) for row in form.indicators] for form in document.forms]
