"""退回意见: every unit its own letter, the gravest first, nothing to change lost, and the letter on one page."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Word
from office import convert, needs_office
from report_samples import BOOK, HOSTILE, finding, report

from linter.model import Budget, Document, Form, Indicator, Report
from linter.pipeline.outputs import read_targets
from linter.reports import render
from linter.reports.letter import TITLE
from linter.reports.view.choices import Options

FILE = "目录/甲.txt"


def form(number: int, unit: str, **more: Any) -> Form:
    row = Indicator(name="完成时间")
    return Form(number=number, title="表", implementing_unit=unit, indicators=[row], **more)


def of_forms(forms: list[Form], *findings: Any) -> Report:
    made = report(*findings)
    made.documents = [Document(FILE, "txt", forms=forms)]
    return made


def word(made: Report) -> Any:
    return Word(io.BytesIO(render("letter", made, BOOK, Options())))


def text_of(document: Any) -> str:
    return "\n".join(document.element.body.xpath(".//w:t/text()"))


def test_every_unit_gets_a_letter_and_one_without_faults_none() -> None:
    forms = [form(1, "018-东局"), form(2, "西局"), form(3, "东局"), form(4, "南局")]
    document = word(
        of_forms(forms, finding(form=1), finding(form=2), finding(form=3), finding(form=4, severity="info"))
    )
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said.count(TITLE) == 2
    assert [text for text in said if text.endswith("局：")] == ["东局：", "西局："]
    assert "没有要退回修改的单位 1 个：南局。" in said
    assert any(text.startswith("只作提示、不影响通过的 1 处") for text in said)


def test_what_to_write_stands_beside_each_fault_errors_first() -> None:
    forms = [form(1, "东局", project="培训费", budget=Budget(total="8", unit="万元"))]
    document = word(
        of_forms(
            forms,
            finding(form=1, rule="GF01", severity="warning", message="单位不对", advice="改单位"),
            finding(form=1, suggestion="2025年底前"),
        )
    )
    rows = [
        ["".join(cell.xpath(".//w:t/text()")) for cell in row.tc_lst]
        for row in document.tables[0]._tbl.tr_lst
    ]
    assert rows[0] == ["级别", "指标和位置", "问题", "应当怎样写"]
    assert rows[1] == ["第1张表（项目：培训费），金额 8万元　甲.txt"]
    assert rows[2] == ["错误", "完成时间（第25行）", "年度不对", "改为：2025年底前"]
    assert rows[3] == ["警告", "完成时间（第25行）", "单位不对", "改单位"]
    said = text_of(document)
    assert "1. 【错误】标题KX01：1 处。" in said and "【警告】标题GF01" not in said


def test_the_same_fault_in_many_rows_is_said_once_with_each_text_to_write() -> None:
    from linter.model import Place

    many = [finding(form=1, place=Place(line=line), suggestion=f"{line}%") for line in (3, 4, 5, 6)]
    said = text_of(word(of_forms([form(1, "东局")], *many)))
    assert "标题KX01（4 处），如：年度不对" in said
    assert "第3行 改为：3%；第4行 改为：4%；第5行 改为：5%；第6行 改为：6%" in said


def test_what_does_not_fit_on_the_page_follows() -> None:
    forms = [form(number, "东局") for number in range(1, 41)]
    findings = [finding(form=number, message=f"问题{number}。" * 20) for number in range(1, 41)]
    document = word(of_forms(forms, *findings))
    first, rest = document.tables
    said = text_of(document)
    assert "附页　东局" in said
    assert all(f"问题{number}。" in said for number in range(1, 41))
    heads = 1
    assert (len(first._tbl.tr_lst) - heads) + (len(rest._tbl.tr_lst) - heads) == 80


def test_forms_without_a_unit_go_back_by_file() -> None:
    said = text_of(word(of_forms([form(1, "")], finding(form=1))))
    assert "报送“甲.txt”的单位：" in said


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_breaks_it(text: str) -> None:
    hostile = [form(1, text, project=text)]
    word(
        of_forms(
            hostile, finding(form=1, text=text, message=text, suggestion=text, advice=text, indicator=text)
        )
    )


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("退回意见.docx", "letter"),
        ("out/2025年退回意见-财政.DOCX", "letter"),
        ("letter=x.docx", "letter"),
        ("docx=退回意见.docx", "docx"),
        ("报告.docx", "docx"),
        ("退回意见.md", "markdown"),
    ],
)
def test_the_name_tells_the_format(given: str, kind: str) -> None:
    assert read_targets([given])[0].kind == kind


@needs_office
@pytest.mark.slow
def test_a_letter_is_one_page(tmp_path: Path) -> None:
    import pypdfium2

    forms = [form(number, "东局") for number in range(1, 31)]
    findings = [finding(form=n, message=f"问题{n}" * 8, advice="改为写明的日期" * 3) for n in range(1, 31)]
    path = tmp_path / "退回意见.docx"
    path.write_bytes(render("letter", of_forms(forms, *findings), BOOK, Options()))
    pdf = pypdfium2.PdfDocument(convert(path, "pdf", tmp_path))
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert "审核人" in pages[0] and "附页" in pages[1]
