"""Sheets → forms: finds every target form of a file and reads its head, money, goal, indicators, footer."""

from __future__ import annotations

from linter.forms.finder import find
from linter.forms.head.years import settle_years
from linter.forms.layouts.catalogue import OTHERWISE
from linter.forms.layouts.plausibility import plausibility
from linter.forms.row import rows_of
from linter.model import Document, Source

__all__ = ["find_forms"]


def find_forms(source: Source) -> Document:
    """The forms of a file in reading order, the text outside them, the printed total, and what went wrong.

    Never raises on content: what cannot be understood is left out of the forms and told in ``problems``.
    """
    document = _document(source)
    for sheet in source.sheets:
        find(document, list(rows_of(sheet)))
    if source.records:
        from linter.forms.layouts.projectrecords import read_records

        settle_years(document)
        # What a system does not say of the year is not guessed: the date of a target is no budget year.
        read_records(document, source.records)
        return document
    document = _read_otherwise(document, source)
    settle_years(document)
    return document


def _read_otherwise(document: Document, source: Source) -> Document:
    """The document read another way, where it shows no indicators as it stands, or only in running text."""
    chosen: float | None = None
    for other in OTHERWISE:
        count = _count(document)
        if (
            count
            and not (other.beside_text and _is_text(document))
            and not (other.rival and chosen is not None)
        ):
            continue
        again = _document(source)
        other.read(again, source.sheets, find)
        if other.rival and chosen is not None:
            if _count(again) and plausibility(again) > chosen:
                document, chosen = again, plausibility(again)
        elif _count(again) > (0 if count and other.outranks_text else count):
            document, chosen = again, plausibility(again)
    return document


def _document(source: Source) -> Document:
    return Document(source.path, source.type, problems=list(source.problems), hidden=list(source.hidden))


def _count(document: Document) -> int:
    return sum(len(form.indicators) for form in document.forms)


def _is_text(document: Document) -> bool:
    """Whether all indicators stand in running text: a line with its cells parted by blanks may read like one."""
    return all(form.layout == "freetext" for form in document.forms if form.indicators)
