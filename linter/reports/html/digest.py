"""What the page has to know of a run before its first line is written, gathered in one pass over the files.

Of a form a line is kept, of a finding nothing: the page itself goes through the files once more, one at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from linter.auditing.rankings import Roll, roll_of
from linter.grading import Grade, grades_of
from linter.model import Finding, Form, Part, Report
from linter.reports.html.cards import Numbered
from linter.reports.view.basislines import title_of
from linter.reports.view.choices import Options
from linter.reports.view.wording import BUILT_IN, clean, shorten

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: So many forms are shown in full, those with the most errors; a browser has trouble with pages of many more.
MOST_FORMS = 1000


class Entry(msgspec.Struct):
    """A form on the page. ``unit`` is the place of its unit in the ranking, from 0."""

    anchor: str
    file: str
    number: int
    title: str
    project: str
    unit: int
    severities: Counter[str]
    grade: Grade | None = None

    @property
    def name(self) -> str:
        return shorten(clean(self.project or self.title or f"第{self.number}张表"), 80)


class Digest(msgspec.Struct):
    """``entries`` are the lines of the contents of each unit, by its place in the ranking; ``shown`` the forms that are
    shown in full (None: all of them). ``rules`` counts findings by severity and rule, ``files`` are all that were
    read."""

    report: Report
    rulebook: Rulebook
    options: Options
    roll: Roll
    shown: set[str] | None = None
    rules: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    files: list[str] = msgspec.field(default_factory=list)
    used: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def many(self) -> bool:
        """Whether there are units to be compared."""
        return len(self.roll.units) > 1

    def shows(self, entry: Entry) -> bool:
        return self.shown is None or entry.anchor in self.shown

    def parts(self) -> Iterator[tuple[Part, list[Entry]]]:
        """Every file with the entries of its forms."""
        document = 0
        for part in self.report.parts():
            document += part.document is not None
            yield part, self._entries(part, document)

    def _entries(self, part: Part, document: int) -> list[Entry]:
        if part.document is None:
            return []
        graded = {one.form: one for one in grades_of(part, self.rulebook)} if self.options.grade else {}
        counts: dict[int | None, Counter[str]] = {}
        for finding in judged(part):
            counts.setdefault(finding.form, Counter())[finding.severity] += 1
        return [
            self._entry(part.path, form, f"d{document}-{form.number}", counts, graded)
            for form in part.document.forms
        ]

    def _entry(
        self,
        path: str,
        form: Form,
        anchor: str,
        counts: dict[int | None, Counter[str]],
        graded: dict[int, Grade],
    ) -> Entry:
        return Entry(
            anchor, path, form.number, form.title, form.project or "", self.roll.rank(path, form),
            counts.get(form.number, Counter()), graded.get(form.number),
        )  # fmt: skip

    def numbered(self, part: Part) -> dict[int | None, list[Numbered]]:
        """The findings of a file by form, numbered, each with an address that stays when others go."""
        found: dict[int | None, list[Numbered]] = {}
        for finding in judged(part):
            group = found.setdefault(finding.form, [])
            anchor = f"f-{_plain(finding.fingerprint)[:10]}"
            self.used[anchor] += 1
            if self.used[anchor] > 1:
                anchor += f"-{self.used[anchor]}"
            also = [f"{code} {title_of(code, self.rulebook)}" for code in finding.covers]
            title = title_of(finding.rule, self.rulebook)
            group.append(Numbered(finding, len(group) + 1, anchor, title, also))
        return found


def digest_of(report: Report, rulebook: Rulebook, options: Options) -> Digest:
    """The digest of a report."""
    made = Digest(report, rulebook, options, roll_of(report, rulebook, grade=options.grade))
    gravest: list[tuple[int, int, int, str]] = []
    for part, entries in made.parts():
        if part.document is not None:
            made.files.append(part.path)
        made.rules.update((one.severity, one.rule) for one in judged(part))
        for one in entries:
            counts = one.severities
            gravest.append((-counts["error"], -counts["warning"], len(gravest), one.anchor))
    if len(gravest) > MOST_FORMS:
        made.shown = {anchor for *_, anchor in sorted(gravest)[:MOST_FORMS]}
    return made


def judged(part: Part) -> list[Finding]:
    """The findings of rules about a file."""
    return [finding for finding in part.findings if finding.rule not in BUILT_IN]


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isalnum())
