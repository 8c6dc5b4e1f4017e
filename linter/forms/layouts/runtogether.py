"""Tables whose cells a copy ran together: in one line or one a row, with blanks, bars or nothing between them.

Level words are the anchors, the heads of the columns say what stands behind them, and the grammar of values
where a target begins and ends. What this leaves open is told as a doubt and is no row.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

import msgspec

from linter.forms.layouts.joinedbounds import headless_start, lead_end, table_end
from linter.forms.layouts.joinedcells import Piece, records
from linter.forms.layouts.joinedhead import Line, head_lines
from linter.forms.layouts.joinedmarks import atoms_of, habits_of
from linter.forms.layouts.joinedproof import Proof, stand_apart
from linter.forms.layouts.joinedtext import (
    CELL,
    Joined,
    Span,
    begins_block,
    find_heads,
    find_levels,
    joined,
    skipped,
)
from linter.forms.layouts.stream import columns_of
from linter.forms.levelwords import Level, is_side, level
from linter.forms.row import Row, rows_from
from linter.forms.rows.header import read_head
from linter.forms.rows.layout import Head, Layout
from linter.forms.rows.roles import layout_of
from linter.ground.patterns import compiled
from linter.model import NOWHERE, Cell, ColumnRole, Form, Place, Repair

#: Fewer lines with levels do not show that every line is a row.
_FEWEST_LINES = 3
_LINE_END = compiled("\n")
#: So far behind a level word its row is looked for.
_LOOK = 200
#: Longer texts are no pasted table.
_LONGEST = 300_000
_FIGURES = compiled(rf"(?:[\s{CELL}\d.分%（()）…:：]|指标\d{{1,2}}[:：])*\Z")
#: What a template leaves behind the last indicator of a kind: ……指标2:……
_LEFT = compiled(r"(?:…+|指标\d{1,2}\s?[:：])+\Z")
#: Of so many rows of a sheet one at the most has cells of its own: there are none in a copy that ran together.
_ROWS_WITH_CELLS = 5
_BLANK = Cell("", NOWHERE)


class Apart(msgspec.Struct):
    """The rows that a sheet makes when its cells are told apart; ``doubts`` are stretches that could not be, and
    ``cut`` says whether a cell was cut out of a piece anywhere."""

    lines: list[Line] = msgspec.field(default_factory=list)
    doubts: list[tuple[str, Place]] = msgspec.field(default_factory=list)
    cut: bool = False

    @property
    def rows(self) -> list[Row]:
        return list(rows_from(self.lines))


def told_apart(rows: list[Row]) -> Apart | None:
    """The rows of a sheet with their cells told apart, or None where they hold no such table."""
    source = _joined(rows)
    if source is None:
        return None
    apart, at, tables = Apart(), 0, 0
    while heads := find_heads(source.text, at):
        if begins_block(source.text, heads):
            # Two blocks side by side: which of them a row leaves blank, nobody can see.
            return None
        apart.lines += head_lines(source, at, lead_end(source.text, at, heads[0].start))
        apart.lines.append(([source.cell(*span) for span in heads], False))
        row = next(rows_from(apart.lines[-1:]))
        layout = layout_of(read_head(row, None, []))
        end = table_end(source.text, heads[-1].end)
        tables += _Table(source, layout, apart).read(heads[-1].end, end)
        at = end
    apart.lines += head_lines(source, at, len(source.text))
    return apart if tables else None


def told_apart_by_levels(rows: list[Row]) -> Apart | None:
    """The same of a table that lost its heads."""
    source = _joined(rows)
    if source is None or find_heads(source.text, 0) or (begin := headless_start(source.text)) is None:
        return None
    apart, at = Apart(), table_end(source.text, begin)
    apart.lines += head_lines(source, 0, lead_end(source.text, 0, begin))
    # Points stand behind the targets of many a table; where there are none, the column stays blank.
    columns = {0: "level1", 1: "level2", 2: "name", 3: "value", 4: "weight"}
    layout = layout_of(Head(dict.fromkeys(columns, ""), fixed=columns))
    tables = _Table(source, layout, apart).read(begin, at)
    apart.lines += head_lines(source, at, len(source.text))
    return apart if tables else None


def _joined(rows: list[Row]) -> Joined | None:
    """The rows of a sheet as one string; None where they have cells of their own."""
    printed = [row for row in rows if row.filled]
    if sum(not row.single for row in printed) * _ROWS_WITH_CELLS > len(printed):
        return None
    source = joined(rows)
    return source if len(source.text) <= _LONGEST else None


class _Stretch(NamedTuple):
    """What stands below some levels: the records of it."""

    levels: list[tuple[int, Span]]
    records: list[list[Piece]]


class _Table:
    """Reads the stretch of one table."""

    def __init__(self, source: Joined, layout: Layout, apart: Apart) -> None:
        self.source, self.layout, self.apart = source, layout, apart
        columns = dict(layout.blocks[0].columns)
        first, second = layout.level1, columns.get("level2")
        if "name" not in columns and second is not None:
            # 一级指标 | 二级指标 | 指标值: heads that stand one level too high.
            columns["name"] = second
            first, second = None, first
        self.first, self.second = first, second
        self.columns = {role: column for role, column in columns.items() if role not in ("level1", "level2")}
        self.roles = sorted(self.columns, key=self.columns.__getitem__)
        self.habits: frozenset[str] | None = None
        #: Whether every line is a row, and whether every piece is a cell.
        self.rowwise = self.apart_as_printed = False

    def read(self, start: int, end: int) -> int:
        """Adds the rows between two offsets; gives their number."""
        text = self.source.text
        spans = find_levels(text, start, end)
        self.rowwise = _is_rowwise(text, spans, end)
        cells = self._stretches(spans, start, end)
        self.apart_as_printed = stand_apart(text, [one.records for one in cells], set(self.roles))
        if not self.apart_as_printed:
            self.habits = habits_of(text, start, end)
            cells = self._stretches(spans, start, end)
        return self._rows(cells)

    def _stretches(self, spans: list[Span], start: int, end: int) -> list[_Stretch]:
        text = self.source.text
        stretches: list[_Stretch] = []
        levels: list[tuple[int, Span]] = []
        current: str | None = None
        if spans and _filled(text, start, spans[0].start):
            stretches.append(self._stretch([], start, spans[0].start))
        for at, span in enumerate(spans):
            stop = spans[at + 1].start if at + 1 < len(spans) else end
            found = level(text[span.start : span.end])
            columns = self._columns(spans, at, found, current) if found is not None else ()
            if columns:
                kept = [one for one in levels if one[0] < columns[0]]
                levels = [*kept, *((column, span) for column in columns)]
            if found is not None and self.first in columns:
                current = found.first
            if _filled(text, span.end, stop):
                stretches.append(self._stretch(levels, span.end, stop))
        return stretches

    def _rows(self, stretches: list[_Stretch]) -> int:
        """Adds the rows of the records that are certain, the first below its levels beside them."""
        made = 0
        shown: list[tuple[int, Span]] = []
        proof = Proof(self.source.text, self.roles, self.rowwise, self.apart_as_printed)
        sure = proof.judge([one.records for one in stretches])
        for stretch, told in zip(stretches, sure, strict=True):
            for record, is_sure in zip(stretch.records, told, strict=True):
                span = Span(record[0].span.start, record[-1].span.end)
                if not is_sure:
                    self.apart.doubts.append((self.source.cell(*span).text, self.source.place(span.start)))
                    continue
                self.apart.cut = self.apart.cut or any(piece.cut for piece in record)
                new = [one for one in stretch.levels if one not in shown]
                self._row(new, self._sure(record))
                shown = stretch.levels
                made += 1
        return made

    def _columns(self, spans: list[Span], at: int, found: Level, current: str | None) -> tuple[int, ...]:
        """The level columns of a level word, below the first level in force."""
        text = self.source.text
        following = spans[at + 1] if at + 1 < len(spans) else None
        followed = False
        if following is not None and not _filled(text, spans[at].end, following.start):
            lower = level(text[following.start : following.end])
            followed = lower is not None and lower.second is not None
        return columns_of(found, followed, current, self.first, self.second)

    def _stretch(self, levels: list[tuple[int, Span]], start: int, end: int) -> _Stretch:
        """The records of a stretch."""
        text = self.source.text
        start, end = _trimmed(text, start, end)
        atoms = atoms_of(text, start, end, self.roles, self.habits)
        found = records(text, atoms, self.roles, self.habits or frozenset(), rowwise=self.rowwise)
        return _Stretch(levels, found or [[Piece("", Span(start, end), True)]])

    def _sure(self, record: list[Piece]) -> list[Piece]:
        """The cells of a record without those whose ends are a guess: figures cut out of a run of digits that do
        not say the same twice."""
        text = self.source.text
        told = {piece.role: text[piece.span.start : piece.span.end] for piece in record}
        same = told.get("weight") is not None and told.get("weight") == told.get("score")
        main = {"name", "value", "value_medium", "comparator", "unit"}
        return [
            piece for piece in record if piece.role in main or not piece.cut or same or _ends(text, piece)
        ]

    def _row(self, levels: list[tuple[int, Span]], record: list[Piece]) -> None:
        cells = {column: self.source.cell(*span) for column, span in levels}
        cells |= {self.columns[piece.role]: self.source.cell(*piece.span) for piece in record}
        if cells:
            first = cells[min(cells)]
            blank = msgspec.structs.replace(_BLANK, place=first.place)
            self.apart.lines.append(([cells.get(at, blank) for at in range(max(cells) + 1)], False))


def _is_rowwise(text: str, spans: list[Span], end: int) -> bool:
    """Whether every line holds a row: behind most level words that end no line the row goes on."""
    ends = [found.start() for found in _LINE_END.finditer(text, 0, end)]
    lines: dict[int, bool] = {}
    for span in spans:
        line = bisect_left(ends, span.start)
        stop = ends[line] if line < len(ends) else end
        lines[line] = _filled(text, span.end, min(stop, span.end + _LOOK))
    return len(lines) >= _FEWEST_LINES and sum(lines.values()) * 5 >= len(lines) * 3


def _ends(text: str, piece: Piece) -> bool:
    """Whether a cell cannot end elsewhere: no digit touches its digits."""
    start, end = piece.span
    left = start > 0 and text[start - 1].isdigit() and text[start].isdigit()
    right = end < len(text) and text[end].isdigit() and text[end - 1].isdigit()
    return not left and not right


def _filled(text: str, start: int, end: int) -> bool:
    """Whether something besides points stands between two offsets."""
    return _FIGURES.match(text[start:end]) is None and not is_side(text[start:end].strip(f" \n{CELL}"))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without gaps at its ends, and without a label of the whole table behind it."""
    start = skipped(text, start)
    bare = _LEFT.sub("", text[start:end].rstrip(f" \n{CELL}")).rstrip(f" \n{CELL}")
    last = max(bare.rfind("\n"), bare.rfind(CELL), bare.rfind(" ")) + 1
    if last and is_side(bare[last:]):
        bare = bare[:last].rstrip(f" \n{CELL}")
    return start, start + len(bare)


def note(form: Form, apart: Apart) -> None:
    """Says in a form what telling its cells apart cost: a repair, and a doubt for what could not be read."""
    if apart.cut:
        form.repairs.append(Repair("split", "各格连在一起，已按层级名称和数值分开", form.place))
        for one in form.indicators:
            # Where every stretch of a table could be told apart, its rows are as certain as printed ones.
            one.repaired = bool(apart.doubts)
    for text, place in apart.doubts:
        form.repairs.append(
            Repair("split", f"“{text[:40]}”各格连在一起，分不清名称和指标值，没有当作指标", place)
        )
    if apart.doubts:
        column = len(form.columns) or 1
        form.column_roles.append(
            ColumnRole(
                column, "指标值", "value", "name", doubted=True, evidence={"long": float(len(apart.doubts))}
            )
        )
