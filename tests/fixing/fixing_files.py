"""Small files of each kind with faults that a fix mends, built in memory."""

from __future__ import annotations

import io
from typing import Any

#: A table: head, and rows with the fault in one cell each; {1} and so on are filled by ROWS.
ROWS = [
    ["项目支出绩效目标表", "", "", "", ""],
    ["项目名称", "司法救助", "年度资金总额（万元）", "190", ""],
    ["一级指标", "二级指标", "三级指标", "指标值", "备注"],
    ["产出指标", "数量指标", "救助人数（人)", "大于等于90人", "达达到或超过标准值"],
    ["产出指标", "质量指标", "救助案件合格率", "100百分比", "按案卷抽查"],
    ["产出指标", "时效指标", "救助金发放时间", "2025年12月20日前", ""],
    ["产出指标", "成本指标", "救助经费", "190万", "含人员, 设备"],
    ["产出指标", "成本指标", "每人每月补助", "4583.33元每人每月", ""],
    ["效益指标", "社会效益指标", "政策知晓率", "≥９５％", ""],
    ["满意度指标", "服务对象满意度指标", "救助对象满意度", "$\\geq 95\\%$", '问卷 "双盲"'],
]
#: (row, column) from 0 → the text after the fix.
MENDED = {
    (3, 2): "救助人数（人）",
    (3, 3): "≥90人",
    (3, 4): "达到或超过标准值",
    (4, 3): "100%",
    (6, 3): "190万元",
    (7, 3): "4583.33元/人/月",
    (8, 3): "≥95%",
    (9, 3): "≥95%",
}


def expected() -> list[list[str]]:
    return [
        [MENDED.get((number, column), text) for column, text in enumerate(row)]
        for number, row in enumerate(ROWS)
    ]


def csv_text(rows: list[list[str]], separator: str = ",", newline: str = "\r\n") -> str:
    """Every second column quoted, as some programs do; quotes doubled."""

    def field(text: str, column: int) -> str:
        doubled = text.replace('"', '""')
        return f'"{doubled}"' if column % 2 or separator in text or '"' in text else text

    return "".join(
        separator.join(field(text, column) for column, text in enumerate(row)) + newline for row in rows
    )


def tabbed(rows: list[list[str]], newline: str = "\n") -> str:
    return "".join("\t".join(row) + newline for row in rows)


def piped(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows[2:]]
    head = f"# {rows[0][0]}\n\n项目名称：司法救助\n\n"
    return head + "\n".join([lines[0], "|---|---|---|---|---|", *lines[1:]]) + "\n"


def workbook(rows: list[list[str]] | None = None) -> bytes:
    """A workbook with much that must survive: fonts, fills, widths, merges, number formats, a formula, a
    validation, a conditional format, a comment, a chart, a second sheet with numbers and dates, a rich text."""
    import datetime

    import openpyxl
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目标表"
    for number, row in enumerate(rows or ROWS, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text or None)
            cell.font = Font(name="宋体", size=10 + column, bold=column % 2 == 0, color="FF0000")
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.border = Border(left=Side("thin"), bottom=Side("double"))
            cell.fill = PatternFill("solid", fgColor=f"FFFF{number:02d}")
    if rows is None:
        sheet["D2"] = 190
        sheet["D2"].number_format = '#,##0.00"万元"'
        sheet["C4"] = CellRichText("救助", TextBlock(InlineFont(b=True, color="0000FF"), "人数（人)"))
    sheet["E2"] = "=D2*2"
    sheet.merge_cells("A1:E1")
    sheet.column_dimensions["C"].width = 33
    sheet.row_dimensions[4].height = 44
    sheet.freeze_panes = "A4"
    sheet["C5"].comment = Comment("请核对", "某某某")
    validation = DataValidation(type="list", formula1='"≥,≤"')
    sheet.add_data_validation(validation)
    validation.add("E9")
    sheet.conditional_formatting.add("D4:D9", CellIsRule(operator="lessThan", formula=["5"]))
    other = book.create_sheet("数据")
    for number in range(1, 6):
        other.append([number / 3, datetime.date(2025, number, 1), number % 2 == 0, f"大于等于{number}"])
        other.cell(number, 2).number_format = "yyyy-mm-dd"
    chart = BarChart()
    chart.add_data(Reference(other, min_col=1, min_row=1, max_row=5))
    other.add_chart(chart, "F2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_shared_strings(data: bytes) -> bytes:
    """The workbook as Excel stores it: equal texts stand once in a list that the cells point to."""
    import re
    import zipfile

    parts = parts_of(data)
    items: dict[str, int] = {}

    def point(found: re.Match[str]) -> str:
        number = items.setdefault(found[2], len(items))
        return f'{found[1]} t="s"><v>{number}</v></c>'

    pattern = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="inlineStr"><is>(.*?)</is></c>')
    changed = {
        name: pattern.sub(point, part.decode()).encode()
        for name, part in parts.items()
        if name.startswith("xl/worksheets/sheet")
    }
    assert items
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    listed = "".join(f"<si>{item}</si>" for item in items)
    sst = f'{head} count="{len(items)}" uniqueCount="{len(items)}">{listed}</sst>'
    changed["xl/sharedStrings.xml"] = sst.encode()
    for name, end, entry in (
        (
            "[Content_Types].xml",
            "</Types>",
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.spreadsheetml.sharedStrings+xml"/>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            '<Relationship Id="rId99" Target="/xl/sharedStrings.xml" Type="http://schemas.openxmlformats.org'
            '/officeDocument/2006/relationships/sharedStrings"/>',
        ),
    ):
        changed[name] = parts[name].decode().replace(end, entry + end).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **changed}.items():
            archive.writestr(name, part)
    return out.getvalue()


def document(rows: list[list[str]] | None = None) -> bytes:
    """A document with a title in several runs, the table with one run formatted, a picture-free header and a
    footer, a paragraph behind it."""
    import docx
    from docx.shared import Pt, RGBColor

    rows = rows or ROWS
    made = docx.Document()
    title = made.add_paragraph()
    title.add_run("[bookmark: _Toc1]").bold = True
    title.add_run("项目支出绩效").italic = True
    title.add_run("目标表").font.size = Pt(22)
    table = made.add_table(len(rows) - 1, 5)
    table.style = "Table Grid"
    for number, row in enumerate(rows[1:]):
        for column, text in enumerate(row):
            paragraph = table.cell(number, column).paragraphs[0]
            for part in (text[:3], text[3:]):
                run = paragraph.add_run(part)
                run.font.bold = column % 2 == 0
                run.font.color.rgb = RGBColor(10 * number, 20 * column, len(part))
    made.add_paragraph("大于等于三个方面的说明，与表无关。")
    made.sections[0].header.paragraphs[0].text = "内部资料"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def runs_of(data: bytes) -> list[tuple[Any, ...]]:
    """Every run of the body: its text and its formatting as XML."""
    import docx
    from lxml import etree

    made = docx.Document(io.BytesIO(data))
    found = []
    for run in made.element.body.iter("{*}r"):
        properties = [etree.tostring(child) for child in run if child.tag.endswith("}rPr")]
        found.append(("".join(text.text or "" for text in run.iter("{*}t")), *properties))
    return found


def parts_of(data: bytes) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
