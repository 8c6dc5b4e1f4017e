"""What similar projects write, named in the advice of findings: for kinds that are missing, names that say nothing,
values that cannot be measured. Which rules want it, and of which level, their ``library`` says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from linter.meaning.project import NONE, titles, type_of
from linter.model import Document, Finding, Form
from linter.suggesting.candidates import OWN, Entry, candidates, told_of

if TYPE_CHECKING:
    from linter.rulebook import Rule

#: Candidates named with one finding; where several levels are missing, of each level one.
_MOST = 3
_LOOKED_AT = 8
_OWN_LEVEL = "level2"
#: How much of the name of a candidate must stand in the name of the row; or in the words of the form, where it is of
#: the project's type and where it need not be.
_LIKE_ROW, _LIKE_TYPE, _LIKE_FORM = 0.3, 0.1, 0.6
#: How many rows and characters of a form are looked at.
_ROWS_READ, _WORDS_READ = 60, 4000


def add_candidates(
    findings: Iterable[Finding],
    documents: Sequence[Document],
    rules: Mapping[str, Rule],
    own: tuple[Entry, ...] = (),
) -> None:
    """Add the candidates to the advice of the findings of rules with ``library``. ``own`` are the office's own
    indicators."""
    forms = _Forms(documents)
    for finding in findings:
        rule = rules.get(finding.rule)
        if rule is None or not rule.library:
            continue
        levels = [finding.level2 if level == _OWN_LEVEL else level for level in rule.library]
        subject = forms.subject(finding)
        words = finding.indicator or finding.project or finding.form_title
        named = _named(subject, tuple(levels), words, bool(finding.indicator), own)
        if named:
            finding.advice = f"{finding.advice.rstrip('。')}；可参考：{'、'.join(named)}"


class _Subject(msgspec.Struct, frozen=True):
    """The type of a project, and the words of its form: its name, its goal, its indicators. ``named``: the project says
    its type by name."""

    type: str
    words: str
    named: bool = False


@lru_cache(maxsize=4096)
def _named(
    subject: _Subject, levels: tuple[str, ...], words: str, of_row: bool, own: tuple[Entry, ...]
) -> tuple[str, ...]:
    """Name and value of the candidates, the nearest of each level first."""
    each = _MOST if len(levels) == 1 else 1
    chosen = [
        entry
        for level in levels
        if level
        for entry in candidates(subject.type, level, words, own, _LOOKED_AT)
        if entry.name != words and _fits(entry, subject, words if of_row else "")
    ]
    if not of_row:  # of those for the type of project, the ones that this form speaks of
        chosen.sort(
            key=lambda entry: (entry.type != OWN, entry.type == NONE, -told_of(entry.name, subject.words))
        )
    return tuple(f"{entry.name} {entry.form}" for entry in _first_of_each(chosen, each))


def _fits(entry: Entry, subject: _Subject, row: str) -> bool:
    """Whether an entry says something here. In place of a ``row`` it has to speak of the same, or very much of what the
    form speaks of; for a kind that is missing (no row) something of that will do, and what all projects may write."""
    if entry.type in (NONE, OWN) and not row:
        return True
    if row and told_of(entry.name, row) >= _LIKE_ROW:
        return True
    of_type = entry.type == subject.type and not row
    least = 0.0 if of_type and subject.named else _LIKE_TYPE if of_type else _LIKE_FORM
    return told_of(entry.name, subject.words) >= least


def _first_of_each(entries: Iterable[Entry], most: int) -> Iterator[Entry]:
    """The first entries of each level."""
    counts: Counter[str] = Counter()
    for entry in entries:
        counts[entry.level2] += 1
        if counts[entry.level2] <= most:
            yield entry


class _Forms:
    """What the forms speak of that findings are about."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._forms: dict[tuple[str, int | None], Form] = {
            (document.path, form.number): form for document in documents for form in document.forms
        }
        self._known: dict[tuple[str, int | None], _Subject] = {}

    def subject(self, finding: Finding) -> _Subject:
        key = finding.file, finding.form
        if key not in self._known:
            form = self._forms.get(key)
            self._known[key] = _subject(form) if form is not None else _Subject("", "")
        return self._known[key]


def _subject(form: Form) -> _Subject:
    named = [row.name for row in form.indicators[:_ROWS_READ]]
    words = "；".join(filter(None, [form.project, form.goal, *named]))
    type_ = type_of(form)
    title = titles().get(type_, "")
    by_name = any(title[at : at + 2] in (form.project or "") for at in range(len(title) - 1))
    return _Subject(type_, words[:_WORDS_READ], by_name)
