"""Indicators that are printed as blocks of labelled lines: 一级指标：产出指标, 三级指标：修复古籍, 指标值：≥3200叶.

Each block becomes a row, and the labels the head of their table.
"""

from __future__ import annotations

from collections import Counter

import msgspec
from msgspec.structs import replace

from linter.forms.labelkeys import patterns
from linter.forms.row import Row, rows_from
from linter.forms.vocabulary import column_claim
from linter.ground.patterns import compiled
from linter.model import Cell

_LABELLED = compiled(r"\A(?P<label>[^:：\s][^:：]{1,11})[:：]\s*(?P<text>.*)\Z")
#: One block alone is no table.
_FEWEST = 2
_NEEDED = frozenset({"name", "value"})

#: Label → the cell behind it.
_Block = dict[str, Cell]


class _Line(msgspec.Struct, frozen=True):
    """A line of a run: the position of its row, its label and what the label claims, and the cell behind it."""

    at: int
    label: str
    claim: str | None
    cell: Cell


def labelled_lines_as_rows(rows: list[Row]) -> list[Row]:
    """The rows with runs of such blocks as tables."""
    claims = [line.claim for at, row in enumerate(rows) if (line := _line(at, row)) is not None]
    if any(claims.count(needed) < _FEWEST for needed in _NEEDED):
        return rows
    lines: list[tuple[list[Cell], bool]] = []
    at, found = 0, False
    while at < len(rows):
        run, end = _run(rows, at)
        begin, blocks = _blocks(run)
        before = end if not blocks else run[begin - 1].at + 1 if begin else at
        lines += ((row.cells, row.paragraph) for row in rows[at:before])
        if blocks:
            found = True
            lines += _table(blocks)
        elif end < len(rows):
            lines.append((rows[end].cells, rows[end].paragraph))
            end += 1
        at = end
    return list(rows_from(lines)) if found else rows


def _run(rows: list[Row], at: int) -> tuple[list[_Line], int]:
    """The labelled lines from a row on, with nothing but marks and blank lines between them; and where they end."""
    run: list[_Line] = []
    for end in range(at, len(rows)):
        line = _line(end, rows[end])
        if line is not None:
            run.append(line)
        elif rows[end].filled and not _is_mark(rows[end].single):
            return run, end
    return run, len(rows)


def _blocks(run: list[_Line]) -> tuple[int, list[_Block]]:
    """The blocks up to the end of a run, each with all that is needed, from the first line from which there are
    such; and that line. A block ends where a label comes again. Each line is looked at twice, however long the run."""
    ends = _ends(run)
    count = [0] * (len(run) + 1)
    for at in reversed(range(len(run))):
        end, whole = ends[at]
        count[at] = count[end] + 1 if whole and (end == len(run) or count[end]) else 0
    begin = next((at for at in range(len(run)) if count[at] >= _FEWEST), None)
    if begin is None:
        return 0, []
    blocks, at = [], begin
    while at < len(run):
        blocks.append({line.label: line.cell for line in run[at : ends[at][0]]})
        at = ends[at][0]
    return begin, blocks


def _ends(run: list[_Line]) -> list[tuple[int, bool]]:
    """For each line where the block ends that would begin there, and whether that has all that is needed."""
    ends = []
    labels: set[str] = set()
    claims: Counter[str | None] = Counter()
    end = 0
    for line in run:
        while end < len(run) and run[end].label not in labels:
            labels.add(run[end].label)
            claims[run[end].claim] += 1
            end += 1
        ends.append((end, all(claims[needed] for needed in _NEEDED)))
        labels.remove(line.label)
        claims[line.claim] -= 1
    return ends


def _line(at: int, row: Row) -> _Line | None:
    """A line that labels a column of indicators."""
    text = row.single
    match = _LABELLED.match(text) if text else None
    claim = column_claim(match["label"]) if match else None
    if match is None or claim is None or claim[1] != "word":
        return None
    return _Line(at, match["label"], claim[0], replace(row.cells[row.filled[0]], text=match["text"]))


def _is_mark(text: str) -> bool:
    """Whether a line only counts the blocks: 指标1."""
    templates = patterns("templates")
    return bool(text and templates and templates.search(text))


def _table(blocks: list[_Block]) -> list[tuple[list[Cell], bool]]:
    labels = list(dict.fromkeys(label for block in blocks for label in block))
    first = next(iter(blocks[0].values()))
    head = [replace(first, text=label) for label in labels]
    rows = [[block.get(label, replace(first, text="")) for label in labels] for block in blocks]
    return [(head, False), *((row, False) for row in rows)]
