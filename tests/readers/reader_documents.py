"""One target form written in every format, and small files built by hand, for the tests of the readers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from functools import cache
from html import escape

from reader_pdf import PdfPage, pdf_of

TITLE = "项目支出绩效目标申报表"
UNIT_LINE = "（2024年度）  金额单位：万元"
#: A cell is its text, or None where a merged cell covers it.
TABLE: list[list[str | None]] = [
    ["项目名称", None, "农村道路日常养护", None, None, None],
    ["主管部门", None, "某县交通运输局", "实施单位", "某县公路中心", None],
    ["资金情况", "年度资金总额", "26.5", None, None, None],
    [None, "其中：财政拨款", "26.5", None, None, None],
    ["年度目标", None, "完成养护里程120公里，好路率达到95%。", None, None, None],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "备注"],
    [None, "产出指标", "数量指标", "养护里程", "≥120公里", ""],
    [None, None, None, "巡查次数", "≥24次", ""],
    [None, None, "质量指标", "好路率", "≥95%", ""],
    [None, None, "时效指标", "完成时间", "2024年12月底前", ""],
    [None, "效益指标", "社会效益指标", "受益人数", "≥3000人", ""],
    [None, "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", ""],
]
#: Top, left, height, width.
MERGES = [
    *((0, 0, 1, 2), (0, 2, 1, 4), (1, 0, 1, 2), (1, 4, 1, 2), (2, 0, 2, 1), (2, 2, 1, 4), (3, 2, 1, 4)),
    *((4, 0, 1, 2), (4, 2, 1, 4), (5, 0, 7, 1), (6, 1, 4, 1), (6, 2, 2, 1)),
]
WIDTH = 6


def spans(row: int, column: int) -> tuple[int, int]:
    return next(((h, w) for top, left, h, w in MERGES if (top, left) == (row, column)), (1, 1))


def anchors() -> list[tuple[int, int, str, int, int]]:
    """Row, column, text and spans of each cell that is not covered."""
    return [
        (row, column, text, *spans(row, column))
        for row, cells in enumerate(TABLE)
        for column, text in enumerate(cells)
        if text is not None
    ]


def spreadsheet_rows() -> list[list[str | None]]:
    """The form as a worksheet: title and unit line are merged rows above the table."""
    return [[TITLE, *[None] * (WIDTH - 1)], [UNIT_LINE, *[None] * (WIDTH - 1)], *TABLE]


def spreadsheet_merges() -> list[tuple[int, int, int, int]]:
    return [(0, 0, 1, WIDTH), (1, 0, 1, WIDTH), *((top + 2, left, h, w) for top, left, h, w in MERGES)]


@cache
def xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "项目1"
    for row, cells in enumerate(spreadsheet_rows(), 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(row, column)
            if text == "26.5":
                cell.value = 26.5
            elif text == "≥95%":
                cell.value, cell.number_format = 0.95, '"≥"0%'
            elif text:
                cell.value = text
    for top, left, height, width in spreadsheet_merges():
        sheet.merge_cells(
            start_row=top + 1, start_column=left + 1, end_row=top + height, end_column=left + width
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def xls() -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("项目1")
    merges = {(top, left): (h, w) for top, left, h, w in spreadsheet_merges()}
    style = xlwt.XFStyle()
    style.num_format_str = '"≥"0%'
    for row, cells in enumerate(spreadsheet_rows()):
        for column, text in enumerate(cells):
            if text is None:
                continue
            value, form = (0.95, style) if text == "≥95%" else (text, xlwt.Style.default_style)
            if (row, column) in merges:
                height, width = merges[row, column]
                sheet.write_merge(row, row + height - 1, column, column + width - 1, value, form)
            elif text:
                sheet.write(row, column, value, form)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    table = Table(name="项目1")
    merges = {(top, left): (h, w) for top, left, h, w in spreadsheet_merges()}
    for row, cells in enumerate(spreadsheet_rows()):
        line = TableRow()
        for column, text in enumerate(cells):
            height, width = merges.get((row, column), (1, 1))
            if text is None:
                line.addElement(CoveredTableCell())
                continue
            cell = TableCell(numberrowsspanned=height, numbercolumnsspanned=width, valuetype="string")
            if text:
                cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


@cache
def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph(TITLE)
    document.add_paragraph(UNIT_LINE)
    table = document.add_table(len(TABLE), WIDTH)
    for row, column, text, height, width in anchors():
        cell = table.cell(row, column)
        if height > 1 or width > 1:
            cell = cell.merge(table.cell(row + height - 1, column + width - 1))
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def html() -> bytes:
    lines = []
    for row, cells in enumerate(TABLE):
        items = []
        for column, text in enumerate(cells):
            if text is not None:
                height, width = spans(row, column)
                items.append(f'<td rowspan="{height}" colspan="{width}">{escape(text) or "&nbsp;"}</td>')
        lines.append(f"<tr>{''.join(items)}</tr>")
    head = f"<p>{TITLE}</p><p>{UNIT_LINE.replace(' ', '&nbsp;')}</p>"
    page = f"<html><body>{head}<table>{''.join(lines)}</table></body></html>"
    return page.encode("utf-8")


@cache
def xml_workbook() -> bytes:
    """Excel 2003 XML."""
    merges = {(top, left): (h, w) for top, left, h, w in spreadsheet_merges()}
    lines = []
    for row, cells in enumerate(spreadsheet_rows()):
        items = []
        for column, text in enumerate(cells):
            if text:
                height, width = merges.get((row, column), (1, 1))
                items.append(
                    f'<Cell ss:Index="{column + 1}" ss:MergeAcross="{width - 1}" ss:MergeDown="{height - 1}">'
                    f'<Data ss:Type="String">{escape(text)}</Data></Cell>'
                )
        lines.append(f"<Row>{''.join(items)}</Row>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="项目1"><Table>'
        f"{''.join(lines)}</Table></Worksheet></Workbook>"
    ).encode()


def separated(separator: str, encoding: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows([[text or "" for text in row] for row in spreadsheet_rows()])
    return out.getvalue().encode(encoding)


@cache
def pdf() -> bytes:
    page = PdfPage()
    page.text(200, 60, TITLE, 14)
    page.text(200, 90, UNIT_LINE)
    page.table(50, 120, [70.0, 80.0, 110.0, 90.0, 100.0, 45.0], [24.0] * len(TABLE), anchors())
    return pdf_of([page])


def tabbed() -> bytes:
    """As copied from a worksheet."""
    return "\r\n".join("\t".join(text or "" for text in row) for row in spreadsheet_rows()).encode("gb18030")


def markdown() -> bytes:
    lines = ["| " + " | ".join(text or "" for text in row) + " |" for row in TABLE]
    lines.insert(1, "|" + "---|" * WIDTH)
    return "\n".join([f"# {TITLE}", "", UNIT_LINE, "", *lines]).encode()


FORMATS: dict[str, Callable[[], bytes]] = {
    "form.xlsx": xlsx,
    "form.xls": xls,
    "form.ods": ods,
    "form.docx": docx,
    "form.html": html,
    "form.pdf": pdf,
    "export.xls": xml_workbook,
    "form.csv": lambda: separated(",", "utf-8-sig"),
    "old.csv": lambda: separated(",", "gb18030"),
    "form.tsv": lambda: separated("\t", "utf-16"),
    "semicolon.csv": lambda: separated(";", "utf-8"),
    "form.txt": tabbed,
    "form.md": markdown,
}


def zip_of(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one of its parts changed."""
    parts = parts_of(data)
    old = parts[name]
    assert isinstance(old, bytes)
    parts[name] = change(old)
    return zip_of(parts)


def ole_named(name: str) -> bytes:
    """An OLE file whose one stream is called ``name``."""
    data = bytearray(xls())
    at = data.index("Workbook".encode("utf-16-le"))
    raw = name.encode("utf-16-le")
    data[at : at + 64] = raw.ljust(64, b"\0")
    data[at + 64 : at + 66] = (len(raw) + 2).to_bytes(2, "little")
    return bytes(data)
