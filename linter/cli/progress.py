"""A progress bar on standard error: only on a terminal, and only for more than a few files."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from linter.reports.view.wording import clean, shorten

_FEW = 5
#: Seconds between two pictures of the bar.
_EVERY = 0.1


@contextmanager
def progress_over(inputs: Sequence[Any]) -> Iterator[Callable[[str], None] | None]:
    """Yields what to call with each path once it is looked at; None when no bar is wanted."""
    if len(inputs) <= _FEW or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    class Name(TextColumn):
        """The file's name as text: a name is never markup."""

        def render(self, task: Any) -> Text:
            return Text(task.description)

    with Progress(
        Name(""),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    ) as bar:
        # Drawn by hand: a thread that does it would forbid workers that start at once (pipeline/workers.py).
        task = bar.add_task("检查", total=len(inputs))
        drawn = 0.0

        def step(path: str) -> None:
            nonlocal drawn
            bar.update(task, advance=1, description=shorten(clean(path), 40))
            if (now := time.monotonic()) - drawn > _EVERY:
                drawn = now
                bar.refresh()

        yield step
