"""Damage in what nobody reads stops neither check nor the marked copy; templates are opened with suspicion; a report
that fails does not take the others with it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document as Word
from report_samples import BOOK, FULL, finding, report
from workbooks import full_workbook

from linter.ground.errors import JxlintError
from linter.model import Document, Form, Place
from linter.office.archive import Archive
from linter.office.limits import DEFAULT
from linter.pipeline.outputs import read_targets, save_all
from linter.reports import render
from linter.reports.docx.paper import template_paper
from linter.reports.view.choices import Options

SHEET = "项目'1 表"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return full_workbook(tmp_path_factory.mktemp("book") / "甲.xlsx").read_bytes()


def with_damage(data: bytes, part: str) -> bytes:
    """The package with the packed bytes of one part overwritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(part)
    name = len(info.filename.encode())
    start = info.header_offset + 30 + name
    raw = bytearray(data)
    for at in range(start + 2, start + info.compress_size):
        raw[at] ^= 0x55
    return bytes(raw)


def marked(data: bytes, tmp_path: Path) -> tuple[Any, list[str]]:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(data)
    made = report(finding(file=str(path), place=Place(sheet=SHEET, cell="D7", row=7, column=4)))
    made.documents = [Document(str(path), "xlsx", forms=[Form(number=1)])]
    options = Options(output=tmp_path / "r.xlsx")
    return render("xlsx", made, BOOK, options), options.notes


@pytest.mark.parametrize("kind", ["theme", "media"])
def test_damage_in_an_unread_part_stays_where_it_is(kind: str, good: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        part = next(name for name in archive.namelist() if kind in name)
    bad = with_damage(good, part)
    made, notes = marked(bad, tmp_path)
    assert not [note for note in notes if "没能照样标注" in note]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert "质检结果" in archive.read("xl/workbook.xml").decode()
        with pytest.raises(Exception):  # noqa: B017 - as damaged as before, whatever zlib calls it
            archive.read(part)
    assert packed(made, part) == packed(bad, part)


def packed(data: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(part)
    with io.BytesIO(data) as file:
        file.seek(info.header_offset + 26)
        name, extra = (int.from_bytes(file.read(2), "little") for _ in "12")
        return data[info.header_offset + 30 + name + extra :][: info.compress_size]


def test_a_copy_keeps_what_it_does_not_change(good: bytes) -> None:
    archive = Archive(good, DEFAULT)
    made = archive.copy({"xl/workbook.xml": b"<new/>", "more.txt": b"1"}, without=["[Content_Types].xml"])
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert new.testzip() is None
        assert new.namelist() == [
            *(name for name in old.namelist() if name != "[Content_Types].xml"), "more.txt",
        ]  # fmt: skip
        assert new.read("xl/workbook.xml") == b"<new/>"
        assert all(
            new.read(name) == old.read(name)
            for name in old.namelist()
            if name not in ("xl/workbook.xml", "[Content_Types].xml")
        )


def test_an_entry_with_its_sizes_behind_it_is_copied() -> None:
    class Pipe(io.RawIOBase):
        """A stream that cannot go back, so that zipfile writes sizes behind the data."""

        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: Any) -> int:
            self.data += bytes(piece)
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("甲.xml", "<a/>" * 99)
        archive.writestr("b.xml", "<b/>")
    with zipfile.ZipFile(io.BytesIO(Archive(bytes(pipe.data), DEFAULT).copy({}))) as made:
        assert made.testzip() is None and made.read("甲.xml") == b"<a/>" * 99


@pytest.mark.parametrize(
    "missing", ["[Content_Types].xml", "xl/styles.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"]
)
def test_a_missing_part_costs_no_report(missing: str, good: bytes, tmp_path: Path) -> None:
    data = Archive(good, DEFAULT).copy({}, without=[missing])
    path = tmp_path / "甲.xlsx"
    path.write_bytes(data)
    made = report(finding(file=str(path), place=Place(sheet=SHEET, cell="D7")))
    made.documents = [Document(str(path), "xlsx", forms=[Form(number=1)])]
    assert (
        "质检结果"
        in zipfile.ZipFile(io.BytesIO(render("xlsx", made, BOOK, Options(output=tmp_path / "r.xlsx"))))
        .read("xl/workbook.xml")
        .decode()
    )


def template_with(part: str, text: str, tmp_path: Path) -> Path:
    out = io.BytesIO()
    Word().save(out)
    path = tmp_path / "模板.docx"
    path.write_bytes(Archive(out.getvalue(), DEFAULT).copy({part: text.encode()}))
    return path


TEMPLATES = [
    ("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "实体"),
    ("word/styles.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "实体"),
    ("word/media/huge.bin", "0" * 70_000_000, "超过上限"),
    ("word/document.xml", "<w:document", "模板打不开"),
    ("word/document.xml", "<x/>", "模板打不开"),
    ("[Content_Types].xml", "<x/>", "模板打不开"),
]


@pytest.mark.parametrize(("part", "text", "says"), TEMPLATES, ids=[f"{one[0]} {one[2]}" for one in TEMPLATES])
def test_templates_go_through_the_guarded_archive(part: str, text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(JxlintError) as caught:
        template_paper(template_with(part, text, tmp_path))
    assert says in str(caught.value) and "模板.docx" in str(caught.value)


def test_a_report_that_fails_leaves_the_others(tmp_path: Path) -> None:
    broken = tmp_path / "模板.docx"
    broken.write_bytes(b"none")
    names = ("一.docx", "二.json", "没有的文件夹/三.html", "四.md")
    targets = read_targets(str(tmp_path / name) for name in names)
    outcome: Any = SimpleNamespace(report=FULL, rulebook=BOOK)
    saved = save_all(targets, outcome, Options(), [], str(broken))
    assert [Path(path).name for path in saved.written] == ["二.json", "四.md"]
    assert [(Path(path).name, reason.split("。")[0].split("，")[0]) for path, reason in saved.failed] == [
        ("一.docx", f"{broken}：模板打不开"), ("三.html", "报告写不进去"),
    ]  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {"模板.docx", "二.json", "四.md"}
