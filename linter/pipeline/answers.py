"""Reasons files in a run: found beside the tables, applied to the report; and the baseline of today."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from linter.model import Answer, Finding, Report
from linter.reports.view.wording import BUILT_IN

if TYPE_CHECKING:
    from linter.reasons import Entry

_NAME = "reasons.yaml"


class Answers:
    """The reasons files beside the tables of a run, applied file by file; ``rules`` are those that were run.

    What was answered is told of each file at once, which entries lapsed or were not used when all have been through.
    """

    def __init__(self, rules: Collection[str], today: datetime.date | None = None) -> None:
        self._rules = rules
        self._today = today or datetime.date.today()
        self._read: dict[Path, list[Entry]] = {}
        self._used: set[int] = set()
        self._expired: dict[int, Entry] = {}
        self._unused: dict[int, Entry] = {}

    def settle(self, file: str, findings: list[Finding]) -> tuple[list[Finding], list[Answer]]:
        """The findings of a file that are still open, and those that were answered. Raises JxlintError when the reasons
        file beside it is faulty."""
        entries = self._entries(Path(file).parent / _NAME)
        if not entries:
            return findings, []
        from linter.reasons import settle

        known = {entry.rule for entry in entries}
        settled = settle(findings, {file: entries}, today=self._today, files=[file], rules=known)
        self._used |= settled.used
        self._expired.update({id(entry): entry for entry in settled.expired})
        self._unused.update({id(entry): entry for entry in settled.unused})
        return settled.open, settled.answers

    def notes(self) -> list[tuple[str, str]]:
        """What has to be said of entries, after all files have been settled."""
        unused = [
            entry
            for key, entry in self._unused.items()
            if key not in self._used and entry.rule in self._rules
        ]
        return [
            *(
                (f"{entry.path}:{entry.line}", f"{entry.rule} 的说明已过期（{entry.until}）")
                for entry in self._expired.values()
            ),
            *(
                (
                    f"{entry.path}:{entry.line}",
                    f"{entry.rule} 的说明没有用上：原文已改，或问题已不在，可以删去",
                )
                for entry in unused
            ),
        ]

    def _entries(self, path: Path) -> list[Entry]:
        if path not in self._read:
            self._read[path] = _entries_of(path)
        return self._read[path]


def _entries_of(path: Path) -> list[Entry]:
    if not path.is_file():
        return []
    from linter.reasons import read_reasons

    return read_reasons(path)


def apply_reasons(report: Report, rules: Collection[str], today: datetime.date | None = None) -> None:
    """Move the findings that were answered out of ``report.findings``, and note lapsed and unused answers.

    Raises JxlintError when a reasons file is faulty.
    """
    answers = Answers(rules, today)
    open_: list[Finding] = []
    by_file: dict[str, list[Finding]] = {document.path: [] for document in report.documents}
    for finding in report.findings:
        by_file.setdefault(finding.file, []).append(finding)
    for file, findings in by_file.items():
        rest, settled = answers.settle(file, findings)
        open_ += rest
        report.answers += settled
    report.findings = open_
    report.notes += answers.notes()


def left_aside(paths: Collection[str]) -> list[str]:
    """What lies beside these files and would steer a run: configurations (with the rules they name) and reasons,
    as users read it."""
    from linter.config.file import shown
    from linter.config.search import names_of

    reasons = sorted({Path(path).parent / _NAME for path in paths})
    return [
        *(f"{shown(path)}（设置，和其中写的规则）" for path in names_of(paths)),
        *(f"{shown(path.absolute())}（说明）" for path in reasons if path.is_file()),
    ]


def write_baseline(report: Report) -> list[tuple[Path, int]]:
    """Write the open findings of a report into the reasons files beside their tables.

    Returns each file with the number of entries added.
    """
    from linter.reasons import add_baseline

    groups: dict[Path, list[Finding]] = {Path(one.path).parent / _NAME: [] for one in report.documents}
    for finding in report.findings:
        if finding.rule not in BUILT_IN:
            groups.setdefault(Path(finding.file).parent / _NAME, []).append(finding)
    return [(path, add_baseline(path, findings)) for path, findings in groups.items()]
