"""整改: which faults of an earlier run still stand, which have another value, which are gone, and which nobody looked
for this time.

A fault is known again by its rule, its form and its indicator. A form is known again by project, unit and year, as far
as these are written; a fault counts as gone only where its form was read, its rule was run, and no finding of the rule
stands on the indicator, explained or covered by another one or not. What a rule over many files found goes when other
files change, too: nobody can say that it was put right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from linter.auditing.agencies import NO_UNIT, Owners, unit_of
from linter.auditing.formsread import EMPTY, FormKey, FormRead, FormsRead
from linter.auditing.standingfaults import Faults, number_of
from linter.auditing.verdicts import Verdict, Verdicts
from linter.language.functions.likeness import normal, similarity
from linter.model import NOT_CHOSEN, Document, Finding, Form, Part, Report

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_FIELDS = 8
#: Former forms whose forms of today are at hand: former faults come form by form.
_AT_HAND = 256
#: From here on two names of projects are one, misprints put right.
_ALIKE = 0.8


class Key(msgspec.Struct, frozen=True):
    """What a fault is known by: short digests of the texts, so that it fits a cell; ``-`` where nothing is written."""

    rule: str
    project: str
    unit: str
    year: str
    file: str
    number: str
    indicator: str
    value: str

    @property
    def text(self) -> str:
        return "|".join(msgspec.structs.astuple(self))

    @property
    def form(self) -> FormKey:
        return FormKey(self.project, self.unit, self.year, self.file, self.number)

    @classmethod
    def read(cls, text: str) -> Key | None:
        """The key in a text; None where it is none."""
        parts = text.strip().split("|")
        return cls(*parts) if len(parts) == _FIELDS and all(parts) else None


class Entry(msgspec.Struct):
    """A finding with the form it is counted to and the key it is known by. ``explained``: settled by a reason of the
    office."""

    key: Key
    finding: Finding
    form: Form | None
    explained: bool = False


class Former(msgspec.Struct, frozen=True):
    """A fault of the earlier run, with the name of its project as shown."""

    key: Key
    project: str = ""


class Formers(Protocol):
    """Former faults: there may be too many to be at hand at once."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Former]: ...


def digest(text: str) -> str:
    """A text as compared, in eight characters."""
    compared = normal(text)
    return hashlib.sha256(compared.encode("utf-8", "replace")).hexdigest()[:8] if compared else EMPTY


def entries(report: Report) -> Iterator[Entry]:
    """The findings of a report and those that were explained, each with its key, file by file in reading order."""
    for part in report.parts():
        yield from _entries_of(part)


def _entries_of(part: Part) -> Iterator[Entry]:
    if part.document is None:
        return
    forms: dict[int | None, Form] = {form.number: form for form in part.document.forms}
    told = [(finding, False) for finding in part.findings]
    told += [(answer.finding, True) for answer in part.answers]
    owners = Owners(part.document)
    for finding, explained in told:
        key = key_of(finding, forms.get(finding.form))
        yield Entry(key, finding, owners.of(finding), explained)


def key_of(finding: Finding, form: Form | None) -> Key:
    """What a finding is known by from run to run."""
    about = f"{finding.level2}/{finding.indicator or finding.field}"
    form_ = _form_key(finding.file, form)
    where = form_.project, form_.unit, form_.year, form_.file, form_.number
    return Key(finding.rule, *where, digest(about), digest(finding.text))


def _form_key(file: str, form: Form | None) -> FormKey:
    name = digest(Path(file).name)
    if form is None:
        return FormKey(EMPTY, EMPTY, EMPTY, name, EMPTY)
    unit = unit_of(form)
    return FormKey(
        digest(form.project or ""),
        digest(unit) if unit != NO_UNIT else EMPTY,
        str(form.year or EMPTY),
        name,
        str(form.number),
    )


def over_files(rulebook: Rulebook) -> list[str]:
    """The rules of a book that look over many files."""
    return [code for code, rule in rulebook.rules.items() if rule.given == "collection"]


class FollowUp:
    """This run as seen from an earlier one. Of a finding only its key is kept: what else has to be said of it is read
    again by its number among ``entries``. ``across`` are those of the rules that look over many files."""

    def __init__(self, report: Report, rules: Sequence[str], across: Iterable[str] = ()) -> None:
        self._unable = {item.rule: item.reason for item in report.checked.not_run}
        self.rules = set(rules)
        self._across = set(across)
        self._read = FormsRead()
        self._report = report
        number = 0
        for part in report.parts():
            if part.document is not None:
                number = self._add(part, part.document, number)
        self._taken = bytearray(number)
        self._known: dict[tuple[FormKey, str], list[int]] = {}

    def _add(self, part: Part, document: Document, number: int) -> int:
        """Note the forms of a file; the number of the next entry."""
        # Of a form without indicators nobody can say that it was read.
        forms = [None, *(form for form in document.forms if form.indicators)]
        faults = {form.number if form else None: Faults() for form in forms}
        for entry in _entries_of(part):
            if entry.finding.form in faults:
                known, found = entry.key, faults[entry.finding.form]
                found.stand(number, known.rule, known.indicator, known.value, entry.finding.covers)
            number += 1
        for form in forms:
            packed = faults[form.number if form else None].packed()
            project = (form.project or "") if form else ""
            self._read.add(FormRead(_form_key(document.path, form), project, packed))
        return number

    def judge(self, former: Formers) -> Verdicts:
        """What became of each former fault. Two of the same kind on one indicator are told apart by their value. They
        are gone through more than once."""
        verdicts = Verdicts(len(former))
        for exact in (True, False):
            for at, one in enumerate(former):
                if verdicts.is_open(at) and (taken := self._take(one, exact=exact)) is not None:
                    verdicts.put(at, Verdict("same" if exact else "changed", taken))
        for at, one in enumerate(former):
            if verdicts.is_open(at):
                verdicts.put(at, self._missing(one))
        return verdicts

    def fresh(self) -> Iterator[Entry]:
        """What none of the former faults has turned out to be; what the office explained is no new fault."""
        return (
            entry
            for at, entry in enumerate(entries(self._report))
            if not self._taken[at] and not entry.explained
        )

    def _take(self, former: Former, *, exact: bool) -> int | None:
        kind, wanted = number_of(former.key.rule, former.key.indicator), number_of(former.key.value)
        for read in self._forms(former):
            for at, value in self._read.faults(read).standing.get(kind, ()):
                if not self._taken[at] and (not exact or value == wanted):
                    self._taken[at] = 1
                    return at
        return None

    def _missing(self, former: Former) -> Verdict:
        forms, rule = self._forms(former), former.key.rule
        if not forms:
            return Verdict("unchecked", reason="这张表本次没有读到")
        kind = number_of(rule, former.key.indicator)
        found = (self._read.faults(read) for read in forms)
        if any(kind in one.standing or kind in one.covered for one in found):
            return Verdict("among")
        if rule not in self.rules:
            return Verdict("unchecked", reason="没有这条规则")
        if rule in self._unable:
            reason = self._unable[rule]
            said = "没有选用这条规则" if reason == NOT_CHOSEN else f"规则没有运行：{reason}"
            return Verdict("unchecked", reason=said)
        if rule in self._across:
            return Verdict("unchecked", reason="几张表比出来的，这次比不出了，也许是别的表变了，请人核对这张表")
        return Verdict("gone")

    def _forms(self, former: Former) -> list[int]:
        """The forms of this run that the former one may be: more than one where nobody can tell them apart."""
        key = former.key.form, former.project
        if key not in self._known:
            if len(self._known) >= _AT_HAND:
                self._known.clear()
            self._known[key] = self._find(key[0], former.project)
        return self._known[key]

    def _find(self, wanted: FormKey, project: str) -> list[int]:
        if wanted.number == EMPTY:
            return [at for at, _ in self._read.of_place(wanted)]
        known = self._read.of_project(wanted)
        if known:
            near = [one for one in known if one[1].key.file == wanted.file] or known
            return [at for at, _ in [one for one in near if one[1].key.number == wanted.number] or near]
        before = project if wanted.project != EMPTY else ""
        return [at for at, read in self._read.of_place(wanted) if _may_be(before, read.project)]


def _may_be(before: str, now: str) -> bool:
    """Whether a project may have got this name: nothing was or is written, or they differ by a misprint."""
    alike = similarity(before, now)
    return alike is None or float(alike) >= _ALIKE
