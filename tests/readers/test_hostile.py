"""Strange and hostile files: what can be read is read and marked, the rest is one line about that file."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from reader_documents import docx, ods, parts_of, with_part, xlsx, zip_of

from linter.cli.root import root
from linter.ground.errors import JxlintError
from linter.model import Source
from linter.readers import Limits, read

SHEET = "xl/worksheets/sheet1.xml"
HUGE = b"9" * 5000


def texts(source: Source) -> list[list[str]]:
    return [[cell.text for cell in row] for sheet in source.sheets for row in sheet.rows]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(root, list(arguments), prog_name="jxlint")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "程序" not in result.output.replace("由程序", ""), result.output
    return result.exit_code, result.output


def damaged(data: bytes, part: str) -> bytes:
    """The packed bytes of a part overwritten: nothing can unpack it."""
    out = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(part)
    head = info.header_offset + 30 + len(info.filename)
    out[head : head + info.compress_size] = b"\xff" * info.compress_size
    return bytes(out)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="3"', b'<row r="' + HUGE + b'"'),
        (b'<row r="3"', '<row r="³"'.encode()),
        (b'<c r="A3"', b'<c r="A' + HUGE + b'"'),
        (b'<c r="A3"', b'<c r="ZZZ3"'),
        (b'<c r="A3"', b'<c s="' + HUGE + b'" r="A3"'),
        (b'<c r="A3"', '<c s="²" r="A3"'.encode()),
        (b"<mergeCell ", b'<mergeCell ref="A1:A' + HUGE + b'"/><mergeCell '),
        (b"<sheetData>", b'<cols><col min="1" max="' + HUGE + b'" hidden="1"/></cols><sheetData>'),
    ],
)
def test_numbers_that_are_none(old: bytes, new: bytes) -> None:
    def change(sheet: bytes) -> bytes:
        assert old in sheet
        if b" s=" in new:
            sheet = sheet.replace(b'<c r="A3" s="1"', b'<c r="A3"')
        return sheet.replace(old, new, 1)

    source = read("a.xlsx", data=with_part(xlsx(), SHEET, change))
    assert [row[4].text for row in source.sheets[0].rows[8:11:2]] == ["≥120公里", "≥95%"]


@pytest.mark.parametrize("value", [HUGE, "²".encode(), b"-1", b"1e3", b" ", b"999999"])
def test_a_shared_string_that_is_not_there(value: bytes) -> None:
    row = b'<row r="40"><c r="A40" t="s"><v>' + value + b'</v></c><c r="B40"><v>7</v></c></row></sheetData>'
    data = with_part(xlsx(), SHEET, lambda sheet: sheet.replace(b"</sheetData>", row))
    assert texts(read("a.xlsx", data=data))[-1] == ["", "7", ""]


def test_a_part_that_nobody_reads_may_be_damaged(tmp_path: Path) -> None:
    path, marked = tmp_path / "表.xlsx", tmp_path / "结果.xlsx"
    path.write_bytes(damaged(xlsx(), "xl/theme/theme1.xml"))
    status, said = run("check", str(path), "--output", str(marked))
    assert status in (0, 1) and "没能照样标注" not in said
    with zipfile.ZipFile(marked) as archive:
        assert {"xl/theme/theme1.xml", SHEET} <= set(archive.namelist())
    assert any("养护里程" in row for row in texts(read(marked)))
    run("fix", str(path), "--output", str(tmp_path / "修正.xlsx"))


@pytest.mark.parametrize("change", ["no types", "no styles relation", "styles twice"])
def test_reader_and_writer_see_the_same_parts(tmp_path: Path, change: str) -> None:
    parts = parts_of(xlsx())
    if change == "no types":
        del parts["[Content_Types].xml"]
    relations = parts["xl/_rels/workbook.xml.rels"]
    assert isinstance(relations, bytes)
    if change == "no styles relation":
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(
            b"relationships/styles", b"relationships/other"
        )
    data = zip_of(parts)
    if change == "styles twice":
        out = io.BytesIO(data)
        with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
            archive.writestr("xl/styles.xml", b"<styleSheet/>")
        data = out.getvalue()
    path, marked = tmp_path / "表.xlsx", tmp_path / "结果.xlsx"
    path.write_bytes(data)
    _, said = run("check", str(path), "--output", str(marked))
    assert "没能照样标注" not in said
    shown = [row[4].text for row in read(path).sheets[0].rows if len(row) > 4]
    again = [row[4].text for row in read(marked).sheets[0].rows if len(row) > 4]
    assert "≥95%" in shown and shown == again
    book = load_workbook(marked)
    assert book["项目1"]["E11"].number_format == '"≥"0%'


def test_a_kind_that_cannot_be_unpacked_is_told_by_the_content() -> None:
    source = read("a.ods", data=damaged(zip_of(parts_of(ods())), "mimetype"))
    assert source.type == "ods" and any("养护里程" in row for row in texts(source))


def test_sheets_on_one_part_are_one_sheet() -> None:
    tabs = "".join(f'<sheet name="表{at}" sheetId="{at}" r:id="rId1"/>' for at in range(1, 2000))

    def change(book: bytes) -> bytes:
        start, end = book.index(b"<sheets>"), book.index(b"</sheets>")
        links = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        head = book[:start].replace(b"<workbook ", b'<workbook xmlns:r="' + links + b'" ', 1)
        head = head if b"xmlns:r=" not in book[:start] else book[:start]
        return head + b"<sheets>" + tabs.encode() + book[end:]

    assert len(read("a.xlsx", data=with_part(xlsx(), "xl/workbook.xml", change)).sheets) == 1


def test_many_merged_cells() -> None:
    merges = "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(30, 20_030))
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(30, 20_030))

    def change(sheet: bytes) -> bytes:
        head, _, tail = sheet.partition(b"</sheetData>")
        tail = tail[: tail.index(b"<mergeCells")] + tail[tail.index(b"</mergeCells>") + 13 :]
        return head + rows.encode() + b"</sheetData><mergeCells>" + merges.encode() + b"</mergeCells>" + tail

    source = read("a.xlsx", data=with_part(xlsx(), SHEET, change))
    assert source.sheets[0].rows[-1][0].column_span == 2


def lines_of_text() -> bytes:
    return "字\n".encode() * 600_000


def wide_csv() -> bytes:
    return (",".join("字" * 20_000) + "\n").encode() * 3


def wide_markdown() -> bytes:
    return ("|" + "字|" * 20_000 + "\n|" + "-|" * 20_000 + "\n").encode()


def long_strings() -> bytes:
    """Little when packed, much when kept, spread over many parts of a string."""
    words = "".join(f"<si><t>{at}{'预算绩效' * 200}</t></si>" for at in range(15_000))
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return zip_of({**parts_of(xlsx()), "xl/sharedStrings.xml": head + words + "</sst>"})


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("行.txt", lines_of_text, "--max-cells"),
        ("列.csv", wide_csv, "16384 列"),
        ("列.md", wide_markdown, "16384 列"),
        ("字.xlsx", long_strings, "--max-unpacked"),
    ],
)
def test_bounds_that_hold(name: str, make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(JxlintError) as caught:
        read(name, data=make(), limits=Limits(ratio=100_000, line=10**9, unpacked=20 << 20))
    assert words in str(caught.value)


def test_cells_repeated_to_the_edge() -> None:
    def change(content: bytes) -> bytes:
        cell = (
            b'<table:table-cell table:number-columns-repeated="1048576"><text:p>a</text:p></table:table-cell>'
        )
        return content.replace(
            b"</table:table>", b"<table:table-row>" + cell + b"</table:table-row></table:table>"
        )

    source = read("a.ods", data=with_part(ods(), "content.xml", change))
    assert len(source.sheets[0].rows[-1]) == 16_384


def test_a_picture_is_not_counted() -> None:
    parts: dict[str, bytes | str] = {**parts_of(xlsx()), "xl/media/image1.bmp": os.urandom(1000) * 30_000}
    assert read("a.xlsx", data=zip_of(parts), limits=Limits(size=1 << 30, unpacked=20 << 20)).sheets


@pytest.mark.skipif(sys.platform == "win32", reason="names and pipes of other systems")
def test_a_folder_with_strange_entries(tmp_path: Path) -> None:
    """Each is one line; the good file is checked."""
    (tmp_path / "好.xlsx").write_bytes(xlsx())
    (tmp_path / "环.txt").symlink_to(tmp_path / "环.txt")
    os.mkfifo(tmp_path / "管道.txt")
    (tmp_path / "~$好.xlsx").write_bytes(b"x" * 165)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "空表.xlsx".encode("gbk"))).touch()
    status, said = run("check", str(tmp_path))
    assert status == 2 and "文件 1 个" in said and "有 3 处没有检查成" in said
    assert "管道或设备" in said and "文件是空的" in said and "打不开" in said and "~$" not in said
    assert run("baseline", str(tmp_path))[0] in (0, 2)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder without rights")
def test_a_folder_without_rights(tmp_path: Path) -> None:
    (tmp_path / "好.xlsx").write_bytes(xlsx())
    (tmp_path / "里").mkdir()
    (tmp_path / "里").chmod(0)
    try:
        status, said = run("check", str(tmp_path))
    finally:
        (tmp_path / "里").chmod(0o700)
    assert status == 2 and "没有权限" in said and "文件 1 个" in said


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "big5", "utf-16"])
def test_parts_in_other_encodings(encoding: str) -> None:
    def change(part: bytes) -> bytes:
        text = part.decode("utf-8").partition("?>")[2].replace("养护里程", "公里")
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding, "xmlcharrefreplace")

    for name, part in ((SHEET, "xl/sharedStrings.xml"), ("", "word/document.xml"), ("", "content.xml")):
        data = {"xl/sharedStrings.xml": xlsx, "word/document.xml": docx, "content.xml": ods}[part]()
        if name:
            data = with_part(data, name, change)
        if part in parts_of(data):
            assert any("公里" in row for row in texts(read("a", data=with_part(data, part, change))))


def test_contents_that_nest_without_end() -> None:
    deep = b"<w:sdt><w:sdtContent>" * 5000 + b"</w:sdtContent></w:sdt>" * 5000

    def change(part: bytes) -> bytes:
        return part.replace(b"<w:body>", b"<w:body>" + deep, 1)

    with pytest.raises(JxlintError, match="太深"):
        read("a.docx", data=with_part(docx(), "word/document.xml", change))


@pytest.mark.parametrize("figure", [HUGE, "²".encode(), b"-1", b""])
def test_a_span_of_a_written_table_that_is_no_number(figure: bytes) -> None:
    old, new = b'gridSpan w:val="2"', b'gridSpan w:val="' + figure + b'"'
    data = with_part(docx(), "word/document.xml", lambda body: body.replace(old, new))
    assert data != docx()
    assert any("≥120公里" in row for row in texts(read("a.docx", data=data)))
