"""One run: inputs → results → report, with the settings that hold for each file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter.config import Configuration
from linter.ground.collector import seldom_collected
from linter.ground.errors import Interrupted
from linter.ground.memory import available
from linter.model import Report, YearBeside
from linter.pipeline.bystanders import mark_copies, switched_off
from linter.pipeline.chunks import Job, Result, Tray
from linter.pipeline.conclusion import Outcome, conclude
from linter.pipeline.deadline import TooLarge, TooLong, limited
from linter.pipeline.filecheck import check_file, given_up, too_long, too_much, trouble
from linter.pipeline.lastyearforms import LastYear
from linter.pipeline.paths import Input, twice_given
from linter.pipeline.reportsource import listed
from linter.pipeline.results import Results
from linter.pipeline.runaround import RunSurroundings, Telling
from linter.reports.view.wording import UNREADABLE

if TYPE_CHECKING:
    from linter.auditing.runbeside import Earlier
    from linter.pipeline.runfolder import RunFolder
    from linter.pipeline.runstore import StoreFolder

#: Files from which more than one process is worth its start, and from which results go to disk.
_WORTH_A_CREW, _WORTH_A_FOLDER = 40, 200
#: The share of the machine's memory that all workers together may take, and the least of one.
_SHARE, _LEAST = 0.6, 256 << 20
#: What a file may take where one process works alone and the time is bounded as well.
_ALONE = 900 << 20


class Means(msgspec.Struct, frozen=True):
    """How a run is carried out; none of it changes what is found. ``jobs`` are processes (0: as many as there are
    cores, one where the files are few), ``timeout`` the seconds and ``memory`` the bytes that a file may take (None:
    no bound on the time; of the memory a share of the machine's, or so much as any file needs). ``words`` are what
    the user wrote: a run that keeps its results on disk is found again by them with ``resume``. ``scheduler`` is the
    address of a Dask cluster, ``store`` the folder of a store that takes what is found, and from which files that have
    not changed are taken, ``since`` one that the findings are compared with. ``telling`` says that there will be a JSON
    report."""

    jobs: int = 1
    timeout: float | None = None
    memory: int | None = None
    words: tuple[str, ...] = ()
    resume: bool = False
    scheduler: str = ""
    store: Path | None = None
    since: Path | None = None
    telling: Telling | None = None


def run(
    inputs: Sequence[Input],
    configuration: Configuration,
    *,
    problems: Iterable[tuple[str, str]] = (),
    progress: Callable[[str], None] | None = None,
    answers: bool = True,
    previous: Sequence[Input] = (),
    whole: bool = False,
    means: Means | None = None,
) -> Outcome:
    """Check all inputs. ``problems`` are paths that gave no input, with the reason; ``answers`` lets reasons
    files beside the tables settle findings; ``previous`` are last year's tables to compare with. ``whole`` keeps all
    that was read and gives a report of plain lists, for programs; ``means`` says how many processes work. Raises
    JxlintError when the configuration or a rule is faulty, Interrupted at Ctrl-C."""
    means = means or Means()
    before = _earlier(means.since, beside=_is_large(inputs))
    folder: RunFolder | StoreFolder | None = None
    if means.store is not None:
        from linter.pipeline.runstore import StoreFolder

        folder = StoreFolder(means.store, means.words)
    elif not whole and (means.resume or len(inputs) >= _WORTH_A_FOLDER):
        from linter.pipeline.runfolder import RunFolder

        folder = RunFolder(means.words, resume=means.resume)
    try:
        outcome = _run(
            inputs, configuration, folder, means, whole, list(problems), progress, answers, previous
        )
        if before is not None:
            from linter.auditing.runbeside import run_beside

            outcome.report.since = run_beside(outcome.report, outcome.rulebook, before)
        return outcome
    except BaseException:
        if folder is not None:
            folder.leave()
        raise


def _is_large(inputs: Sequence[Input]) -> bool:
    """Whether a run has so many files that more than one process is worth its start."""
    return len(inputs) >= _WORTH_A_CREW


def _earlier(store: Path | None, *, beside: bool) -> Earlier | None:
    """The faults of a store, read before this run may write it anew."""
    if store is None:
        return None
    from linter.auditing.runbeside import Earlier, packed_faults
    from linter.pipeline.sideprocess import done_beside

    return Earlier(str(store), done_beside(packed_faults, store) if beside else packed_faults(store))


def _run(
    inputs: Sequence[Input],
    configuration: Configuration,
    folder: RunFolder | StoreFolder | None,
    means: Means,
    whole: bool,
    problems: Sequence[tuple[str, str]],
    progress: Callable[[str], None] | None,
    answers: bool,
    previous: Sequence[Input],
) -> Outcome:
    telling = means.telling if folder is not None and means.store is None else None
    around = RunSurroundings(configuration, whole=whole, keyed=folder is not None, telling=telling)
    _look_at_rules(inputs, around)
    early = [trouble(UNREADABLE, path, reason) for path, reason in problems]
    if previous:
        from linter.pipeline.documents import read_documents

        last_year = LastYear()
        early += read_documents(previous, configuration, take=last_year.add).troubles
        around.compare_with(last_year)
    results = Results(folder.shards if folder else None)
    tray = _check_all(inputs, around, results, folder, means, progress)
    if previous:
        from linter.pipeline.lastyearpairs import settle_pairs

        settle_pairs(results, around, inputs)
    folders = list(
        map(Path, dict.fromkeys(os.path.dirname(item.path) for item in inputs) if answers else ())  # noqa: PTH120
    )

    concluded = partial(conclude, results, around, early=early, answers=answers, folders=folders)
    if folder is not None and means.store is not None:
        from linter.pipeline.runstore import StoreFolder
        from linter.pipeline.storetables import settle

        assert isinstance(folder, StoreFolder)
        roots = [word for word in means.words if Path(word).is_dir()]
        outcome = settle(folder, concluded, results, tray, roots, beside=_is_large(inputs))
    else:
        outcome = concluded()
    outcome.folder = folder
    if previous:
        outcome.report.beside = _beside(outcome.report, around, inputs, previous)
    if whole:
        outcome.report = _plain(outcome.report)
    return outcome


def _look_at_rules(inputs: Sequence[Input], around: RunSurroundings) -> None:
    """A faulty rule is said before minutes of reading, not after."""
    for item in inputs:
        if not item.aside and not switched_off(item, around.configuration, around.books):
            around.warm_up(item.place)
            return


def _check_all(
    inputs: Sequence[Input],
    around: RunSurroundings,
    results: Results,
    folder: RunFolder | StoreFolder | None,
    means: Means,
    progress: Callable[[str], None] | None,
) -> Tray:
    again = folder is not None and (means.resume or means.store is not None)
    earlier = folder.shards if folder is not None and again else None
    tray = Tray(
        mark_copies(inputs),
        results,
        around,
        earlier,
        by_content=means.store is not None,
        before=folder.before() if folder is not None else (),
    )
    try:
        for job, result in _checked(tray.jobs(), len(inputs), around, means, progress):
            tray.take(job, result)
    except KeyboardInterrupt:
        if folder is None:
            raise
        tray.save_open(folder.shards)
        raise Interrupted(tray.done, folder.kept) from None
    return tray


def _checked(
    jobs: Iterable[Job],
    count: int,
    around: RunSurroundings,
    means: Means,
    progress: Callable[[str], None] | None,
) -> Iterator[tuple[Job, Result]]:
    """Each job with its result, by as many processes as the means say. ``progress`` is told each path: before the file
    where one process works, after it where several do."""
    workers = means.jobs or (cores() if count >= _WORTH_A_CREW else 1)
    if means.scheduler:
        from linter.pipeline.cluster import check_there

        yield from _told(check_there(jobs, around, means.scheduler, means.timeout), progress)
    elif workers > 1 and count > 1:
        from linter.pipeline.workers import Crew

        memory = means.memory or max(_LEAST, int(available() * _SHARE / workers))
        with Crew(around, min(workers, count), timeout=means.timeout, memory=memory) as crew:
            yield from _told(crew.check(jobs), progress)
    else:
        yield from _alone(jobs, around, means, progress)


def _told(
    done: Iterable[tuple[Job, bytes]], progress: Callable[[str], None] | None
) -> Iterator[tuple[Job, Result]]:
    for job, result in done:
        if progress is not None:
            progress(job.item.path)
        yield job, result


def _alone(
    jobs: Iterable[Job],
    around: RunSurroundings,
    means: Means,
    progress: Callable[[str], None] | None,
) -> Iterator[tuple[Job, Result]]:
    timeout = means.timeout
    memory = means.memory or (None if timeout is None else _ALONE)
    with seldom_collected():
        for job in jobs:
            if progress is not None:
                progress(job.item.path)
            try:
                with limited(timeout, memory):
                    result = check_file(job.item, around)
            except TooLarge:
                result = given_up(job.item, around, too_much(memory or 0))
            except TooLong:
                result = given_up(job.item, around, too_long(timeout or 0))
            yield job, result


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _beside(
    report: Report, around: RunSurroundings, inputs: Sequence[Input], previous: Sequence[Input]
) -> YearBeside:
    from linter.auditing.yearbeside import year_beside

    made = year_beside(report.documents, around.last_year.documents(), around.last_year, listed)
    made.same_file = twice_given(inputs, previous)
    return made


def _plain(report: Report) -> Report:
    """A report whose lists are lists."""
    checked, beside = report.checked, report.beside
    if beside is not None:
        beside.rows = list(beside.rows)
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
        beside=beside,
        since=report.since,
    )
