"""Text files with HTML tables in them: what programs that read scanned pages write, and Markdown by hand.

The text around the tables is read as a text file is, each table as one of a web page is. Every place keeps the
line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.ground.patterns import compiled
from linter.model import Place, Sheet
from linter.office.limits import Counter, Limits
from linter.readers.flow import Block, Paragraph, Table, sheet_of
from linter.readers.html import blocks_of
from linter.readers.text import add_text

_EDGE = compiled(
    r"(?P<table><table\b)|(?P<close></table\s{0,9}>)|(?P<frame></?(?:html|body|div|center)\b[^<>]{0,200}>)",
    re.IGNORECASE,
)


def read(text: str, limits: Limits) -> list[Sheet]:
    """One sheet: the file, its tables among its paragraphs. Raises JxlintError."""
    sheet = Sheet()
    counter = Counter(limits)
    tables = counted = 0
    line = 1
    for is_table, start, end in _regions(text):
        line += text.count("\n", counted, start)
        counted = start
        if not is_table:
            counter.add_lines(text.count("\n", start, end) + 1)
            add_text(text[start:end], sheet, line)
            continue
        blocks = blocks_of(text[start:end], limits)
        for block in blocks:
            if isinstance(block, Table):
                tables += 1
                block.places = _places(block, tables, line)
            else:
                block.line = (block.line or 1) + line - 1
        _append(sheet, sheet_of(blocks, counter, limits))
    return [sheet]


def _regions(text: str) -> Iterator[tuple[bool, int, int]]:
    """Tables (with the tags they are wrapped in) and the stretches between them; one that never closes goes on
    to the end."""
    at = depth = start = framed = 0
    frame: int | None = None
    for edge in _EDGE.finditer(text):
        if edge["table"]:
            if depth == 0:
                wrapped = frame is not None and not text[framed : edge.start()].strip()
                start = frame if wrapped and frame is not None else edge.start()
                yield False, at, start
            depth += 1
        elif edge["close"] and depth:
            depth -= 1
            if depth == 0:
                yield True, start, edge.end()
                at, frame = edge.end(), None
        elif edge["frame"] and not depth:
            # Frames without a table in them are left to the text.
            if not edge[0].startswith("</"):
                joins = frame is not None and not text[framed : edge.start()].strip()
                frame, framed = frame if joins else edge.start(), edge.end()
            elif not text[at : edge.start()].strip():
                at, frame = edge.end(), None
    yield depth > 0, start if depth else at, len(text)


def _places(table: Table, number: int, line: int) -> dict[int, Place]:
    """The place of each row: its number in the table, and the line of the file on which it begins."""
    lines: dict[int, int] = {}
    for cell in table.cells:
        inside = next((block.line for block in _paragraphs(cell.blocks) if block.line), None)
        if inside is not None:
            lines.setdefault(cell.row, inside)
    rows = range(max((cell.row + cell.row_span for cell in table.cells), default=0))
    places = {}
    last = 1
    for row in rows:
        last = lines.get(row, last)
        places[row] = Place(table=number, row=row + 1, line=line + last - 1)
    return places


def _paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    return (block for block in blocks if isinstance(block, Paragraph))


def _append(sheet: Sheet, more: Sheet) -> None:
    sheet.paragraphs |= {len(sheet.rows) + at for at in more.paragraphs}
    sheet.rows += more.rows
