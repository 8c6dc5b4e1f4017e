"""One run: inputs → results → report, with the settings that hold for each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from linter.config import Configuration
from linter.model import Document, Form, Report, YearBeside
from linter.pipeline.bystanders import mark_copies, switched_off
from linter.pipeline.conclusion import Outcome, conclude
from linter.pipeline.documents import Reading, read_documents
from linter.pipeline.filecheck import check_file, trouble
from linter.pipeline.paths import Input, twice_given
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
    _look_at_rules(inputs, around)
    early = [trouble(UNREADABLE, path, reason) for path, reason in problems]
    earlier = read_documents(previous, configuration) if previous else None
    if earlier is not None:
        around.compare_with(forms_of(earlier.documents))
        early += earlier.troubles
    results = Results()
    for number, item in enumerate(mark_copies(inputs)):
        if progress is not None:
            progress(item.path)
        results.keep(number, [check_file(item, around)])
    folders = dict.fromkeys(Path(item.path).parent for item in inputs) if answers else ()
    outcome = conclude(results, around, early=early, answers=answers, folders=folders)
    if earlier is not None:
        outcome.report.beside = _beside(outcome.report, earlier, around, inputs, previous)
    if whole:
        outcome.report = _plain(outcome.report)
    return outcome


def _look_at_rules(inputs: Sequence[Input], around: RunSurroundings) -> None:
    """A faulty rule is said before minutes of reading, not after."""
    for item in inputs:
        if not item.aside and not switched_off(item, around.configuration, around.books):
            around.warm_up(item.place)
            return


def _beside(
    report: Report,
    earlier: Reading,
    around: RunSurroundings,
    inputs: Sequence[Input],
    previous: Sequence[Input],
) -> YearBeside:
    from linter.auditing.yearbeside import year_beside

    made = year_beside(list(report.documents), earlier.documents, around.last_year)
    made.same_file = twice_given(inputs, previous)
    return made


def forms_of(documents: Sequence[Document]) -> dict[str, Form]:
    """Last year's forms by what identifies a project."""
    from linter.rulebook.lastyear import forms_by_project

    return forms_by_project(documents)


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
        beside=report.beside,
    )
