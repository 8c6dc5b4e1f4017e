"""Where the time of a run goes: reading, forms, values, rules, suggestions, what is said of a run, packing, reports.

Part of scale.py; files are worked on one by one in this process and each step is timed.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from linter import values
from linter.config import Configuration
from linter.engine import judge_one
from linter.fileresult import FileResult, slim
from linter.forms import find_forms
from linter.ground.collector import no_collection
from linter.language.templates import Template
from linter.pipeline import RunSurroundings
from linter.pipeline.conclusion import conclude
from linter.pipeline.results import Results
from linter.pipeline.shards import pack, unpack
from linter.readers import read
from linter.reports import render
from linter.reports.view.choices import Options
from linter.rulebook.rule import Rule


class Clock:
    """CPU seconds by what they were spent on; what is timed within something else is taken off it by the caller."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return call(*given, **named)
        finally:
            self.spent[name] = self.spent.get(name, 0.0) + time.process_time() - start

    def wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given, **named: self.time(name, call, *given, **named)


def print_shares(folders: list[Path], most: int, before: Path | None) -> None:
    files = sorted(path for folder in folders for path in folder.iterdir())
    files = files[:most]  # side by side, as a run takes them
    around = RunSurroundings(Configuration(isolated=True))
    around.warm_up(files[0])
    settings = around.configuration.settings(files[0])
    rules, book, here = (
        around.books.select(settings),
        around.books.load(settings),
        around.books.surroundings(settings),
    )
    old = (
        {path.stem for path in (before / "rules").glob("*/*.yaml")} if before else {rule.id for rule in rules}
    )
    clock, forms = Clock(), 0
    true, fill = values.parse_value, Template.filled
    inner = clock.wrapped("values", true)
    for module in list(sys.modules.values()):
        if getattr(module, "parse_value", None) is true and module.__name__.startswith("linter."):
            module.parse_value = inner  # type: ignore[attr-defined]
    Template.filled = lambda self, *given: clock.time("suggestions", fill, self, *given)  # type: ignore[method-assign]
    judge = Rule.judge

    def timed(self: Rule, *given: Any, **named: Any) -> list[Any]:
        name = "old rules" if self.id in old else "new rules"
        return clock.time(name, lambda: list(judge(self, *given, **named)))  # type: ignore[no-any-return]

    Rule.judge = timed  # type: ignore[method-assign]
    results = Results()
    gc.disable()
    for number, path in enumerate([files[0], *files]):
        if number == 1:
            clock.spent.clear()
        with no_collection():
            source = clock.time("reading", read, path)
            document = clock.time("forms", find_forms, source)
            judged = clock.time("judging", judge_one, document, book, here, rules)
        assert not isinstance(judged, str)
        result = FileResult(str(path), slim(document), judged.findings, [], judged.coverage, judged.evidence)
        packed = clock.time("packing", pack, result)
        if number:
            results.keep(number, "", [clock.time("packing", unpack, packed)])
            forms += len(document.forms)
        gc.collect()
    outcome = clock.time("reports", conclude, results, around)
    clock.time("reports", render, "json", outcome.report, outcome.rulebook, Options())
    _print(clock.spent, len(files), forms, sum(rule.id not in old for rule in rules))


def _print(spent: dict[str, float], files: int, forms: int, new: int) -> None:
    # Values are parsed while forms are read, suggestions are filled in while rules judge.
    later, earlier = spent.pop("new rules", 0.0), spent.pop("old rules", 0.0)
    judging = spent.pop("judging")
    spent["forms"] -= spent.get("values", 0.0)
    spent["rules"] = judging - spent.get("suggestions", 0.0)
    whole = sum(spent.values())
    print(f"\nshares of {files} files, {forms} forms, in one process by hand")
    for name in ("reading", "forms", "values", "rules", "suggestions", "packing", "reports"):
        cost = spent.get(name, 0.0)
        print(f"{name:<14}{100 * cost / whole:>5.0f} %{1000 * cost / forms:>9.2f} ms a form")
    print(f"{'all':<14}{'':>7}{1000 * whole / forms:>9.2f} ms a form")
    print(f"rules since then: {new}, {100 * later / (later + earlier):.0f} % of judging")
