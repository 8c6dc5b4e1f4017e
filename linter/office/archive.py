"""Zip packages of Office files, opened with suspicion: sizes first, no document types, no entities."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

from linter.ground.errors import JxlintError
from linter.office import zipentries
from linter.office.limits import MEGABYTE, Limits, exceeded, size_text
from linter.office.recoding import recoded

DAMAGED = "文件已经损坏，读不出内容"
MEND = "请用 Office 或 WPS 打开并重新保存，或者重新下载后再检查"
#: A small part may be packed tightly without harm; only from here on the ratio counts.
_SMALL = 4 * MEGABYTE
_CHUNK = MEGABYTE
#: Tags whose local names are known at a time.
_MOST_TAGS = 1024


def damaged(cause: BaseException | None = None) -> JxlintError:
    error = JxlintError(DAMAGED, advice=MEND)
    error.__cause__ = cause
    return error


class Archive:
    """The parts of a package by name. Names are matched without regard to case, as Office does; of two parts of
    one name the first one counts.

    Raises JxlintError for damage and for parts that grow beyond the limits; the declared size of a part is
    checked before it is unpacked, and no part is ever unpacked beyond it. Parts that nobody reads cost nothing.
    """

    def __init__(self, data: zipentries.Packed, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(
                data.file if isinstance(data, zipentries.FileBytes) else io.BytesIO(data)
            )
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise damaged(error) from error
        self._data = data
        self._limits = limits
        self._unpacked = 0
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._parts.setdefault(part_name(info), info)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self) -> Iterator[str]:
        return iter(self._parts)

    def spelling(self, name: str) -> str:
        """The name of a part as the package writes it; the name itself when there is none."""
        info = self._parts.get(name.lower())
        return info.filename if info is not None else name

    def copy(self, parts: Mapping[str, bytes | IO[bytes]], *, without: Collection[str] = ()) -> bytes:
        """The package with some parts replaced or added (by their names as written) and some left out.

        What is not touched is copied as it is packed: it keeps its bytes, and damage in parts that nobody reads is
        nobody's trouble. A part of a name that was there before is left out, as nobody can tell which is meant.
        """
        out = io.BytesIO()
        self.copy_into(out, parts, without=without)
        return out.getvalue()

    def copy_into(
        self, out: IO[bytes], parts: Mapping[str, bytes | IO[bytes]], *, without: Collection[str] = ()
    ) -> None:
        """The same, written into an open file."""
        waiting = dict(parts)
        with _unpacking(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = self._zip.comment
            for info in self._parts.values():
                if info.filename in without or info.is_dir():
                    continue
                if info.filename in waiting:
                    fresh = zipfile.ZipInfo(info.filename, info.date_time)
                    zipentries.write(target, fresh, waiting.pop(info.filename))
                else:
                    zipentries.copy(self._data, info, target)
            for name, data in waiting.items():
                zipentries.write(target, zipfile.ZipInfo(name), data)

    def read(self, name: str) -> bytes:
        """The unpacked bytes of a part; b"" when there is none."""
        info = self._parts.get(name.lower())
        if info is None:
            return b""
        self._refuse_growth(info)
        self._unpacked += info.file_size
        if self._unpacked > self._limits.unpacked:
            raise _too_much(self._unpacked, self._limits.unpacked)
        data = zipentries.unpacked(self._data, info)
        if data is None:
            with _unpacking():
                data = self._zip.read(info)
        refuse_types(data)
        return data

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part piece by piece, for one who keeps little of it: it may be larger than one that is read whole."""
        info = self._parts.get(name.lower())
        if info is None:
            return
        self._refuse_growth(info)
        if info.file_size > self._limits.streamed:
            raise _too_much(info.file_size, self._limits.streamed)
        whole = zipentries.unpacked(self._data, info) if info.file_size <= _CHUNK else None
        if whole is not None:
            yield whole
            return
        with _unpacking(), self._zip.open(info) as part:
            while chunk := part.read(_CHUNK):
                yield chunk

    def _refuse_growth(self, info: zipfile.ZipInfo) -> None:
        times = info.file_size // max(info.compress_size, 1)
        if info.file_size > _SMALL and times > self._limits.ratio:
            raise exceeded(
                f"压缩内容展开后大 {times} 倍，超过上限 {self._limits.ratio} 倍",
                "ratio",
                "这可能是恶意构造的文件，请核对来源",
            )

    def xml(self, name: str) -> Any | None:
        """The root element of a part, or None when there is none. Raises JxlintError for damage."""
        data = self.read(name)
        return read_xml(data) if data else None

    def relations(self, name: str) -> dict[str, str]:
        """Relation id → part name, of the part ``name``. External targets are left out."""
        root = self.xml(relations_name(name))
        return {identity: path for identity, _, path in targets(root, name)} if root is not None else {}

    def main_part(self, pattern: str, usual: str) -> str:
        """The name of the main part: as the package relations say, else the usual one."""
        for target in self.relations("").values():
            if pattern in target.lower() and target in self:
                return target
        return usual


def relations_name(part: str) -> str:
    """The part that holds the relations of a part."""
    folder, _, file = part.rpartition("/")
    return posixpath.join(folder, "_rels", file + ".rels")


def targets(relations: Any, part: str) -> Iterator[tuple[str, str, str]]:
    """(id, kind, name of the part) of each relation of ``part`` to another part of the package. ``kind`` is the last
    word of the relation's type."""
    folder = part.rpartition("/")[0]
    for item in relations:
        target = item.get("Target")
        if target is None or item.get("TargetMode") == "External":
            continue
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield item.get("Id", ""), item.get("Type", "").rpartition("/")[2], path.replace("\\", "/")


#: What unpacking a damaged part may raise.
UNPACKING_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip


@contextmanager
def _unpacking() -> Iterator[None]:
    try:
        yield
    except JxlintError:
        raise
    except UNPACKING_ERRORS as error:
        raise damaged(error) from error


def _too_much(size: int, limit: int) -> JxlintError:
    return exceeded(
        f"压缩内容展开后有 {size_text(size)}，超过上限 {size_text(limit)}",
        "unpacked",
        "请删去文件里多余的内容和工作表",
    )


def part_name(info: zipfile.ZipInfo) -> str:
    """The name by which the part of a package is looked up."""
    return info.filename.replace("\\", "/").lstrip("/").lower()


def refuse_type() -> JxlintError:
    """A document type in an Office part has only one use: entities that grow or fetch."""
    return JxlintError(
        "文件里带有 XML 实体定义，正常的 Office 文件没有", advice="请核对文件来源，或者另存后再检查"
    )


def refuse_doctype(*_: Any) -> None:
    """What a parser calls where a document type begins: there is none in the parts of Office files."""
    raise refuse_type()


def refuse_types(data: bytes) -> None:
    """Raises JxlintError for a part with a document type."""
    head = data[:4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        data = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refuse_type()


def read_xml(data: bytes, encoding: str | None = None) -> Any:
    """The root element of a part that is only read, by the standard library. The caller has refused document types,
    without which there are no entities. ``encoding`` overrules what the data says.

    Raises JxlintError for damage.
    """
    from xml.etree.ElementTree import ParseError, XMLParser

    parser = XMLParser(encoding=encoding)
    try:
        parser.feed(data if encoding else b"".join(recoded([data])))
        return parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(error) from error


def named(root: Any, name: str) -> Iterator[Any]:
    """The elements of a local name below an element and itself, in the order of the document."""
    ending = "}" + name
    for element in root.iter():
        tag = element.tag
        if isinstance(tag, str) and (tag.endswith(ending) or tag == name):
            yield element


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; "" where there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for a comment and the like."""
    return local_name(element.tag)


class _LocalNames(dict[object, str]):
    """Local names by tag, filled as tags come; what a file makes up is not kept for ever."""

    def __missing__(self, tag: object) -> str:
        if len(self) >= _MOST_TAGS:
            self.clear()
        self[tag] = name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


#: The same for its tag: asked for directly where there are thousands.
local_name = _LocalNames().__getitem__


def flag(element: Any, name: str) -> bool:
    """Whether a yes/no attribute of Office is set."""
    return element.get(name) in ("1", "true", "on")
