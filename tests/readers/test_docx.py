"""Word documents: merged cells, nested tables, numbering, and what only Word shows or hides."""

from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path

import pytest
from reader_documents import docx, ole_named, with_part, zip_of

from linter.ground.errors import JxlintError
from linter.model import Sheet
from linter.readers import Limits, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def par(*runs: str) -> str:
    return f"<w:p>{''.join(item if item.startswith('<') else run(item) for item in runs)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<") else par(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def document(*body: str, parts: dict[str, bytes | str] | None = None) -> Sheet:
    text = f"<w:document {SPACES}><w:body>{''.join(body)}</w:body></w:document>"
    (sheet,) = read("a.docx", data=zip_of({"word/document.xml": text, **(parts or {})})).sheets
    return sheet


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows]


def test_merged_cells() -> None:
    sheet = document(
        table(
            cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙", '<w:gridSpan w:val="2"/>'),
            cell("", "<w:vMerge/>") + cell("丙") + cell("丁"),
            cell("", "<w:vMerge/>") + cell("戊") + cell("己"),
        )
    )
    assert texts(sheet) == [["甲", "乙", ""], ["", "丙", "丁"], ["", "戊", "己"]]
    assert [(item.row_span, item.column_span, item.covered) for item in sheet.rows[0]] == [
        (3, 1, False),
        (1, 2, False),
        (1, 1, True),
    ]
    assert [row[0].covered for row in sheet.rows] == [False, True, True]


def test_rows_that_begin_further_right() -> None:
    sheet = document(
        table(cell("甲") + cell("乙"), '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("丙"))
    )
    assert texts(sheet) == [["甲", "乙"], ["", "丙"]]


def test_text_between_tables_keeps_its_order() -> None:
    sheet = document(par("表一"), table(cell("甲")), par("单位：", "万元"), table(cell("乙")), par(""))
    assert texts(sheet) == [["表一"], ["甲"], ["单位：万元"], ["乙"]]
    assert sheet.paragraphs == {0, 2}
    assert [row[0].place.table for row in sheet.rows] == [None, 1, None, 2]
    assert [row[0].place.line for row in sheet.rows] == [1, None, 3, None]


def test_tables_in_cells() -> None:
    inner = table(cell("指标") + cell("值"), cell("里程") + cell("≥1"))
    around = document(table(cell(par("标题") + inner + par("填表人"))))
    assert texts(around) == [["标题"], ["指标", "值"], ["里程", "≥1"], ["填表人"]]
    beside = document(table(cell("项目") + cell("甲") + cell("绩效") + cell(inner)))
    assert texts(beside) == [["项目", "甲", "绩效", ""], ["指标", "值"], ["里程", "≥1"]]
    labelled = document(table(cell("绩效指标") + cell(inner)))
    assert texts(labelled) == [["绩效指标"], ["指标", "值"], ["里程", "≥1"]]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (run("可见") + run("隐藏", "<w:vanish/>"), "可见"),
        (run("不隐藏", '<w:vanish w:val="0"/>'), "不隐藏"),
        (f"<w:ins>{run('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "新"),
        (f"<w:moveFrom>{run('走')}</w:moveFrom><w:moveTo>{run('来')}</w:moveTo>", "来"),
        (f"<w:hyperlink>{run('链接')}</w:hyperlink>", "链接"),
        (f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", "甲\n乙\t丙"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("95%"), "≥95%"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' + run("是"), "☑是"),
        ("<m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath>" + run("9"), "≥9"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("1"), "1"),
        ("<w:r><w:noBreakHyphen/></w:r>" + run("3"), "-3"),
    ],
)
def test_inline(inside: str, shown: str) -> None:
    assert texts(document(table(cell(par(inside))))) == [[shown]]


def test_wrapped_rows_and_cells() -> None:
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('甲')}</w:tr></w:sdtContent></w:sdt>"
    held = f"<w:tr><w:sdt><w:sdtContent>{cell('乙')}</w:sdtContent></w:sdt></w:tr>"
    assert texts(document(f"<w:tbl>{row}{held}</w:tbl>")) == [["甲"], ["乙"]]


def test_text_boxes_once() -> None:
    box = f"<w:txbxContent>{par('框内标题')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(document(par(f"<w:r>{both}</w:r>"), table(cell("甲")))) == [["框内标题"], ["甲"]]


def numbered(text: str, identity: int, depth: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{identity}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def test_automatic_numbers() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    )
    numbering = (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = cell(numbered("甲", 1) + numbered("子", 1, 1) + numbered("丑", 1, 1) + numbered("乙", 1))
    sheet = document(
        table(body + cell(numbered("寅", 1, 1) + numbered("卯", 7))), parts={"word/numbering.xml": numbering}
    )
    assert texts(sheet) == [["一、甲\n1.子\n2.丑\n二、乙", "1.寅\n卯"]]


def test_a_document_without_a_table_is_read_as_text() -> None:
    sheet = document(par("产出指标"), par("数量指标：里程≥1公里"))
    assert [row[0].text for row in sheet.rows] == ["产出指标", "数量指标：里程≥1公里"]
    assert sheet.rows[1][0].place.line == 2


def test_embedded_web_page_is_named() -> None:
    def change(xml: bytes) -> bytes:
        return xml.replace(b"<w:body>", b'<w:body><w:altChunk r:id="x"/>')

    assert "网页" in read("a.docx", data=with_part(docx(), "word/document.xml", change)).problems[0]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for LibreOffice: runs the script that the test writes."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a script with an interpreter line")
    program = tmp_path / "soffice"
    monkeypatch.setenv("JXLINT_SOFFICE", str(program))
    return program


def write(program: Path, body: str) -> None:
    lines = [f"#!{sys.executable}", "import sys, time, pathlib", f"converted = {docx()!r}"]
    lines += ["folder = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])", body, ""]
    program.write_text("\n".join(lines), encoding="utf-8")
    program.chmod(0o755)


def test_old_word_files_are_converted(office: Path) -> None:
    write(office, "(folder / 'input.docx').write_bytes(converted)")
    old = read("a.doc", data=ole_named("WordDocument"))
    assert old.type == "doc"
    assert old.sheets == read("a.docx", data=docx()).sheets


def test_a_conversion_that_fails_or_hangs(office: Path) -> None:
    write(office, "raise SystemExit(1)")
    with pytest.raises(JxlintError, match="没有转换成功"):
        read("a.doc", data=ole_named("WordDocument"))
    write(office, "time.sleep(60)")
    start = time.monotonic()
    with pytest.raises(JxlintError, match="--max-seconds"):
        read("a.doc", data=ole_named("WordDocument"), limits=Limits(seconds=1))
    assert time.monotonic() - start < 20
    office.chmod(0o644)
    if os.geteuid() != 0:
        with pytest.raises(JxlintError, match="启动失败"):
            read("a.doc", data=ole_named("WordDocument"))


def test_python_docx_agrees() -> None:
    """The cells of a document made by the usual library, read by it and by us."""
    from docx import Document

    theirs = Document(io.BytesIO(docx())).tables[0]
    ours = read("a.docx", data=docx()).sheets[0].rows[2:]
    for row, cells in enumerate(ours):
        for column, item in enumerate(cells):
            if not item.covered:
                assert theirs.cell(row, column).text == item.text
