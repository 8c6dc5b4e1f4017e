"""What the page asks of Python: check these files, give me that download. Runs in the browser.

Nothing here reads a disk or a setting: the files are bytes in memory, and the rules are the shipped ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from linter.config import Configuration
from linter.pipeline import run
from linter.pipeline.conclusion import Outcome
from linter.pipeline.paths import Input
from linter.reports import render
from linter.reports.view.choices import Options


class Desk:
    """The files on the table of a page, and what came out of checking them."""

    def __init__(self) -> None:
        self._inputs: list[Input] = []
        self._outcome: Outcome | None = None

    def check(
        self, files: Iterable[tuple[str, bytes]], progress: Callable[[str], None] | None = None
    ) -> dict[str, Any]:
        """Check files given as (name, bytes). ``progress`` is told each name before its file is read."""
        self._inputs = [Input(name, bytes(data)) for name, data in files]
        configuration = Configuration(isolated=True)
        self._outcome = run(self._inputs, configuration, progress=progress, answers=False)
        return {"html": self.download("html").decode("utf-8"), "json": self.download("json").decode("utf-8")}

    def download(self, kind: str) -> bytes:
        """A report on what was checked last, as a file of this kind."""
        assert self._outcome is not None
        data = {item.path: item.data for item in self._inputs if item.data is not None}
        return render(kind, self._outcome.report, self._outcome.rulebook, Options(data=data))
