"""Workbooks as one XML file (Excel 2003), which budget systems export under the name .xls."""

from __future__ import annotations

from typing import Any

from linter.model import Sheet
from linter.office.archive import attribute, local, named, read_xml, refuse_types
from linter.office.limits import Counter, Limits
from linter.office.references import figure_within
from linter.readers.grid import Range, Texts, sheet_of
from linter.readers.number_format import BUILTIN, shown

#: Formats that are named in words.
_NAMED = {
    "General Number": "General",
    "Standard": BUILTIN[4],
    "Fixed": BUILTIN[2],
    "Percent": BUILTIN[10],
    "Scientific": BUILTIN[11],
    "Short Date": BUILTIN[14],
    "Long Date": BUILTIN[31],
    "General Date": BUILTIN[22],
}
_FARTHEST = 1_048_576
#: So many rows are described at once.
_SPAN = 10_000


def read(text: str, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """All sheets in the order of their tabs. Raises JxlintError."""
    data = text.encode("utf-8", errors="replace")
    refuse_types(data)
    root = read_xml(data, encoding="utf-8")
    formats = {}
    for style in named(root, "Style"):
        for item in named(style, "NumberFormat"):
            code = attribute(item, "Format")
            formats[attribute(style, "ID")] = _NAMED.get(code, code)
    counter = Counter(limits)
    return [_sheet(item, formats, counter) for item in named(root, "Worksheet")], []


def _figure(element: Any, name: str, default: int) -> int:
    return figure_within(attribute(element, name), default, _FARTHEST)


def _sheet(sheet: Any, formats: dict[str, str], counter: Counter) -> Sheet:
    texts: Texts = {}
    merges: list[Range] = []
    row = -1
    unseen: set[int] = set()
    for line in named(sheet, "Row"):
        row = _figure(line, "Index", row + 2) - 1
        if attribute(line, "Hidden") == "1":
            unseen |= {*range(row + 1, row + 2 + min(_figure(line, "Span", 0), _SPAN))}
        column = -1
        for cell in line:
            if local(cell) != "Cell":
                continue
            counter.add(1)
            column = _figure(cell, "Index", column + 2) - 1
            style = attribute(cell, "StyleID") or attribute(line, "StyleID")
            text = _text(cell, formats.get(style, "General"))
            if text:
                texts.setdefault(row, {})[column] = text
            right, down = _figure(cell, "MergeAcross", 0), _figure(cell, "MergeDown", 0)
            if right or down:
                merges.append((row, column, row + down, column + right))
            column += right
    hidden = any("SheetHidden" in (item.text or "") for item in named(sheet, "Visible"))
    made = sheet_of(attribute(sheet, "Name"), texts, merges, counter, hidden=hidden)
    made.hidden_rows, made.hidden_columns = unseen, _hidden_columns(sheet)
    return made


def _hidden_columns(sheet: Any) -> list[tuple[int, int]]:
    found = []
    column = 0
    for item in named(sheet, "Column"):
        first = _figure(item, "Index", column + 1)
        column = first + _figure(item, "Span", 0)
        if attribute(item, "Hidden") == "1":
            found.append((first, column))
    return found


def _text(cell: Any, code: str) -> str:
    data = next((item for item in cell if local(item) == "Data"), None)
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = attribute(data, "Type")
    if kind == "Number":
        try:
            return shown(float(text), code)
        except ValueError:
            return text
    if kind == "DateTime":
        return _date(text, code)
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return shown(text.replace("\r\n", "\n"), code)


def _date(text: str, code: str) -> str:
    import datetime

    try:
        moment = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    since = moment.replace(tzinfo=None) - datetime.datetime(1899, 12, 30)
    return shown(since / datetime.timedelta(days=1), BUILTIN[14] if code == "General" else code)
