"""A folder of marked copies: every workbook and document has one, nothing of the user's is touched, and what could not
be marked is said."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document as Word
from openpyxl import Workbook, load_workbook
from report_samples import HOSTILE, finding

from linter.cli.root import root
from linter.ground.errors import JxlintError
from linter.model import Place
from linter.pipeline.bystanders import is_report
from linter.pipeline.markedcopies import copy_places
from linter.reports.docx.marking import marked_copy

ROWS = [
    ["项目支出绩效目标表"],
    ["项目名称", "培训费", "实施单位", "东局"],
    ["年度金额", "8万元", "年度", "2025年"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "培训人数", "≥500人"],
    ["产出指标", "质量指标", "培训合格率", "≥195%"],
    ["产出指标", "时效指标", "完成时间", "2023年12月底前"],
]


def docx(path: Path) -> Path:
    document = Word()
    document.add_paragraph("前言")
    table = document.add_table(len(ROWS), 4)
    for at, row in enumerate(ROWS):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    document.add_paragraph("结尾")
    document.save(str(path))
    return path


def xlsx(path: Path) -> Path:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)
    return path


def run(*args: str) -> Any:
    result = CliRunner().invoke(root, ["check", *args], prog_name="jxlint")
    assert "Traceback" not in result.output
    return result


def test_a_folder_of_copies_and_a_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("东", "西"):
        Path("表", name).mkdir(parents=True)
    originals = [xlsx(Path("表/东/甲.xlsx")), xlsx(Path("表/西/甲.xlsx")), docx(Path("表/西/乙.docx"))]
    shutil.copy(Path(__file__).parents[2] / "examples/table-faulty.txt", "表/丙.txt")
    before = [path.read_bytes() for path in originals]
    said = run("表", "--output", "查/").output
    assert "报告已写入 查/检查结果.xlsx（另有标注副本 3 个）" in said.replace("\\", "/")
    assert "其他文件的问题只在 检查结果.xlsx 里：表" in said
    assert [path.read_bytes() for path in originals] == before
    copies = [Path("查/东/甲-标注.xlsx"), Path("查/西/甲-标注.xlsx"), Path("查/西/乙-标注.docx")]
    assert sorted(Path("查").rglob("*.*")) == sorted([*copies, Path("查/检查结果.xlsx")])
    assert all(is_report(path) for path in copies)
    assert load_workbook(copies[0]).worksheets[0]["D6"].comment.text.startswith("【错误】")
    links = {
        cell.hyperlink.target
        for row in load_workbook("查/检查结果.xlsx")["质检结果"].iter_rows()
        for cell in row
        if cell.hyperlink is not None and cell.hyperlink.target
    }
    assert {
        "%E8%A5%BF/%E4%B9%99-%E6%A0%87%E6%B3%A8.docx",
        "%E4%B8%9C/%E7%94%B2-%E6%A0%87%E6%B3%A8.xlsx",
    } <= links
    again = run("表", "--output", "查/")
    assert again.exit_code == 1, "our own copies may be written anew"


def test_another_file_at_the_place_of_a_copy_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    xlsx(Path("甲.xlsx"))
    Path("查").mkdir()
    Path("查/甲-标注.xlsx").write_bytes(Path("甲.xlsx").read_bytes())
    before = Path("查/甲-标注.xlsx").read_bytes()
    assert "没有标注副本（那里已经有别的文件）" in run("甲.xlsx", "--output", "查/").output
    assert Path("查/甲-标注.xlsx").read_bytes() == before
    shutil.copy("甲.xlsx", "查/检查结果.xlsx")
    result = run("甲.xlsx", "--output", "查")
    assert result.exit_code == 2 and "那里已经有别的文件" in result.stderr


def test_no_two_copies_share_a_place() -> None:
    places = copy_places(Path("查"), [("a/甲.xlsx", "xlsx"), ("a/甲.et", "xlsx"), ("b/甲.xlsx", "xlsx")])
    assert len({str(place) for place in places.values()}) == 3


def test_faulty_cells_of_a_document_are_shaded_and_commented(tmp_path: Path) -> None:
    data = docx(tmp_path / "甲.docx").read_bytes()
    cell = Place(table=1, row=6, column=4)
    made, lost = marked_copy(
        data,
        [
            finding(place=cell),
            finding(place=cell, severity="info", rule="GF01"),
            finding(place=Place(line=1)),
        ],
        lambda one: f"【{one.rule}】{one.message}",
    )
    document = Word(io.BytesIO(made))
    assert lost == 0
    assert [comment.text for comment in document.comments] == [
        "【KX01】年度不对\n【GF01】年度不对",
        "【KX01】年度不对",
    ]
    [shade] = document.tables[0].cell(5, 3)._tc.xpath("./w:tcPr/w:shd")
    assert shade.get(f"{{{shade.nsmap['w']}}}fill") == "FFC7CE"
    assert document.tables[0].cell(5, 3).text == "≥195%" and document.paragraphs[0].text == "前言"


def test_what_has_no_place_is_counted(tmp_path: Path) -> None:
    data = docx(tmp_path / "甲.docx").read_bytes()
    assert (
        marked_copy(data, [finding(place=Place(table=9, row=1, column=1))], lambda one: one.message)[1] == 1
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_a_comment(text: str, tmp_path: Path) -> None:
    data = docx(tmp_path / "甲.docx").read_bytes()
    made, _ = marked_copy(data, [finding(place=Place(table=1, row=6, column=4))], lambda _: text)
    assert len(list(Word(io.BytesIO(made)).comments)) == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"text"])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(JxlintError):
        marked_copy(data, [finding()], lambda one: one.message)
