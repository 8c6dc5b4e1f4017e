"""Tables that a copy wrote down column by column: 三级指标 and all its names, then 年度目标值 and all its targets.

Which target belongs to which name only their number says, so they are rows only where it is the same, and every
piece behind the head of the targets is one.
"""

from __future__ import annotations

from typing import NamedTuple

from linter.forms.layouts.joinedcells import is_measure, is_state
from linter.forms.layouts.joinedhead import Line, head_lines
from linter.forms.layouts.joinedtext import CELL, Joined, Span, joined
from linter.forms.levelwords import level
from linter.forms.row import Row, rows_from
from linter.forms.vocabulary import column_claim
from linter.ground.patterns import compiled
from linter.model import Cell

_PIECE = compiled(rf"[^\s{CELL}]+")
#: Fewer names are a sentence, and more no table.
_FEWEST, _MOST = 3, 60
#: What begins as a figure and is as short as one, though a letter slipped in: 10O%.
_FIGURE = compiled(r"[≥≤<>=＝＞＜]{0,2}\d[\dA-Za-z.,]{0,8}[%％]?[\u4e00-\u9fff]{0,2}")
_TARGETS = ("value", "value_medium")


class _Table(NamedTuple):
    heads: list[Span]
    columns: list[list[Span]]
    start: int
    end: int


def column_by_column(rows: list[Row]) -> list[Row] | None:
    """The rows of a sheet with its columns side by side again, or None where it has no such table."""
    source = joined(rows)
    pieces = [Span(*found.span()) for found in _PIECE.finditer(source.text)]
    lines: list[Line] = []
    at, tables = 0, 0
    number = 0
    while number < len(pieces):
        table = _table(source, pieces, number)
        if table is None:
            number += 1
            continue
        lines += head_lines(source, at, pieces[number].start)
        lines.append((_cells(source, table.heads), False))
        lines += [(_cells(source, list(row)), False) for row in zip(*table.columns, strict=True)]
        at, number, tables = table.end, table.start, tables + 1
    lines += head_lines(source, at, len(source.text))
    return list(rows_from(lines)) if tables else None


def _cells(source: Joined, spans: list[Span]) -> list[Cell]:
    return [source.cell(*span) for span in spans]


def _table(source: Joined, pieces: list[Span], at: int) -> _Table | None:
    """The table whose head of names is the piece ``at``; ``start`` of it is the number of the piece behind it."""
    if _head(source, pieces[at]) != "name":
        return None
    heads, columns = [pieces[at]], [_column(source, pieces, at + 1, targets=False)]
    at += 1 + len(columns[0])
    if not _FEWEST <= len(columns[0]) <= _MOST:
        return None
    while at < len(pieces) and _head(source, pieces[at]) in _TARGETS:
        column = _column(source, pieces, at + 1, targets=True)
        if len(column) != len(columns[0]):
            break
        heads.append(pieces[at])
        columns.append(column)
        at += 1 + len(column)
    return _Table(heads, columns, at, columns[-1][-1].end) if len(columns) > 1 else None


def _column(source: Joined, pieces: list[Span], at: int, *, targets: bool) -> list[Span]:
    """The pieces from ``at`` on that may stand in a column: all targets, or none of them."""
    found: list[Span] = []
    for piece in pieces[at : at + _MOST + 1]:
        told = source.text[piece.start : piece.end]
        target = is_measure(told) or is_state(told) or _FIGURE.fullmatch(told) is not None
        if target != targets or _head(source, piece) is not None or level(told) is not None:
            break
        found.append(piece)
    return found


def _head(source: Joined, piece: Span) -> str | None:
    """The role of a piece that is nothing but the head of a column."""
    role, sort = column_claim(source.text[piece.start : piece.end])
    return role if sort == "word" else None
