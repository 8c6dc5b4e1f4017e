"""Writing suggestions into a file: each is offered, and what is accepted is written and read again.

Offered is what can be written into certain cells (suggestedcells.py). A figure that nobody knows (``__``) is never
written: whoever accepts such a suggestion fills it in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

import msgspec

from linter.fixing import apply_changes
from linter.fixing.write import refuse
from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.model import Document, Finding, Place
from linter.pipeline.rounds import Fixed, Mended, OpenFile
from linter.pipeline.suggestedcells import BLANK, Spot, spot_of
from linter.rulebook import Rulebook

_NUMBER = compiled(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
#: What stands behind a blank → the least and the most it may be, and how that is said.
_BOUNDS = {"月": (1, 12, "1 到 12 的月份"), "日": (1, 31, "1 到 31 的日子")}
_YEAR = (1990, 2100, "四位的年份")


class Offer(msgspec.Struct, frozen=True):
    """A finding with a suggestion, and what it would replace: text ``before`` and ``after``, written at ``spot``."""

    finding: Finding
    before: str
    after: str
    spot: Spot | None = None

    @property
    def name(self) -> tuple[str, Place, str]:
        """What tells it from others: nobody is asked the same twice."""
        return self.finding.rule, self.finding.place, self.before

    @property
    def blanks(self) -> int:
        """How many figures are still to be filled in."""
        return self.after.count(BLANK)

    def filled(self, figures: Sequence[str]) -> str:
        """The new text with its blanks filled in."""
        text = self.after
        for figure in figures:
            text = text.replace(BLANK, figure, 1)
        return text

    def misfit(self, at: int, figure: str) -> str:
        """What is wrong with a figure for the blank ``at`` (from 0), in Chinese; empty where it fits."""
        pieces = self.after.split(BLANK)
        behind = pieces[at + 1]
        bounds = _BOUNDS.get(behind[:1])
        if behind == "年" and at + 2 < len(pieces) and pieces[at + 2].startswith("月"):
            bounds = _YEAR
        if bounds is not None:
            least, most, said = bounds
            return "" if figure.isdecimal() and least <= int(figure) <= most else f"要填{said}"
        return "" if _NUMBER.fullmatch(figure) else "只填一个数，如 95"

    def unread(self, figures: Sequence[str]) -> str:
        """What is wrong with all figures together: a day that no month has."""
        from linter.values import parse_value

        text = self.filled(figures)
        dated = BLANK + "日" in self.after or BLANK + "月" in self.after
        if dated and parse_value(text.rpartition(" ")[2]).kind not in ("date", "period"):
            return f"“{text}”不是一个日期"
        return ""


def figure_of(typed: str) -> str:
    """What was typed, without blanks, in half-width characters."""
    return unicodedata.normalize("NFKC", typed).strip()


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
        if text is None or text == offer.before or offer.spot is None:
            continue
        changes = offer.spot.changes(text)
        written, failed = apply_changes(result.after, document.type, changes, file.limits)
        after = None if failed or not changes else file.read(written)
        if after is None or not _same_rows(document, after):
            result.left += 1
            continue
        result.after, document = written, after
        rules = (offer.finding.rule,)
        result.mended += [Mended(one.place, one.before, one.after, rules) for one in changes]
        waiting = list(offers(file.judge(document), document))
    return result


def offers(findings: list[Finding], document: Document) -> Iterator[Offer]:
    """The suggestions that can be written into cells which are certain."""
    for finding in findings:
        spot = spot_of(finding, document) if finding.suggestion else None
        if spot is not None and finding.suggestion and finding.suggestion != spot.before:
            yield Offer(finding, spot.before, finding.suggestion, spot)


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


def repeats(suggestion: str, name: str) -> bool:
    """Whether a suggestion writes the name too (应急演练次数 ≥4次): it says what the row is to become, not the cell."""
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return any(suggestion[at : at + 2] in pairs for at in range(len(suggestion) - 1))


def _same_rows(before: Document, after: Document) -> bool:
    """Whether a change left the rows of all forms: as many, at the same levels, and at most one with another name."""
    first, second = ([[*form.indicators] for form in one.forms] for one in (before, after))
    if [[row.level2 for row in rows] for rows in first] != [[row.level2 for row in rows] for rows in second]:
        return False
    pairs = (
        (old, new)
        for rows, others in zip(first, second, strict=True)
        for old, new in zip(rows, others, strict=True)
    )
    return sum(old.name != new.name for old, new in pairs) <= 1
