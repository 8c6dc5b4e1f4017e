"""Sheets → forms: finds every target form of a file and reads its head, money, goal, indicators, footer."""

from __future__ import annotations

from linter.forms.finder import Finder
from linter.forms.years import settle_years
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
    settle_years(document)
    return document


def _document(source: Source) -> Document:
    return Document(source.path, source.type, problems=list(source.problems))


def _has_indicators(document: Document) -> bool:
    return any(form.indicators for form in document.forms)


def _otherwise(source: Source) -> Document | None:
    """A file without a table of indicators may be a flattened page, one with its cells parted by blanks, or prose;
    None when it is none of them."""
    from linter.forms.blanks import spread
    from linter.forms.prose import read_prose

    document = _document(source)
    for sheet in source.sheets:
        Finder(document).read(sheet, flattened=True)
    if not _has_indicators(document):
        parted = _document(source)
        for sheet in source.sheets:
            Finder(parted).read(spread(sheet) or sheet)
        if _has_indicators(parted):
            return parted
        document.forms, document.problems = [], list(source.problems)
        read_prose(document, source.sheets)
    return document if _has_indicators(document) else None
