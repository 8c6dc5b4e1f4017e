"""Cells of a sheet found and changed where they stand: by their references for certain, or not at all."""

from __future__ import annotations

import pytest

from linter.office.markupsource import read, write
from linter.office.references import column_name
from linter.office.sheetgrid import grid_of
from linter.office.tags import SEARCHED

ROW = b'<row r="5">%s</row>'


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (b'<c r="A5"/><c r="B5" s="1"><v>1</v></c> <c r="C5"/>', True),
        (b'<c r="C5"/><c r="B5"/><c r="A5"/>', True),
        (b'<c r="A5"><f>1/2</f></c><c r="B5"><v>a&gt;b</v></c><c r="C5"/>', True),
        (b'<c r="A5"/><c r="C5"/>', False),
        (b'<c r="A5"/><c r="B5"/><c r="B5"/><c r="C5"/>', False),
        (b'<c r="A5"/><c s="1" r="B5"/><c r="C5"/>', False),
        (b"<c r=\"A5\"/><c r='B5'/><c r=\"C5\"/>", False),
        (b'<x><c r="A5"/><c r="B5"/></x><c r="C5"/>', False),
        (b'<x><c r="A5"/><v>1/></v></x><c r="B5"/><c r="C5"/>', False),
        (b'<c r="A5"><x><c r="B5"/></x></c><c r="C5"/>', False),
        (b'<c r="A5"><f>"B5"</f></c><c r="B5"/><c r="C5"/>', False),
    ],
)
def test_cells_are_told_by_their_references_or_not_at_all(inside: bytes, told: bool) -> None:
    sheet = b'<worksheet xmlns="urn:a"><sheetData>' + ROW % inside + b"</sheetData></worksheet>"
    root = read(sheet)
    row = root[0][0]
    found = row.chosen("{urn:a}c", "r", ["B5", "C5"])
    assert (found is not None) == told
    if found is not None:
        assert [cell.get("r") for cell in found] == ["B5", "C5"]
        assert all(cell in list(row) for cell in found)
    grid = grid_of(read(sheet))
    assert grid is not None
    assert grid.has([5])
    assert not grid.has([6])
    assert bool(grid.cells(5, ["B5", "C5"])) == told


def test_cells_of_a_row_that_is_too_wide_to_be_searched() -> None:
    names = [f"{column_name(column)}7" for column in range(1, 3001)]
    inside = "".join(f'<c r="{name}"/>' for name in names)
    sheet = f'<worksheet xmlns="urn:a"><sheetData><row r="7">{inside}</row></sheetData></worksheet>'.encode()
    row, grid = read(sheet)[0][0], grid_of(read(sheet))
    assert grid is not None
    assert len(inside) > SEARCHED
    for wanted in ([names[-1]], names[5:1000:7]):
        found = row.chosen("{urn:a}c", "r", wanted)
        assert found is not None
        assert [cell.get("r") for cell in found] == wanted
        assert [cell.span for cell in found] == grid.cells(7, wanted)
    assert row.chosen("{urn:a}c", "r", ["A7", "A8"]) is None
    assert grid.cells(7, ["A7", "A8"]) == []


def test_pieces_of_a_part_change_in_place() -> None:
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="urn:a"><!-- <c r="A1"/> --><sheetData><row r="1">'
        b'<c r="B1" t="s" s="3"><v>1</v></c><c r="A1"/></row><row r="2"><c r="A2"/></row></sheetData><p/></worksheet>'
    )
    root = read(sheet)
    grid = grid_of(root)
    assert grid is not None
    for reference in ("A1", "B1"):
        (cell,) = grid.cells(1, [reference])
        grid.set(cell, "s", grid.get(cell, "s", "0") + "7")
    row = grid.row(2)
    row.add("{urn:a}c", {"r": "B2"})
    grid.put(row)
    grid.close()
    root.part("{urn:a}p").set("a", "b")
    assert write(root) == (
        sheet.replace(b's="3"', b's="37"')
        .replace(b'<c r="A1"/></row>', b'<c r="A1" s="07"/></row>')
        .replace(b'<c r="A2"/>', b'<c r="A2"/><c r="B2"/>')
        .replace(b"<p/>", b'<p a="b"/>')
    )


@pytest.mark.parametrize(
    "rows",
    [
        b"<row/>",
        b'<row r="1"/><row r="1"/>',
        b'<row r="1"/><row/>',
        b"<row r='1'/>",
        b'<row r="1"><c xmlns:x="urn:x"/></row>',
        b"",
    ],
)
def test_rows_that_have_to_be_read_to_tell_them(rows: bytes) -> None:
    assert grid_of(read(b'<worksheet xmlns="urn:a"><sheetData>' + rows + b"</sheetData></worksheet>")) is None
