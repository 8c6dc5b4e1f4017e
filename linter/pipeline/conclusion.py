"""From the results of all files to the outcome of a run: one pass that adds up, then a report that reads them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter.config import Settings
from linter.evidence import add, add_counts
from linter.fileresult import Evidence, FileResult, Outline
from linter.ground.errors import JxlintError
from linter.model import Checked, Finding, Place, Report
from linter.pipeline.answers import Answers
from linter.pipeline.filecheck import nothing_checked, trouble
from linter.pipeline.reportsource import Source, StreamedReport, listed
from linter.pipeline.results import Results
from linter.pipeline.runaround import RunSurroundings
from linter.reports.view.wording import UNREADABLE

if TYPE_CHECKING:
    from linter.pipeline.runfolder import RunFolder
    from linter.pipeline.runstore import StoreFolder
    from linter.rulebook import Rulebook

#: Severities from harmless to grave.
RANKS = {"info": 0, "warning": 1, "error": 2}


class Outcome(msgspec.Struct):
    """A finished run. ``rulebook`` holds every rule that was at hand. ``status`` is the exit code: 0 clean, 1
    findings that count, 2 something could not be checked (``report.problems`` says what and why). ``folder`` is where
    results lie on disk, until ``close``; the report can be gone through as long."""

    report: Report
    rulebook: Rulebook
    status: int
    folder: RunFolder | StoreFolder | None = None

    def close(self) -> None:
        """Take away what the run kept on disk."""
        if self.folder is not None:
            self.folder.remove()
            self.folder = None


class _Sums(msgspec.Struct):
    """What a pass over all results adds up. ``groups`` are the files that were judged by their settings."""

    groups: dict[Settings, Evidence] = msgspec.field(default_factory=dict)
    findings: int = 0
    answers: int = 0
    troubles: int = 0
    documents: int = 0
    remarks: int = 0
    hidden: int = 0
    passed_by: int = 0
    counted: bool = False


def conclude(
    results: Results,
    around: RunSurroundings,
    *,
    early: Sequence[Finding] = (),
    answers: bool = True,
    folders: Iterable[Path] = (),
) -> Outcome:
    """The outcome of a run. ``early`` are troubles that belong to no result; ``answers`` lets reasons files beside
    the tables settle findings, which lie in ``folders``; a faulty one is a trouble."""
    chosen: set[str] = set()
    found = Answers(chosen) if answers else None
    if found is not None and found.must_look_ahead(folders):
        _choose(results, around, chosen)
        found.look_ahead((result.path, result.findings) for result in results if result.document)
    source = Source(results, found, early)
    sums = _Sums(troubles=len(early))
    for path, outline, result in results.outlines():
        if found is not None and outline.documents and found.concern(path):
            outline = _settled(outline, result(), sums, found)
        _add(sums, path, outline, source, around, chosen)
    if found is not None and found.faults:
        source.early = [*early, *map(_unusable, found.faults)]
        sums.troubles += len(found.faults)
    if not sums.documents and not sums.troubles:
        source.early = nothing_checked(source.passed_by(), around.configuration)
        sums.troubles = len(source.early)
    checked = _checked(sums, around, chosen)
    checked.hidden = listed(source.hidden, sums.hidden)
    checked.passed_by = listed(source.passed_by, sums.passed_by)
    lapsed = len(source.answers.notes()) if source.answers else 0
    report = StreamedReport(
        documents=listed(source.documents, sums.documents),
        findings=listed(source.findings, sums.findings + sums.troubles),
        checked=checked,
        answers=listed(source.answered, sums.answers),
        notes=listed(source.notes, sums.remarks + lapsed),
        problems=listed(source.problems, sums.troubles),
        source=source,
    )
    source.troubled = bool(sums.troubles - len(source.early))
    broken = sums.troubles or not (sums.documents or sums.passed_by)
    status = 2 if broken else int(sums.counted)
    source.as_told = around.books.of_one_mind()
    return Outcome(report, around.books.together(), status)


def _add(
    sums: _Sums, path: str, outline: Outline, source: Source, around: RunSurroundings, chosen: set[str]
) -> None:
    sums.troubles += outline.troubles
    sums.passed_by += outline.passed_by
    if not outline.documents:
        return
    settings = around.configuration.settings(path)
    if settings not in sums.groups:
        sums.groups[settings] = Evidence()
        chosen |= {rule.id for rule in around.books.select(settings)}
    add(sums.groups[settings], outline.evidence)
    sums.documents += 1
    sums.hidden += outline.hidden
    sums.remarks += outline.remarks
    sums.findings += sum(outline.severities.values())
    least = RANKS.get(outline.fail_on, len(RANKS))
    sums.counted = sums.counted or any(RANKS[severity] >= least for severity in outline.severities)


def _settled(outline: Outline, result: FileResult, sums: _Sums, answers: Answers) -> Outline:
    """The sums of a result without the findings that were answered."""
    found, answered = answers.settle(result.path, result.findings)
    sums.answers += len(answered)
    counts = Counter(str(finding.severity) for finding in found)
    return msgspec.structs.replace(outline, severities=dict(counts))


def _unusable(error: JxlintError) -> Finding:
    """A reasons file that is faulty: nothing in it was used."""
    advice = f"{error.advice}；" if error.advice else ""
    message = f"说明文件第{error.line or 1}行：{error.message}。{advice}这个文件里的说明都没有用上"
    return trouble(UNREADABLE, error.path or "", message, place=Place(line=error.line))


def _choose(results: Results, around: RunSurroundings, chosen: set[str]) -> None:
    """Note the rules that ran on any file."""
    met: set[Settings] = set()
    for path, outline, _ in results.outlines():
        if outline.documents and ((settings := around.configuration.settings(path)) not in met):
            met.add(settings)
            chosen |= {rule.id for rule in around.books.select(settings)}


def _checked(sums: _Sums, around: RunSurroundings, chosen: set[str]) -> Checked:
    """What the whole run looked at. Not run is only what ran under no settings."""
    total = Checked()
    for settings, evidence in sums.groups.items():
        more = around.books.checked(evidence, settings)
        before = {item.rule for item in total.not_run}
        total.not_run = [item for item in more.not_run if not total.files or item.rule in before]
        for name in ("files", "forms", "indicators", "not_understood", "doubts"):
            setattr(total, name, getattr(total, name) + getattr(more, name))
        add_counts(total.values, more.values)
        add_counts(total.profiles, more.profiles)
        add_counts(total.exceptions, more.exceptions)
        add_counts(total.shortened, more.shortened)
    total.rules = len(chosen - {item.rule for item in total.not_run})
    return total


