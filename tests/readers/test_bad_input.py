"""What cannot be read is refused in Chinese, with the file and what to do; never an error of a library."""

from __future__ import annotations

import io
import os
import random
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest
from draws import draws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_documents import FORMATS, docx, ole_named, parts_of, with_part, xls, xlsx, zip_of
from reader_pdf import PdfPage, pdf_of

from linter import readers
from linter.ground.errors import JxlintError
from linter.readers import DEFAULT, Limits, read


def scan() -> bytes:
    page = PdfPage()
    page.image = True
    return pdf_of([page])


def locked_xls() -> bytes:
    """The first record behind BOF turned into FILEPASS."""
    data = xls()
    return data.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)


def entity(data: bytes) -> bytes:
    types = b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return data.replace(b"?>", b"?>" + types, 1) if b"?>" in data else types + data


def bomb() -> bytes:
    return zip_of({**parts_of(xlsx()), "xl/worksheets/sheet1.xml": b" " * 30_000_000})


def corner_cells() -> bytes:
    def change(sheet: bytes) -> bytes:
        row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return sheet.replace(b"</sheetData>", row)

    return with_part(xlsx(), "xl/worksheets/sheet1.xml", change)


def pdf_bomb() -> bytes:
    packed = zlib.compress(b" " * 50_000_000, 9)
    return b"%PDF-1.4\n1 0 obj << /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream"


def nested_html() -> bytes:
    return ("<table><tr><td>x" * 60 + "</td></tr></table>" * 60).encode()


#: Name, content, words of the message. The name lies about the kind where that is to be seen through.
CASES: list[tuple[str, Callable[[], bytes], str]] = [
    ("空.xlsx", lambda: b"", "文件是空的"),
    ("空白.txt", lambda: b"\xef\xbb\xbf \r\n\t\n", "文件是空的"),
    ("程序.txt", lambda: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, "编码无法识别"),
    ("随机.csv", lambda: random.Random(1).randbytes(4000), "编码无法识别"),
    ("图片.docx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "这是图片"),
    ("图片.jpg", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 100, "这是图片"),
    ("压缩包.xlsx", lambda: zip_of({"a.txt": "b"}), "这是压缩包"),
    ("压缩包.rar", lambda: b"Rar!\x1a\x07\x00" + b"\0" * 50, "这是压缩包"),
    ("版式.ofd", lambda: zip_of({"OFD.xml": "<a/>"}), "OFD"),
    ("演示.pptx", lambda: zip_of({"ppt/presentation.xml": "<a/>"}), "演示文稿"),
    ("二进制.xlsb", lambda: zip_of({"xl/workbook.bin": "x"}), "另存为 .xlsx"),
    ("截断.xlsx", lambda: xlsx()[:3000], "已经损坏"),
    ("截断.docx", lambda: docx()[:-400], "已经损坏"),
    ("截断.xls", lambda: xls()[:1500], "已经损坏"),
    ("头.xls", lambda: xls()[:40], "已经损坏"),
    ("截断.pdf", lambda: FORMATS["form.pdf"]()[:700], "损坏"),
    ("头.pdf", lambda: b"%PDF-1.7\n", "损坏"),
    (
        "坏部件.xlsx",
        lambda: with_part(xlsx(), "xl/worksheets/sheet1.xml", lambda data: data[:200]),
        "已经损坏",
    ),
    ("坏部件.docx", lambda: with_part(docx(), "word/document.xml", lambda data: b"<a>"), "已经损坏"),
    ("加密.xlsx", lambda: ole_named("EncryptedPackage"), "打开密码"),
    ("加密.xls", locked_xls, "打开密码"),
    ("加密.pdf", lambda: pdf_of([PdfPage()], locked=True), "打开密码"),
    ("旧.doc", lambda: ole_named("WordDocument"), "另存为 .docx"),
    ("旧.wps", lambda: ole_named("WordDocument"), "LibreOffice"),
    ("富文本.doc", lambda: b"{\\rtf1\\ansi abc}", "另存为 .docx"),
    ("未知.xls", lambda: ole_named("Contents"), "认不出"),
    ("扫描.pdf", scan, "扫描件"),
    ("实体.xlsx", lambda: with_part(xlsx(), "xl/workbook.xml", entity), "实体"),
    ("实体.docx", lambda: with_part(docx(), "word/document.xml", entity), "实体"),
    ("炸弹.xlsx", bomb, "--max-ratio"),
    ("炸弹.pdf", pdf_bomb, "--max-unpacked"),
    ("自指.pdf", lambda: FORMATS["form.pdf"]().replace(b"9 0 obj\n<<", b"9 0 obj\n9 0 R <<"), "损坏"),
    ("嵌套.html", nested_html, "--max-nesting"),
    ("网页.mht", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related", "另存为"),
    ("数据.xml", lambda: b'<?xml version="1.0"?><a><b/></a>', "XML"),
    ("框架.xls", lambda: b"<html><frameset rows=1><frame src=a></frameset></html>", "框架"),
    ("无底.html", lambda: b"<html>" + b"<div>" * 3000 + b"x", "嵌套太深"),
    ("长行.txt", lambda: "绩效".encode() * 600_000, "--max-line"),
]
SMALL = msgspec.structs.replace(DEFAULT, unpacked=5_000_000, text=4_000_000)


def refused(name: str, data: bytes, limits: Limits = DEFAULT) -> JxlintError:
    with pytest.raises(JxlintError) as caught:
        read(name, data=data, limits=limits)
    return caught.value


@pytest.fixture(autouse=True)
def _no_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JXLINT_SOFFICE", str(tmp_path / "none"))


@pytest.mark.parametrize(("name", "content", "words"), CASES, ids=[case[0] for case in CASES])
def test_refused(name: str, content: Callable[[], bytes], words: str) -> None:
    limits = SMALL if name == "炸弹.pdf" else DEFAULT
    error = refused(name, content(), limits)
    assert words in str(error)
    assert error.path == name
    assert error.advice
    assert not any(word in str(error) for word in ("Error", "Exception", "Traceback"))


def test_cells_far_apart_cost_nothing() -> None:
    source = read("角.xlsx", data=corner_cells())
    assert len(source.sheets[0].rows) < 20


def test_size_is_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(JxlintError, match=r"200 MB.*64 MB") as caught:
        read(path)
    assert "--max-size" in caught.value.advice and caught.value.path == str(path)


def test_text_and_cells_are_limited() -> None:
    limits = Limits(text=100, cells=10)
    assert "--max-text" in str(refused("a.txt", "字\n".encode() * 101, limits))
    for name, make in FORMATS.items():
        if name.endswith((".xlsx", ".xls", ".ods", ".docx", ".html", ".pdf")):
            assert "--max-" in str(refused(name, make(), limits)), name


def test_pages_are_limited() -> None:
    page = PdfPage()
    page.text(50, 50, "文字")
    assert "--max-pages" in str(refused("a.pdf", pdf_of([page] * 3), Limits(pages=2)))


def test_missing_folder_and_office_lock(tmp_path: Path) -> None:
    for path, words in (("没有.txt", "找不到"), (".", "文件夹"), ("~$表.docx", "临时文件")):
        with pytest.raises(JxlintError, match=words):
            read(tmp_path / path)


@pytest.mark.skipif(sys.platform == "win32", reason="no such device")
def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    """A pipe would be waited for, a device never ends."""
    pipe = tmp_path / "管道.txt"
    os.mkfifo(pipe)
    for path in (Path("/dev/zero"), pipe):
        with pytest.raises(JxlintError, match="不是普通文件"):
            read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no such device")
def test_what_the_shell_hands_over_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, "项目名称\t甲\n".encode())
    os.close(writing)
    assert read(f"/dev/fd/{reading}").sheets[0].rows[0][1].text == "甲"
    os.close(reading)


def test_a_file_that_is_written_at_the_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "表.txt"
    path.write_text("项目名称\t甲\n", encoding="utf-8")
    real = readers.state

    def growing(file: BinaryIO) -> tuple[int, int]:
        found = real(file)
        with path.open("ab") as more:
            more.write(b"x")
        return found

    monkeypatch.setattr(readers, "state", growing)
    with pytest.raises(JxlintError, match="正在被改动"):
        read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_a_link_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "环.txt"
    path.symlink_to(path)
    with pytest.raises(JxlintError, match="打不开"):
        read(path)


def test_lying_sizes_do_not_unpack_further() -> None:
    """A part that claims to be small is not read beyond its claim."""
    data = bytearray(zip_of({**parts_of(xlsx()), "xl/sharedStrings.xml": b" " * 1_000_000}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("xl/sharedStrings.xml")
    real = info.file_size.to_bytes(4, "little")
    assert data.count(real)
    assert "损坏" in str(refused("谎.xlsx", bytes(data.replace(real, (500).to_bytes(4, "little")))))


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=draws(60), suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_flipped_bytes(name: str, seed: int) -> None:
    """A damaged file is read or refused, nothing else."""
    chance = random.Random(seed)
    data = bytearray(FORMATS[name]())
    for _ in range(chance.choice((1, 3, 30))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.2:
        del data[chance.randrange(len(data)) :]
    try:
        read(name, data=bytes(data))
    except JxlintError as error:
        assert error.path == name


@pytest.mark.parametrize("name", ["form.xlsx", "form.docx", "form.ods"])
@settings(max_examples=draws(60), suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_flipped_bytes_inside_parts(name: str, seed: int) -> None:
    """The same behind the checksums of the package: attributes and elements with strange content."""
    chance = random.Random(seed)
    parts = parts_of(FORMATS[name]())
    part = chance.choice([part for part in parts if part.endswith(".xml")])
    data = bytearray(parts[part])
    for _ in range(chance.choice((1, 2, 5))):
        data[chance.randrange(len(data))] = chance.choice(b'0123456789:-<>&"= aAzZ_\xff')
    parts[part] = bytes(data)
    try:
        read(name, data=zip_of(parts))
    except JxlintError as error:
        assert error.path == name
