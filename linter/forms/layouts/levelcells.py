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
    kinds = {row.texts[levels[-1]] for row in rows for levels, behind in [_parts(row)] if levels and len(behind) == 1}
    if len(kinds) < _FEWEST or any(is_header(row) for row in rows):
        return None
    lines = [line for row in rows for line in _lines(row)]
    return msgspec.structs.replace(sheet, rows=[[line] for line in lines], paragraphs=set(range(len(lines))))


def _parts(row: Row) -> tuple[list[int], list[int]]:
    """The columns of the levels that a line begins with, without what stands above or beside them all (绩效指标), and
    those behind: one holds a text, several are columns of a table."""
    columns, texts = row.filled, row.texts
    first = texts[columns[0]] if columns else ""
    begin = int(not is_level(first) and (is_side(first) or is_group(first)))
    end = next((at for at in range(begin, len(columns)) if level(texts[columns[at]]) is None), len(columns))
    levels = columns[begin:end]
    return (levels, columns[end:]) if any(is_level(texts[column]) for column in levels) else ([], columns)


def _lines(row: Row) -> list[Cell]:
    """The cells of a row as lines: levels and labels with a colon, a label before its text in the same line."""
    levels, behind = _parts(row)
    if levels and len(behind) <= 1:
        at = (behind or levels)[-1]
        said = [f"{text}：" for text in dict.fromkeys(row.texts[column] for column in levels)]
        said[-1] += row.raw(at) if behind else ""
        return [Cell(text, row.place(at)) for text in said]
    lines: list[Cell] = []
    filled = iter(row.filled)
    for column in filled:
        text = row.texts[column]
        labelled = not text.endswith(("：", ":")) and field_role(text) is not None
        own = next(filled, None) if labelled else None
        shown = row.raw(column) if own is None else f"{text}：{row.raw(own)}"
        lines.append(Cell(shown, row.place(column if own is None else own)))
    return lines
