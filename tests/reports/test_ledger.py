"""台账: what it holds, and that whatever the office did to it survives the next run."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from office import convert, needs_office
from report_samples import BOOK, HOSTILE, finding, report

from linter.cli.root import root
from linter.model import Budget, Document, Form, Indicator, Report
from linter.reports import render
from linter.reports.ledger import STATES
from linter.reports.view.choices import Options

ISSUE = [
    "序号", "单位", "项目名称", "项目编码", "预算金额", "指标", "问题（原文）", "问题类别", "定性", "依据", "整改建议",
    "位置", "严重程度", "责任部门", "责任人", "整改时限", "整改情况", "状态", "销号日期",
]  # fmt: skip


def run(*args: str) -> Any:
    result = CliRunner().invoke(root, ["check", *args], prog_name="jxlint")
    assert "Traceback" not in result.output
    return result


def of_forms(*findings: Any, **more: Any) -> Report:
    rows = [Indicator(name="完成时间")]
    form = Form(number=14, project="培训费", implementing_unit="东局", year=2025, indicators=rows, **more)
    made = report(*findings)
    made.documents = [Document("目录/甲.txt", "txt", forms=[form])]
    return made


def sheet_of(data: bytes | Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data) if isinstance(data, bytes) else data)["台账"]


def table(sheet: Any) -> list[dict[str, Any]]:
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_columns_and_their_contents() -> None:
    made = of_forms(
        finding(suggestion="2025年底前"),
        finding(severity="info"),
        budget=Budget(total="80000", unit="元"),
        code="Z-1",
    )
    sheet = sheet_of(render("ledger", made, BOOK, Options()))
    rows = table(sheet)
    assert list(rows[0])[: len(ISSUE)] == ISSUE
    assert len(rows) == 1  # what only informs is asked for with --all
    assert {
        "单位": "东局", "项目名称": "培训费", "项目编码": "Z-1", "预算金额": 8, "年度": 2025,
        "指标": "时效指标 / 完成时间", "责任人": None,
        "问题（原文）": "年度不对（原文：“2023年底前”）", "问题类别": "可行性", "定性": "标题KX01（KX01）",
        "整改建议": "改为：2025年底前", "位置": "目录/甲.txt 第25行", "严重程度": "错误", "状态": "未整改",
    }.items() <= rows[0].items()  # fmt: skip
    [choice] = sheet.data_validations.dataValidation
    assert choice.formula1 == f'"{",".join(STATES)}"'
    letter = sheet.cell(1, ISSUE.index("状态") + 1).column_letter
    assert str(choice.sqref) == f"{letter}2:{letter}1048576"
    assert len(table(sheet_of(render("ledger", made, BOOK, Options(infos=True))))) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_breaks_it_or_is_run(text: str) -> None:
    made = of_forms(
        finding(text=text, message=text, advice=text, suggestion=text, project=text, indicator=text)
    )
    for row in sheet_of(render("ledger", made, BOOK, Options())).iter_rows():
        assert all(cell.data_type != "f" for cell in row)


#: What an office does to its ledger, and how to undo it for looking.
def as_it_is(path: Path) -> None:
    pass


def saved_by_another_program(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.save(path)


def with_columns_and_rows(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    sheet.insert_cols(3, 2)
    sheet["C1"], sheet["C2"], sheet["D1"] = "片区", "北片", "联系电话"
    last = sheet.max_row + 2
    sheet.cell(last, 2, "单位自己查出的问题")
    sheet.insert_rows(1)
    sheet["A1"] = "某局整改台账"
    book.create_sheet("汇总", 0)["A1"] = "=1+1"
    book.save(path)


def sorted_backwards(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_rows(1, sheet.max_row)
    for row in [head, *reversed(rows)]:
        sheet.append(row)
    book.save(path)


def fill(path: Path) -> int:
    """Answers of the office in every row; how many there are."""
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    top = next(row for row in sheet.iter_rows() if any(cell.value == "标识" for cell in row))
    at = {cell.value: cell.column for cell in top}
    filled = 0
    for row in sheet.iter_rows(min_row=top[0].row + 1):
        if row[at["标识"] - 1].value:
            filled += 1
            row[at["责任人"] - 1].value = f"某某{filled}"
            row[at["整改情况"] - 1].value = f"正在改{filled}"
    book.save(path)
    return filled


def cells(path: Path) -> list[Any]:
    return [cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]


@pytest.mark.parametrize(
    "doing",
    [as_it_is, saved_by_another_program, with_columns_and_rows, sorted_backwards],
    ids=lambda one: one.__name__,
)
def test_what_the_office_did_survives(doing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("table-faulty.txt", "columns-faulty.txt"):
        shutil.copy(Path(__file__).parents[2] / "examples" / name, tmp_path / name)
    assert "报告已写入" in run("table-faulty.txt", "columns-faulty.txt", "--output", "台账.xlsx").output
    doing(Path("台账.xlsx"))
    filled = fill(Path("台账.xlsx"))
    before = [value for value in cells(Path("台账.xlsx")) if value is not None]
    said = run("columns-faulty.txt", "--output", "台账2.xlsx", "--ledger", "台账.xlsx").output
    assert f"原有 {filled} 条" in said and "新增 0 条" in said
    after = cells(Path("台账2.xlsx"))
    ours = ("新增", "未整改")
    assert not [value for value in before if value not in after and value not in ours]
    assert after.count("本次未查：这张表本次没有读到") > 5
    assert sum(str(value).startswith("仍在（columns-faulty.txt") for value in after) > 5


def test_states_of_a_second_and_a_third_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    head = "项目名称\t培训费\n实施单位\t东局\n项目年度金额\t8\n2025年\n一级指标\t二级指标\t三级指标\t指标值\n"
    good = "产出指标\t数量指标\t培训人数\t≥500人\n\t质量指标\t培训合格率\t{}\n\t时效指标\t完成时间\t{}\n"
    args = ["表.txt", "--select", "SD09,KX01", "--output", "台账.xlsx"]

    def state(quality: str, day: str, *more: str) -> dict[str, str]:
        Path("表.txt").write_text(
            "项目支出绩效目标表\n单位：万元\n" + head + good.format(quality, day), encoding="utf-8"
        )
        result = run(*args, *more)
        assert result.exit_code in (0, 1), result.output
        return {row["定性"][-5:-1]: row["状态"] for row in table(sheet_of(Path("台账.xlsx")))}

    again = ("--ledger", "台账.xlsx")
    assert state("195%", "2023年12月底前") == {"SD09": "未整改", "KX01": "未整改"}
    assert state("195%", "2022年12月底前", *again) == {"SD09": "未整改", "KX01": "持续整改"}
    assert state("95%", "2022年12月底前", *again) == {"SD09": "已整改", "KX01": "持续整改"}
    assert state("195%", "2025年12月底前", *again) == {"SD09": "持续整改", "KX01": "已整改"}


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Carry a ledger on after something was done to its sheet: what is said, and the sheet."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(Path(__file__).parents[2] / "examples/table-faulty.txt", "表.txt")
    run("表.txt", "--output", "台账.xlsx")

    def carry(change: Any) -> tuple[str, Any]:
        book = openpyxl.load_workbook("台账.xlsx")
        change(book["台账"], {cell.value: cell.column for cell in book["台账"][1]})
        book.save("台账.xlsx")
        said = run("表.txt", "--ledger", "台账.xlsx", "--output", "台账2.xlsx")
        return said.output, sheet_of(Path("台账2.xlsx")) if Path("台账2.xlsx").exists() else None

    return carry


@pytest.mark.parametrize("head", ["状态（单位填）", "状 态\n(从下拉框里选)", "状态 "])
def test_a_head_may_have_a_remark(carried: Any, head: str) -> None:
    said, sheet = carried(lambda sheet, at: sheet.cell(1, at["状态"], head))
    assert "新增 0 条" in said and sheet is not None


def test_the_heads_that_are_not_found_are_named(carried: Any) -> None:
    def renamed(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(1, at["状态"], "整改进度")

    said, sheet = carried(renamed)
    assert "找不到表头“状态”" in said and "序号" not in said and sheet is None


@pytest.mark.parametrize("state", ["以整改", "完成", "已整改完毕"])
def test_a_state_that_is_none_is_said(carried: Any, state: str) -> None:
    said, sheet = carried(lambda sheet, at: sheet.cell(2, at["状态"], state))
    row = table(sheet)[0]
    assert row["状态"] == state, "what the office wrote stays"
    assert row["本次核对"].startswith("仍在") and f"状态“{state}”不在下拉框里" in row["本次核对"]
    assert "1 行的状态不在下拉框里" in said


def test_rows_whose_mark_is_spoilt_are_said(carried: Any) -> None:
    def spoil(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(2, at["标识"], "已核")
        sheet.cell(3, at["标识"], "1234")
        sheet.append(["", "单位自己加的一行"])

    said, _ = carried(spoil)
    assert "2 行的“标识”被改过，没有对上" in said and "新增 2 条" in said


def test_it_is_never_written_over_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(Path(__file__).parents[2] / "examples/table-faulty.txt", "表.txt")
    run("表.txt", "--output", "台账.xlsx")
    before = Path("台账.xlsx").read_bytes()
    result = run("表.txt", "--output", "台账.xlsx")
    assert result.exit_code == 2 and "没有改动它" in result.stderr
    assert Path("台账.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--ledger", "没有.xlsx", "--output", "台账.xlsx"], "找不到上次的台账"),
        (["--ledger", "表.txt", "--output", "台账.xlsx"], "表.txt"),
        (["--ledger", "别的.xlsx", "--output", "台账.xlsx"], "里面没有台账"),
        (["--ledger", "别的.xlsx"], "--ledger 只用于台账"),
        (["--ledger", "坏.xlsx", "--output", "台账.xlsx"], "坏.xlsx"),
    ],
)
def test_a_ledger_that_is_none(
    more: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(Path(__file__).parents[2] / "examples/table-faulty.txt", "表.txt")
    openpyxl.Workbook().save("别的.xlsx")
    Path("坏.xlsx").write_bytes(Path("别的.xlsx").read_bytes()[:2000])
    result = run("表.txt", *more)
    assert result.exit_code == 2 and said in result.stderr
    assert not Path("台账.xlsx").exists()


@needs_office
@pytest.mark.slow
def test_libreoffice_keeps_it_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(Path(__file__).parents[2] / "examples/columns-faulty.txt", "表.txt")
    run("表.txt", "--output", "台账.xlsx")
    saved = convert(Path("台账.xlsx").absolute(), "xlsx", tmp_path)
    said = run(
        "表.txt", "--output", "又.xlsx", "--output", "ledger=台账2.xlsx", "--ledger", str(saved)
    ).output
    assert "已整改 0，本次未查 0；新增 0 条" in said
