"""Sheets → forms: finds every target form of a file and reads its head, money, goal, indicators, footer."""

from __future__ import annotations

from linter.forms.finder import Finder
from linter.forms.head.years import settle_years
from linter.model import Document, Source

__all__ = ["find_forms"]


def find_forms(source: Source) -> Document:
    """The forms of a file in reading order, the text outside them, the printed total, and what went wrong.

    Never raises on content: what cannot be understood is left out of the forms and told in ``problems``.
    """
    document = _document(source)
    for sheet in source.sheets:
        Finder(document).read(sheet)
    if not _has_indicators(document):
        document = _otherwise(source) or document
    if document.forms and all(form.layout == "freetext" for form in document.forms if form.indicators):
        # A line with its cells parted by blanks may read like a text of all indicators.
        parted = _parted(source)
        if parted is not None and _count(parted) > _count(document):
            document = parted
    settle_years(document)
    return document


def _document(source: Source) -> Document:
    return Document(source.path, source.type, problems=list(source.problems), hidden=list(source.hidden))


def _parted(source: Source) -> Document | None:
    """The document of a file whose cells are parted by blanks; None when no line is then the head of a table."""
    from linter.forms.layouts.blanks import spread

    sheets = [spread(sheet) for sheet in source.sheets]
    if not any(sheets):
        return None
    document = _document(source)
    for sheet, made in zip(source.sheets, sheets, strict=True):
        Finder(document).read(made or sheet)
    return document


def _count(document: Document) -> int:
    return sum(len(form.indicators) for form in document.forms)


def _has_indicators(document: Document) -> bool:
    return any(form.indicators for form in document.forms)


def _otherwise(source: Source) -> Document | None:
    """A file without a table of indicators may be a flattened page, one with its cells parted by blanks, or prose;
    None when it is none of them."""
    from linter.forms.layouts.runningtext import read_prose

    document = _document(source)
    for sheet in source.sheets:
        Finder(document).read(sheet, flattened=True)
    if not _has_indicators(document):
        parted = _parted(source)
        if parted is not None and _has_indicators(parted):
            return parted
        document.forms, document.problems = [], list(source.problems)
        read_prose(document, source.sheets)
    return document if _has_indicators(document) else None
