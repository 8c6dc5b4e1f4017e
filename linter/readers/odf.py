"""OpenDocument (.ods, .odt): cells keep the text they show, so nothing has to be rendered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.ground.errors import JxlintError
from linter.model import Sheet
from linter.office.archive import Archive, attribute, damaged, local, named
from linter.office.limits import COLUMNS, Counter, Limits, exceeded
from linter.office.references import figure_within
from linter.readers.flow import Block, Paragraph, Table, TableCell, has_table
from linter.readers.flow import sheet_of as sheet_of_flow
from linter.readers.grid import Range, Texts, sheet_of

_GROUPS = {
    *("table-row-group", "table-header-rows", "table-rows"),
    *("table-column-group", "table-header-columns", "table-columns"),
}
_SILENT = {"annotation", "tracked-changes", "note", "forms", "sequence-decls", "variable-decls", "frame"}
_ROWS = 1_048_576


def read(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """The worksheets of a spreadsheet, or the body of a text as one sheet. Raises JxlintError."""
    archive = Archive(data, limits)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise JxlintError("文件设有打开密码", advice="请取消密码，另存后再检查")
    root = archive.xml("content.xml")
    if root is None:
        raise damaged()
    counter = Counter(limits)
    book = next(named(root, "spreadsheet"), None)
    if book is not None:
        unseen = _unseen(root)
        return [_sheet(item, unseen, counter) for item in book if local(item) == "table"], []
    body = next((item for part in named(root, "body") for item in part if local(item) == "text"), None)
    if body is None:
        raise damaged()
    blocks = _blocks(body, counter, limits, 0)
    if has_table(blocks):
        return [sheet_of_flow(blocks, counter, limits)], []
    from linter.readers.text import sheets_of_text

    return sheets_of_text(
        "\n".join(block.text for block in blocks if isinstance(block, Paragraph)), limits
    ), []


def _count(element: Any, name: str) -> int:
    return figure_within(attribute(element, name), 1, _ROWS)


def _unseen(root: Any) -> set[str]:
    """Styles of sheets that are not displayed."""
    found = set()
    for style in named(root, "style"):
        for item in style:
            if local(item) == "table-properties" and attribute(item, "display") == "false":
                found.add(attribute(style, "name"))
    return found


def _rows(table: Any) -> list[Any]:
    return [row for row, _ in _parts(table, "table-row")]


def _parts(table: Any, kind: str) -> Iterator[tuple[Any, bool]]:
    """Rows or columns of a table, those in groups too, and whether each is displayed."""
    pending = [(table, True)]
    while pending:
        item, shown = pending.pop()
        name = local(item)
        if name == kind:
            yield item, shown and attribute(item, "visibility") not in ("collapse", "filter")
        elif item is table or name in _GROUPS:
            shown = shown and (item is table or attribute(item, "display") != "false")
            pending += [(child, shown) for child in reversed(item)]


def _sheet(table: Any, unseen: set[str], counter: Counter) -> Sheet:
    texts: Texts = {}
    merges: list[Range] = []
    hidden_rows: set[int] = set()
    row = 0
    for line, shown in _parts(table, "table-row"):
        times = max(_count(line, "number-rows-repeated"), 1)
        cells: dict[int, str] = {}
        column = 0
        for kind, cell, times_beside in _cells(line):
            repeat = min(times_beside, COLUMNS - column)
            if repeat <= 0:
                break  # no program shows a cell beyond
            text = _text_of(cell) if kind == "table-cell" else ""
            if text:
                counter.add(repeat)
                cells |= dict.fromkeys(range(column, column + repeat), text)
            down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down > 1 or right > 1:
                merges.append((row, column, row + down - 1, column + right - 1))
            column += repeat
        if cells:
            counter.add(times * len(cells))
            if not shown:
                hidden_rows |= {*range(row + 1, row + times + 1)}
            for at in range(row, row + times):
                texts[at] = cells
        row += times
    made = sheet_of(attribute(table, "name"), texts, merges, counter, hidden=attribute(table, "style-name") in unseen)
    made.hidden_rows, made.hidden_columns = hidden_rows, _hidden_columns(table)
    return made


def _hidden_columns(table: Any) -> list[tuple[int, int]]:
    found = []
    column = 0
    for item, shown in _parts(table, "table-column"):
        first, column = column + 1, column + max(_count(item, "number-columns-repeated"), 1)
        if not shown:
            found.append((first, column))
    return found


def _text_of(cell: Any) -> str:
    return "\n".join(_inline(item) for item in cell if local(item) in ("p", "h"))


def _inline(element: Any) -> str:
    """The shown text of a paragraph; blanks are counted elements, as a run of them would be one blank."""
    out = [element.text or ""]
    for child in element:
        kind = local(child)
        if kind == "s":
            out.append(" " * min(_count(child, "c"), 1000))
        elif kind == "tab":
            out.append("\t")
        elif kind == "line-break":
            out.append("\n")
        elif kind and kind not in _SILENT:
            out.append(_inline(child))
        out.append(child.tail or "")
    return "".join(out)


def _blocks(parent: Any, counter: Counter, limits: Limits, depth: int) -> list[Block]:
    """Paragraphs and tables under ``parent``, through lists, sections and frames."""
    if depth > 10 * limits.nesting:
        raise exceeded(f"内容嵌套超过上限（{limits.nesting} 层）", "nesting", "请把嵌套的表格拆开")
    found: list[Block] = []
    for child in parent:
        kind = local(child)
        if kind in ("p", "h"):
            found.append(Paragraph(_inline(child)))
            for frame in named(child, "text-box"):
                found += _blocks(frame, counter, limits, depth + 1)
        elif kind == "table":
            found.append(_table(child, counter, limits, depth + 1))
        elif kind and kind not in _SILENT:
            found += _blocks(child, counter, limits, depth + 1)
    return found


def _cells(line: Any) -> Iterator[tuple[str, Any, int]]:
    """The cells of a row, each with its kind and how often it is there side by side."""
    for cell in line:
        kind = local(cell)
        if kind in ("table-cell", "covered-table-cell"):
            yield kind, cell, max(_count(cell, "number-columns-repeated"), 1)


def _table(table: Any, counter: Counter, limits: Limits, depth: int) -> Table:
    cells = []
    for row, line in enumerate(_rows(table)):
        column = 0
        for kind, cell, times in _cells(line):
            repeat = min(times, 1000)
            counter.add(repeat)
            if kind == "table-cell":
                down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                for at in range(repeat):
                    blocks = _blocks(cell, counter, limits, depth)
                    cells.append(TableCell(row, column + at, blocks, min(down, 10_000), min(right, 1000)))
            column += repeat
    return Table(cells)
