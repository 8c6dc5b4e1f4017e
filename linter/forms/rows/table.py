"""Rows of an indicator table → indicators with levels, values, places, texts and repairs."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from linter.forms.clean import REPAIRS, narrow
from linter.forms.labelkeys import patterns
from linter.forms.levelwords import above, below, level
from linter.forms.row import Row
from linter.forms.rows.alignment import shifts
from linter.forms.rows.blockcolumns import TEXT_ROLES, BlockColumns
from linter.forms.rows.celllists import pairs_in
from linter.forms.rows.cellsorts import is_number
from linter.forms.rows.currentlevels import Levels, is_level_line
from linter.forms.rows.layout import Block, Layout, Target
from linter.forms.rows.levellines import level_lines
from linter.forms.rows.namedlevels import take_level
from linter.forms.rows.names import clean_name, is_dots, is_template, without_mark
from linter.forms.rows.rowchecks import is_scored
from linter.forms.rows.targetcells import is_bare, put_target
from linter.forms.vocabulary import is_total
from linter.model import Form, Indicator, Place, Repair, RowKind, Text
from linter.values import join_cells, parse_value

#: Blank rows between so few rows may be rows left empty.
_FEWEST_PARTED = 2


class TableReader:
    """Reads the rows of one form's table; the levels run on from row to row."""

    def __init__(self, form: Form, layout: Layout) -> None:
        self.form = form
        self.layout = layout
        self.levels = [Levels() for _ in layout.blocks]
        self.before = (0, 0)
        self.blank: list[Row] = []
        self.unit, self.coarser = layout.unit, layout.coarser
        #: Where the cells of a block stand, by its number and how far they slipped.
        self.columns: dict[tuple[int, int], BlockColumns] = {}
        #: The head of each role.
        self.heads = {role: layout.heads.get(column, "") for column, role in layout.roles.items()}

    def read(self, rows: list[Row], above: Row | None = None) -> None:
        """Reads the rows; ``above`` is a line over the head that gives the level of a table without level columns."""
        if above is not None and is_level_line(self.layout, above):
            self.levels[0].take(self.form, above)
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
            if is_level_line(self.layout, row):
                self.levels[0].take(self.form, row)
            elif at in headings:
                self.levels[0].read(self.form, self.layout, row, self.layout.blocks[0], 0, True)
            else:
                self._row(row)
        self._unmark()
        # Blank rows behind the last row belong to the table only where a merged level cell reaches over them.
        self._read_blanks(
            [row for row in self.blank if self.layout.level1 is not None and self._is_spanned(row)]
        )

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
        if is_total(row.texts[row.filled[0]]):
            for role in ("score", "weight"):
                at = self.layout.blocks[0].columns.get(role)
                if at is not None and row.text(at):
                    setattr(self.form, f"total_{role}", row.texts[at])
                    self.form.places[f"total_{role}"] = row.place(at)
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
        columns = self.columns.get((number, move[1]))
        if columns is None:
            columns = self.columns[number, move[1]] = BlockColumns.of(block, move[1])
        cells = columns.cells
        if number:
            levels.first = self.levels[0].first
        touched = levels.read(self.form, self.layout, row, block, move[0], number == 0)
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
            self._indicator(row, levels, columns, target, move != (0, 0))
            # The cells that several targets share are printed once.
            alone = [(target.column, "value")] if target.column >= 0 else []
            self._print(row, alone if made else columns.beside(target.column), target, first)
            made += 1
            if not some:
                break
        return made

    def _indicator(
        self, row: Row, levels: Levels, columns: BlockColumns, target: Target, repaired: bool
    ) -> None:
        cells = columns.cells
        indicator = Indicator(term=target.term, area=target.area, repaired=repaired)
        indicator.level1 = levels.first or above().get(levels.second or "")
        indicator.level2 = levels.second
        if indicator.level2 is None and not levels.printed and levels.first:
            indicator.level2 = below().get(levels.first)
        indicator.level2_printed = levels.printed
        for kept in columns.kept:
            text = row.inherited(kept.column) if kept.inherited else row.text(kept.column)
            if text:
                setattr(indicator, kept.field, narrow(text) if kept.narrowed else text)
            indicator.places[kept.role] = row.place(kept.column)
        if not indicator.name_printed and self.coarser is not None:
            indicator.name_printed = row.text(self.coarser)
            indicator.places["name"] = row.place(self.coarser)
        put_target(self.form, self.layout, row, indicator, cells, target)
        if self.unit and is_bare(indicator.value):
            indicator.unit = self.unit
        if levels.printed:
            indicator.places["level2"] = levels.place
        if is_dots(indicator.level2_printed):
            indicator.level2 = None
        indicator.place = _first_place(row, cells, target, levels)
        for one in self._parted(row, indicator, cells, target):
            one.name = one.name or clean_name(one.name_printed)
            take_level(one)
            one.row_kind = _kind_of(one)
            one.parsed = parse_value(join_cells(one.comparator, one.value, one.unit))
            self.form.indicators.append(one)

    def _parted(
        self, row: Row, indicator: Indicator, cells: dict[str, int], target: Target
    ) -> list[Indicator]:
        """The indicators that the cells of one row hold, nearly always one."""
        if "name" not in cells or indicator.comparator or indicator.unit or target.area is not None:
            return [indicator]
        # Without a column of targets a sentence such as 干部能力明显增强 states one, too.
        stated = target.column < 0
        if not (indicator.value or stated or any(map(str.isdigit, indicator.name_printed))):
            return [indicator]
        name = row.raw(cells["name"]) or indicator.name_printed
        if is_template(name, indicator.value):
            return [indicator]
        pairs = pairs_in(name, row.raw(target.column) if indicator.value else "", stated=stated)
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

    # ---- what is printed, and what was mended

    def _print(self, row: Row, columns: list[tuple[int, str]], target: Target, position: int) -> None:
        heads = self.heads
        for column, role in columns:
            if not row.text(column):
                continue
            kept = role if role in TEXT_ROLES else "other"
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
                self.form.repairs.append(Repair(kind, REPAIRS[kind], row.place(column)))


def _holds(row: Row, block: Block, shift: int) -> bool:
    """Whether a row says anything in the columns of a block."""
    columns = [*block.columns.values(), *(target.column for target in block.targets)]
    return any(row.text(column + shift) for column in columns)


def _parted_by_blanks(rows: list[Row]) -> bool:
    """Whether a blank row stands between any two rows of the table: none of them is a row left empty."""
    filled = [at for at, row in enumerate(rows) if row.filled]
    return len(filled) > _FEWEST_PARTED and all(below - at > 1 for at, below in pairwise(filled))


def _kind_of(indicator: Indicator) -> RowKind:
    name, value = indicator.name_printed, indicator.value
    if is_template(name, value) or (is_dots(indicator.level2_printed) and not name and not value):
        return "template"
    return "indicator" if name or value or indicator.comparator else "empty"


def _first_place(row: Row, cells: dict[str, int], target: Target, levels: Levels) -> Place:
    for column in (cells.get("name"), target.column):
        if column is not None and row.inherited(column):
            return row.place(column)
    filled = [column for column in row.filled if not is_number(row.texts[column])]
    return row.place(filled[0]) if filled else levels.place
