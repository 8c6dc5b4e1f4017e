"""Web pages (.html, and the .xls of budget systems that is one): tables as grids, the text between them.

Styles, scripts and what is not displayed are left out. Nothing is fetched; only standard entities are known.
"""

from __future__ import annotations

import re

from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.model import Sheet
from linter.office.limits import Counter, Limits, exceeded
from linter.office.references import figure_within
from linter.readers.flow import Block, Paragraph, Table, TableCell, has_table, sheet_of
from linter.readers.htmltree import Element, parse

_SILENT = {
    "script",
    "style",
    "head",
    "title",
    "noscript",
    "template",
    "object",
    "svg",
    "iframe",
    "xml",
    "datalist",
}
#: Elements that do not end a line.
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img",
    "input", "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "s", "samp", "select", "small", "span",
    "strike", "strong", "sub", "sup", "textarea", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_HIDDEN = compiled(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
#: Rows copied out of a table.
_ROWS = compiled(r"\s{0,999}<(?:t[rdh]|tbody|thead|colgroup|caption)\b", re.IGNORECASE)
_SPACE = compiled(r"[ \t\r\n\f]+")
_COLUMNS = 1000  # as browsers do
_WIDEST = 65_534
#: Nearly every span, as it is printed.
_FEW = {str(span): span for span in range(1, 33)}


def read(text: str, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """One sheet: the page. A page without a table is read as a text file is. Raises JxlintError."""
    blocks = blocks_of(text, limits)
    if not has_table(blocks):
        from linter.readers.text import sheets_of_text

        return sheets_of_text(
            "\n".join(block.text for block in blocks if isinstance(block, Paragraph)), limits
        ), []
    return [sheet_of(blocks, Counter(limits), limits)], []


def blocks_of(text: str, limits: Limits) -> list[Block]:
    """The paragraphs and tables of a page or of a piece of one. Raises JxlintError."""
    if _ROWS.match(text):
        text = f"<table>{text}"
    root = parse(text)
    if not root.children and not root.text.strip():
        raise JxlintError("网页里没有内容", advice="请确认保存时选择了“网页，全部”")
    if next(root.iter("frameset"), None) is not None:
        raise JxlintError("这是分框架的网页，表格在别的文件里", advice="请检查同名文件夹里的网页文件")
    return _Walker(limits).blocks(root, 0)


class _Walker:
    """Turns elements into blocks. Text piles up until a block element, a line break or a table ends it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def blocks(self, element: Element, depth: int) -> list[Block]:
        if not element.children:
            # Most cells hold nothing but text.
            bare = _squeezed(element.text)
            return [Paragraph(bare, element.line)] if bare else []
        found: list[Block] = []
        run: list[str] = []
        line: list[int | None] = [element.line]

        def close() -> None:
            text = _squeezed("".join(run))
            run.clear()
            if text:
                found.append(Paragraph(text, line[0]))
            line[0] = None

        # Without recursion: tags that are never closed pile up by the hundred on some pages.
        run.append(element.text or "")
        stack = [(element, iter(element), False)]
        while stack:
            node, children, ends_line = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if ends_line:
                    close()
                if stack:
                    run.append(node.tail or "")
                continue
            if line[0] is None:
                line[0] = child.line
            tag = child.tag
            if tag in _SILENT or _invisible(child):
                pass
            elif tag == "table":
                close()
                found.append(self._table(child, depth + 1))
            elif tag in ("br", "hr"):
                close()
            elif tag in ("input", "textarea", "select"):
                run.append(_control(child, tag))
            else:
                if tag not in _INLINE:
                    close()
                    line[0] = child.line
                run.append(child.text or "")
                stack.append((child, iter(child), tag not in _INLINE))
                continue
            run.append(child.tail or "")
        close()
        return found

    def _table(self, table: Element, depth: int) -> Table:
        """The grid of a table: cells fall into the first free column, below what hangs down from above."""
        if depth > self._limits.nesting:
            raise exceeded(f"表格嵌套超过上限（{self._limits.nesting} 层）", "nesting", "请把嵌套的表格拆开")
        rows = _rows(table)
        taken: set[tuple[int, int]] = set()
        cells = []
        area = 0
        for row, items in enumerate(rows):
            column = 0
            for item in items:
                while (row, column) in taken:
                    column += 1
                if item.is_bare:
                    height = width = 1
                else:
                    height, width = _span(item, "rowspan"), _span(item, "colspan")
                    if height != 1:
                        height = min(height or len(rows), len(rows) - row)
                    width = min(width, _COLUMNS) or 1
                    while width > 1 and any((row, at) in taken for at in range(column, column + width)):
                        width -= 1
                area += height * width
                if area > self._limits.cells:
                    Counter(self._limits).add(area)
                if height > 1:
                    # What hangs down; a cell that is only wide is passed by the next one.
                    across = range(column, column + width)
                    taken.update((down, at) for down in range(row + 1, row + height) for at in across)
                cells.append(TableCell(row, column, self.blocks(item, depth), height, width))
                column += width
        return Table(cells)


def _squeezed(text: str) -> str:
    """A text as a page shows it: runs of blanks are one."""
    return _SPACE.sub(" ", text).replace("\xa0", " ").strip()


def _rows(table: Element) -> list[list[Element]]:
    """The cells of each row of this table, not of the tables in it. A cell without a row makes one."""
    rows: list[list[Element]] = []
    loose = False
    for part in table:
        inside = part if part.tag in ("thead", "tbody", "tfoot") else [part]
        for row in inside:
            if row.tag == "tr" and not _invisible(row):
                rows.append([cell for cell in row if cell.tag in ("td", "th") and not _invisible(cell)])
                loose = False
            elif row.tag in ("td", "th"):
                if not loose:
                    rows.append([])
                rows[-1].append(row)
                loose = True
            elif row.tag == "caption":
                rows.append([row])
    return rows


def _invisible(element: Element) -> bool:
    if element.is_bare:
        return False
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)


def _span(cell: Element, name: str) -> int:
    printed = cell.get(name)
    if printed is None:
        return 1
    return _FEW.get(printed) or figure_within(printed.strip(), 1, _WIDEST)


def _control(element: Element, tag: str) -> str:
    """What a form control shows: forms of a budget system are saved with their fields."""
    if tag == "textarea":
        return element.text or ""
    if tag == "select":
        options = list(element.iter("option"))
        chosen = [item for item in options if item.get("selected") is not None] or options[:1]
        return " ".join("".join(item.itertext()) for item in chosen)
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "□"
    return (element.get("value") or "") if kind in ("text", "number", "date", "tel", "email") else ""
