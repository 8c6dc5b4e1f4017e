"""Plain text → one Sheet: tab-separated rows, one cell a line behind a tab, Markdown tables, paragraphs.

What a stretch of lines is, is decided for each block (a run of lines without an empty one between them):
files mix a narrative with tables. Cells keep their text untouched; their place is the line in the file and,
in a row, the number of the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.ground.patterns import compiled
from linter.model import Cell, Place, Sheet
from linter.office.limits import DEFAULT, Counter, Limits
from linter.readers.text_commas import comma_rows
from linter.readers.text_drawn import drawings, drawn_rows

_NEWLINE = compiled(r"\r\n|\r|\n")
_RULE_SIGNS = frozenset("|:- \t")
#: The mark of a list item, and emphasis, which a reader of Markdown does not see; (≥**户) is a hint of a template.
_BULLET = compiled(r"^\s{0,40}[-*+•●◆■▪○◇□➢]\s{1,4}(?=[^\s*+•-])")
_EMPHASIS = compiled(r"(?:(?<=^)|(?<=[\s#.、]))\*\*(?=[^\s*])([^*\n]{1,80})\*\*(?=$|[\s：:（(，。；])")
#: Fewer lines with bars inside, most of their block, are no table.
_FEWEST_PIPED = 3
#: A quoted cell that runs over lines (copied from a spreadsheet) is followed this far at most.
_QUOTE_LINES = 60

Line = tuple[int, str]


def sheets_of_text(text: str, limits: Limits = DEFAULT) -> list[Sheet]:
    """The sheet of a text file; one row for each table row and for each paragraph. Linear in the text.

    Raises JxlintError for too many lines."""
    Counter(limits).add_lines(text.count("\n") + 1)
    sheet = Sheet()
    add_text(text.removeprefix("\ufeff"), sheet, 1)
    return [sheet]


def add_text(text: str, sheet: Sheet, first: int) -> None:
    """Add the rows of a stretch of text, whose first line has the number ``first``."""
    lines = list(enumerate(_NEWLINE.split(text), first))
    blocks = list(_blocks(lines))
    stacked = sum(_is_stacked(block) and len(block) > 1 for block in blocks)
    spread = sum(any(_has_inner_tab(line) for _, line in block) for block in blocks)
    for block in blocks:
        if _is_stacked(block) and (len(block) > 1 or stacked > spread):
            _stacked_row(block, sheet)
            continue
        for drawn, lines in drawings(block):
            if drawn:
                sheet.rows += drawn_rows(lines)
            elif any("|" in line for _, line in lines) and _is_piped(lines):
                _piped_rows(lines, sheet)
            else:
                _spread_rows(lines, sheet)


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines without an empty line; a line of tabs alone holds empty cells and is not empty."""
    block: list[Line] = []
    for number, line in lines:
        if line.strip(" \u3000\xa0\f\v"):
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _has_inner_tab(line: str) -> bool:
    return "\t" in line[1:] if line.startswith("\t") else "\t" in line


def _is_stacked(block: list[Line]) -> bool:
    """One cell a line: tabs stand at the beginning of lines only, and some line has one."""
    return not any(_has_inner_tab(line) for _, line in block) and any(
        line.startswith("\t") for _, line in block
    )


def _stacked_row(block: list[Line], sheet: Sheet) -> None:
    """Lines before the first tab are paragraphs; each tab opens a cell; lines without one go on with it."""
    cells: list[list[str]] = []
    numbers: list[int] = []
    for number, line in block:
        if line.startswith("\t"):
            cells.append([line[1:]])
            numbers.append(number)
        elif cells:
            cells[-1].append(line)
        else:
            _paragraph(number, line, sheet)
    sheet.rows.append(
        [
            Cell("\n".join(parts), Place(line=number, column=column))
            for column, (parts, number) in enumerate(zip(cells, numbers, strict=True), 1)
        ]
    )


def _is_piped(block: list[Line]) -> bool:
    bars = sum(line.lstrip().startswith("|") and line.count("|") > 1 for _, line in block)
    if bars * 2 >= len(block):
        return True
    # A table without bars at its edges: 一级指标 | 二级指标 | 指标值.
    inner = sum("|" in line for _, line in block)
    if inner >= _FEWEST_PIPED and inner * 5 >= 3 * len(block):
        return True
    return any("|" in line and _is_rule(line) for _, line in block[1:3]) and "|" in block[0][1]


def _is_rule(line: str) -> bool:
    """The line of dashes below the head of a Markdown table."""
    return "--" in line and _RULE_SIGNS.issuperset(line)


def _piped_rows(block: list[Line], sheet: Sheet) -> None:
    from linter.readers.text_padded import go_on, is_padded, runs_on

    padded = is_padded(block) and not any(_is_rule(line) for _, line in block)
    for (number, line), (_, before) in zip(block, [(0, ""), *block], strict=False):
        if _is_rule(line):
            continue
        if padded and before and runs_on(sheet.rows[-1], before, line):
            go_on(sheet.rows[-1], line)
            continue
        if "|" not in line:
            _paragraph(number, line, sheet)
            continue
        inner = line.strip().removeprefix("|")
        inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
        parts = re.split(r"(?<!\\)\|", inner)
        _row(number, [part.strip().replace("\\|", "|") for part in parts], sheet)


def _spread_rows(block: list[Line], sheet: Sheet) -> None:
    commas = comma_rows(block)
    at = 0
    while at < len(block):
        number, line = block[at]
        at += 1
        if number in commas:
            _row(number, commas[number], sheet)
            continue
        if "\t" not in line:
            _paragraph(number, line, sheet)
            continue
        cells = line.split("\t")
        # A spreadsheet puts a cell of several lines in quotes; the closing quote ends the cell.
        taken = _quoted(cells[-1], block[at : at + _QUOTE_LINES])
        if taken:
            joined = "\n".join([cells[-1], *(text for _, text in block[at : at + taken])])
            closing = joined.index('"', 1 if joined.startswith('"') else 0)
            cells[-1:] = [joined[1:closing], *joined[closing + 1 :].split("\t")[1:]]
            at += taken
        _row(number, cells, sheet)


def _quoted(cell: str, following: list[Line]) -> int:
    """How many of the following lines belong to a quoted cell that opens at the end of a row."""
    if not cell.startswith('"') or cell.count('"') != 1:
        return 0
    for count, (_, line) in enumerate(following, 1):
        head, quote, tail = line.partition('"')
        if quote:
            return count if not tail or tail.startswith("\t") else 0
        if "\t" in head:
            return 0
    return 0


def _row(number: int, cells: list[str], sheet: Sheet) -> None:
    sheet.rows.append([Cell(cell, Place(line=number, column=column)) for column, cell in enumerate(cells, 1)])


def _paragraph(number: int, line: str, sheet: Sheet) -> None:
    sheet.paragraphs.add(len(sheet.rows))
    shown = _EMPHASIS.sub(r"\1", line) if "**" in line else line
    sheet.rows.append([Cell(_BULLET.sub("", shown), Place(line=number))])
