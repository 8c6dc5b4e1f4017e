"""Reasons files in a run: found beside the tables, applied to the report; and the baseline of today."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from linter.ground.errors import JxlintError
from linter.model import Answer, Finding, Report
from linter.pipeline.paths import Input
from linter.reports.view.wording import BUILT_IN

if TYPE_CHECKING:
    from linter.reasons import Entry

_NAME = "reasons.yaml"


class Answers:
    """The reasons files beside the tables of a run, applied file by file; ``rules`` are those that were run.

    A faulty one lies in the folder that is checked and must not end the run over all others: it is kept in ``faults``
    and answers nothing. What was answered is told of each file at once, which entries lapsed or were not used when all
    have been through.
    """

    def __init__(self, rules: Collection[str]) -> None:
        self._rules = rules
        self._today = datetime.date.today()
        self.faults: list[JxlintError] = []
        self._read: dict[Path, list[Entry]] = {}
        self._open: dict[Path, dict[str, list[Finding]]] = {}
        self._renamed: list[tuple[str, str]] = []
        self._used: set[int] = set()
        self._expired: dict[int, Entry] = {}
        self._unused: dict[int, Entry] = {}

    def must_look_ahead(self, folders: Iterable[Path]) -> bool:
        """Whether an entry in one of these folders speaks of a file that is gone: it may have another name now."""
        for folder in folders:
            entries = self._entries(folder / _NAME)
            if entries and _gone(entries, _names(folder)):
                self._open[folder] = {}
        return bool(self._open)

    def look_ahead(self, files: Iterable[tuple[str, list[Finding]]]) -> None:
        """Have entries follow files that were only renamed, as their findings tell."""
        from linter.reasons import follow, renamed

        for file, findings in files:
            if (folder := Path(file).parent) in self._open:
                self._open[folder].setdefault(Path(file).name, []).extend(findings)
        for folder, by_name in self._open.items():
            path = folder / _NAME
            names = renamed(self._read[path], _names(folder), by_name, self._rules)
            self._renamed += [
                (str(path), f"“{old}”不在了，“{new}”和它一样，说明照旧有效；请把 file 改成新的文件名")
                for old, new in names.items()
            ]
            if names:
                self._read[path] = follow(self._read[path], names)
        self._open.clear()

    def concern(self, file: str) -> bool:
        """Whether there is an entry beside a file."""
        return bool(self._entries(Path(file).parent / _NAME))

    def settle(self, file: str, findings: list[Finding]) -> tuple[list[Finding], list[Answer]]:
        """The findings of a file that are still open, and those that were answered."""
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
            *self._renamed,
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
            self._read[path] = []
            try:
                self._read[path] = _entries_of(path)
            except JxlintError as error:
                self.faults.append(error)
        return self._read[path]


def _gone(entries: Iterable[Entry], present: Collection[str]) -> bool:
    from linter.reasons import gone

    return bool(gone(entries, present))


def _names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


def _entries_of(path: Path) -> list[Entry]:
    if not path.is_file():
        return []
    from linter.reasons import read_reasons

    return read_reasons(path)


def apply_reasons(report: Report, rules: Collection[str]) -> None:
    """Move the findings that were answered out of ``report.findings``, and note lapsed and unused answers.

    Raises JxlintError when a reasons file is faulty.
    """
    answers = Answers(rules)
    open_: list[Finding] = []
    by_file: dict[str, list[Finding]] = {document.path: [] for document in report.documents}
    for finding in report.findings:
        by_file.setdefault(finding.file, []).append(finding)
    if answers.must_look_ahead({Path(file).parent for file in by_file}):
        answers.look_ahead(by_file.items())
    for file, findings in by_file.items():
        rest, settled = answers.settle(file, findings)
        open_ += rest
        report.answers += settled
    for fault in answers.faults:
        raise fault
    report.findings = open_
    report.notes += answers.notes()


def one_of_each_folder(*given: Iterable[Input]) -> list[str]:
    """A path of each folder in which inputs lie: what lies beside them is the same for all."""
    return list({Path(item.path).parent: item.path for inputs in given for item in inputs}.values())


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

    Returns each file with the number of entries added. A faulty reasons file, of which the report tells, is left alone.
    """
    from linter.reasons import add_baseline

    faulty = {Path(path) for path, _ in report.problems}
    groups: dict[Path, list[Finding]] = {Path(one.path).parent / _NAME: [] for one in report.documents}
    for finding in report.findings:
        if finding.rule not in BUILT_IN:
            groups.setdefault(Path(finding.file).parent / _NAME, []).append(finding)
    return [(path, add_baseline(path, findings)) for path, findings in groups.items() if path not in faulty]
