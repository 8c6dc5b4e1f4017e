"""The written report: what it says and counts, whose styles it wears, and that no cell can break it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Word
from office import convert, needs_office
from report_samples import BOOK, FULL, HOSTILE, covered, finding, report

from linter.auditing.agencies import Agency
from linter.auditing.rankings import Standing
from linter.ground.errors import JxlintError
from linter.model import Answer, Budget, Document, Form, Indicator, Place, YearBeside, YearRow
from linter.reports import render
from linter.reports.docx.document import that_fit
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
    "一、检查范围",
    "二、总体结论",
    "1．共发现问题 2 处（错误 1 处、提示 1 处），有错误的表 1 张，占 —。",
    "2．错误里最多的是标题KX01（1 处）。",
    "3．要改的 1 处里，0 处已给出可以照写的写法；请各单位先改错误、再改警告，改后复查，确有理由的书面说明。",
    "三、典型案例",
    "附件1　发现的各类问题",
    "只作提示的：标题GF01（GF01）1 处。",
    "附件2　各表情况",
    "附件3　问题明细",
    "附件4　检查范围的说明",
]


@pytest.mark.parametrize("said", SAID)
def test_it_says(said: str) -> None:
    assert said in texts(Word(io.BytesIO(render("docx", FULL, BOOK, Options()))))


def batch(**options: Any) -> Any:
    forms = [
        Form(
            number=number, title="表", project=f"项目{number}", department=unit, year=2025,
            budget=Budget(total="8", unit="万元"), indicators=[Indicator(name="甲"), Indicator(name="乙")],
        )
        for number, unit in enumerate(("东局", "东局", "西局"), 1)
    ]  # fmt: skip
    full = report(
        *(finding(form=number, place=Place(line=10 * at)) for at, number in enumerate((1, 1, 1, 1, 2), 1)),
        finding(form=2, severity="info", rule="GF01"),
        finding(form=3, severity="warning", rule="KX04", suggestion="≥5%"),
        forms=3,
        indicators=6,
    )
    full.documents = [Document("目录/甲.txt", "txt", forms=forms)]
    return Word(io.BytesIO(render("docx", covered(full), BOOK, Options(**options))))


def test_units_are_ranked_by_form_with_year_and_money() -> None:
    ranking, heat, *_ = map(rows, batch(grade=False).tables)
    assert ranking == [
        ["名次", "单位", "年度", "金额/万元", "表", "错误/表", "警告/表", "平均分"],
        ["1", "东局", "2025", "16", "2", "2.5", "0.0", ""],
        ["2", "西局", "2025", "8", "1", "0.0", "1.0", ""],
    ]
    assert heat[0] == ["单位", "年度", "可行性", "合计"]
    assert heat[1:] == [["东局", "2025", "2.5", "2.5"], ["西局", "2025", "1.0", "1.0"]]
    shades = [shade.get(shade.keys()[-1]) for shade in batch().tables[1]._tbl.xpath(".//w:shd")]
    assert shades == ["FBAA77", "FFDD82"], "the darker the more"


def test_a_case_of_each_frequent_fault() -> None:
    cases = rows(batch().tables[2])
    assert [row[0] for row in cases[1:]] == ["标题KX01（5 处）", "标题KX04（1 处）", "标题GF01（1 处）"]
    assert cases[2][3] == "≥5%"


def test_every_form_has_its_faults_in_short() -> None:
    document = batch()
    forms = rows(document.tables[4])
    assert forms[0] == ["文件", "单位、年度", "金额（万元）", "项目", "指标", "评分", "问题"]
    assert forms[1][:5] == ["甲.txt 第1张表", "东局，2025", "8", "项目1", "2"]
    assert forms[1][6] == "【错误】标题KX01（第10行、第20行 等 4 处）"
    assert forms[2][6] == "【错误】标题KX01（第50行）；提示 1 处"
    details = rows(document.tables[5])
    assert len(details) == 1 + 6 and details[-1][-1] == "≥5%"
    assert details[1][1:3] == ["东局，2025", "8"]


def test_reasons_and_bases_stand_once_a_rule() -> None:
    kinds = rows(batch().tables[3])
    assert kinds[1] == [
        "错误", "标题KX01（KX01，可行性）", "5", "2（66.7%）", "道理KX01", "改法KX01", "某发〔2020〕1号第三条 等 2 项",
    ]  # fmt: skip


def test_grades_in_a_sentence_and_beside_each_form() -> None:
    document = batch()
    assert any(text.startswith("2．参加评分的表 3 张，平均 ") for text in texts(document))
    assert rows(document.tables[4])[1][5].startswith("差 ")


def test_too_many_faults_are_counted_and_not_listed() -> None:
    document = made(*[finding(place=Place(line=line)) for line in range(10_000)])
    assert sum(len(table._tbl.tr_lst) for table in document.tables) < 300
    assert "其余 9800 处见工作簿（--output 结果.xlsx）。" in texts(document)


def test_last_years_targets_stand_in_an_annex() -> None:
    full = report(finding())
    row = YearRow(
        "甲.txt", 1, "东局", 2025, "普法", "数量指标", "办件数", "≥280件", "320件", "≥350件", "增加 70件"
    )
    full.beside = YearBeside(forms=1, forms_before=1, forms_matched=1, rows=[row] * 300)
    document = Word(io.BytesIO(render("docx", full, BOOK, Options())))
    assert "附件4　和上年比" in texts(document)
    assert ["东局", "2025", "普法", "数量指标", "办件数", "≥280件", "320件", "≥350件", "增加 70件"] in rows(
        document.tables[-1]
    )
    assert "其余 100 个指标见工作簿（--output 结果.xlsx）。" in texts(document)


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
    assert styles["一、检查范围"] == "Heading 1"


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


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("own", [True, False])
def test_libreoffice_opens_it(tmp_path: Path, template: Path, own: bool) -> None:
    path = tmp_path / "报告.docx"
    options = Options(template=None if own else template)
    path.write_bytes(render("docx", report(*(finding(text=text) for text in HOSTILE)), BOOK, options))
    assert convert(path, "pdf", tmp_path).read_bytes().startswith(b"%PDF")
    words = convert(path, "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig")
    assert "一、检查范围" in words and "附件1" in words


def test_a_template_that_names_our_styles_has_the_last_word(template: Path) -> None:
    word = Word(str(template))
    word.styles.add_style("报告表格", 1).font.size = 88_900
    word.save(template)
    document = made(finding(), template=template)
    assert document.tables[0].cell(0, 0).paragraphs[0].style.name == "报告表格"


def test_of_too_many_forms_the_most_faulty_are_listed() -> None:
    forms = [
        Form(number=number, project=f"项目{number}", indicators=[Indicator(name="甲")])
        for number in range(1, 401)
    ]
    full = report(finding(form=399), finding(form=400, severity="warning"), forms=400)
    full.documents = [Document("目录/甲.txt", "txt", forms=forms)]
    document = Word(io.BytesIO(render("docx", full, BOOK, Options())))
    listed = next(rows(table) for table in document.tables if rows(table)[0][0] == "文件")
    assert len(listed) == 1 + 240 and {"甲.txt 第399张表", "甲.txt 第400张表"} <= {row[0] for row in listed}
    assert "只列错误、警告最多的 240 张。其余 160 张见工作簿（--output 结果.xlsx）。" in texts(document)


LONG = "岭河县人民政府办公室综合服务保障中心第一下属事业单位"


@pytest.mark.parametrize(
    ("names", "lines", "shown"),
    [
        (["东局", "西局"], 12, 2),
        (["东局"] * 9, 19, 5),
        (["东局"] * 9, 21, 3),
        (["东局"] * 9, 40, 2),
        ([LONG] * 9, 19, 2),
        ([LONG, "东局", "西局", "南局", "北局"], 19, 4),
    ],
)
def test_units_are_as_many_as_two_pages_have_room_for(names: list[str], lines: int, shown: int) -> None:
    units = [Standing(Agency(name, name), forms=1) for name in names]
    assert that_fit(units, lines) == shown
