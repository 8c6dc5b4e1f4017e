"""A workbook as a package of parts, changed part by part: what is not touched stays byte for byte.

The workbook of the user is never loaded into a library and written anew, because every library drops what it
does not know: shapes, slicers, extended validations, stored results of formulas.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import IO

from linter.ground.disklist import blocks_of, spooled_file
from linter.office import markupsource
from linter.office.archive import Archive, damaged, relations_name, targets
from linter.office.limits import DEFAULT, Limits
from linter.office.markup import Node
from linter.office.references import figure_within
from linter.office.sheetparts import workbook_of
from linter.office.zipentries import Packed

_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_OWN_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_TYPES = "[Content_Types].xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Content types below this head are those of workbooks and their parts.
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
BOOK = TYPE + "sheet.main+xml"


#: Types of parts for a package that lost its list of them.
_NO_TYPES = (
    f'<Types xmlns="{_CONTENT}"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>'
)


class Package:
    """The parts of a workbook. ``main`` is the name of the workbook part, ``namespace`` that of its
    elements, ``links`` that of ``r:id``. Raises JxlintError for damage."""

    def __init__(self, data: Packed, limits: Limits = DEFAULT) -> None:
        self._archive = Archive(data, limits)
        self._trees: dict[str, Node] = {}
        self._parts: dict[str, bytes | IO[bytes]] = {}
        self._edited: set[str] = set()
        self._dropped: set[str] = set()
        self._taken: dict[str, set[str]] = {}
        book = workbook_of(self._archive)
        if book is None:
            raise damaged()
        self.main = book.main
        self.styles = book.styles if book.styles in self._archive else None
        self._tabs = book.tabs
        self.namespace: str = book.root.tag[1:].partition("}")[0]
        self.links = _KIND_STRICT if "purl.oclc.org" in self.namespace else _KIND
        if _TYPES not in self._archive:
            self._trees[_TYPES] = markupsource.read((_HEAD + _NO_TYPES).encode())
            kinds = [(book.main, "sheet.main"), (book.styles, "styles"), (book.strings, "sharedStrings")]
            for part, kind in [*kinds, *((tab.part, "worksheet") for tab in book.tabs)]:
                if part in self._archive:
                    self.declare(part, f"{TYPE}{kind}+xml")

    @property
    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return [*self._archive.names(), *map(str.lower, self._parts)]

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises JxlintError where it is missing or damaged."""
        name = self._archive.spelling(name)
        data = self._parts.get(name) or self._archive.read(name)
        if data and not isinstance(data, bytes):
            data.seek(0)
            data = data.read()
        if not data:
            raise damaged()
        return data

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part of the file as it was, piece by piece: it may be larger than one that is read whole."""
        return self._archive.chunks(self._archive.spelling(name))

    def edit(self, name: str) -> Node:
        """The root of a part that is going to be changed."""
        self._edited.add(self._archive.spelling(name))
        return self.tree(name)

    def tree(self, name: str) -> Node:
        """The root of a part, to look at."""
        name = self._archive.spelling(name)
        if name not in self._trees:
            self._trees[name] = markupsource.read(self.read(name))
        return self._trees[name]

    def put(self, name: str, data: bytes | str | IO[bytes]) -> None:
        """Add a part, or replace one that is not XML. A part in an open file stays there until it is packed."""
        self._parts[self._archive.spelling(name)] = data.encode() if isinstance(data, str) else data

    def drop(self, name: str) -> None:
        self._dropped.add(self._archive.spelling(name))

    def unused(self, pattern: str) -> str:
        """A part name that is free: ``pattern`` with a number in place of ``*``."""
        taken = set(self.names) | {name.lower() for name in self._trees}
        number = 1
        while pattern.replace("*", str(number)).lower() in taken:
            number += 1
        return pattern.replace("*", str(number))

    def _relations(self, part: str, *, edit: bool = False) -> Node:
        name = relations_name(part)
        if name not in self._archive and name not in self._trees:
            self._trees[name] = markupsource.read(f'<Relationships xmlns="{_RELATION}"/>'.encode())
        return self.edit(name) if edit else self.tree(name)

    def related(self, part: str, kind: str) -> str | None:
        """The first part that ``part`` has a relation of this kind to."""
        found = (target for _, sort, target in targets(self._relations(part), part) if sort == kind)
        return next(found, None)

    def relate(self, part: str, kind: str, target: str, *, outside: bool = False) -> str:
        """Add a relation, to a part or to something ``outside`` of the package; the id it got."""
        root = self._relations(part, edit=True)
        taken = self._taken.setdefault(part, set())
        if len(taken) != len(root):  # counted anew only where others have changed the list
            taken.clear()
            taken.update(item.get("Id", "") for item in root)
        number = len(root) + 1
        while f"rId{number}" in taken:
            number += 1
        taken.add(f"rId{number}")
        values = {"Id": f"rId{number}", "Type": f"{self.links}/{kind}"}
        values |= {"Target": target, "TargetMode": "External"} if outside else {"Target": f"/{target}"}
        root.add(f"{{{_RELATION}}}Relationship", values)
        return f"rId{number}"

    def unrelate(self, part: str, kind: str) -> None:
        root = self._relations(part, edit=True)
        for item in list(root):
            if item.get("Type", "").rpartition("/")[2] == kind:
                root.remove(item)

    def sheets(self) -> dict[str, str]:
        """Part of each worksheet by the name on its tab, as the reader finds them; of two of one name the first."""
        return {tab.name: tab.part for tab in reversed(self._tabs)}

    def note(self, name: str, text: str) -> None:
        """Add a property of one's own to those of the file."""
        part = self.related("", "custom-properties")
        if part is None or part not in self._archive:
            part = "docProps/custom.xml"
            self._trees[part] = markupsource.read(f'<Properties xmlns="{_CUSTOM}"/>'.encode())
            self._edited.add(part)
            self.declare(part, "application/vnd.openxmlformats-officedocument.custom-properties+xml")
            self.relate("", "custom-properties", part)
        root = self.edit(part)
        numbers = [figure_within(item.get("pid", ""), 1, 10**8) for item in root]
        values = {"fmtid": _OWN_PROPERTIES, "pid": str(max(numbers, default=1) + 1), "name": name}
        entry = root.add(f"{{{_CUSTOM}}}property", values)
        entry.add(f"{{{_VARIANT}}}lpwstr", text=text)

    def declare(self, part: str, content: str) -> None:
        """Say of what type a part is."""
        root = self.edit(_TYPES)
        for item in root:
            if item.get("PartName", "").lower() == f"/{part}".lower():
                item.set("ContentType", content)
                return
        root.add(f"{{{_CONTENT}}}Override", {"PartName": f"/{part}", "ContentType": content})

    def undeclare(self, part: str) -> None:
        root = self.edit(_TYPES)
        for item in list(root):
            if item.get("PartName", "").lower() == f"/{part}".lower():
                root.remove(item)

    def declare_suffix(self, suffix: str, content: str) -> None:
        root = self.edit(_TYPES)
        if not any(item.get("Extension", "").lower() == suffix for item in root):
            root.insert(0, Node(f"{{{_CONTENT}}}Default", {"Extension": suffix, "ContentType": content}))

    def save(self) -> bytes:
        """The package as a file. The order of the old parts is kept, dates of new ones are fixed."""
        return self._archive.copy(self._made(), without=self._dropped)

    def blocks(self) -> Iterator[bytes]:
        """The same, piece by piece."""
        with spooled_file() as file:
            self._archive.copy_into(file, self._made(), without=self._dropped)
            yield from blocks_of(file)

    def _made(self) -> dict[str, bytes | IO[bytes]]:
        made = dict(self._parts)
        for name in sorted(self._edited):
            made[name] = markupsource.write(self._trees[name])
        return made


def empty_package() -> Package:
    """A workbook without sheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in (
            (
                _TYPES,
                _NO_TYPES.replace(
                    "</Types>", f'<Override PartName="/xl/workbook.xml" ContentType="{BOOK}"/></Types>'
                ),
            ),
            (
                "_rels/.rels",
                f'<Relationships xmlns="{_RELATION}"><Relationship Id="rId1" Type="{_KIND}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>',
            ),
            ("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}"><sheets/></workbook>'),
        ):
            target.writestr(name, _HEAD + text)
    return Package(out.getvalue())
