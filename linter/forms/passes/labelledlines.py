"""Indicators that are printed as blocks of labelled lines: 一级指标：产出指标, 三级指标：修复古籍, 指标值：≥3200叶.

Each block becomes a row, and the labels the head of their table.
"""

from __future__ import annotations

from msgspec.structs import replace

from linter.forms.row import Row, rows_from
from linter.forms.vocabulary import column_claim, patterns
from linter.ground.patterns import compiled
from linter.model import Cell

_LABELLED = compiled(r"\A(?P<label>[^:：\s][^:：]{1,11})[:：]\s*(?P<text>.*)\Z")
#: One block alone is no table.
_FEWEST = 2
_NEEDED = frozenset({"name", "value"})

#: Label → the cell behind it.
_Block = dict[str, Cell]


def labelled_lines_as_rows(rows: list[Row]) -> list[Row]:
    """The rows with runs of such blocks as tables."""
    lines: list[tuple[list[Cell], bool]] = []
    at, found = 0, False
    while at < len(rows):
        blocks, end = _blocks(rows, at)
        if len(blocks) >= _FEWEST:
            found = True
            lines += _table(blocks)
            at = end
        else:
            lines.append((rows[at].cells, rows[at].paragraph))
            at += 1
    return list(rows_from(lines)) if found else rows


def _blocks(rows: list[Row], at: int) -> tuple[list[_Block], int]:
    """The blocks that begin at a row, and the position behind them."""
    blocks: list[_Block] = []
    block: _Block = {}
    end = at
    while end < len(rows):
        row = rows[end]
        pair = _pair(row)
        if pair is not None:
            if pair[0] in block:
                blocks.append(block)
                block = {}
            block[pair[0]] = pair[1]
        elif row.filled and not _is_mark(row.single):
            break
        end += 1
    blocks += [block] if block else []
    whole = [one for one in blocks if {column_claim(label)[0] for label in one} >= _NEEDED]
    return (whole, end) if len(whole) == len(blocks) else ([], end)


def _pair(row: Row) -> tuple[str, Cell] | None:
    """The label of a line that labels a column of indicators, and the cell behind it."""
    match = _LABELLED.match(row.single) if row.single else None
    if match is None or column_claim(match["label"])[1] != "word":
        return None
    cell = row.cells[row.filled[0]]
    return match["label"], replace(cell, text=match["text"])


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
