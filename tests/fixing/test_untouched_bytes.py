"""A workbook that is marked or corrected keeps every part, tag and text that the edit is not about.

``benchmarks/patches.py`` compares the same with the writers of an earlier commit.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from linter.fixing.change import Change
from linter.fixing.xlsx import apply
from linter.model import Place
from linter.office.limits import DEFAULT
from linter.office.parts import Package
from linter.readers import read
from linter.reports.xlsx.cellstyles import Styles
from linter.reports.xlsx.marks import Mark, mark_sheet

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / name) for name in ("readers", "reports", "fixing")]
TOKEN = re.compile(rb"<[^>]*>|[^<]+")
DOCUMENTS = TESTS / "readers" / "documents"
NAMES = ["full", "inline", "strings", "made", *(path.name for path in sorted(DOCUMENTS.glob("*.xlsx")))]


class Book(NamedTuple):
    data: bytes
    #: References of cells with a text, by sheet, and their texts.
    texts: dict[str, dict[str, str]]


@pytest.fixture(scope="module", params=NAMES)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    from fixing_files import with_shared_strings, workbook
    from reader_documents import xlsx
    from workbooks import full_workbook

    match request.param:
        case "full":
            data = full_workbook(tmp_path_factory.mktemp("full") / "a.xlsx").read_bytes()
        case "inline":
            data = workbook()
        case "strings":
            data = with_shared_strings(workbook())
        case "made":
            data = xlsx()
        case name:
            data = (DOCUMENTS / name).read_bytes()
    texts: dict[str, dict[str, str]] = {}
    for sheet in read("a.xlsx", data=data).sheets:
        for row in sheet.rows:
            for cell in row:
                if cell.place.cell and cell.text.strip():
                    texts.setdefault(sheet.name or "", {})[cell.place.cell] = cell.text
    return Book(data, texts)


def test_marks(book: Book) -> None:
    package = Package(book.data)
    styles, parts = Styles(package), package.sheets()
    wanted = {}
    for sheet, texts in book.texts.items():
        wanted[parts[sheet]] = list(texts)[::4]
        mark_sheet(package, parts[sheet], {at: Mark("error", ["改"]) for at in list(texts)[::4]}, styles)
    old, new = packed(book.data), packed(package.save())
    meant = r"\[Content_Types\]\.xml|.*\.rels|xl/styles\.xml|xl/comments.*|.*\.vml"
    for name in old.keys() - wanted.keys():
        if not re.fullmatch(meant, name):
            assert old[name] == new[name], name
    for part, references in wanted.items():
        gone, come = differing(old[part][0], new[part][0])
        tags = [tag for tag in gone if tag.startswith(b"<")]
        assert gone == tags  # no text of a sheet is touched
        assert [cell_of(tag) for tag in tags if cell_of(tag) not in references] == []
        assert len(tags) <= len(references)
        for tag in come:
            assert cell_of(tag) in references or b"legacyDrawing" in tag
    gone, _ = differing(old["xl/styles.xml"][0], new["xl/styles.xml"][0])
    assert [tag for tag in gone if b"count=" not in tag] == []


def test_changes(book: Book) -> None:
    changes = [
        Change(Place(sheet=sheet, cell=at), text, f"{text}（改）")
        for sheet, texts in book.texts.items()
        for at, text in list(texts.items())[::5]
    ]
    data, failed = apply(book.data, changes, DEFAULT)
    old, new = packed(book.data), packed(data)
    parts = Package(book.data).sheets()
    made = [change for change in changes if change not in failed]
    touched = {parts[change.place.sheet or ""] for change in made} | {"xl/sharedStrings.xml"}
    assert list(old) == list(new)
    for name in old.keys() - touched:
        assert old[name] == new[name], name
    for part in touched & old.keys():
        gone, come = differing(old[part][0], new[part][0])
        here = [change for change in made if parts[change.place.sheet or ""] == part]
        texts = [token for token in gone if not token.startswith(b"<")]
        if part == "xl/sharedStrings.xml":
            assert [tag for tag in gone if b"niqueCount" not in tag] == []
        else:
            assert len(texts) <= len(here)
            assert len(gone) - len(texts) <= len(here)  # a tag may get xml:space
        assert len(come) < 40 * len(made) + 2


def packed(data: bytes) -> dict[str, tuple[bytes, bytes]]:
    """Parts by name: the bytes of each, and as they are packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = {}
        for info in package.infolist():
            start = info.header_offset + 30
            start += sum(int.from_bytes(data[start - at : start - at + 2], "little") for at in (4, 2))
            found[info.filename] = package.read(info), data[start : start + info.compress_size]
        return found


def differing(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The tags and texts that are there no more, and those that are new."""
    before, after = Counter(TOKEN.findall(old)), Counter(TOKEN.findall(new))
    return list((before - after).elements()), list((after - before).elements())


def cell_of(tag: bytes) -> str:
    found = re.search(rb'\sr="([A-Z]+\d+)"', tag)
    return found[1].decode() if found else ""
