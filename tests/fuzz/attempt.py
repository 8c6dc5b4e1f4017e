"""One input: drawn from a number, read, judged, corrected, reported; and what must hold of it.

``drawn`` gives the same input for the same (seed, number, corpus) everywhere; ``attempt`` raises whatever the program
raises, and Broken where a promise does not hold.
"""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from linter.config import Configuration
from linter.fixing import FIXABLE
from linter.ground.errors import JxlintError
from linter.model import Document, Report
from linter.pipeline import Outcome, read_documents
from linter.pipeline.books import Books
from linter.pipeline.outputs import Target, save_all
from linter.pipeline.paths import Input
from linter.pipeline.rounds import Fixer
from linter.reports import render
from linter.reports.view.choices import Options

from . import mutations
from .mutations import LARGEST, Mutation
from .seeds import SMALL, Seed

_PLAIN: tuple[Mutation, ...] = (
    mutations.lines,
    mutations.cells,
    mutations.cells,
    mutations.letters,
    mutations.raw,
)
_PACKED: tuple[Mutation, ...] = (mutations.parts,) * 14 + (mutations.raw,)
_MARKED: tuple[Mutation, ...] = (
    mutations.markup,
    mutations.markup,
    mutations.letters,
    mutations.raw,
    mutations.lines,
)
_RECORDED: tuple[Mutation, ...] = (*(mutations.records,) * 3, mutations.letters, mutations.raw)
_FITTING = {
    "xlsx": _PACKED, "docx": _PACKED, "ods": _PACKED, "odt": _PACKED, "html": _MARKED, "htm": _MARKED,
    "json": _RECORDED, "jsonl": _RECORDED, "xls": (mutations.raw, mutations.markup), "pdf": (mutations.raw,),
}  # fmt: skip
#: Cheap formats more often: what is looked for is mostly in reading and judging.
_REPORTS = ("json", "plain", "full", "csv", "markdown", "github", "junit", "json", "plain")
_DEAR_REPORTS = ("xlsx", "docx", "html", "rich", "sarif")
#: Most inputs come from the smallest documents: what counts is how many there are.
_SMALL_SHARE = 0.85


class Broken(AssertionError):
    """A promise of the program that an input breaks."""


class Drawn(NamedTuple):
    """An input: ``data`` under the ``name`` of a file, what was done to it, and the number of its draw."""

    name: str
    data: bytes
    how: str
    number: int


class Outcomes(NamedTuple):
    """What became of an input: its type as read (empty when it was refused), forms, findings, corrected cells."""

    kind: str
    forms: int
    findings: int
    mended: int


def drawn(seed: int, number: int, corpus: list[Seed]) -> Drawn:
    """The ``number``-th input."""
    draw = random.Random(f"{seed}/{number}")
    small = [one for one in corpus if one.name.startswith(SMALL)]
    chosen = draw.choice(small if small and draw.random() < _SMALL_SHARE else corpus)
    fitting = _FITTING.get(chosen.kind, _PLAIN)
    data, how = chosen.data, []
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        change = draw.choice(fitting)
        if fitting is not _PACKED and draw.random() < 0.008:
            change = mutations.growth
        data = change(draw, data)
        how.append(change.__name__)
    return Drawn(f"{number}-{chosen.name}", data[:LARGEST], "+".join(how), number)


class Attempts:
    """Tries inputs one after the other with one rulebook."""

    def __init__(self) -> None:
        self._configuration = Configuration(isolated=True)
        self._books = Books()
        self._settings = self._configuration.settings("")
        self._rules = self._books.select(self._settings)
        self._fixer = Fixer(self._configuration)

    def attempt(self, one: Drawn, *, dear: float = 0.04, fixed: float = 0.1, some: float = 0.7) -> Outcomes:
        """``dear`` is the share of the inputs whose report is written to a file, mostly in an office format, ``fixed``
        the share of those that are corrected, ``some`` that of those that are judged by a third of the rules, which
        is most of what an input costs."""
        draw = random.Random(one.number)
        item = Input(one.name, one.data)
        reading = read_documents([item], self._configuration)
        rules = self._rules
        if draw.random() < some:
            rules = draw.sample(rules, len(rules) // 3)
        report = self._books.judge(reading.documents, rules, self._settings)
        if report.problems:
            raise Broken(f"judging: {report.problems}")
        for document in reading.documents:
            _check(document, report)
        report.documents = reading.documents
        report.findings += reading.troubles
        report.problems = reading.problems
        mended = 0
        if reading.documents and reading.documents[0].type in FIXABLE and draw.random() < fixed:
            mended = self._mended(item, reading.documents[0])
        if draw.random() < dear:
            self._written(draw.choice((*_REPORTS, *_DEAR_REPORTS * 3)), report, item)
        else:
            self._reported(draw.choice(_REPORTS), report)
        return Outcomes(
            reading.documents[0].type if reading.documents else "",
            report.checked.forms,
            len(report.findings),
            mended,
        )

    def _mended(self, item: Input, before: Document) -> int:
        """Corrects the file; what comes out must read as before, and need no correction again."""
        try:
            fixed = self._fixer.fix(item)
        except JxlintError:
            return 0
        if not fixed.mended:
            if fixed.after != fixed.before:
                raise Broken("fix: bytes differ without a change")
            return 0
        after = read_documents([Input(item.path, fixed.after)], self._configuration).documents
        if not after or len(after[0].forms) != len(before.forms):
            raise Broken("fix: the corrected file reads differently")
        return len(fixed.mended)

    def _reported(self, kind: str, report: Report) -> None:
        parsed(kind, render(kind, report, self._books.together(), Options()))

    def _written(self, kind: str, report: Report, item: Input) -> None:
        suffix = {"plain": ".txt", "full": ".txt", "rich": ".txt", "markdown": ".md"}.get(kind, f".{kind}")
        outcome = Outcome(report, self._books.together(), 0)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"结果{suffix}"
            saved = save_all([Target(kind, path)], outcome, Options(), [item])
            if saved.failed:
                raise Broken(f"report: {saved.failed}")
            left = [one.name for one in Path(folder).iterdir()]
            if left != [path.name]:
                raise Broken(f"report: left behind {left}")
            parsed(kind, path.read_bytes())


def parsed(kind: str, data: bytes) -> None:
    """Reads a report as the program for which it is made would. Raises when it is none."""
    if kind == "json":
        if json.loads(data)["schema"] != "jxlint/check/1":
            raise Broken("report: schema")
    elif kind == "sarif":
        json.loads(data)
    elif kind == "junit":
        ElementTree.fromstring(data)
    elif kind == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        if len({len(row) for row in rows}) != 1:
            raise Broken("report: rows of different length")
    elif kind in ("xlsx", "docx"):
        _package(data)
    else:
        data.decode("utf-8")


def _package(data: bytes) -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name in ("xl/workbook.xml", "word/document.xml") or (
                "sheet" in name and name.endswith(".xml")
            ):
                ElementTree.fromstring(archive.read(name))


def _check(document: Document, report: Report) -> None:
    """What holds for every document: numbers of forms, values whose bounds are in order, findings that have a place."""
    numbers = [form.number for form in document.forms]
    if numbers != list(range(1, len(numbers) + 1)):
        raise Broken(f"forms: numbers {numbers}")
    for form in document.forms:
        for row in form.indicators:
            value = row.parsed
            if value.lower is not None and value.upper is not None and value.lower > value.upper:
                raise Broken(f"value: {row.value!r} {value.lower} > {value.upper}")
    for finding in report.findings:
        if finding.file != document.path or (finding.form is not None and finding.form not in numbers):
            raise Broken(f"finding: {finding.rule} is of another form")
        if not finding.message:
            raise Broken(f"finding: {finding.rule} says nothing")
