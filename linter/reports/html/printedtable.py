"""A form as it was printed, as a table, with what was found in a row right below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import msgspec

from linter.model import Place
from linter.reports.html.cards import Numbered, card
from linter.reports.html.formrows import Rows, Stretch
from linter.reports.view.wording import SEVERITY, clean, shorten

#: No cell is shown longer, and of a long list only rows with findings and this many from its top.
_LONGEST = 2000
_TOP = 200
_ORDER = list(SEVERITY)


class Laid(msgspec.Struct):
    """A cell on the table: where it begins, how far it reaches, and the findings in it."""

    row: int
    column: int
    height: int
    width: int
    text: str
    findings: list[Numbered]


def table(
    stretch: Stretch, findings: list[Numbered], say: Callable[[Numbered], str] = card
) -> tuple[str, list[Numbered]]:
    """The table, and the findings that stand in none of its cells."""
    rows, paragraphs = _without_blanks(stretch)
    spots = _spots(rows)
    mine: dict[tuple[int, int], list[Numbered]] = {}
    rest = []
    for one in findings:
        spot = spots.get(one.finding.place) or spots.get(_row_of(one.finding.place))
        if spot is None:
            rest.append(one)
        else:
            mine.setdefault(spot, []).append(one)
    _number(rest, mine)
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell.text.strip()), default=0)
    cells = _filled([_laid(rows, row, mine, width) for row in range(len(rows))], width)
    if not width:
        return "", rest
    shown = [row for row in range(len(rows)) if row < _TOP or any(cell.findings for cell in cells[row])]
    if len(shown) < len(rows):
        cells = [[_flat(cell) for cell in row] for row in cells]
    below = _below(cells, width)
    lines = [_row(row, cells[row], below, width, row in paragraphs, say) for row in shown]
    if len(shown) < len(rows):
        lines.append(f"<tr class=r><td colspan={width}>……另有 {len(rows) - len(shown)} 行没有问题，未列出")
    return f"<div class=paper><table>{''.join(lines)}</table></div>", rest


def _number(rest: list[Numbered], mine: Mapping[tuple[int, int], list[Numbered]]) -> None:
    """Count the findings in the order in which a reader comes upon them."""
    for number, one in enumerate([*rest, *(one for spot in sorted(mine) for one in mine[spot])], 1):
        one.number = number


def _without_blanks(stretch: Stretch) -> tuple[Rows, set[int]]:
    """The rows that show something, and which of them are lines of text. A cell that hangs down keeps its rows."""
    held: set[int] = set()
    for at, row in enumerate(stretch.rows):
        for cell in row:
            if cell.row_span > 1 and cell.text.strip():
                held.update(range(at, at + cell.row_span))
    kept = [at for at, row in enumerate(stretch.rows) if at in held or any(cell.text.strip() for cell in row)]
    numbers = {old: new for new, old in enumerate(kept)}
    return [stretch.rows[at] for at in kept], {numbers[at] for at in stretch.paragraphs if at in numbers}


def _spots(rows: Rows) -> dict[Place, tuple[int, int]]:
    """Row and column by place; of a place that names a row alone the first cell that shows something."""
    spots: dict[Place, tuple[int, int]] = {}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if not cell.covered:
                for down in range(cell.row_span):
                    for across in range(cell.column_span):
                        inside = rows[row + down] if row + down < len(rows) else []
                        if column + across < len(inside):
                            spots[inside[column + across].place] = (row, column)
        first = next((at for at, cell in enumerate(cells) if cell.text.strip() and not cell.covered), None)
        if first is not None:
            spots.setdefault(_row_of(cells[first].place), (row, first))
    spots.pop(Place(), None)
    return spots


def _row_of(place: Place) -> Place:
    return Place(
        sheet=place.sheet,
        page=place.page,
        table=place.table,
        row=place.row,
        line=place.line,
        record=place.record,
    )


def _laid(rows: Rows, row: int, mine: Mapping[tuple[int, int], list[Numbered]], width: int) -> list[Laid]:
    return [
        Laid(
            row,
            column,
            max(1, min(cell.row_span, len(rows) - row)),
            max(1, min(cell.column_span, width - column)),
            cell.text,
            mine.get((row, column), []),
        )
        for column, cell in enumerate(rows[row][:width])
        if not cell.covered
    ]


def _filled(cells: list[list[Laid]], width: int) -> list[list[Laid]]:
    """The rows with blank cells where they end too early."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(cells):
        for cell in line:
            taken.update(
                (down, across)
                for down in range(row, row + cell.height)
                for across in range(cell.column, cell.column + cell.width)
            )
        line += [Laid(row, column, 1, 1, "", []) for column in range(width) if (row, column) not in taken]
        line.sort(key=lambda cell: cell.column)
    return cells


def _flat(cell: Laid) -> Laid:
    """A cell that does not hang down, for tables of which rows are left out."""
    return msgspec.structs.replace(cell, height=1)


def _below(cells: list[list[Laid]], width: int) -> dict[int, tuple[list[Numbered], list[tuple[int, int]]]]:
    """What is told below which row, and the stretches of columns (first, count) that no hanging cell takes there."""
    below: dict[int, tuple[list[Numbered], list[tuple[int, int]]]] = {}
    waiting: list[Numbered] = []
    for row, line in enumerate(cells):
        waiting += [one for cell in line for one in cell.findings]
        if not waiting:
            continue
        taken = {
            column
            for above in cells[: row + 1]
            for cell in above
            if cell.row + cell.height - 1 > row
            for column in range(cell.column, cell.column + cell.width)
        }
        free = _runs([column for column in range(width) if column not in taken])
        if free or row == len(cells) - 1:
            below[row] = (waiting, free or [(0, width)])
            waiting = []
    return below


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs


def _row(
    row: int,
    cells: list[Laid],
    below: Mapping[int, tuple[list[Numbered], list[tuple[int, int]]]],
    width: int,
    is_line: bool,
    say: Callable[[Numbered], str],
) -> str:
    faulty = any(cell.findings for cell in cells)
    out = [f'<tr class="r{" bad" if faulty else ""}">']
    if is_line and len(cells) == 1:
        cells = [msgspec.structs.replace(cells[0], width=width)]
    for cell in cells:
        inserted = sum(at in below for at in range(cell.row, cell.row + cell.height - 1))
        out.append(_cell(cell, cell.height + inserted))
    if row in below:
        found, free = below[row]
        widest = max(free, key=lambda run: run[1])
        out.append("<tr class=fr>")
        for run in free:
            if run == widest:
                out.append(f"<td class=fs colspan={run[1]}>{''.join(map(say, found))}</td>")
            else:
                out.append(f"<td colspan={run[1]}>")
    return "".join(out)


def _cell(cell: Laid, height: int) -> str:
    spans = f" rowspan={height}" if height > 1 else ""
    spans += f" colspan={cell.width}" if cell.width > 1 else ""
    if not cell.findings:
        return f"<td{spans}>{_text(cell.text)}"
    worst = min((one.finding.severity for one in cell.findings), key=_ORDER.index)
    badges = "".join(
        f'<a class="n {one.finding.severity}" href="#{one.anchor}" '
        f'aria-label="{SEVERITY[one.finding.severity]}，第{one.number}处">{one.number}</a>'
        for one in cell.findings
    )
    return f"<td{spans} class={worst}>{_marked(cell)} {badges}"


def _marked(cell: Laid) -> str:
    """The text of a cell, with the faulty part of it marked where one finding says which."""
    for one in cell.findings:
        mark = one.finding.mark
        if (
            mark is not None
            and one.finding.text == cell.text
            and mark[0] < mark[1]
            and len(cell.text) <= _LONGEST
        ):
            before, fault, after = cell.text[: mark[0]], cell.text[mark[0] : mark[1]], cell.text[mark[1] :]
            return f"{_text(before)}<mark>{_text(fault)}</mark>{_text(after)}"
    return _text(cell.text)


def _text(text: str) -> str:
    return "<br>".join(escape(clean(line)) for line in shorten(text, _LONGEST).split("\n"))
