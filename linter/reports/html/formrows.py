"""Which rows of the printed sheets belong to which form.

A form is shown as it was printed. Its rows are those from its beginning to the beginning of the next; forms that share
rows (a project a row, a county a column) are shown together. What comes without sheets (records) is laid out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from linter.ground.errors import JxlintError
from linter.model import COLUMNS, HEADER, Cell, Document, Form, Place, Sheet
from linter.reports.view.choices import Options

#: A form of so few rows stands in a list of projects, whose head it shares with its neighbours.
_LISTED = 3
Rows = list[list[Cell]]


class Stretch(msgspec.Struct):
    """Some rows of a sheet and the forms on them. ``paragraphs`` are the numbers of rows that are lines of text."""

    forms: list[Form]
    rows: Rows
    paragraphs: set[int] = msgspec.field(default_factory=set)


def stretches(document: Document, options: Options) -> list[Stretch]:
    """The forms of a document on the rows they were printed on, in reading order."""
    sheets = _sheets(document, options)
    rows = {
        cell.place: (at, row)
        for at, sheet in enumerate(sheets)
        for row, cells in enumerate(sheet.rows)
        for cell in cells
    }
    found: list[tuple[int, int, int, list[Form]]] = []
    loose: list[Stretch] = []
    for form in document.forms:
        span = _span(form, rows)
        if span is None:
            loose.append(_laid_out(form))
            continue
        sheet, first, last = span
        before = found[-1] if found and found[-1][0] == sheet else None
        if before is not None and (first <= before[2] or _is_list(before, first, last)):
            found[-1] = (sheet, min(before[1], first), max(before[2], last), [*before[3], form])
        else:
            found.append((sheet, first, last, [form]))
    return [*_cut(found, sheets), *loose]


def _is_list(before: tuple[int, int, int, list[Form]], first: int, last: int) -> bool:
    rows = before[2] - before[1] + 1
    return last - first < _LISTED and rows <= _LISTED * len(before[3]) and first - before[2] <= 2


def _cut(found: list[tuple[int, int, int, list[Form]]], sheets: list[Sheet]) -> Iterator[Stretch]:
    found = sorted(found, key=lambda one: one[:2])
    for at, (sheet, first, last, forms) in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) and found[at + 1][0] == sheet else None
        before = found[at - 1] if at and found[at - 1][0] == sheet else None
        start = first if before else 0
        end = after[1] if after else len(sheets[sheet].rows)
        page = sheets[sheet]
        yield Stretch(
            forms,
            page.rows[start : max(end, last + 1)],
            {row - start for row in page.paragraphs if start <= row < end},
        )


def _sheets(document: Document, options: Options) -> list[Sheet]:
    """The sheets of a file, read once more: a report keeps what was understood, not what was printed."""
    from linter.readers import read

    data = options.data.get(document.path)
    if data is None and not Path(document.path).is_file():
        return []
    try:
        source = read(document.path, data=data)
    except (JxlintError, OSError):
        return []
    return source.sheets


def _span(form: Form, rows: dict[Place, tuple[int, int]]) -> tuple[int, int, int] | None:
    """Sheet, first and last row of a form; None where none of its places is on a sheet."""
    start = rows.get(form.place)
    targets = [rows[place] for place in _targets(form) if place in rows]
    at = start or (min(targets) if targets else None)
    if at is None:
        return None
    sheet, first = at
    mine = [row for one, row in (*targets, *_others(form, rows)) if one == sheet and row >= first]
    return sheet, min([first, *(row for one, row in targets if one == sheet)]), max([first, *mine])


def _targets(form: Form) -> Iterator[Place]:
    for indicator in form.indicators:
        yield indicator.place
        yield from indicator.places.values()


def _others(form: Form, rows: dict[Place, tuple[int, int]]) -> Iterator[tuple[int, int]]:
    places: Iterable[Place] = (
        *form.places.values(),
        *(heading.place for heading in form.headings),
        *(amount.place for amount in (*form.budget.amounts, *form.plan, *form.footer)),
    )
    return (rows[place] for place in places if place in rows)


def _laid_out(form: Form) -> Stretch:
    """A form that was never printed, as a table: its head line by line, then its indicators."""
    head = [
        [Cell(label), Cell(str(value), form.places.get(name, form.place))]
        for name, label in HEADER.items()
        if (value := getattr(form, name))
    ]
    if form.budget.total:
        total = form.budget.places.get("total", form.place)
        head.append([Cell("资金总额"), Cell(f"{form.budget.total}{form.budget.unit or ''}", total)])
    if form.goal:
        head.append([Cell("绩效目标"), Cell(form.goal, form.places.get("goal", form.place))])
    columns = [name for name in COLUMNS if any(getattr(one, name, "") for one in form.indicators)]
    rows = [[Cell(COLUMNS[name]) for name in columns]] if columns else []
    for one in form.indicators:
        rows.append(
            [Cell(str(getattr(one, name) or ""), one.places.get(name, one.place)) for name in columns]
        )
    return Stretch([form], [*head, *rows])
