"""Rows of an indicator table → indicators with levels, values, places, texts and repairs."""

from __future__ import annotations

from itertools import pairwise

import msgspec
from msgspec.structs import replace

from linter.forms.clean import narrow
from linter.forms.row import Row
from linter.forms.rows.alignment import shifts
from linter.forms.rows.celllists import pairs_in
from linter.forms.rows.cellsorts import is_comparator, is_number, is_words
from linter.forms.rows.layout import Block, Layout, Target
from linter.forms.rows.levellines import level_lines
from linter.forms.rows.names import clean_name, is_dots, is_template, without_mark
from linter.forms.rows.rowchecks import is_scored
from linter.forms.vocabulary import above, below, is_level, is_side, is_total, level, lower_of, patterns
from linter.ground.patterns import compiled
from linter.model import COLUMNS, NOWHERE, Form, Indicator, Place, Repair, RowKind, Text
from linter.values import join_cells, parse_value

#: Column → field of an indicator, where an indicator keeps what the column holds.
_KEPT = frozenset(Indicator.__struct_fields__) - {"level1", "level2", "value", "name"}
_FIELDS = {"name": "name_printed", **{role: role for role in COLUMNS if role in _KEPT}}
#: Blank rows between so few rows may be rows left empty.
_FEWEST_PARTED = 2
#: The numbering of a level below another: （四）成本指标.
_LOWER = compiled(r"\s*[（(]")
_TEXT_ROLES = frozenset(_FIELDS) | {"value"}
_INHERITED = frozenset({"name", "comparator", "unit", "value", "reason"})
_NARROWED = frozenset({"comparator", "unit", "weight", "actual", "score"})
_KIND_WORDS = {
    "latex": "去除 LaTeX 代码",
    "html": "去除 HTML 标签",
    "bookmark": "去除书签代码",
    "wrapped": "接合折行的文字",
}


class _Levels(msgspec.Struct):
    """The levels in force: canonical names, the second one as printed, and the place of its cell."""

    first: str | None = None
    second: str | None = None
    printed: str = ""
    place: Place = NOWHERE


class TableReader:
    """Reads the rows of one form's table; the levels run on from row to row."""

    def __init__(self, form: Form, layout: Layout) -> None:
        self.form = form
        self.layout = layout
        self.levels = [_Levels() for _ in layout.blocks]
        self.before = (0, 0)
        self.blank: list[Row] = []
        self.unit, self.coarser = layout.unit, layout.coarser
        #: The head of each role.
        self.heads = {role: layout.heads.get(column, "") for column, role in layout.roles.items()}

    def read(self, rows: list[Row], above: Row | None = None) -> None:
        """Reads the rows; ``above`` is a line over the head that gives the level of a table without level columns."""
        if above is not None and self._is_level_line(above):
            self._take_level(above)
        parted = _parted_by_blanks(rows)
        headings = level_lines(self.layout, rows)
        for at, row in enumerate(rows):
            if not row.filled:
                if not parted:
                    self.blank.append(row)
                continue
            if self._is_remark(row) or row.counts_columns:
                self._print_other(row)
                continue
            self._read_blanks(self.blank)
            self.blank = []
            if self._is_level_line(row):
                self._take_level(row)
            elif at in headings:
                self._read_levels(row, self.levels[0], self.layout.blocks[0], 0, True)
            else:
                self._row(row)
        self._unmark()
        # Blank rows behind the last row belong to the table only where a merged level cell reaches over them.
        self._read_blanks(
            [row for row in self.blank if self.layout.level1 is not None and self._is_spanned(row)]
        )

    def _is_level_line(self, row: Row) -> bool:
        """Whether a row is nothing but a level word in a table without a column of levels."""
        levels = self.layout.level1 is not None or "level2" in self.layout.blocks[0].columns
        return not levels and is_level(row.single)

    def _take_level(self, row: Row) -> None:
        levels, column, text = self.levels[0], row.filled[0], row.single
        found = level(text)
        if found is None:
            return
        upper = found.second is None or (found.first is not None and not _LOWER.match(text))
        if not upper or (found.second is not None and above().get(found.second) == levels.first):
            levels.second, levels.printed, levels.place = found.second, text, row.place(column)
        else:
            levels.first, levels.second, levels.printed = found.first, None, ""
        self.form.texts.append(Text(row.raw(column), "level", row.place(column)))

    def _unmark(self) -> None:
        """Takes 指标N and N. off the names where N counts the rows of their group."""
        counts: dict[tuple[str | None, str, str | None, str], int] = {}
        for one in self.form.indicators:
            if one.row_kind == "empty":
                continue
            group = (one.level1, one.level2_printed, one.area, one.term)
            counts[group] = counts.get(group, 0) + 1
            one.name = without_mark(one.name, counts[group])

    def _is_spanned(self, row: Row) -> bool:
        columns = (self.layout.level1, self.layout.blocks[0].columns.get("level2"))
        return any(column in row.above for column in columns if column is not None)

    def _is_remark(self, row: Row) -> bool:
        """A sum of points, a foot note, a repeated head, or a line that only has what was achieved and scored."""
        text = row.texts[row.filled[0]]
        notes = patterns("notes")
        return is_total(text) or bool(notes and notes.search(text)) or is_scored(self.layout, row)

    def _print_other(self, row: Row) -> None:
        for column in row.filled:
            self.form.texts.append(Text(row.raw(column), "other", row.place(column)))

    def _read_blanks(self, rows: list[Row]) -> None:
        for row in rows:
            levels = self.levels[0]
            column = self.layout.blocks[0].columns.get("level2")
            printed = row.inherited(column)
            found = level(printed) if printed else None
            indicator = Indicator(
                level1=levels.first,
                level2=(found.second or None) if found else None,
                level2_printed=printed,
                row_kind="empty",
                place=row.place(self.layout.blocks[0].columns.get("name", 0)),
            )
            self.form.indicators.append(indicator)

    # ---- one row

    def _row(self, row: Row) -> None:
        move = (0, 0) if self.layout.head.settled else shifts(row, self.layout, self.before)
        self.before = move
        read = 0
        for number, block in enumerate(self.layout.blocks):
            others = number == 0 and any(_holds(row, other, move[1]) for other in self.layout.blocks[1:])
            read += self._block(row, number, block, move, bool(read) or others)
        if move != (0, 0):
            self._note_shift(row, move)
        self._note_kinds(row)

    def _block(self, row: Row, number: int, block: Block, move: tuple[int, int], later: bool) -> int:
        """Reads one block of a row; gives the number of indicators that came of it."""
        levels = self.levels[number]
        cells = {role: column + move[1] for role, column in block.columns.items()}
        if number:
            levels.first = self.levels[0].first
        touched = self._read_levels(row, levels, block, move[0], number == 0)
        filled = [role for role in cells if role not in ("level1", "level2") and row.inherited(cells[role])]
        targets = block.targets or [Target(-1)]
        moved = [Target(target.column + move[1], target.term, target.area) for target in targets]
        some = any(row.inherited(target.column) for target in moved)
        if not filled and not some and not touched and later:
            return 0
        made = 0
        for target in moved:
            if target.area is not None and some and not row.inherited(target.column):
                continue
            first = len(self.form.indicators)
            self._indicator(row, levels, cells, target, move != (0, 0))
            # The cells that several targets share are printed once.
            self._print(row, {} if made else cells, target, first)
            made += 1
            if not some:
                break
        return made

    def _read_levels(self, row: Row, levels: _Levels, block: Block, shift: int, main: bool) -> bool:
        """Brings the levels up to date; true when the row prints one of them."""
        first_column = self.layout.level1 + shift if self.layout.level1 is not None else None
        second_column = block.columns["level2"] + shift if "level2" in block.columns else None
        first = row.text(first_column) if main else ""
        second = row.text(second_column)
        if is_side(first) and level(second) is not None:
            # 绩效指标 in the place of the first level says nothing about the level.
            levels.first = None
        elif first:
            found = level(first)
            if found is not None and found.first is None and not second:
                second, second_column = first, first_column
            else:
                if (found.first if found is not None and found.first else first) != levels.first:
                    levels.second, levels.printed, levels.place = None, "", row.place(first_column)
                levels.first = found.first if found is not None and found.first else first
                if not second and (lower := lower_of(first)):
                    second, second_column = lower, first_column
            self.form.texts.append(Text(row.raw(first_column or 0), "level", row.place(first_column)))
        if second:
            second = lower_of(second) or second
            found = level(second)
            levels.second = (found.second or None) if found is not None else below().get(levels.first or "")
            if found is not None and found.second is None and found.first is not None:
                levels.second = below().get(found.first)
            levels.printed, levels.place = second, row.place(second_column)
            self.form.texts.append(Text(row.raw(second_column or 0), "level", row.place(second_column)))
        return bool(first or second)

    def _indicator(
        self, row: Row, levels: _Levels, cells: dict[str, int], target: Target, repaired: bool
    ) -> None:
        indicator = Indicator(term=target.term, area=target.area, repaired=repaired)
        indicator.level1 = levels.first or above().get(levels.second or "")
        indicator.level2 = levels.second
        if indicator.level2 is None and not levels.printed and levels.first:
            indicator.level2 = below().get(levels.first)
        indicator.level2_printed = levels.printed
        for role, field in _FIELDS.items():
            if role in cells:
                text = row.inherited(cells[role]) if role in _INHERITED else row.text(cells[role])
                setattr(indicator, field, narrow(text) if role in _NARROWED else text)
                indicator.places[role] = row.place(cells[role])
        if not indicator.name_printed and self.coarser is not None:
            indicator.name_printed = row.text(self.coarser)
            indicator.places["name"] = row.place(self.coarser)
        self._value(row, indicator, cells, target)
        if self.unit and _is_bare(indicator.value):
            indicator.unit = self.unit
        if levels.printed:
            indicator.places["level2"] = levels.place
        if is_dots(indicator.level2_printed):
            indicator.level2 = None
        indicator.place = _first_place(row, cells, target, levels)
        for one in self._parted(row, indicator, cells, target):
            one.name = one.name or clean_name(one.name_printed)
            one.row_kind = _kind_of(one)
            one.parsed = parse_value(join_cells(one.comparator, one.value, one.unit))
            self.form.indicators.append(one)

    def _parted(
        self, row: Row, indicator: Indicator, cells: dict[str, int], target: Target
    ) -> list[Indicator]:
        """The indicators that the cells of one row hold, nearly always one."""
        if "name" not in cells or indicator.comparator or indicator.unit or target.area is not None:
            return [indicator]
        if not (indicator.value or any(map(str.isdigit, indicator.name_printed))):
            return [indicator]
        name = row.raw(cells["name"]) or indicator.name_printed
        if is_template(name, indicator.value):
            return [indicator]
        pairs = pairs_in(name, row.raw(target.column) if indicator.value else "")
        if not pairs:
            return [indicator]
        note = "一格里写了几条指标，已分开" if len(pairs) > 1 else "指标值写在指标名称里，已分开"
        self.form.repairs.append(Repair("split", note, indicator.place))
        # Where the value stood in the name, the whole is what is printed.
        whole = indicator.name_printed if len(pairs) == 1 and not indicator.value else ""
        return [
            replace(
                indicator,
                name=clean_name(printed),
                name_printed=whole or printed,
                value=narrow(value),
                repaired=True,
                places=dict(indicator.places),
            )
            for printed, value in pairs
        ]

    def _value(self, row: Row, indicator: Indicator, cells: dict[str, int], target: Target) -> None:
        if target.column >= 0:
            indicator.value = narrow(row.inherited(target.column))
            indicator.places["value"] = row.place(target.column)
        if not indicator.value and "unit" in cells and is_words(indicator.comparator, indicator.unit):
            # 单位（文字描述）: a target in words stands in the unit's place.
            indicator.value, indicator.unit = narrow(row.inherited(cells["unit"])), ""
            indicator.places["value"] = row.place(cells["unit"])
        if not indicator.value and is_number(indicator.comparator):
            # The whole target stands in the place of its comparator.
            indicator.value, indicator.comparator = indicator.comparator, ""
            indicator.places["value"] = row.place(cells["comparator"])
            indicator.repaired = True
            note = Repair("shifted", "指标值写在比较符一栏，已归入指标值", row.place(cells["comparator"]))
            self.form.repairs.append(note)
        if indicator.value or indicator.unit or is_comparator(indicator.comparator):
            return
        # A value beyond the last head, with nothing in the value column: it slipped one column to the right.
        beyond = [column for column in row.filled if column > self.layout.last]
        if len(beyond) == 1 and len(self.layout.blocks) == 1 and target.area is None:
            between = [column for column in row.filled if target.column < column < beyond[0]]
            if not between:
                indicator.value = narrow(row.text(beyond[0]))
                indicator.places["value"] = row.place(beyond[0])
                indicator.repaired = True
                target.column = beyond[0]
                self.form.repairs.append(
                    Repair("shifted", "指标值落在表头以外的列，已归入指标值列", row.place(beyond[0]))
                )

    # ---- what is printed, and what was mended

    def _print(self, row: Row, cells: dict[str, int], target: Target, position: int) -> None:
        skipped = ("value", "value_medium", "level2")
        columns = {column: role for role, column in cells.items() if role not in skipped}
        if target.column >= 0:
            columns[target.column] = "value"
        heads = self.heads
        for column in sorted(columns):
            if not row.text(column):
                continue
            role = columns[column]
            kept = role if role in _TEXT_ROLES else "other"
            text = Text(
                row.raw(column), kept, row.place(column), position, target.area or heads.get(role, "")
            )
            self.form.texts.append(text)

    def _note_shift(self, row: Row, move: tuple[int, int]) -> None:
        way = "右" if max(move, key=abs) > 0 else "左"
        columns = max(abs(move[0]), abs(move[1]))
        self.form.repairs.append(
            Repair("shifted", f"本行单元格比表头偏{way}{columns}列，已对齐", row.place(row.filled[0]))
        )

    def _note_kinds(self, row: Row) -> None:
        for column, kinds in row.kinds.items():
            for kind in kinds:
                self.form.repairs.append(Repair(kind, _KIND_WORDS[kind], row.place(column)))


def _holds(row: Row, block: Block, shift: int) -> bool:
    """Whether a row says anything in the columns of a block."""
    columns = [*block.columns.values(), *(target.column for target in block.targets)]
    return any(row.text(column + shift) for column in columns)


def _parted_by_blanks(rows: list[Row]) -> bool:
    """Whether a blank row stands between any two rows of the table: none of them is a row left empty."""
    filled = [at for at, row in enumerate(rows) if row.filled]
    return len(filled) > _FEWEST_PARTED and all(below - at > 1 for at, below in pairwise(filled))


def _is_bare(value: str) -> bool:
    """Whether a target is a figure or a range without a unit."""
    read = parse_value(value)
    return read.kind in ("quantity", "range") and not read.unit


def _kind_of(indicator: Indicator) -> RowKind:
    name, value = indicator.name_printed, indicator.value
    if is_template(name, value) or (is_dots(indicator.level2_printed) and not name and not value):
        return "template"
    return "indicator" if name or value or indicator.comparator else "empty"


def _first_place(row: Row, cells: dict[str, int], target: Target, levels: _Levels) -> Place:
    for column in (cells.get("name"), target.column):
        if column is not None and row.inherited(column):
            return row.place(column)
    filled = [column for column in row.filled if not is_number(row.texts[column])]
    return row.place(filled[0]) if filled else levels.place
