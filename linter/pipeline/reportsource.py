"""A report over results that may lie on disk: its lists are sequences that are read anew each time.

What stays in memory are sums. A report that goes through its findings or its files once needs no more than one file.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar, cast, overload

from linter.fileresult import FileResult, FindingsOf
from linter.model import Answer, Document, Finding, Hidden, Part, Report
from linter.pipeline.answers import Answers
from linter.pipeline.results import Results

Thing = TypeVar("Thing")


class Streamed(Sequence[Thing]):
    """Things that are made each time they are gone through; their number is known."""

    def __init__(self, source: Callable[[], Iterable[Thing]], length: int) -> None:
        self._source = source
        self._length = length

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._source()) if self._length else iter(())

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> Thing: ...
    @overload
    def __getitem__(self, at: slice) -> list[Thing]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            start, stop, step = at.indices(self._length)
            # Nearly always the first few: no more is made than is asked for.
            return list(islice(self, start, stop, step)) if step > 0 else list(self)[at]
        if not -self._length <= at < self._length:
            raise IndexError(at)
        return next(islice(self, at % self._length, None))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class StreamedReport(Report):
    """A report whose lists are ``Streamed``, and whose parts come from the same source."""

    source: Any = None

    def parts(self) -> Iterator[Part]:
        source: Source = self.source
        return source.parts()

    def told_findings(self) -> Iterator[str | Finding]:
        source: Source = self.source
        return source.told_findings()

    def told_forms(self) -> Iterator[str | Part]:
        source: Source = self.source
        return source.told_forms()


class Source:
    """The results of a run as a report wants them. ``answers`` is None where reasons files are left aside;
    ``early`` are troubles that belong to no result: paths that mean no file, last year's files; ``troubled``
    tells whether a result has one at all, ``as_told`` whether what was told of files beforehand holds for the run."""

    def __init__(self, results: Results, answers: Answers | None, early: Sequence[Finding]) -> None:
        self.results = results
        self.answers = answers
        self.early = early
        self.troubled = True
        self.as_told = False

    def settled(self, result: FileResult | FindingsOf) -> tuple[list[Finding], list[Answer]]:
        """The findings of a file that are open, and those that were answered."""
        return self.answers.settle(result.path, result.findings) if self.answers else (result.findings, [])

    def parts(self) -> Iterator[Part]:
        """Every file with a document or with something to say."""
        early: dict[str, list[Finding]] = {}
        for trouble in self.early:
            early.setdefault(trouble.file, []).append(trouble)
        for result in self.results:
            found, answered = self.settled(result)
            said = [*found, *early.pop(result.path, ()), *result.troubles]
            if result.document is not None or said:
                yield Part(result.path, result.document, said, answered, result.coverage)
        for path, troubles in early.items():
            yield Part(path, None, troubles)

    def findings(self) -> Iterator[Finding]:
        """Those of rules file by file, then the troubles."""
        for result in self.results.findings():
            yield from self.settled(result)[0]
        yield from self.troubles()

    def told_findings(self) -> Iterator[str | Finding]:
        """The same, or the text that was made of those of a file."""
        for path, told, result in self.results.told_findings():
            if told and self._holds(path):
                yield zlib.decompress(told).decode("utf-8")
            else:
                yield from self.settled(result())[0]
        yield from self.troubles()

    def told_forms(self) -> Iterator[str | Part]:
        """Every file with a document, or the text that was made of its forms."""
        for path, told, result in self.results.told_forms():
            if told and self._holds(path):
                yield zlib.decompress(told).decode("utf-8")
            elif (whole := result()).document is not None:
                found, answered = self.settled(whole)
                yield Part(path, whole.document, found, answered, whole.coverage)

    def _holds(self, path: str) -> bool:
        return self.as_told and not (self.answers and self.answers.concern(path))

    def troubles(self) -> Iterator[Finding]:
        yield from self.early
        for result in self.results.findings() if self.troubled else ():
            yield from result.troubles

    def problems(self) -> Iterator[tuple[str, str]]:
        for trouble in self.troubles():
            yield trouble.file, said(trouble)

    def answered(self) -> Iterator[Answer]:
        for result in self.results.findings():
            yield from self.settled(result)[1]

    def documents(self) -> Iterator[Document]:
        for result in self.results:
            if result.document is not None:
                yield result.document

    def remarks(self) -> Iterator[tuple[str, str]]:
        """What could not be read of a file that was checked: a scanned page, bytes of another encoding."""
        for document in self.documents():
            if document.forms:
                yield from ((document.path, problem) for problem in document.problems)

    def notes(self) -> Iterator[tuple[str, str]]:
        yield from self.remarks()
        yield from self.answers.notes() if self.answers else ()

    def hidden(self) -> Iterator[Hidden]:
        for document in self.documents():
            yield from document.hidden

    def passed_by(self) -> Iterator[tuple[str, str]]:
        for result in self.results:
            if result.passed_by:
                yield result.path, result.passed_by


def said(trouble: Finding) -> str:
    """A trouble as one sentence."""
    return f"{trouble.message}。{trouble.advice}" if trouble.advice else trouble.message


def listed(source: Callable[[], Iterable[Thing]], length: int) -> list[Thing]:
    """A sequence that is read anew each time, where a report has a list."""
    return cast("list[Thing]", Streamed(source, length))
