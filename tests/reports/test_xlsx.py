"""The marked workbook: everything of the user's is still there, every finding is shown, nothing runs."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from office import convert, needs_office
from openpyxl import load_workbook
from report_samples import BOOK, HOSTILE, finding, report
from workbooks import full_workbook, parts_of, rewrite

import linter
from linter.ground.errors import JxlintError
from linter.model import Document, Place, Related
from linter.reports import render
from linter.reports.view.choices import Options
from linter.reports.xlsx.marks import position

SHEET = "项目'1 表"
FILL = {"error": "FFFFC7CE", "warning": "FFFFEB9C", "info": "FFDDEBF7"}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return full_workbook(tmp_path / "表.xlsx")


def at(path: Path, cell: str, **more: Any) -> Any:
    return finding(file=str(path), place=Place(sheet=SHEET, cell=cell), form=1, **more)


def marked(path: Path, *findings: Any, output: str = "结果.xlsx") -> tuple[bytes, list[str]]:
    made = report(*findings)
    made.documents = [Document(str(path), "xlsx")]
    options = Options(output=path.parent / output)
    return render("xlsx", made, BOOK, options), options.notes


def test_everything_else_survives_byte_for_byte(mine: Path) -> None:
    before = mine.read_bytes()
    data, notes = marked(mine, at(mine, "D7"), at(mine, "H30", severity="info"))
    assert mine.read_bytes() == before and notes == []
    old, new = parts_of(before), parts_of(data)
    assert set(old) <= set(new)
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip
    assert set(new) - set(old) == {"xl/worksheets/sheet3.xml", "docProps/custom.xml"}
    assert b"x14:dataValidations" in new["xl/worksheets/sheet1.xml"]
    assert b"<v>3</v>" in new["xl/worksheets/sheet1.xml"], "the stored result of a formula"


def test_looks_of_cells_stay_but_for_the_fill(mine: Path) -> None:
    data, _ = marked(
        mine, at(mine, "D7"), at(mine, "A1", severity="warning"), at(mine, "C20", severity="info")
    )
    old, new = load_workbook(mine)[SHEET], load_workbook(io.BytesIO(data))[SHEET]
    for row in old.iter_rows():
        for cell in row:
            twin = new[cell.coordinate]
            assert cell.value == twin.value
            if type(cell).__name__ == "MergedCell":
                continue
            for look in ("font", "alignment", "border", "number_format", "protection"):
                assert repr(getattr(cell, look)) == repr(getattr(twin, look))
            if cell.coordinate not in ("D7", "A1"):
                assert repr(cell.fill) == repr(twin.fill)
    fills = {place: new[place].fill.fgColor.rgb for place in ("D7", "A1", "C20")}
    assert fills == {"D7": FILL["error"], "A1": FILL["warning"], "C20": FILL["info"]}
    assert old.merged_cells == new.merged_cells
    assert len(new._images) == 1 and len(new._charts) == 1
    assert [(item.type, item.formula1, str(item.sqref)) for item in new.data_validations.dataValidation] == [
        ("list", '"合理,基本合理"', "D6")
    ]
    assert new.auto_filter.ref == "A5:E9" and new.column_dimensions["C"].width == 33
    assert new.row_dimensions[7].height == 41


def test_comments_say_what_why_and_how_and_older_ones_are_kept(mine: Path) -> None:
    data, _ = marked(mine, at(mine, "D7"), at(mine, "D7", rule="GF01", severity="info"), at(mine, "D8"))
    sheet = load_workbook(io.BytesIO(data))[SHEET]
    told = sheet["D7"].comment.text
    for said in (
        "财政所：请核对",
        "【错误】KX01 标题KX01",
        "问题：年度不对",
        "为什么：道理KX01",
        "怎么改：改年度",
        "【提示】GF01",
    ):
        assert said in told
    assert sheet["D7"].fill.fgColor.rgb == FILL["error"], "the gravest of two"
    assert sheet["D8"].comment.author == "jxlint" and sheet["D8"].comment.text.startswith("【错误】KX01")
    assert sheet["A9"].comment.text == "不要动" and sheet["C6"].comment is None
    again, _ = marked(_saved(mine, data), at(mine, "D7"), at(mine, "D8"))
    twice = load_workbook(io.BytesIO(again))
    assert twice[SHEET]["D8"].comment.text == sheet["D8"].comment.text, "not said twice"
    assert twice.sheetnames[-2:] == ["质检结果", "质检结果2"]


def _saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_the_sheet_of_findings(mine: Path) -> None:
    data, _ = marked(mine, at(mine, "D7"), finding(file=str(mine), form=None, place=Place(), rule="GF01"))
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == [SHEET, "选项", "质检结果"] and book["选项"].sheet_state == "hidden"
    sheet = book["质检结果"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0].startswith("共发现 2 处问题") and rows[1][0].startswith("检查范围")
    assert rows[2] == [
        "序号", "单位", "年度", "金额（万元）", "文件", "表", "项目", "指标", "位置", "级别", "原文", "规则",
        "问题", "改为", "怎么改", "依据", "整改情况",
    ]  # fmt: skip
    assert rows[3] == [
        1, None, None, None, str(mine), "第1张表 支出目标表", "培训费", "时效指标 / 完成时间", f"{SHEET}!D7", "错误",
        "2023年底前", "KX01 标题KX01", "年度不对", None, "改年度",
        "《某办法》（某发〔2020〕1号）第三条；《某办法》（某发〔2020〕1号）第三条", None,
    ]  # fmt: skip
    assert sheet["I4"].hyperlink.location == "'项目''1 表'!D7" and sheet["I5"].hyperlink is None
    assert sheet.freeze_panes == "A4" and sheet.auto_filter.ref == "A3:Q5"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_texts(mine: Path, text: str) -> None:
    bad = at(
        mine, "D7", text=text, mark=None, message=text, advice=text, project=text, form_title=text, indicator=text,
        related=[Related(Place(sheet=text, cell="A1"), text)],
    )  # fmt: skip
    data, _ = marked(mine, bad)
    sheet = load_workbook(io.BytesIO(data))["质检结果"]
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            assert cell.data_type in ("s", "n", "inlineStr") and cell.data_type != "f"
            if isinstance(cell.value, str):
                assert all(char.isprintable() for char in cell.value.replace("\u3000", ""))
                assert len(cell.value) < 32_767
                if cell.value.lstrip()[:1] in ("=", "+", "-", "@"):
                    assert cell.quotePrefix
    assert b"<f" not in parts_of(data)["xl/worksheets/sheet3.xml"]


def test_macros_stay_in_xlsm_and_are_said_to_go_from_xlsx(tmp_path: Path) -> None:
    book = full_workbook(tmp_path / "表.xlsm", macros=True)
    kept, notes = marked(book, at(book, "D7"), output="结果.xlsm")
    assert notes == [] and "xl/vbaProject.bin" in parts_of(kept)
    assert b"macroEnabled.main" in parts_of(kept)["[Content_Types].xml"]
    plain, notes = marked(book, at(book, "D7"), output="结果.xlsx")
    parts = parts_of(plain)
    assert "xl/vbaProject.bin" not in parts and b"vbaProject" not in parts["xl/_rels/workbook.xml.rels"]
    assert b"macroEnabled" not in parts["[Content_Types].xml"] and "宏" in notes[0]
    assert "宏" in load_workbook(io.BytesIO(plain))["质检结果"]["A3"].value


def test_xlsm_without_macros_is_refused(mine: Path) -> None:
    with pytest.raises(JxlintError, match=r"\.xlsx"):
        marked(mine, at(mine, "D7"), output="结果.xlsm")


LOST = [("_xmlsignatures/sig1.xml", "数字签名"), ("xl/threadedComments/threadedComment1.xml", "批注")]


@pytest.mark.parametrize(("part", "said"), LOST)
def test_what_a_copy_cannot_keep_valid_is_said(mine: Path, part: str, said: str) -> None:
    rewrite(mine, {}, {part: b"<x/>"})
    data, notes = marked(mine, at(mine, "D7"))
    assert said in notes[0] and said in load_workbook(io.BytesIO(data))["质检结果"]["A3"].value


def test_the_strict_form_of_the_format(mine: Path) -> None:
    strict = (
        (
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    names = [name for name in parts_of(mine.read_bytes()) if name.endswith((".xml", ".rels"))]
    rewrite(mine, dict.fromkeys(names, strict), {})
    data, notes = marked(mine, at(mine, "D7"))
    assert notes == []
    parts = parts_of(data)
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml"):
        assert b"http://purl.oclc.org/ooxml/spreadsheetml/main" in parts[name]
        assert b"spreadsheetml/2006/main" not in parts[name]


SHEETS = ["总览", "质检结果", "按单位", "按规则", "按表"]
BROKEN = {"no zip": b"PK\x03\x04 nothing", "gone": None}


@pytest.mark.parametrize("case", BROKEN)
def test_findings_come_out_even_if_the_workbook_cannot_be_marked(mine: Path, case: str) -> None:
    data = BROKEN[case]
    mine.unlink() if data is None else mine.write_bytes(data)
    made, notes = marked(mine, at(mine, "D7"))
    assert "没能照样标注" in notes[0]
    assert load_workbook(io.BytesIO(made)).sheetnames == SHEETS


def test_a_marked_workbook_is_checked_like_the_first(mine: Path) -> None:
    before = linter.check(mine)
    assert before.findings
    cells = {item.place.cell for item in before.findings if item.place.cell}
    options = Options(output=mine.with_name("结果.xlsx"))
    data = render("xlsx", before, _book(), options)
    copy = mine.with_name("结果.xlsx")
    copy.write_bytes(data)
    sheet = load_workbook(copy)[SHEET]
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == cells | {
        "A9",
        "D7",
    }
    after = linter.check(copy)
    assert [(item.rule, item.place, item.text) for item in after.findings] == [
        (item.rule, item.place, item.text) for item in before.findings
    ]


def _book() -> Any:
    from linter.rulebook import load_rulebook

    return load_rulebook()


def test_real_workbooks(shared: Path, tmp_path: Path) -> None:
    for source in sorted((shared / "forms").glob("*.xlsx")):
        copy = tmp_path / source.name
        shutil.copyfile(source, copy)
        made = linter.check(copy)
        data = render("xlsx", made, _book(), Options())
        old, new = load_workbook(copy), load_workbook(io.BytesIO(data))
        assert new.sheetnames == [*old.sheetnames, "质检结果"]
        for sheet in old:
            for row in sheet.iter_rows():
                for cell in row:
                    assert new[sheet.title][cell.coordinate].value == cell.value
            assert new[sheet.title].merged_cells == sheet.merged_cells


REFERENCES = [("A1", (1, 1)), ("D12", (12, 4)), ("AA10", (10, 27)), ("XFD1048576", (1_048_576, 16_384))]


@pytest.mark.parametrize(("reference", "place"), REFERENCES)
def test_position(reference: str, place: tuple[int, int]) -> None:
    assert position(reference) == place


@pytest.mark.slow
@needs_office
def test_libreoffice_opens_it(mine: Path, tmp_path: Path) -> None:
    data, _ = marked(mine, at(mine, "D7", message="=1+1"))
    made = tmp_path / "结果.xlsx"
    made.write_bytes(data)
    sheets = load_workbook(convert(made, "xlsx:Calc MS Excel 2007 XML", tmp_path))
    assert sheets.sheetnames == [SHEET, "选项", "质检结果"]
    assert (
        "财政所：请核对" in sheets[SHEET]["D7"].comment.text and "为什么" in sheets[SHEET]["D7"].comment.text
    )
    assert sheets[SHEET]["D7"].fill.fgColor.rgb == FILL["error"]
    assert sheets["质检结果"]["M4"].value == "=1+1" and sheets["质检结果"]["M4"].data_type == "s"
