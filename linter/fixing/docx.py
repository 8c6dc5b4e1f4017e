"""Changes to paragraphs and cells of a document: characters change inside their runs, formatting stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from linter.fixing.change import Change
from linter.fixing.pieces import Piece, change_pieces
from linter.office.archive import Archive, local
from linter.office.limits import Limits
from linter.office.markupsource import read, write
from linter.office.replacement import replace_parts
from linter.readers.docx import body_of, places_of, text_parts
from linter.readers.flow import Paragraph


def apply(data: bytes, changes: Sequence[Change], limits: Limits) -> tuple[bytes, list[Change]]:
    """The changed document, and the changes that could not be made. Raises JxlintError."""
    archive = Archive(data, limits)
    main = archive.main_part("word/document", "word/document.xml")
    root = read(archive.read(main))
    blocks = body_of(archive, main, root)
    places = places_of(blocks, limits)
    failed = []
    for change in changes:
        paragraphs = places.get(change.place, [])
        if not change_pieces(_pieces(paragraphs), change.before, change.after):
            failed.append(change)
    if len(failed) == len(changes):
        return data, failed
    return replace_parts(archive, {main: write(root)}), failed


def _pieces(paragraphs: Sequence[Paragraph]) -> list[Piece]:
    pieces: list[Piece] = []
    for number, paragraph in enumerate(paragraphs):
        if number:
            pieces.append(Piece("\n"))
        parts = text_parts(paragraph.origin) if paragraph.origin is not None else []
        own = "".join(text for text, _ in parts)
        if paragraph.text != own:  # a list number, which no run holds
            pieces.append(Piece(paragraph.text.removesuffix(own)))
        pieces += [Piece(text, element if _plain(element) else None) for text, element in parts]
    return pieces


def _plain(element: Any) -> bool:
    return element is not None and local(element) == "t"
