"""Lines of cells parted by commas inside a text file, below a title or between paragraphs.

A file of commas throughout has a reader of its own. Here a run of lines is taken for a table only when several
have the same number of cells and one reads like a head: short texts without any figure.
"""

from __future__ import annotations

from collections import Counter

from linter.ground.patterns import compiled

Line = tuple[int, str]

#: Fewer cells in a line, or fewer such lines, are running text.
_FEWEST_CELLS = 3
_FEWEST_LINES = 3
_LONGEST_HEAD = 16
_NO_HEAD = compiled(r"[\d。；：:!?？]")


def comma_rows(block: list[Line]) -> dict[int, list[str]]:
    """The cells of the lines of a block that are rows parted by commas, by the number of the line."""
    rows: dict[int, list[str]] = {}
    if not any("," in line for _, line in block):
        return rows
    run: dict[int, list[str]] = {}
    for number, line in [*block, (0, "")]:
        cells = _cells(line)
        if len(cells) > 1:
            run[number] = cells
            continue
        if _is_table(list(run.values())):
            rows |= run
        run = {}
    return rows


def _cells(line: str) -> list[str]:
    """The cells of a line; quotation marks that do not close are plain characters."""
    if "," not in line or "\t" in line:
        return []
    if line.count('"') % 2:
        return line.split(",")
    import csv

    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def _is_table(run: list[list[str]]) -> bool:
    if len(run) < _FEWEST_LINES:
        return False
    width, often = Counter(map(len, run)).most_common(1)[0]
    return (
        width >= _FEWEST_CELLS
        and often >= _FEWEST_LINES
        and any(_is_head(row) for row in run if len(row) == width)
    )


def _is_head(row: list[str]) -> bool:
    texts = [cell.strip() for cell in row]
    return all(texts) and not any(len(text) > _LONGEST_HEAD or _NO_HEAD.search(text) for text in texts)
