"""Tables without a head whose lines name the levels, with a cell of text behind: 产出指标 | 培训300人；…

Written one cell a line, with a colon behind levels and labels, they are running text, which is read already. Only asked
when a file shows nothing else.
"""

from __future__ import annotations

import msgspec

from linter.forms.levelwords import is_group, is_level, is_side, level
from linter.forms.row import Row, rows_of
from linter.forms.rows.header import is_header
from linter.forms.vocabulary import field_role
from linter.model import Cell, Sheet

#: Fewer kinds with a text behind them are a mention of indicators.
_FEWEST = 3


def unfolded(sheet: Sheet) -> Sheet | None:
    """The sheet with its cells as paragraphs (数量指标：…), or None where it has no such table."""
    rows = list(rows_of(sheet))
    kinds = {found[-1] for row in rows if (found := _levels(row)) and len(_behind(row, found)) == 1}
    if len(kinds) < _FEWEST or any(is_header(row) for row in rows):
        return None
    lines = [line for row in rows for line in _lines(row)]
    return msgspec.structs.replace(sheet, rows=[[line] for line in lines], paragraphs=set(range(len(lines))))


def _levels(row: Row) -> list[str]:
    """The level words that a line begins with, without what stands above or beside them all (绩效指标)."""
    texts = [row.texts[column] for column in row.filled]
    begin = 1 if texts and not is_level(texts[0]) and (is_side(texts[0]) or is_group(texts[0])) else 0
    end = next((at for at, text in enumerate(texts[begin:], begin) if level(text) is None), len(texts))
    return texts[begin:end] if any(is_level(text) for text in texts[begin:end]) else []


def _behind(row: Row, levels: list[str]) -> list[int]:
    """The columns behind the levels: one holds a text, several are columns of a table."""
    return row.filled[[row.texts[column] for column in row.filled].index(levels[-1]) + 1 :]


def _lines(row: Row) -> list[Cell]:
    """The cells of a row as lines: levels and labels with a colon, a label before its text in the same line."""
    levels = _levels(row)
    behind = _behind(row, levels) if levels else []
    if levels and len(behind) <= 1:
        at = behind[0] if behind else row.filled[-1]
        upper = [_line(f"{one}：", row, at) for one in levels[:-1]]
        return [*upper, _line(f"{levels[-1]}：{row.raw(at) if behind else ''}", row, at)]
    lines: list[Cell] = []
    filled = iter(row.filled)
    for column in filled:
        text = row.texts[column]
        labelled = not text.endswith(("：", ":")) and field_role(text) is not None
        own = next(filled, None) if labelled else None
        shown = row.raw(column) if own is None else f"{text}：{row.raw(own)}"
        lines.append(_line(shown, row, column if own is None else own))
    return lines


def _line(text: str, row: Row, column: int) -> Cell:
    return Cell(text, row.place(column))
