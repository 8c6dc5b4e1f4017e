"""The written report: what it says and counts, whose styles it wears, and that no cell can break it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Word
from office import convert, needs_office
from report_samples import BOOK, FULL, HOSTILE, covered, finding, report

from linter.ground.errors import JxlintError
from linter.model import Answer, Document, Form, Indicator, Place
from linter.reports import render
from linter.reports.docx.writer import chinese
from linter.reports.view.choices import Options


def made(*findings: Any, **options: Any) -> Any:
    return Word(io.BytesIO(render("docx", report(*findings), BOOK, Options(**options))))


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows(table: Any) -> list[list[str]]:
    """The texts of all cells; the library's own way takes minutes for a long table."""
    return [["".join(cell.xpath(".//w:t/text()")) for cell in row.tc_lst] for row in table._tbl.tr_lst]


SAID = [
    "预算绩效目标表质量检查报告",
    "一、检查范围和内容",
    "二、总体情况",
    "共发现 2 处问题：错误 1，提示 1。",
    "（一）标题KX01（KX01）",
    "错误 1 处，涉及绩效目标表 1 张。",
    "原因：道理KX01",
    "依据：《某办法》（某发〔2020〕1号）第三条：“原文B1”；《某办法》（某发〔2020〕1号）第三条。",
    "整改建议：改法KX01。",
    "例1：项目“培训费”，指标“时效指标 / 完成时间”，原文“【2023年】底前”，年度不对（甲.txt，第25行）。",
    "附件1　全部问题明细",
    "附件2　检查的文件",
]


@pytest.mark.parametrize("said", SAID)
def test_it_says(said: str) -> None:
    assert said in texts(Word(io.BytesIO(render("docx", FULL, BOOK, Options()))))


def test_a_wording_that_nobody_verified_is_no_quotation() -> None:
    assert "原文B2" not in "\n".join(texts(Word(io.BytesIO(render("docx", FULL, BOOK, Options())))))


def test_counts_stand_beside_what_they_are_counted_of() -> None:
    forms = [
        Form(
            number=number,
            title="表",
            department=unit,
            indicators=[Indicator(name="甲"), Indicator(name="乙")],
        )
        for number, unit in enumerate(("东局", "东局", "西局"), 1)
    ]
    full = report(
        *(finding(form=number) for number in (1, 1, 1, 1, 2)), finding(form=2, severity="info", rule="GF01")
    )
    full.documents = [Document("目录/甲.txt", "txt", forms=forms)]
    document = Word(io.BytesIO(render("docx", full, BOOK, Options(grade=False))))
    units, families, rules, cases, files = map(rows, document.tables)
    assert units[0] == [
        "单位",
        "表",
        "指标",
        "错误",
        "警告",
        "提示",
        "合计",
        "每表平均",
        "有问题的表",
        "占比",
    ]
    assert units[1:] == [
        ["东局", "2", "4", "5", "0", "1", "6", "3.0", "2", "100.0%"],
        ["西局", "1", "2", "0", "0", "0", "0", "0.0", "0", "0.0%"],
    ]
    assert families[1:] == [["可行性", "3", "5", "0", "1", "6", "2", "66.7%"]]
    assert rules[1:] == [
        ["错误", "KX01", "标题KX01", "可行性", "5", "2", "66.7%"],
        ["提示", "GF01", "标题GF01", "可行性", "1", "1", "33.3%"],
    ]
    assert len(cases) == 1 + 6 and cases[1][3:5] == ["甲.txt", "第25行"]
    assert files[1:] == [["1", "目录/甲.txt", "3", "6", "6"]]
    shown = texts(document)
    assert sum(line.startswith("例") for line in shown) == 3 + 1
    assert "其余 2 处见附件1。" in shown


def test_grades_with_their_distribution() -> None:
    full = report(finding(form=1))
    full.documents = [
        Document("目录/甲.txt", "txt", forms=[Form(number=1, indicators=[Indicator(name="甲")])])
    ]
    document = Word(io.BytesIO(render("docx", covered(full), BOOK, Options())))
    assert ["差", "1", "100.0%"] in rows(document.tables[3])
    assert "附件2　各表得分" in texts(document)


def test_answered_findings_are_printed() -> None:
    full = report(finding())
    full.answers = [Answer(finding(rule="GF01"), "按协议执行", "某某某"), Answer(finding(), "", given=False)]
    full.notes = [("reasons.yaml:3", "这条说明已过期")]
    document = Word(io.BytesIO(render("docx", full, BOOK, Options())))
    assert "以下 2 处已列入说明，不计入上面的数，其中 1 处说明待补。" in texts(document)
    assert "reasons.yaml:3：这条说明已过期" in texts(document)
    assert any("按协议执行" in row for table in document.tables for row in rows(table))


def test_files_that_could_not_be_read_are_named() -> None:
    full = report()
    full.problems = [("丙.pdf", "是扫描件")]
    document = Word(io.BytesIO(render("docx", full, BOOK, Options())))
    assert "丙.pdf：是扫描件" in texts(document)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_texts(text: str) -> None:
    document = made(
        finding(text=text, mark=None, message=text, advice=text, project=text, indicator=text, file=text),
    )
    printed = "".join(texts(document)) + "".join(
        cell for table in document.tables for row in rows(table) for cell in row
    )
    assert all(char.isprintable() for char in printed.replace("\u3000", ""))
    assert len(printed) < 60_000


def test_thousands_of_findings_have_a_row_each() -> None:
    document = made(*[finding(place=Place(line=line)) for line in range(10_000)])
    assert len(document.tables[-2]._tbl.tr_lst) == 10_001


def test_official_page_and_type() -> None:
    document = made(finding())
    page = document.sections[0]
    assert [round(side.mm) for side in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [
        37, 35, 28, 26,
    ]  # fmt: skip
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert document.sections[1].page_width > document.sections[1].page_height
    looks = {style.name: style for style in document.styles}
    for name, size in (("报告标题", 22), ("报告一级标题", 16), ("报告正文", 16)):
        assert looks[name].font.size.pt == size
    assert 'w:eastAsia="方正小标宋简体"' in looks["报告标题"].element.xml
    assert 'w:eastAsia="仿宋_GB2312"' in looks["报告正文"].element.xml


@pytest.fixture
def template(tmp_path: Path) -> Path:
    word = Word()
    word.styles["Title"].font.size = 300_000
    word.sections[0].header.paragraphs[0].text = "某某市财政局"
    word.add_paragraph("封面")
    word.add_paragraph("{{正文}}")
    word.add_paragraph("封底")
    path = tmp_path / "模板.docx"
    word.save(path)
    return path


def test_a_template_keeps_its_pages_and_lends_its_styles(template: Path) -> None:
    document = made(finding(), template=template)
    shown = texts(document)
    assert shown[0] == "封面" and shown[-1] == "封底" and "{{正文}}" not in shown
    assert document.sections[0].header.paragraphs[0].text == "某某市财政局" and len(document.sections) == 1
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["预算绩效目标表质量检查报告"] == "Title"
    cell = document.tables[0].cell(0, 0).paragraphs[0].style
    assert (cell.name, cell.base_style.name, cell.font.size.pt) == ("报告表头", "Normal", 10.5)
    assert styles["一、检查范围和内容"] == "Heading 1" and styles["（一）标题KX01（KX01）"] == "Heading 2"


def test_a_template_without_a_slot_gives_its_place_to_the_report(template: Path) -> None:
    word = Word(str(template))
    for paragraph in word.paragraphs:
        paragraph.text = "样例文字"
    word.save(template)
    shown = texts(made(finding(), template=template))
    assert shown[0] == "预算绩效目标表质量检查报告" and "样例文字" not in shown


@pytest.mark.parametrize("data", [b"", b"no document", b"PK\x03\x04"])
def test_a_template_that_is_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(data)
    with pytest.raises(JxlintError, match=r"模板打不开.*另存为"):
        made(finding(), template=path)


NUMBERS = [
    (1, "一"),
    (10, "十"),
    (11, "十一"),
    (20, "二十"),
    (99, "九十九"),
    (101, "一百〇一"),
    (110, "一百一十"),
]


@pytest.mark.parametrize(("number", "word"), NUMBERS)
def test_headings_are_counted_in_chinese(number: int, word: str) -> None:
    assert chinese(number) == word


@needs_office
@pytest.mark.parametrize("own", [True, False])
def test_libreoffice_opens_it(tmp_path: Path, template: Path, own: bool) -> None:
    path = tmp_path / "报告.docx"
    options = Options(template=None if own else template)
    path.write_bytes(render("docx", report(*(finding(text=text) for text in HOSTILE)), BOOK, options))
    assert convert(path, "pdf", tmp_path).read_bytes().startswith(b"%PDF")
    words = convert(path, "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig")
    assert "一、检查范围和内容" in words and "附件1" in words


def test_a_template_that_names_our_styles_has_the_last_word(template: Path) -> None:
    word = Word(str(template))
    word.styles.add_style("报告表格", 1).font.size = 88_900
    word.save(template)
    document = made(finding(), template=template)
    assert document.tables[0].cell(0, 0).paragraphs[0].style.name == "报告表格"
