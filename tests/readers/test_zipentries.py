"""Entries of packages are unpacked as the standard library unpacks them; what is unusual is left to it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from linter.ground.errors import JxlintError
from linter.office import zipentries
from linter.office.archive import Archive
from linter.office.limits import DEFAULT, Limits
from linter.readers import lay_aside

TEXT = "绩效指标".encode() * 200


def packed(name: str = "a.xml", method: int = zipfile.ZIP_DEFLATED, data: bytes = TEXT) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        target.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def changed(data: bytes, *, local: int | None = None, central: int | None = None, to: bytes) -> bytes:
    """A package with other bytes at a place of its first local header or of its directory."""
    at = local if local is not None else data.index(b"PK\1\2") + (central or 0)
    return data[:at] + to + data[at + len(to) :]


USUAL = {
    "deflated": packed(),
    "stored": packed(method=zipfile.ZIP_STORED),
    "after other bytes": b"#!" + packed(),
}
LEFT = {
    "bzip2": packed(method=zipfile.ZIP_BZIP2),
    "a name in Chinese": packed("表.xml"),
    "empty": packed(data=b""),
    "encrypted": changed(packed(), central=8, to=b"\x01"),
    "another sum": changed(packed(), central=16, to=b"\0\0\0\0"),
    "smaller than it is": changed(packed(), central=24, to=b"\x10\0\0\0"),
    "larger than it is": changed(packed(), central=24, to=b"\xff\xff\0\0"),
    "packed to more than there is": changed(packed(), central=20, to=b"\xff\xff\0\0"),
    "another name": changed(packed(), local=30, to=b"b"),
    "no header": changed(packed(), local=0, to=b"PK\7\7"),
    "damaged": changed(packed(), local=36, to=b"\xff\xff\xff\xff"),
}


def entry(data: bytes) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    package = zipfile.ZipFile(io.BytesIO(data))
    return package, package.infolist()[0]


@pytest.mark.parametrize("kind", USUAL)
def test_usual_entries(kind: str) -> None:
    package, info = entry(USUAL[kind])
    assert zipentries.unpacked(USUAL[kind], info) == package.read(info) == TEXT


@pytest.mark.parametrize("kind", LEFT)
def test_unusual_entries_are_left_to_the_standard_library(kind: str) -> None:
    package, info = entry(LEFT[kind])
    assert zipentries.unpacked(LEFT[kind], info) is None
    try:
        expected = package.read(info)
    except Exception:
        with pytest.raises(JxlintError):
            Archive(LEFT[kind], DEFAULT).read(info.filename)
    else:
        assert Archive(LEFT[kind], DEFAULT).read(info.filename) == expected


def test_written_entries_are_those_of_the_standard_library() -> None:
    """New entries, replaced ones and copied ones: the bytes that zipfile writes."""
    made = Archive(packed("b.bin", data=b"\0" * 9), DEFAULT).copy({"a.xml": TEXT, "表.xml": b"", "c": b"x"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in (("b.bin", b"\0" * 9), ("a.xml", TEXT), ("表.xml", b""), ("c", b"x")):
            target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    assert made == out.getvalue()


@pytest.mark.parametrize("data", [*USUAL.values(), *LEFT.values()], ids=[*USUAL, *LEFT])
def test_a_package_on_disk_is_read_and_copied_as_one_in_memory(data: bytes) -> None:
    def told(package: zipentries.Packed) -> tuple[bytes | str, ...]:
        archive, said = Archive(package, DEFAULT), []
        (name,) = archive.names()
        for doing in (
            lambda: archive.read(name),
            lambda: b"".join(archive.chunks(name)),
            lambda: archive.copy({"b.xml": TEXT}),
        ):
            try:
                said.append(doing())
            except JxlintError as error:
                said.append(str(error))
        return tuple(said)

    assert told(zipentries.FileBytes(io.BytesIO(data))) == told(data)


def test_a_file_laid_aside_is_read_whole_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(USUAL["deflated"])
    aside = lay_aside(path)
    path.unlink()  # what became of it since is nothing to the one who reads
    assert aside[0 : len(aside)] == USUAL["deflated"] and aside[5:3] == b""
    path.write_bytes(b"0" * 1000)
    with pytest.raises(JxlintError, match="超过上限"):
        lay_aside(path, Limits(size=999))
    with pytest.raises(JxlintError, match="找不到文件"):
        lay_aside(tmp_path / "没有.xlsx")
