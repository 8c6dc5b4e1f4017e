"""整改: which faults of an earlier run still stand, which have another value, which are gone, and which nobody looked
for this time.

A fault is known again by its rule, its form and its indicator. A form is known again by project, unit and year, as far
as these are written; a fault counts as gone only where its form was read, its rule was run, and no finding of the rule
stands on the indicator, explained or covered by another one or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from sys import intern
from typing import Literal, Protocol

import msgspec

from linter.auditing.agencies import NO_UNIT, unit_of
from linter.auditing.standingfaults import Faults, number_of
from linter.language.functions.likeness import normal, similarity
from linter.model import NOT_CHOSEN, Document, Finding, Form, Part, Report

#: same: as it was. changed: another value, the fault stands. among: one of several of its kind is gone, nobody can
#: say which. gone: put right. unchecked: not looked for.
What = Literal["same", "changed", "among", "gone", "unchecked"]
_FIELDS = 8
_EMPTY = "-"
#: Forms of which all is at hand: former faults come form by form.
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
    def form(self) -> tuple[str, ...]:
        return self.project, self.unit, self.year, self.file, self.number

    @classmethod
    def read(cls, text: str) -> Key | None:
        """The key in a text; None where it is none."""
        parts = text.strip().split("|")
        return cls(*parts) if len(parts) == _FIELDS and all(parts) else None


class Entry(msgspec.Struct):
    """A finding with its form and the key it is known by. ``explained``: settled by a reason of the office."""

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


class Verdict(msgspec.Struct):
    """What became of a former fault. ``at``: the entry that stands now; ``reason``: why it was not looked for."""

    what: What
    at: int | None = None
    reason: str = ""


def digest(text: str) -> str:
    """A text as compared, in eight characters."""
    compared = normal(text)
    return hashlib.sha256(compared.encode("utf-8", "replace")).hexdigest()[:8] if compared else _EMPTY


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
    for finding, explained in told:
        form = forms.get(finding.form)
        yield Entry(key_of(finding, form), finding, form, explained)


def key_of(finding: Finding, form: Form | None) -> Key:
    """What a finding is known by from run to run."""
    about = f"{finding.level2}/{finding.indicator or finding.field}"
    return Key(finding.rule, *_form_key(finding.file, form), digest(about), digest(finding.text))


def _form_key(file: str, form: Form | None) -> tuple[str, str, str, str, str]:
    name = intern(digest(Path(file).name))
    if form is None:
        return _EMPTY, _EMPTY, _EMPTY, name, _EMPTY
    unit = unit_of(form)
    return (
        intern(digest(form.project or "")),
        intern(digest(unit)) if unit != NO_UNIT else _EMPTY,
        intern(str(form.year or _EMPTY)),
        name,
        intern(str(form.number)),
    )


class _Read(msgspec.Struct, gc=False):
    """A form of this run (or a file as a whole), by what it is known by, with its faults, packed."""

    key: tuple[str, str, str, str, str]
    project: str
    faults: bytes = b""


class FollowUp:
    """This run as seen from an earlier one. Of a finding only its key is kept: what else has to be said of it is read
    again by its number among ``entries``."""

    def __init__(self, report: Report, rules: Sequence[str]) -> None:
        self._unable = {item.rule: item.reason for item in report.checked.not_run}
        self.rules = set(rules)
        self._by_project: dict[str, list[_Read]] = {}
        self._by_file: dict[str, list[_Read]] = {}
        self._report = report
        number = 0
        for part in report.parts():
            if part.document is not None:
                number = self._add(part, part.document, number)
        self._taken = bytearray(number)
        self._known: dict[tuple[tuple[str, ...], str], list[_Read]] = {}
        self._opened: dict[int, Faults] = {}

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
            key = _form_key(document.path, form)
            packed = faults[form.number if form else None].packed()
            made = _Read(key, intern(form.project or "") if form else "", packed)
            self._by_file.setdefault(key[3], []).append(made)
            if key[0] != _EMPTY:
                self._by_project.setdefault(key[0], []).append(made)
        return number

    def judge(self, former: Formers) -> list[Verdict]:
        """What became of each former fault. Two of the same kind on one indicator are told apart by their value. They
        are gone through more than once."""
        verdicts: list[Verdict | None] = [None] * len(former)
        for exact in (True, False):
            for at, one in enumerate(former):
                if verdicts[at] is None and (taken := self._take(one, exact=exact)) is not None:
                    verdicts[at] = Verdict("same" if exact else "changed", taken)
        return [verdict or self._missing(one) for verdict, one in zip(verdicts, former, strict=True)]

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
            for at, value in self._faults(read).standing.get(kind, ()):
                if not self._taken[at] and (not exact or value == wanted):
                    self._taken[at] = 1
                    return at
        return None

    def _faults(self, read: _Read) -> Faults:
        if id(read) not in self._opened:
            if len(self._opened) >= _AT_HAND:
                self._opened.clear()
            self._opened[id(read)] = Faults.unpacked(read.faults)
        return self._opened[id(read)]

    def _missing(self, former: Former) -> Verdict:
        forms, rule = self._forms(former), former.key.rule
        if not forms:
            return Verdict("unchecked", reason="这张表本次没有读到")
        kind = number_of(rule, former.key.indicator)
        found = (self._faults(read) for read in forms)
        if any(kind in one.standing or kind in one.covered for one in found):
            return Verdict("among")
        if rule not in self.rules:
            return Verdict("unchecked", reason="没有这条规则")
        if rule in self._unable:
            reason = self._unable[rule]
            said = "没有选用这条规则" if reason == NOT_CHOSEN else f"规则没有运行：{reason}"
            return Verdict("unchecked", reason=said)
        return Verdict("gone")

    def _forms(self, former: Former) -> list[_Read]:
        """The forms of this run that the former one may be: more than one where nobody can tell them apart."""
        key = former.key.form, former.project
        if key not in self._known:
            if len(self._known) >= _AT_HAND:
                self._known.clear()
            self._known[key] = self._find(former)
        return self._known[key]

    def _find(self, former: Former) -> list[_Read]:
        project, _, _, file, number = former.key.form
        beside = self._by_file.get(file, [])
        if number == _EMPTY:
            return [read for read in beside if read.key[4] == _EMPTY]
        known = [read for read in self._by_project.get(project, ()) if _agree(read.key, former.key.form)]
        if known:
            near = [read for read in known if read.key[3] == file] or known
            return [read for read in near if read.key[4] == number] or near
        return [
            read
            for read in beside
            if read.key[4] == number
            and _agree(read.key, former.key.form)
            and _may_be(former.project if project != _EMPTY else "", read.project)
        ]


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether unit and year are the same as far as both are written."""
    return all(a == b or _EMPTY in (a, b) for a, b in zip(one[1:3], other[1:3], strict=True))


def _may_be(before: str, now: str) -> bool:
    """Whether a project may have got this name: nothing was or is written, or they differ by a misprint."""
    alike = similarity(before, now)
    return alike is None or float(alike) >= _ALIKE
