"""Reading without judging: inputs → documents, and what could not be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

import msgspec

from linter.config import Configuration
from linter.ground.collector import no_collection
from linter.ground.errors import JxlintError, unforeseen
from linter.model import Document, Finding
from linter.pipeline.bystanders import sort_out
from linter.pipeline.filecheck import (
    is_nothing,
    load,
    missing,
    no_table,
    nothing_checked,
    read_file,
    trouble,
    without_path,
)
from linter.pipeline.paths import Input, Passed
from linter.pipeline.reportsource import said
from linter.reports.view.wording import NOT_A_FORM, UNREADABLE


class Reading(msgspec.Struct):
    """The documents that could be read, and a finding for each trouble: a path that means no file, a file
    that could not be read, a file without a form, a form without indicators. ``passed_by`` are files that are no
    tables or that the user wants left out, with what they are."""

    documents: list[Document]
    troubles: list[Finding]
    passed_by: list[Passed] = msgspec.field(default_factory=list)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(file, sentence) for each trouble."""
        return [(item.file, said(item)) for item in self.troubles]

    def with_unread(self) -> list[Document]:
        """The documents, and an empty one with its reason in ``problems`` for each file that gave none."""
        read = {document.path for document in self.documents}
        return self.documents + [
            Document(path=path, type="", problems=[reason])
            for path, reason in self.problems
            if path not in read
        ]


def read_documents(
    inputs: Iterable[Input],
    configuration: Configuration,
    *,
    problems: Iterable[tuple[str, str]] = (),
    progress: Callable[[str], None] | None = None,
    take: Callable[[Document], None] | None = None,
) -> Reading:
    """Read all inputs. ``problems`` are paths that gave no input, with the reason; ``progress`` is told
    each path before it is read; ``take`` takes each document, which are then not kept. Raises JxlintError for a faulty
    configuration, never for a file."""
    reading = Reading([], [trouble(UNREADABLE, path, reason) for path, reason in problems])
    inputs, reading.passed_by = sort_out(inputs)
    read = False
    for item in inputs:
        if progress is not None:
            progress(item.path)
        settings = configuration.settings(item.path)
        try:
            with no_collection():
                document = read_file(item, settings, load(item, settings))
        except JxlintError as error:
            if what := no_table(error, item, settings):
                reading.passed_by.append((item.path, what))
                continue
            reading.troubles.append(trouble(UNREADABLE, item.path, without_path(error, item)))
        except Exception as error:  # one broken file must not stop hundreds of others
            if os.environ.get("JXLINT_DEBUG"):
                raise
            reading.troubles.append(trouble(UNREADABLE, item.path, unforeseen("读取", error)))
        else:
            if is_nothing(document, settings):
                reading.passed_by.append((item.path, NOT_A_FORM))
                continue
            (take or reading.documents.append)(document)
            read = True
            reading.troubles += missing(document)
    if not read and not reading.troubles:
        reading.troubles += nothing_checked(reading.passed_by, configuration)
    return reading
