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
    document = Document(source.path, source.type, problems=list(source.problems))
    finder = Finder(document)
    for sheet in source.sheets:
        finder.read(sheet)
    if not document.forms:
        document.texts.clear()
        finder.read_flattened(source.sheets)
    if not document.forms:
        from linter.forms.prose import read_prose

        read_prose(document, source.sheets)
    settle_years(document)
    return document
