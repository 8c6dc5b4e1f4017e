"""Files of every kind with one thing in them grown to any size, for extremes.py."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

HEAD = (
    ("项目支出绩效目标表",), ("（2025年度）",), ("单位：万元",), ("项目名称", "教师培训"), ("年度资金总额", "8"),
    ("年度目标", "举办教师培训4期，培训500人，合格率达到95%。"), ("一级指标", "二级指标", "三级指标", "指标值"),
)  # fmt: skip
DIGITS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
MEGABYTE = 1 << 20


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """A form of so many indicators, each another."""
    yield from HEAD
    for at in range(count):
        yield "产出指标", "数量指标", f"{str(at).translate(DIGITS)}类培训人数", f"≥{at % 900 + 10}人"


def forms(count: int) -> Iterator[tuple[str, ...]]:
    for at in range(count):
        yield from HEAD[:3]
        yield "项目名称", f"教师培训{str(at).translate(DIGITS)}"
        yield from list(rows(3))[4:]


def words(length: int) -> str:
    parts = [
        f"推进{str(at).translate(DIGITS)}片区建设，培训{at % 800 + 100}人次；"
        for at in range(length // 16 + 1)
    ]
    return "".join(parts)[:length]


def long_cell(length: int) -> Iterator[tuple[str, ...]]:
    yield from HEAD
    yield "产出指标", "数量指标", "培训人数", words(length)
    yield "产出指标", "质量指标", words(length), "≥95%"


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, body in parts.items():
            target.writestr(name, body)
    return out.getvalue()


def tabbed(lines: Iterator[tuple[str, ...]], mark: str = "\t") -> bytes:
    return "".join(mark.join(line) + "\n" for line in lines).encode()


def html(lines: Iterator[tuple[str, ...]]) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<html><body><table>{body}</table></body></html>".encode()


def html_nested(levels: int) -> bytes:
    return ("<table><tr><td>甲" * levels + "</td></tr></table>" * levels).encode()


def html_elements(count: int) -> bytes:
    return ("<p>" + "<b>甲<i>乙</i></b>" * count).encode()


def html_open(count: int) -> bytes:
    return ("<div><p>甲" * count).encode()


def html_attributes(count: int) -> bytes:
    return f"<table><tr><td {' '.join(f'a{at}=1' for at in range(count))}>甲</td></tr></table>".encode()


def html_spans(count: int) -> bytes:
    return ("<table>" + '<tr><td rowspan="65000" colspan="1000">甲</td></tr>' * count + "</table>").encode()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGES = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsx(sheets: list[str]) -> bytes:
    names = "".join(
        f'<sheet name="表{at}" sheetId="{at}" r:id="rId{at}"/>' for at in range(1, len(sheets) + 1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    return packed(
        {
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGES}">{links}</Relationships>',
            **{f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(sheets, 1)},
        }
    )


def sheet(lines: Iterator[tuple[str, ...]], more: str = "") -> str:
    body = "".join(
        f'<row r="{at}">'
        + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in line)
        + "</row>"
        for at, line in enumerate(lines, 1)
    )
    return f"<worksheet {MAIN}><sheetData>{body}</sheetData>{more}</worksheet>"


def merged(count: int) -> str:
    areas = "".join(f'<mergeCell ref="C{at}:D{at}"/>' for at in range(8, 8 + count))
    return f'<mergeCells count="{count}">{areas}</mergeCells>'


def xls(sheets: list[Iterator[tuple[str, ...]]]) -> bytes:
    import xlwt  # type: ignore[import-untyped]

    book = xlwt.Workbook(encoding="utf-8")
    for number, lines in enumerate(sheets):
        tab = book.add_sheet(f"表{number}")
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                tab.write(at, column, cell[:32_000])
            if at % 1000 == 999:
                tab.flush_row_data()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def wide(count: int, columns: int, cell: str = "甲") -> Iterator[tuple[str, ...]]:
    yield from HEAD
    for _ in range(count):
        yield (cell,) * columns


def ods(tables: list[str]) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{office}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {spaces}>{body}</office:document-content>",
        }
    )


def ods_table(lines: Iterator[tuple[str, ...]], name: str = "表") -> str:
    body = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in line)
        + "</table:table-row>"
        for line in lines
    )
    return f'<table:table table:name="{name}">{body}</table:table>'


def ods_repeated(count: int) -> str:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>甲</text:p></table:table-cell></table:table-row>'
    )
    return f'<table:table table:name="表">{row * count}</table:table>'


def ods_nested(levels: int) -> str:
    return (
        '<table:table table:name="表"><table:table-row><table:table-cell>' + "<text:p>" * levels + "甲"
        + "</text:p>" * levels + "</table:table-cell></table:table-row></table:table>"
    )  # fmt: skip


def docx(body: str) -> bytes:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Override PartName="/word/document.xml" '
            f'ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGES}"><Relationship Id="rId1" '
            f'Type="{LINKS}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {word}><w:body>{body}</w:body></w:document>",
        }
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx_table(lines: Iterator[tuple[str, ...]]) -> str:
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in line) + "</w:tr>" for line in lines
    )
    return f"<w:tbl>{body}</w:tbl>"


def docx_nested(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * levels


def pdf(pages: int, content: bytes) -> bytes:
    """Pages that all have this content, each a copy of its own."""
    body = zlib.compress(content)
    kids = b" ".join(b"%d 0 R" % (5 + 2 * at) for at in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< >>",
    ]
    for at in range(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (6 + 2 * at)
        )
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(body), body))
    out = bytearray(b"%PDF-1.4\n")
    for number, one in enumerate(objects, 1):
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\n%%%%EOF\n" % (len(objects) + 1))


def pdf_text(lines: int, length: int) -> bytes:
    step = 800 / max(lines, 1)
    return b"".join(
        b"BT /F1 6 Tf 20 %.2f Td (%s) Tj ET\n" % (820 - at * step, b"abc def 95 " * (length // 11))
        for at in range(lines)
    )


def pdf_grid(across: int, down: int) -> bytes:
    width, height = 555 / across, 800 / down
    lines = [b"20 %.2f m 575 %.2f l S\n" % (20 + at * height, 20 + at * height) for at in range(down + 1)]
    lines += [b"%.2f 20 m %.2f 820 l S\n" % (20 + at * width, 20 + at * width) for at in range(across + 1)]
    lines += [
        b"BT /F1 2 Tf %.2f %.2f Td (a%d) Tj ET\n" % (21 + x * width, 21 + y * height, x)
        for x in range(across)
        for y in range(down)
    ]
    return b"".join(lines)


def record_rows(count: int, *, lines: bool = False) -> bytes:
    import json

    made = [
        json.dumps(
            {
                "项目名称": f"培训{at}",
                "一级指标": "产出指标",
                "二级指标": "数量指标",
                "三级指标": "人数",
                "指标值": f"≥{at}人",
            },
            ensure_ascii=False,
        )
        for at in range(count)
    ]
    return ("\n".join(made) if lines else f"[{','.join(made)}]").encode()


def record_cell(length: int) -> bytes:
    import json

    one = {
        "项目名称": "培训",
        "年度目标": words(length),
        "绩效指标": [{"三级指标": "人数", "指标值": "≥5人"}],
    }
    return json.dumps([one], ensure_ascii=False).encode()
