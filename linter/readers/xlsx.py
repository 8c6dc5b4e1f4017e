"""Workbooks of Excel and WPS (.xlsx, .xlsm, .et as zip): the text shown in each cell of each sheet.

The parts are read straight from their XML, once: values, number formats and merged ranges come in the same
pass, and nothing is laid out in memory before it is counted (a library that builds the grid from its corner
cells lets a file of one kilobyte claim every cell up to XFD1048576).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.model import Sheet
from linter.office.archive import Archive, damaged, flag, local, walk_xml
from linter.office.limits import Counter, Limits
from linter.readers.grid import Range, Texts, sheet_of
from linter.readers.number_format import BUILTIN, plain, shown

_ESCAPE = compiled("_x([0-9A-Fa-f]{4})_")
_REFERENCE = compiled(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def read(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """All sheets in the order of their tabs, hidden ones marked. Raises JxlintError."""
    archive = Archive(data, limits)
    main = archive.main_part("workbook", "xl/workbook.xml")
    book = archive.xml(main)
    if book is None:
        raise damaged()
    relations = archive.relations(main)
    folder = main.rpartition("/")[0]
    strings = _strings(archive, _part(archive, relations, f"{folder}/sharedStrings.xml"))
    show = _formats(archive.xml(_part(archive, relations, f"{folder}/styles.xml")), _from_1904(book))
    counter = Counter(limits)
    sheets, problems = [], []
    for item in book.iter("{*}sheet"):
        name = item.get("name", "")
        identity = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
        part = relations.get(identity, "")
        if part not in archive or "worksheet" not in part.lower():
            continue  # a chart sheet holds no cells
        texts, merges, stale = _cells(archive.read(part), strings, show, counter)
        hidden = item.get("state") in ("hidden", "veryHidden")
        sheets.append(sheet_of(name, texts, merges, counter, hidden=hidden))
        if stale:
            problems.append(
                f"工作表“{name}”有 {stale} 个公式没有计算结果，读作空白；请用 Excel 或 WPS 打开保存一次"
            )
    if not sheets:
        raise JxlintError("工作簿里没有可读的工作表", advice="请确认选对了文件")
    return sheets, problems


def _part(archive: Archive, relations: dict[str, str], usual: str) -> str:
    ending = usual.rpartition("/")[2].lower()
    return next((part for part in relations.values() if part.lower().endswith(ending)), usual)


def _from_1904(book: Any) -> bool:
    return any(flag(item, "date1904") for item in book.iter("{*}workbookPr"))


def _strings(archive: Archive, part: str) -> list[str]:
    data = archive.read(part)
    return [_rich(item) for item in walk_xml(data, "si")] if data else []


def _rich(item: Any) -> str:
    """The text of a string item: its runs without the reading aids (rPh)."""
    texts = []
    for child in item:
        kind = local(child)
        if kind == "t":
            texts.append(child.text or "")
        elif kind == "r":
            texts += [part.text or "" for part in child if local(part) == "t"]
    return _unescape("".join(texts))


def _unescape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _formats(styles: Any | None, from_1904: bool) -> list[Callable[[str | float], str] | None]:
    """For each cell style the function that shows a number, None where it is shown as it is."""
    codes = dict(BUILTIN)
    found: list[Callable[[str | float], str] | None] = []
    if styles is None:
        return found
    for item in styles.iter("{*}numFmt"):
        identity = item.get("numFmtId", "")
        if identity.isascii() and identity.isdigit():
            codes[int(identity)] = item.get("formatCode", "")
    for group in styles.iter("{*}cellXfs"):
        for item in group:
            identity = item.get("numFmtId", "0")
            code = codes.get(int(identity), "") if identity.isascii() and identity.isdigit() else ""
            found.append(None if plain(code) else _shower(code, from_1904))
        break
    return found


def _shower(code: str, from_1904: bool) -> Callable[[str | float], str]:
    return lambda value: shown(value, code, from_1904=from_1904)


def _cells(
    data: bytes, strings: list[str], show: list[Callable[[str | float], str] | None], counter: Counter
) -> tuple[Texts, list[Range], int]:
    """Shown texts, merged ranges, and how many formulas have no stored result."""
    texts: Texts = {}
    merges: list[Range] = []
    stale = 0
    next_row = 0
    for element in walk_xml(data, "row", "mergeCell"):
        if local(element) == "mergeCell":
            merge = _range(element.get("ref", ""))
            if merge:
                merges.append(merge)
            continue
        number = element.get("r", "")
        row = int(number) - 1 if number.isascii() and number.isdigit() else next_row
        next_row = row + 1
        counter.add(1)
        cells: dict[int, str] = {}
        column = -1
        for cell in element:
            named = _column(cell.get("r", "").rstrip("0123456789"))
            column = column + 1 if named is None else named
            text, bare = _text(cell, strings, show)
            stale += bare
            if text:
                cells[column] = text
        if cells:
            texts.setdefault(row, {}).update(cells)
    return texts, merges, stale


def _text(cell: Any, strings: list[str], show: list[Callable[[str | float], str] | None]) -> tuple[str, bool]:
    """The shown text of a cell, and whether it is a formula without a result."""
    value: str | None = None
    inline = ""
    formula = False
    for child in cell:
        tag = child.tag
        if tag.endswith("}v"):
            value = child.text
        elif tag.endswith("}f"):
            formula = True
        elif tag.endswith("}is"):
            inline = _rich(child)
    kind = cell.get("t", "n")
    style = cell.get("s", "0")
    number = int(style) if style.isascii() and style.isdigit() else 0
    form = show[number] if number < len(show) else None
    if kind == "inlineStr":
        return (form(inline) if form else inline), False
    if value is None:
        return "", formula
    if kind == "s":
        position = int(value) if value.strip().isdigit() else -1
        text = strings[position] if 0 <= position < len(strings) else ""
        return (form(text) if form and text else text), False
    if kind in ("str", "e", "d"):
        text = _unescape(value)
        return (form(text) if form and kind == "str" else text), False
    if kind == "b":
        return ("TRUE" if value.strip() == "1" else "FALSE"), False
    if form is None and len(value) < 12 and value.isdigit():
        return value, False
    try:
        figure = float(value)
    except ValueError:
        return value, False
    return (form(figure) if form else shown(figure)), False


@lru_cache(maxsize=512)
def _column(letters: str) -> int | None:
    """The column from 0 of its letters; None for anything else."""
    position = _position(letters + "1")
    return position[1] if position else None


def _position(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a reference such as ``D12``."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _range(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    start, end = _position(first), _position(last or first)
    if start is None or end is None:
        return None
    return (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
