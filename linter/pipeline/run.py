"""One run: inputs → results → report, with the settings that hold for each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from linter.config import Configuration
from linter.model import Finding, Report
from linter.pipeline.bystanders import mark_copies
from linter.pipeline.conclusion import Outcome, conclude
from linter.pipeline.documents import read_documents
from linter.pipeline.filecheck import check_file, trouble
from linter.pipeline.paths import Input
from linter.pipeline.results import Results
from linter.pipeline.runaround import RunSurroundings
from linter.reports.view.wording import UNREADABLE


def run(
    inputs: Sequence[Input],
    configuration: Configuration,
    *,
    problems: Iterable[tuple[str, str]] = (),
    progress: Callable[[str], None] | None = None,
    answers: bool = True,
    previous: Sequence[Input] = (),
    whole: bool = False,
) -> Outcome:
    """Check all inputs. ``problems`` are paths that gave no input, with the reason; ``answers`` lets reasons
    files beside the tables settle findings; ``previous`` are last year's tables to compare with. ``whole`` keeps all
    that was read and gives a report of plain lists, for programs. Raises
    JxlintError when the configuration, a rule or a reasons file is faulty."""
    around = RunSurroundings(configuration, whole=whole)
    for item in inputs[:1]:  # a faulty rule is said before minutes of reading, not after
        around.warm_up(item.path)
    early = [trouble(UNREADABLE, path, reason) for path, reason in problems]
    if previous:
        early += _remember(previous, around)
    results = Results()
    for number, item in enumerate(mark_copies(inputs)):
        if progress is not None:
            progress(item.path)
        results.keep(number, [check_file(item, around)])
    outcome = conclude(results, around, early=early, answers=answers)
    if whole:
        outcome.report = _plain(outcome.report)
    return outcome


def _remember(previous: Sequence[Input], around: RunSurroundings) -> list[Finding]:
    """Have files compared with last year's; returns what could not be read of these."""
    from linter.rulebook.lastyear import forms_by_project

    earlier = read_documents(previous, around.configuration)
    around.compare_with(forms_by_project(earlier.documents))
    return earlier.troubles


def _plain(report: Report) -> Report:
    """A report whose lists are lists."""
    checked = report.checked
    checked.hidden, checked.passed_by = list(checked.hidden), list(checked.passed_by)
    coverage = {
        (part.path, number): coverage for part in report.parts() for number, coverage in part.coverage.items()
    }
    return Report(
        documents=list(report.documents),
        findings=list(report.findings),
        checked=checked,
        answers=list(report.answers),
        notes=list(report.notes),
        problems=list(report.problems),
        coverage=coverage,
    )
