"""The outcome of a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from linter.ground.errors import JxlintError
from linter.model.comparison import RunBeside, YearBeside
from linter.model.finding import Answer, Finding
from linter.model.form import Document
from linter.model.source import Hidden, Place

if TYPE_CHECKING:
    import pandas


#: Why a rule did not run that the user left out.
NOT_CHOSEN = "没有选用"


class NotRun(msgspec.Struct):
    """A rule that was not run, and why (in Chinese). ``lacking`` is what the user can do so that it runs, with the
    option: 给出上年的表（--previous）."""

    rule: str
    reason: str
    lacking: str = ""


class Checked(msgspec.Struct):
    """What a run looked at, so that silence is never taken for clean. ``values`` counts readings by kind;
    ``not_understood`` counts printed targets that could not be read as a value. ``profiles`` counts the forms
    judged by each profile, by its title and whether the form was recognised (not told by the user); ``exceptions``
    the faults that an exception of their rule silenced, by rule and reason.
    ``doubts`` counts the columns whose role was told narrowly, ``reused`` the files whose result of an earlier run
    still held (a store);
    ``hidden`` is what was left out of workbooks because nobody sees it, ``passed_by`` are files of
    folders that are no tables, with what they are; ``shortened`` counts by rule the texts of which its regular
    expressions saw only the beginning."""

    files: int = 0
    forms: int = 0
    indicators: int = 0
    rules: int = 0
    values: dict[str, int] = msgspec.field(default_factory=dict)
    not_run: list[NotRun] = msgspec.field(default_factory=list)
    not_understood: int = 0
    doubts: int = 0
    reused: int = 0
    profiles: dict[tuple[str, bool], int] = msgspec.field(default_factory=dict)
    exceptions: dict[tuple[str, str], int] = msgspec.field(default_factory=dict)
    hidden: list[Hidden] = msgspec.field(default_factory=list)
    passed_by: list[tuple[str, str]] = msgspec.field(default_factory=list)
    shortened: dict[str, int] = msgspec.field(default_factory=dict)


class Coverage(msgspec.Struct, frozen=True, gc=False):
    """Of how many rules that were switched on for a form (``of``) how many found what they need there (``run``)."""

    run: int
    of: int


class Part(msgspec.Struct):
    """What a report says of one file: its document (None where there is none), its findings in the order of the report,
    the answers of the office, and the coverage of its forms by their number."""

    path: str
    document: Document | None
    findings: list[Finding] = msgspec.field(default_factory=list)
    answers: list[Answer] = msgspec.field(default_factory=list)
    coverage: dict[int, Coverage] = msgspec.field(default_factory=dict)


class Report(msgspec.Struct):
    """The outcome of a run: the documents read, the findings in reading order, and what was checked.

    ``answers`` are findings that no longer count because they were answered. ``notes`` are (file, message)
    pairs about parts that were not read and answers that lapsed or were not used. ``problems``
    are (file, message) pairs of what could not be read. ``coverage`` tells for each form, by file and number, on how
    many rules the judgement of it rests. ``beside`` is there where last year's tables were given, ``since``
    where an earlier run was.

    In a run over many files the lists are sequences that are read from disk each time they are gone through, and
    ``coverage`` is empty: ``parts`` gives file by file what belongs together, whatever the run."""

    documents: list[Document] = msgspec.field(default_factory=list)
    findings: list[Finding] = msgspec.field(default_factory=list)
    checked: Checked = msgspec.field(default_factory=Checked)
    answers: list[Answer] = msgspec.field(default_factory=list)
    notes: list[tuple[str, str]] = msgspec.field(default_factory=list)
    problems: list[tuple[str, str]] = msgspec.field(default_factory=list)
    coverage: dict[tuple[str, int], Coverage] = msgspec.field(default_factory=dict)
    beside: YearBeside | None = None
    since: RunBeside | None = None

    def parts(self) -> Iterator[Part]:
        """What there is of each file, documents first, each file once."""
        parts: dict[str, Part] = {}
        for document in self.documents:
            coverage = {
                form.number: self.coverage[document.path, form.number]
                for form in document.forms
                if (document.path, form.number) in self.coverage
            }
            parts[document.path] = Part(document.path, document, coverage=coverage)
        for finding in self.findings:
            parts.setdefault(finding.file, Part(finding.file, None)).findings.append(finding)
        for answer in self.answers:
            file = answer.finding.file
            parts.setdefault(file, Part(file, None)).answers.append(answer)
        return iter(parts.values())

    def told_findings(self) -> Iterator[str | Finding]:
        """The findings in their order; where a text was made of those of a file for the JSON report, that text."""
        return iter(self.findings)

    def told_forms(self) -> Iterator[str | Part]:
        """The parts in their order; where a text was made of the forms of a file for the JSON report, that text."""
        return self.parts()

    def to_dicts(self) -> list[dict[str, Any]]:
        """A flat dict for each finding, in reading order: its texts, and its place as sheet, cell, page, table, row,
        column, line and record."""
        return [
            {
                **{name: getattr(finding, name) for name in _FLAT},
                **msgspec.structs.asdict(finding.place),
                "fingerprint": finding.fingerprint,
            }
            for finding in self.findings
        ]

    def to_frame(self) -> pandas.DataFrame:
        """A pandas data frame with a row for each finding and the columns of ``to_dicts``. Raises JxlintError without
        pandas."""
        try:
            import pandas
        except ImportError:
            raise JxlintError(
                "没有安装 pandas", advice="请运行 pip install pandas，或者用 to_dicts()"
            ) from None
        return pandas.DataFrame(self.to_dicts(), columns=[*_FLAT, *Place.__struct_fields__, "fingerprint"])


_FLAT = (
    *("file", "rule", "severity", "confidence", "message", "advice", "suggestion"),
    *("form", "form_title", "project", "level2", "indicator", "field", "text"),
)
