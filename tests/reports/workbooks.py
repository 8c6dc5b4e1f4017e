"""A workbook with nearly everything a clerk may have in one, made for the tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

ROWS = [
    ("项目支出绩效目标表", None, None, None, None),
    ("（2025年度）", None, None, None, None),
    ("项目名称", "培训费", None, "项目金额（万元）", "10"),
    ("年度绩效目标", "完成全年培训", None, None, None),
    ("一级指标", "二级指标", "三级指标", "指标值", "备注"),
    ("产出指标", "数量指标", "培训人次", "合理", "=1+2"),
    (None, "时效指标", "完成时间", "2023年12月31日前", None),
    (None, "质量指标", "合格率", "≥100%", None),
    ("满意度指标", "服务对象满意度指标", "参训人员满意度", "≥90%", None),
]


def full_workbook(path: Path, *, macros: bool = False) -> Path:
    """Formats, merges, an image, a chart, validations, comments, a hidden sheet, a name, and parts that
    openpyxl would lose: a shape, an extended validation."""
    from openpyxl import Workbook
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.drawing.image import Image
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation
    from PIL import Image as Picture

    book = Workbook()
    sheet = book.active
    sheet.title = "项目'1 表"
    for row in ROWS:
        sheet.append(row)
    for place in ("A1:E1", "A2:E2", "B3:C3", "B4:E4", "A6:A8"):
        sheet.merge_cells(place)
    sheet["A1"].font = Font(name="黑体", size=18, bold=True, color="FF0000AA")
    sheet["D7"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["D7"].font = Font(italic=True)
    sheet["D7"].alignment = Alignment(horizontal="right", wrap_text=True)
    sheet["E3"].number_format = "#,##0.00"
    sheet["D7"].comment = Comment("财政所：请核对", "李某某")
    sheet["A9"].comment = Comment("不要动", "李某某")
    sheet.column_dimensions["C"].width = 33
    sheet.row_dimensions[7].height = 41
    check = DataValidation(type="list", formula1='"合理,基本合理"', allow_blank=True)
    check.add("D6")
    sheet.add_data_validation(check)
    sheet.conditional_formatting.add("E6", CellIsRule(operator="greaterThan", formula=["1"]))
    sheet.auto_filter.ref = "A5:E9"
    sheet.print_title_rows = "5:5"
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(picture, "PNG")
    sheet.add_image(Image(picture), "G2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=5, max_row=6))
    sheet.add_chart(chart, "G8")
    hidden = book.create_sheet("选项")
    hidden["A1"] = "合理"
    hidden.sheet_state = "hidden"
    book.defined_names["选项"] = DefinedName("选项", attr_text="选项!$A$1")
    book.save(path)
    more = {"xl/drawings/未知.xml": b"<shape/>", "customXml/item1.xml": b"<a/>"}
    changed = {}
    if macros:
        more["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0macros"
        changed = {
            "[Content_Types].xml": (
                (
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ),
                (
                    "</Types>",
                    '<Override PartName="/xl/vbaProject.bin" '
                    'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                ),
            ),
            "xl/_rels/workbook.xml.rels": (
                (
                    "</Relationships>",
                    '<Relationship Id="rId99" Target="vbaProject.bin" '
                    'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>',
                ),
            ),
        }
    changed["xl/worksheets/sheet1.xml"] = (
        (
            "</worksheet>",
            '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
            'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
            "<x14:dataValidations/></ext></extLst></worksheet>",
        ),
        ("<f>1+2</f><v></v>", "<f>1+2</f><v>3</v>"),
        ("<f>1+2</f><v/>", "<f>1+2</f><v>3</v>"),
    )
    rewrite(path, changed, more)
    return path


def rewrite(path: Path, changed: dict[str, tuple[tuple[str, str], ...]], more: dict[str, bytes]) -> None:
    """Replace texts in the parts of a package and add parts."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, pairs in changed.items():
        text = parts[name].decode("utf-8")
        for before, after in pairs:
            text = text.replace(before, after)
        parts[name] = text.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**parts, **more}.items():
            new.writestr(name, data)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
