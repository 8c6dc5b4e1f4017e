"""Fixing one file: read, judge, change, read again, until nothing is left that may be changed.

Every round is checked by reading its result: a change is taken back when the rule still fires there, or when any
target of the document reads differently from before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter.config import Configuration, Settings
from linter.findings import reading_order
from linter.fixing import Change, apply_changes
from linter.fixing.write import refuse
from linter.model import Document, Finding, Place
from linter.pipeline.answers import apply_reasons
from linter.pipeline.books import Books
from linter.pipeline.bystanders import without_rules
from linter.pipeline.paths import Input

if TYPE_CHECKING:
    from linter.readers import Limits
    from linter.rulebook import Rulebook

#: A cell may have several faults, each mended in a round of its own.
_ROUNDS = 12
#: Where a whole round goes wrong its changes are tried one by one, if there are no more than these.
_ONE_BY_ONE = 60


class Mended(msgspec.Struct, frozen=True):
    """A cell before and after, and the rules whose fixes made the difference."""

    place: Place
    before: str
    after: str
    rules: tuple[str, ...]


class Fixed(msgspec.Struct):
    """The outcome for one file: its bytes before and after, what was changed in reading order, how many
    findings ``unsafe`` fixes would mend, and how many cells had a fix that could not be written."""

    path: str
    before: bytes
    after: bytes
    forms: int = 0
    mended: list[Mended] = msgspec.field(default_factory=list)
    unsafe: int = 0
    left: int = 0


class _Proposal(msgspec.Struct, frozen=True):
    """The changes that one finding asks for."""

    finding: Finding
    changes: tuple[Change, ...]


class Fixer:
    """Fixes files with the rules and settings of one configuration."""

    def __init__(self, configuration: Configuration, *, unsafe: bool = False) -> None:
        self._configuration = configuration
        self._unsafe = unsafe
        self._books = Books()

    def without_rules(self, inputs: Sequence[Input]) -> list[Input]:
        """The inputs, those set aside for which the configuration leaves no rule."""
        return without_rules(inputs, self._configuration, self._books)

    def fix(self, item: Input) -> Fixed:
        """Fix one file in memory. Raises JxlintError for a file that cannot be read or changed."""
        file = self.opened(item)
        file.rules = [rule for rule in file.rules if rule.fix != "none"]
        return _Run(file).run(self._unsafe)

    def opened(self, item: Input) -> OpenFile:
        """A file with its bytes, its settings and the rules they select. Raises JxlintError."""
        from linter.readers import Limits
        from linter.readers import load as load_bytes

        settings = self._configuration.settings(item.path)
        limits = Limits(**dict(settings.limits))
        data = item.data if item.data is not None else load_bytes(Path(item.path), limits)
        return OpenFile(item.path, data, limits, settings, self._books)

    def book(self, item: Input) -> Rulebook:
        """The rulebook that the settings of a file name."""
        return self._books.load(self._configuration.settings(item.path))


class OpenFile:
    """A file that is changed: how its bytes are read, and judged by ``rules``."""

    def __init__(self, path: str, data: bytes, limits: Limits, settings: Settings, books: Books) -> None:
        self.path = path
        self.data = data
        self.limits = limits
        self.rules = books.select(settings)
        self._settings = settings
        self._books = books

    def read(self, data: bytes) -> Document:
        from linter.forms import find_forms
        from linter.readers import names_of, read

        source = read(
            self.path,
            data=data,
            name=self.path,
            limits=self.limits,
            names=names_of(self._settings.map),
            hidden=self._settings.hidden,
        )
        return find_forms(source)

    def judge(self, document: Document) -> list[Finding]:
        report = self._books.judge([document], self.rules, self._settings)
        apply_reasons(report, {rule.id for rule in self.rules})
        return report.findings


class _Run:
    """The rounds over one file. ``_refused`` are changes that were taken back or could not be written."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._data = file.data
        self._refused: set[Change] = set()

    def run(self, unsafe: bool) -> Fixed:
        result = Fixed(self._file.path, self._data, self._data)
        document = self._file.read(self._data)
        refuse(document.type)
        result.forms = len(document.forms)
        findings = self._file.judge(document)
        history: list[tuple[Change, str]] = []
        rounds = 0
        while rounds < _ROUNDS:
            proposals = self._proposals(findings, unsafe)
            if not proposals:
                break
            outcome = self._try(document, findings, proposals)
            if outcome is None:  # something was refused: there is less to try each time
                continue
            rounds += 1
            self._data, document, findings, made = outcome
            history += made
        result.after = self._data
        result.mended = _joined(history)
        result.left = len(self._refused)
        fresh = {change for one in self._proposals(findings, True) for change in one.changes}
        result.unsafe = len(fresh) if not unsafe else 0
        return result

    def _proposals(self, findings: Collection[Finding], unsafe: bool) -> list[_Proposal]:
        """What may be changed in one round: no text twice."""
        proposals = []
        taken: dict[Place, list[str]] = {}
        for finding in findings:
            fix = finding.fix
            if fix is None or (fix["safety"] == "unsafe" and not unsafe):
                continue
            changes = [Change(Place(**cell["place"]), cell["before"], cell["text"]) for cell in fix["cells"]]
            wanted = [
                one
                for one in changes
                if one not in self._refused
                and not any(one.before in text or text in one.before for text in taken.get(one.place, ()))
            ]
            if wanted:
                proposals.append(_Proposal(finding, tuple(wanted)))
            for one in wanted:
                taken.setdefault(one.place, []).append(one.before)
        return proposals

    def _try(
        self, document: Document, findings: list[Finding], proposals: list[_Proposal]
    ) -> tuple[bytes, Document, list[Finding], list[tuple[Change, str]]] | None:
        """One round: the result of the proposals that hold, or None when none of them does. What does not
        hold is refused from now on."""
        wanted = [change for one in proposals for change in one.changes]
        data, failed = apply_changes(self._data, document.type, wanted, self._file.limits)
        self._refused |= set(failed)
        made = [change for change in wanted if change not in failed]
        if not made:
            return None
        after = self._file.read(data)
        judged = self._file.judge(after)
        wrong = _disturbed(document, after, made)
        if wrong is None:  # the document fell apart: some change did it
            if len(proposals) == 1 or len(proposals) > _ONE_BY_ONE:
                self._refused |= set(made)
                return None
            return self._one_by_one(document, findings, proposals)
        wrong |= {
            change
            for one in proposals
            for change in one.changes
            if _still(one.finding.rule, change.place, findings, judged)
        }
        if wrong & set(made):
            self._refused |= wrong
            return None
        return (
            data,
            after,
            judged,
            [(change, one.finding.rule) for one in proposals for change in one.changes if change in made],
        )

    def _one_by_one(
        self, document: Document, findings: list[Finding], proposals: list[_Proposal]
    ) -> tuple[bytes, Document, list[Finding], list[tuple[Change, str]]] | None:
        for proposal in proposals:
            outcome = self._try(document, findings, [proposal])
            if outcome is not None:
                return outcome
        return None


def _still(rule: str, place: Place, before: Collection[Finding], after: Collection[Finding]) -> bool:
    """Whether the rule fires at the place as often as it did before its fix."""
    counts = [sum(one.rule == rule and one.place == place for one in found) for found in (before, after)]
    return counts[1] > 0 and counts[1] >= counts[0]


def _disturbed(before: Document, after: Document, made: Sequence[Change]) -> set[Change] | None:
    """The changes in rows whose target no longer reads the same; None when forms or rows were lost or won."""
    from linter.rulebook.mend import reading

    if [len(form.indicators) for form in before.forms] != [len(form.indicators) for form in after.forms]:
        return None
    by_place: dict[Place, list[Change]] = {}
    for change in made:
        by_place.setdefault(change.place, []).append(change)
    wrong: set[Change] = set()
    for old_form, new_form in zip(before.forms, after.forms, strict=True):
        money = [
            (form.budget.total, form.budget.fiscal, form.project is None) for form in (old_form, new_form)
        ]
        if money[0] != money[1]:
            return None
        for old, new in zip(old_form.indicators, new_form.indicators, strict=True):
            touched = [one for place in {old.place, *old.places.values()} for one in by_place.get(place, ())]
            same = reading(old.parsed, unit=not touched) == reading(new.parsed, unit=not touched)
            if same and (old.level2, old.row_kind) == (new.level2, new.row_kind):
                continue
            if not touched:
                return None
            wrong |= set(touched)
    return wrong


def _joined(history: Sequence[tuple[Change, str]]) -> list[Mended]:
    """The changes with those of several rounds at one place told as one."""
    joined: list[Mended] = []
    #: Where what a cell holds now stands in ``joined``.
    now: dict[tuple[Place, str], list[int]] = {}
    for change, rule in history:
        earlier = now.get((change.place, change.before))
        number = earlier.pop(0) if earlier else len(joined)
        if number < len(joined):
            one = joined[number]
            rules = tuple(dict.fromkeys((*one.rules, rule)))
            joined[number] = Mended(one.place, one.before, change.after, rules)
        else:
            joined.append(Mended(change.place, change.before, change.after, (rule,)))
        now.setdefault((change.place, change.after), []).append(number)
    return sorted(joined, key=lambda one: reading_order(one.place))
