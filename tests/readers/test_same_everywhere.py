"""The same form in every format gives the same rows, cells and indicators."""

from __future__ import annotations

import pytest
from reader_documents import FORMATS, TITLE, UNIT_LINE, WIDTH, anchors, spreadsheet_rows

from linter.forms import find_forms
from linter.model import Source
from linter.readers import read

WITH_SPANS = [name for name in FORMATS if not name.endswith(("csv", "tsv", "txt", "md"))]


def source(name: str) -> Source:
    return read(name, data=FORMATS[name]())


@pytest.mark.parametrize("name", FORMATS)
def test_rows(name: str) -> None:
    sheet = source(name).sheets[0]
    rows = [[cell.text.removeprefix("# ") for cell in row if cell.text] for row in sheet.rows]
    assert rows == [[text for text in row if text] for row in spreadsheet_rows()]


@pytest.mark.parametrize("name", WITH_SPANS)
def test_cells_stand_where_they_are_printed(name: str) -> None:
    table = source(name).sheets[0].rows[2:]
    found = [
        (row, column, cell.text, cell.row_span, cell.column_span)
        for row, cells in enumerate(table)
        for column, cell in enumerate(cells)
        if not cell.covered and (cell.text or column < WIDTH - 1)
    ]
    assert found == [cell for cell in anchors() if cell[2] or cell[1] < WIDTH - 1]


@pytest.mark.parametrize("name", WITH_SPANS)
def test_covered_cells_are_empty(name: str) -> None:
    for row in source(name).sheets[0].rows:
        assert all(not cell.text for cell in row if cell.covered)


@pytest.mark.parametrize("name", ["form.docx", "form.html", "form.pdf"])
def test_text_outside_tables_is_marked(name: str) -> None:
    sheet = source(name).sheets[0]
    assert sheet.paragraphs == {0, 1}
    assert [sheet.rows[0][0].text, sheet.rows[1][0].text] == [TITLE, UNIT_LINE]


@pytest.mark.parametrize("name", FORMATS)
def test_indicators(name: str) -> None:
    (form,) = find_forms(source(name)).forms
    assert (form.project, form.budget.total, form.year) == ("农村道路日常养护", "26.5", 2024)
    assert [(item.level2, item.name, item.value) for item in form.indicators] == [
        ("数量指标", "养护里程", "≥120公里"),
        ("数量指标", "巡查次数", "≥24次"),
        ("质量指标", "好路率", "≥95%"),
        ("时效指标", "完成时间", "2024年12月底前"),
        ("社会效益指标", "受益人数", "≥3000人"),
        ("服务对象满意度指标", "群众满意度", "≥90%"),
    ]


PLACES = {
    "form.xlsx": ("项目1", "D9", 9, 4, None, None, None),
    "form.xls": ("项目1", "D9", 9, 4, None, None, None),
    "form.ods": ("项目1", "D9", 9, 4, None, None, None),
    "form.docx": (None, None, 7, 4, None, 1, None),
    "form.html": (None, None, 7, 4, None, 1, None),
    "form.pdf": (None, None, 7, 4, 1, 1, None),
    "form.csv": (None, None, 9, 4, None, None, 9),
}


@pytest.mark.parametrize("name", PLACES)
def test_place_of_a_cell(name: str) -> None:
    cells = [cell for row in source(name).sheets[0].rows for cell in row]
    place = next(cell.place for cell in cells if cell.text == "养护里程")
    assert (
        place.sheet,
        place.cell,
        place.row,
        place.column,
        place.page,
        place.table,
        place.line,
    ) == PLACES[name]


@pytest.mark.parametrize("name", FORMATS)
def test_kind_is_told_by_content(name: str) -> None:
    if not name.endswith(("tsv", "semicolon.csv", "md")):
        assert read("no-suffix", data=FORMATS[name]()).type == source(name).type
