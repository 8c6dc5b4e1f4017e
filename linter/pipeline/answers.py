"""Reasons files in a run: found beside the tables, applied to the report; and the baseline of today."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from linter.model import Finding, Report
from linter.reports.view.wording import BUILT_IN

if TYPE_CHECKING:
    from linter.reasons import Entry

_NAME = "reasons.yaml"


def apply_reasons(report: Report, rules: Collection[str], today: datetime.date | None = None) -> None:
    """Move the findings that were answered out of ``report.findings``, and note lapsed and unused answers.

    Raises JxlintError when a reasons file is faulty.
    """
    beside = {document.path: Path(document.path).parent / _NAME for document in report.documents}
    present = {path for path in set(beside.values()) if path.is_file()}
    if not present:
        return
    from linter.reasons import read_reasons, settle

    read: dict[Path, list[Entry]] = {path: read_reasons(path) for path in sorted(present)}
    for path in read:
        read[path] = _followed(
            path, read[path], report, [file for file, one in beside.items() if one == path], rules
        )
    settled = settle(
        report.findings,
        {file: read[path] for file, path in beside.items() if path in read},
        today=today or datetime.date.today(),
        files=beside,
        rules=rules,
    )
    report.findings = settled.open
    report.answers = settled.answers
    report.notes += [
        (f"{entry.path}:{entry.line}", f"{entry.rule} 的说明已过期（{entry.until}）")
        for entry in settled.expired
    ]
    report.notes += [
        (f"{entry.path}:{entry.line}", f"{entry.rule} 的说明没有用上：原文已改，或问题已不在，可以删去")
        for entry in settled.unused
    ]


def _followed(
    path: Path, entries: list[Entry], report: Report, files: list[str], rules: Collection[str]
) -> list[Entry]:
    """The entries of a reasons file, those for a file that was only renamed under its new name, with a note."""
    from linter.reasons import by_name, follow, renamed

    present = [one.name for one in path.parent.iterdir()]
    names = renamed(entries, present, by_name(report.findings, files), rules)
    report.notes += [
        (str(path), f"“{old}”不在了，“{new}”和它一样，说明照旧有效；请把 file 改成新的文件名")
        for old, new in names.items()
    ]
    return follow(entries, names) if names else entries


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
            groups[Path(finding.file).parent / _NAME].append(finding)
    return [(path, add_baseline(path, findings)) for path, findings in groups.items()]
