"""Documents of Word and WPS (.docx): paragraphs and tables of the body in reading order.

The XML is walked directly, cell by cell as it is stored: what a merged cell covers stays covered, and content
controls, text boxes, tracked insertions and equations are read, deletions and hidden text are not.
"""

from __future__ import annotations

import re
from typing import Any

from linter.model import Place, Sheet
from linter.office.archive import Archive, damaged, local, local_name, named, read_xml
from linter.office.limits import Counter, Limits
from linter.office.references import figure_within
from linter.readers.docx_numbers import Numbering
from linter.readers.flow import Block, Paragraph, Table, TableCell, has_table, sheet_of

#: Characters of the fonts Symbol and Wingdings that offices insert, by font and code below F000.
_SYMBOLS = {
    "symbol": {
        0xA3: "≤",
        0xB3: "≥",
        0xB1: "±",
        0xB4: "×",
        0xB8: "÷",
        0xB9: "≠",
        0xBB: "≈",
        0xB0: "°",
        0xB7: "·",
    },
    "wingdings": {0x52: "☑", 0xFE: "☑", 0xA8: "□", 0x6F: "□", 0xFC: "√", 0xFB: "×", 0xFD: "☒"},
    "wingdings 2": {0x52: "☑", 0x53: "☒", 0xA3: "□", 0x50: "√", 0x4F: "×"},
}
#: Wrappers whose content stands in their place.
_WRAPPERS = {"ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "sdtContent", "dir", "bdo"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_STYLE_USED = re.compile(rb'pStyle [^>]*?val="([^"]+)"')
_STYLE_ID = re.compile(rb'styleId="([^"]+)"')


def read(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """One sheet: the body. Raises JxlintError."""
    archive = Archive(data, limits)
    main = archive.main_part("word/document", "word/document.xml")
    data = archive.read(main)
    root = read_xml(data) if data else ()
    body = next((child for child in root if local(child) == "body"), None)
    if body is None:
        raise damaged()
    reader = _Body(_numbering(archive, main, data))
    blocks = reader.blocks(body)
    problems = ["文档里有以网页形式嵌入的内容，没有读出；请用 Word 打开后另存"] if reader.foreign else []
    if not has_table(blocks):
        from linter.readers.text import sheets_of_text

        text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
        return sheets_of_text(text, limits), problems
    return [sheet_of(blocks, Counter(limits), limits)], problems


def body_of(archive: Archive, main: str, root: Any) -> list[Block]:
    """The blocks of a main part parsed by the caller: its paragraphs know the elements of ``root``."""
    body = next((child for child in root if local(child) == "body"), None)
    return _Body(_numbering(archive, main, archive.read(main))).blocks(body) if body is not None else []


def places_of(blocks: list[Block], limits: Limits) -> dict[Place, list[Paragraph]]:
    """The paragraphs of each cell, and each paragraph outside a table, by the place the reader gives it."""
    origins: dict[Place, list[Paragraph]] = {}
    if has_table(blocks):
        sheet_of(blocks, Counter(limits), limits, origins)
        return origins
    line = 1
    for block in blocks:
        if isinstance(block, Paragraph):
            for _ in range(block.text.count("\n") + 1):
                origins[Place(line=line)] = [block]
                line += 1
    return origins


def text_parts(paragraph: Any) -> list[tuple[str, Any]]:
    """The shown text of a paragraph in pieces, each with the element that gives it."""
    out: list[tuple[str, Any]] = []
    _inline(paragraph, out, [])
    return out


def _numbering(archive: Archive, main: str, document: bytes) -> Numbering:
    """The lists of the document, whose main part is at hand. Most files carry large parts on lists but use none: look
    before parsing."""
    folder = main.rpartition("/")[0]
    styles = archive.read(f"{folder}/styles.xml")
    used = set(_STYLE_USED.findall(document))
    styled = any(
        b"numPr" in chunk and used.intersection(_STYLE_ID.findall(chunk))
        for chunk in styles.split(b"<w:style ")
    )
    if not styled and b"numPr" not in document:
        return Numbering(None, None)
    return Numbering(archive.xml(f"{folder}/numbering.xml"), read_xml(styles) if styled else None)


class _Body:
    """Walks block content. ``foreign`` is set when the document holds parts in another format."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._line = 0
        self.foreign = False

    def blocks(self, parent: Any) -> list[Block]:
        """Paragraphs and tables directly under ``parent`` and its wrappers."""
        found: list[Block] = []
        for child in parent:
            kind = local_name(child.tag)
            if kind == "p":
                found += self._paragraph(child)
            elif kind == "tbl":
                found.append(self._table(child))
            elif kind == "sdt":
                for content in child:
                    if local(content) == "sdtContent":
                        found += self.blocks(content)
            elif kind in _WRAPPERS:
                found += self.blocks(child)
            elif kind == "altChunk":
                self.foreign = True
        return found

    def _paragraph(self, paragraph: Any) -> list[Block]:
        """The paragraph, then the text boxes anchored in it."""
        self._line += 1
        out: list[tuple[str, Any]] = []
        boxes: list[Any] = []
        _inline(paragraph, out, boxes)
        text = out[0][0] if len(out) == 1 else "".join([part for part, _ in out])
        if text.strip():
            text = self._numbering.label(paragraph) + text
        found: list[Block] = [Paragraph(text, self._line, origin=paragraph)]
        for box in boxes:
            found += self.blocks(box)
        return found

    def _table(self, table: Any) -> Table:
        cells: list[TableCell] = []
        above: dict[int, TableCell] = {}
        for row, line in enumerate(_items(table, "tr")):
            said = _group(line, "trPr")
            column = _figure(said, "gridBefore", 0) if said is not None else 0
            reach: dict[int, TableCell] = {}
            for item in _items(line, "tc"):
                said = _group(item, "tcPr")
                span = max(_figure(said, "gridSpan", 1), 1) if said is not None else 1
                merge = _merge(said) if said is not None else ""
                anchor = above.get(column)
                if merge == "continue" and anchor is not None and anchor.column_span == span:
                    anchor.row_span = row - anchor.row + 1
                else:
                    anchor = TableCell(row, column, self.blocks(item), 1, span)
                    cells.append(anchor)
                if merge:
                    reach[column] = anchor
                column += span
            above = reach
        return Table(cells)


def _items(parent: Any, kind: str) -> list[Any]:
    """Rows of a table or cells of a row, those in content controls and tracked insertions too."""
    found = []
    for child in parent:
        name = local_name(child.tag)
        if name == kind:
            found.append(child)
        elif name == "sdt" or name in _WRAPPERS:
            found += _items(child, kind)
    return found


def _group(element: Any, group: str) -> Any | None:
    """The first child of a name: that with the properties of an element."""
    for child in element:
        if local_name(child.tag) == group:
            return child
    return None


def _value(element: Any) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}val")), "")


def _figure(properties: Any, name: str, default: int) -> int:
    item = _group(properties, name)
    return figure_within(_value(item), default, 1000) if item is not None else default


def _merge(properties: Any) -> str:
    """``restart``, ``continue`` or "" for a cell that is not merged downwards."""
    item = _group(properties, "vMerge")
    return "" if item is None else "restart" if _value(item) == "restart" else "continue"


def _inline(parent: Any, out: list[tuple[str, Any]], boxes: list[Any]) -> None:
    """Collects the shown text of runs with its elements; text boxes go to ``boxes``."""
    for child in parent:
        kind = local_name(child.tag)
        if kind == "t":
            out.append((child.text or "", child))
        elif kind == "r":
            if not _hidden(child):
                _inline(child, out, boxes)
        elif kind in _BREAKS:
            if kind != "br" or not any(value == "page" for value in child.attrib.values()):
                out.append((_BREAKS[kind], child))
        elif kind == "sym":
            out.append((_symbol(child), child))
        elif kind == "AlternateContent":
            choice = next((item for item in child if local(item) == "Choice"), None)
            _inline(child if choice is None else choice, out, boxes)
        elif kind in ("drawing", "pict", "object"):
            boxes += named(child, "txbxContent")
        elif kind in ("oMath", "oMathPara"):
            out.append(("".join(item.text or "" for item in named(child, "t")), child))
        elif kind == "sdt" or kind in _WRAPPERS or kind in ("Fallback", "ruby", "rubyBase"):
            _inline(child, out, boxes)


def _hidden(run: Any) -> bool:
    said = _group(run, "rPr")
    item = _group(said, "vanish") if said is not None else None
    return item is not None and _value(item) not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    values = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    try:
        code = int(values.get("char", ""), 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get(values.get("font", "").lower(), {}).get(code & 0xFF)
    return known or (chr(code) if 0x20 <= code < 0xE000 else "")
