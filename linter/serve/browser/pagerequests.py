"""What the page asks of Python: check these files, give me that download. Runs in the browser.

Nothing here reads a disk or a setting: the files are bytes in memory, and the rules are the shipped ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import Any

from linter.config import Configuration
from linter.fixing import FIXABLE
from linter.ground.errors import JxlintError
from linter.ground.ours import COPY_MARK, MARKED
from linter.ground.resources import data_root
from linter.pipeline.conclusion import Outcome
from linter.pipeline.paths import Input
from linter.pipeline.run import run
from linter.reports import render
from linter.reports.html import body
from linter.reports.view.choices import Options

#: The table that a visitor may try without one of their own.
_SAMPLE = "table-faulty.txt"
_SHOWN_AS = "样表.txt"


class Desk:
    """The files on the table of a page, and what came out of checking them."""

    def __init__(self) -> None:
        self._inputs: dict[str, Input] = {}
        self._outcome: Outcome | None = None

    def sample(self) -> tuple[str, bytes]:
        """Name and bytes of a table to try."""
        return _SHOWN_AS, (data_root() / "examples" / _SAMPLE).read_bytes()

    def check(
        self, files: Iterable[tuple[str, bytes]], progress: Callable[[str], None] | None = None
    ) -> dict[str, Any]:
        """Check files given as (name, bytes). ``progress`` is told each name before its file is read.

        Answers plain data: ``html``, the inside of the report; ``title``, a few words for the window; ``files``, each
        with what can be downloaded for it; ``docx``, whether a written report can be made.
        """
        self._inputs = {item.path: item for item in _told_apart(files)}
        self._outcome = run(
            list(self._inputs.values()), Configuration(isolated=True), progress=progress, answers=False
        )
        report = self._outcome.report
        counts = Counter[str](finding.severity for finding in report.findings)
        return {
            "html": body(report, self._outcome.rulebook, Options(data=self._data())),
            "title": f"错误 {counts['error']}，警告 {counts['warning']}" if counts else "没有发现问题",
            "files": self._files(self._outcome),
            "docx": find_spec("docx") is not None,
        }

    def _files(self, outcome: Outcome) -> list[dict[str, Any]]:
        fixes = Counter(finding.file for finding in outcome.report.findings if finding.fix is not None)
        return [
            {
                "name": document.path,
                "forms": len(document.forms),
                "marked": document.type == "xlsx",
                "fixes": fixes[document.path] if document.type in FIXABLE else 0,
            }
            for document in outcome.report.documents
        ]

    def _data(self) -> dict[str, bytes]:
        return {name: item.data for name, item in self._inputs.items() if item.data is not None}

    def download(self, kind: str, name: str = "") -> tuple[str, bytes, str]:
        """A file to keep: its name, its bytes, and a note in Chinese. ``kind`` is ``fixed`` or ``marked`` for the file
        called ``name``, else a format of a report on all of them. Raises JxlintError."""
        if kind == "fixed":
            return self._fixed(self._inputs[name])
        outcome = self._outcome
        if kind == "marked":
            outcome = run([self._inputs[name]], Configuration(isolated=True), answers=False)
        if outcome is None:
            raise JxlintError("还没有检查过文件")
        suffix = ".xlsx" if kind == "marked" else f".{kind}"
        path = Path(f"{PurePath(name).stem}{MARKED}{suffix}" if kind == "marked" else f"检查报告{suffix}")
        options = Options(output=path, data=self._data())
        made = render("xlsx" if kind == "marked" else kind, outcome.report, outcome.rulebook, options)
        return path.name, made, "；".join(options.notes)

    def _fixed(self, item: Input) -> tuple[str, bytes, str]:
        from linter.pipeline.rounds import Fixer

        fixed = Fixer(Configuration(isolated=True)).fix(item)
        path = PurePath(item.path)
        left = f"，另有 {fixed.unsafe} 处要人判断，没有改" if fixed.unsafe else ""
        note = f"改了 {len(fixed.mended)} 个单元格{left}" if fixed.mended else f"没有能放心改的{left}"
        return f"{path.stem}{COPY_MARK}{path.suffix}", fixed.after, note


def _told_apart(files: Iterable[tuple[str, bytes]]) -> list[Input]:
    """The files as inputs; of those that have the same name each gets one of its own."""
    inputs: list[Input] = []
    used: Counter[str] = Counter()
    for name, data in files:
        used[name] += 1
        path = PurePath(name)
        own = name if used[name] == 1 else str(path.with_name(f"{path.stem}({used[name]}){path.suffix}"))
        inputs.append(Input(own, bytes(data)))
    return inputs
