"""What only all files together can tell of last year: a project that two of them bring is compared with nothing."""

from __future__ import annotations

from collections.abc import Iterable

from linter.fileresult import FileResult
from linter.pipeline.filecheck import check_file
from linter.pipeline.paths import Input
from linter.pipeline.results import Results
from linter.pipeline.runaround import RunSurroundings


def settle_pairs(results: Results, around: RunSurroundings, inputs: Iterable[Input]) -> None:
    """Check files again whose project stands in another file of the run as well, without last year's form of it: nobody
    can say which of them is meant. Only last year's projects are remembered while all files are gone through."""
    from linter.rulebook.lastyear import keys_of

    def keys(result: FileResult) -> set[str]:
        forms = result.document.forms if result.document else []
        return {key for form in forms for key in keys_of(form) if key in around.last_year}

    met: set[str] = set()
    twice: set[str] = set()
    for result in results:
        mine = keys(result)
        twice |= mine & met
        met |= mine
    if not twice:
        return
    rest = around.last_year.without(twice)
    fewer = RunSurroundings(around.configuration, last_year=rest, whole=around.whole, keyed=around.keyed)
    given = {item.path: item for item in inputs if item.data is not None}
    results.replace(
        lambda result: (
            check_file(given.get(result.path, result.path), fewer) if keys(result) & twice else None
        )
    )
