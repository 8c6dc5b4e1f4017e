"""The end of a run with a store: its tables are written and asked what can only be seen over many files.

Both load libraries that take more memory than all else of a run, so that a process of its own does it where there are
many files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from linter.auditing import warehouse
from linter.auditing.warehouserows import identity
from linter.evidence import across_reason
from linter.model import Checked
from linter.pipeline.chunks import Tray
from linter.pipeline.conclusion import Outcome
from linter.pipeline.crossfindings import collect
from linter.pipeline.results import Results
from linter.pipeline.runstore import StoreFolder
from linter.pipeline.sideprocess import Work, done_beside
from linter.reports.view.wording import place_text

#: What gives the outcome of a run from its results as they are.
Concluded = Callable[[], Outcome]


def settle(
    folder: StoreFolder,
    concluded: Concluded,
    results: Results,
    tray: Tray,
    roots: Iterable[str],
    *,
    beside: bool,
) -> Outcome:
    """Write the tables of a finished run, ask them what can only be seen over many files, and give the outcome with
    that. ``concluded`` can be sent to another process, as ``results`` can, which the work is left to with ``beside``;
    ``roots`` are the folders that the run looked at."""
    covered = tuple(f"{identity(root).rstrip('/')}/" for root in roots)

    def done(work: Work, *more: Any) -> bool:
        given = folder.path, concluded, *more
        return any([*(done_beside(work, *given) if beside else work(*given))])

    try:
        done(_write, covered)
        # In another process than the tables are written by: what one takes is given back before the other begins.
        if done(_ask, results):
            done(_write, covered)
    except BaseException:
        warehouse.remove_unfinished(folder.path)
        raise
    outcome = concluded()
    checked = outcome.report.checked
    able = _able(checked)
    checked.not_run = [item for item in checked.not_run if item.rule not in able]
    checked.rules += len(able)
    checked.reused = tray.reused
    folder.forget_all_but(tray.names)
    return outcome


def _write(store: Path, concluded: Concluded, covered: tuple[str, ...]) -> Iterator[bytes]:
    """Write the tables. There is nothing to be told of it."""
    outcome = concluded()
    parts, book = outcome.report.parts(), outcome.rulebook
    warehouse.write_tables(store, parts, book, place_text, lambda path: path.startswith(covered))
    yield from ()


def _ask(store: Path, concluded: Concluded, results: Results) -> Iterator[bytes]:
    """Put what rules over many files find into the results; gives something where that changed any."""
    outcome = concluded()
    rules = [outcome.rulebook.rules[code] for code in sorted(_able(outcome.report.checked))]
    if rules and collect(store, results, rules):
        yield b"changed"


def _able(checked: Checked) -> set[str]:
    """The rules that a run over single files leaves out, and that a store can judge."""
    reason = across_reason()
    return {item.rule for item in checked.not_run if item.reason == reason}
