"""What similar projects write, named in the advice of findings: for kinds that are missing, names that say nothing,
values that cannot be measured. Which rules want it, and of which level, their ``library`` says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from linter.meaning.project import NONE, type_of
from linter.model import Document, Finding, Form
from linter.suggesting.candidates import OWN, Entry, candidates

if TYPE_CHECKING:
    from linter.rulebook import Rule

#: Candidates named with one finding; where several levels are missing, of each level one.
_MOST = 3
_LOOKED_AT = 8
_OWN_LEVEL = "level2"


def add_candidates(
    findings: Iterable[Finding],
    documents: Sequence[Document],
    rules: Mapping[str, Rule],
    own: tuple[Entry, ...] = (),
) -> None:
    """Add the candidates to the advice of the findings of rules with ``library``. ``own`` are the office's own
    indicators."""
    types = _Types(documents)
    for finding in findings:
        rule = rules.get(finding.rule)
        if rule is None or not rule.library:
            continue
        levels = [finding.level2 if level == _OWN_LEVEL else level for level in rule.library]
        words = finding.indicator or finding.project or finding.form_title
        named = _named(types.of(finding), tuple(levels), words, own)
        if named:
            finding.advice = f"{finding.advice.rstrip('。')}；可参考：{'、'.join(named)}"


@lru_cache(maxsize=4096)
def _named(type_: str, levels: tuple[str, ...], words: str, own: tuple[Entry, ...]) -> tuple[str, ...]:
    """Name and value of the candidates, the nearest of each level first."""
    each = _MOST if len(levels) == 1 else 1
    chosen = [
        entry
        for level in levels
        if level
        for entry in candidates(type_, level, words, own, _LOOKED_AT)
        if entry.name != words and _is_near(entry, type_, words)
    ]
    return tuple(f"{entry.name} {entry.form}" for entry in _first_of_each(chosen, each))


def _is_near(entry: Entry, type_: str, words: str) -> bool:
    """Whether an entry says something to a project of this type: it is of the type, of the office or of all projects,
    or its name shares two characters in a row with the words."""
    name = entry.name
    return entry.type in (type_, OWN, NONE) or any(name[at : at + 2] in words for at in range(len(name) - 1))


def _first_of_each(entries: Iterable[Entry], most: int) -> Iterator[Entry]:
    """The first entries of each level."""
    counts: Counter[str] = Counter()
    for entry in entries:
        counts[entry.level2] += 1
        if counts[entry.level2] <= most:
            yield entry


class _Types:
    """The types of the projects that findings speak of."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._forms: dict[tuple[str, int | None], Form] = {
            (document.path, form.number): form for document in documents for form in document.forms
        }
        self._known: dict[tuple[str, int | None], str] = {}

    def of(self, finding: Finding) -> str:
        key = finding.file, finding.form
        if key not in self._known:
            form = self._forms.get(key)
            self._known[key] = type_of(form) if form is not None else ""
        return self._known[key]
