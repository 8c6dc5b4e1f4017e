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
from typing import Literal

import msgspec

from linter.auditing.agencies import NO_UNIT, unit_of
from linter.language.functions.likeness import normal, similarity
from linter.model import NOT_CHOSEN, Document, Finding, Form, Part, Report

#: same: as it was. changed: another value, the fault stands. among: one of several of its kind is gone, nobody can
#: say which. gone: put right. unchecked: not looked for.
What = Literal["same", "changed", "among", "gone", "unchecked"]
_FIELDS = 8
_EMPTY = "-"
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
    """A finding with the form it stands in, and the key it is known by. ``explained``: settled by
    a reason of the office."""

    key: Key
    finding: Finding
    form: Form | None
    explained: bool = False


class Former(msgspec.Struct, frozen=True):
    """A fault of the earlier run, with the name of its project as shown."""

    key: Key
    project: str = ""


class Verdict(msgspec.Struct):
    """What became of a former fault: ``at`` is the number of the entry that stands now, ``reason`` why it was not
    looked for."""

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
    name = digest(Path(file).name)
    if form is None:
        return _EMPTY, _EMPTY, _EMPTY, name, _EMPTY
    unit = unit_of(form)
    return (
        digest(form.project or ""),
        digest(unit) if unit != NO_UNIT else _EMPTY,
        str(form.year or _EMPTY),
        name,
        str(form.number),
    )


class _Stand(msgspec.Struct, gc=False):
    """What is kept of an entry: its number among all and its value."""

    at: int
    value: str


class _Read(msgspec.Struct):
    """A form of this run (or a file as a whole), by what it is known by; ``faults`` are what stands in it, by rule and
    indicator; ``covered`` those that another finding speaks for."""

    key: tuple[str, ...]
    project: str
    faults: dict[tuple[str, str], list[_Stand]] = msgspec.field(default_factory=dict)
    covered: set[tuple[str, str]] = msgspec.field(default_factory=set)


class FollowUp:
    """This run as seen from an earlier one. Of a finding only its key is kept: what else has to be said of it is read
    again by its number among ``entries``."""

    def __init__(self, report: Report, rules: Sequence[str]) -> None:
        self._unable = {item.rule: item.reason for item in report.checked.not_run}
        self.rules = set(rules)
        self._read: dict[tuple[str, int | None], _Read] = {}
        self._by_project: dict[str, list[_Read]] = {}
        self._by_file: dict[str, list[_Read]] = {}
        self._report = report
        number = 0
        for part in report.parts():
            if part.document is None:
                continue
            self._add(part.document, None)
            for form in part.document.forms:
                if form.indicators:  # of a form without any nobody can say that it was read
                    self._add(part.document, form)
            for entry in _entries_of(part):
                self._stand(number, entry)
                number += 1
        self._taken: set[int] = set()
        self._known: dict[tuple[tuple[str, ...], str], list[_Read]] = {}

    def _add(self, document: Document, form: Form | None) -> None:
        key = _form_key(document.path, form)
        made = _Read(key, (form.project or "") if form else "")
        self._read[document.path, form.number if form else None] = made
        self._by_file.setdefault(key[3], []).append(made)
        if key[0] != _EMPTY:
            self._by_project.setdefault(key[0], []).append(made)

    def _stand(self, at: int, entry: Entry) -> None:
        finding = entry.finding
        read = self._read.get((finding.file, finding.form))
        if read is None:
            return
        kind = intern(finding.rule), intern(entry.key.indicator)
        read.faults.setdefault(kind, []).append(_Stand(at, intern(entry.key.value)))
        read.covered |= {(rule, entry.key.indicator) for rule in finding.covers}

    def judge(self, former: Sequence[Former]) -> list[Verdict]:
        """What became of each former fault. Two of the same kind on one indicator are told apart by their value."""
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
            if at not in self._taken and not entry.explained
        )

    def _take(self, former: Former, *, exact: bool) -> int | None:
        for read in self._forms(former):
            for stand in read.faults.get((former.key.rule, former.key.indicator), ()):
                if stand.at not in self._taken and (not exact or stand.value == former.key.value):
                    self._taken.add(stand.at)
                    return stand.at
        return None

    def _missing(self, former: Former) -> Verdict:
        forms, rule = self._forms(former), former.key.rule
        if not forms:
            return Verdict("unchecked", reason="这张表本次没有读到")
        kind = rule, former.key.indicator
        if any(kind in read.faults or kind in read.covered for read in forms):
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
