"""One row an indicator, as text and as a workbook; a cell is never a formula."""

import io

from openpyxl import load_workbook

from linter.model import Budget, Document, Form, Indicator
from linter.reports.readout.indicatorrows import HEADER, rows, write_csv, write_xlsx
from linter.values import parse_value

FORM = Form(
    title="绩效目标表",
    year=2025,
    project="=1+1",
    budget=Budget(total="26.50", unit="万元"),
    indicators=[
        Indicator(level2="数量指标", name="人数", value="≥500人", parsed=parse_value("≥500人")),
        Indicator(level2="质量指标", name="@SUM(A1)", value="-2%", parsed=parse_value("-2%")),
    ],
)
DOCUMENTS = [Document("甲.txt", "txt", forms=[FORM, Form(number=2, title="空表")])]


def test_a_row_an_indicator_and_one_for_an_empty_form() -> None:
    made = rows(DOCUMENTS)
    assert len(made) == 4 and all(len(row) == len(HEADER) for row in made)
    first = dict(zip(HEADER, made[1], strict=True))
    assert (first["三级指标"], first["比较"], first["下限"], first["读出单位"]) == ("人数", "≥", "500", "人")
    assert dict(zip(HEADER, made[3], strict=True))["表名"] == "空表"


def test_csv_guards_formulas_and_leaves_numbers() -> None:
    text = write_csv(DOCUMENTS).decode("utf-8-sig")
    assert "'=1+1" in text and "'@SUM(A1)" in text


def test_workbook_holds_texts_and_numbers_but_no_formula() -> None:
    sheet = load_workbook(io.BytesIO(write_xlsx(DOCUMENTS)))["指标"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert cells["=1+1"].data_type == "s" and cells["@SUM(A1)"].data_type == "s"
    assert cells[500].data_type == "n" and cells[26.5].data_type == "n"
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == f"A1:{last_column()}4"


def last_column() -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(len(HEADER))
