"""A sheet of our own: rows of texts and numbers, a frozen header with a filter, links into other sheets.

Every text is an inline string, so that no cell of a table is ever run as a formula.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from linter.ground.disklist import spooled_file
from linter.ground.patterns import compiled
from linter.office.markup import Node
from linter.office.parts import TYPE, Package, empty_package
from linter.office.references import column_name, figure_within
from linter.reports.view.columns import width
from linter.reports.view.wording import clean, shorten
from linter.reports.xlsx.cellstyles import Styles

_LONGEST = 4000
#: Excel's cells end at 32,767 characters.
_EXCELS_LONGEST = 32_000
_WIDEST = 60
_MOST_ROWS = 1_048_000
_LAST_ROW = 1_048_576
#: Widths of columns that together are too many to be read on A4 go on A3, and the codes of the two.
_FOR_A4, _A4, _A3 = 180, 9, 8
#: Rows of a long table.
_LONG = 1_000
#: Excel refuses more links in one sheet.
_MOST_LINKS = 65_000
_ESCAPED = compiled("_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = compiled(r"-?\d{1,15}(\.\d+)?\Z")
_FORBIDDEN = compiled(r"[\[\]:*?/\\]")


class Cell(msgspec.Struct, frozen=True):
    """A cell: its text or number, its style by name, and what it links to: a place in the workbook, or one in the
    ``file`` of this address."""

    content: str | int | float
    style: str = "text"
    link: str = ""
    file: str = ""


class Table(msgspec.Struct):
    """``notes`` are lines above the header; ``widths`` in characters, one a column; no text is shown longer than
    ``longest``. ``choices`` are what a column may hold, by its number from 1; ``hidden`` columns are not displayed.
    ``grows`` is a table that gets more rows later. The rows may be made as they are asked for."""

    name: str
    header: Sequence[str]
    widths: Sequence[float]
    rows: Iterable[list[Cell]]
    notes: list[str] = msgspec.field(default_factory=list)
    longest: int = _LONGEST
    choices: Mapping[int, Sequence[str]] = msgspec.field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    grows: bool = False


def link_to(sheet: str, cell: str) -> str:
    """A place as Excel writes it: ``'项目''1'!D12``."""
    return "'{}'!{}".format(sheet.replace("'", "''"), cell)


def shown(text: str, longest: int = _LONGEST) -> str:
    """Text as it may stand in a cell: nothing invisible, no escapes of the format, not endless."""
    return _ESCAPED.sub("_x005F_", clean(shorten(text, longest)))


def sheet_of(name: str, rows: Sequence[Sequence[str]], numbers: Collection[str]) -> bytes:
    """A workbook of one sheet: its rows (the first is the header), and which columns hold numbers."""
    header, *body = rows
    widths = [
        min(_WIDEST, max(8, max(width(row[at][:_WIDEST]) for row in rows[:200]) + 2))
        for at in range(len(header))
    ]
    cells = [
        [_number(text) if title in numbers else Cell(text) for title, text in zip(header, row, strict=True)]
        for row in body
    ]
    package = empty_package()
    add_table(package, Table(name, header, widths, cells, longest=_EXCELS_LONGEST), Styles(package).own())
    return package.save()


def _number(text: str) -> Cell:
    if not _NUMBER.match(text):
        return Cell(text)
    return Cell(float(text) if "." in text else int(text), "number")


def add_table(package: Package, table: Table, styles: dict[str, int]) -> str:
    """Add a sheet at the end of the workbook; the part it is."""
    book = package.edit(package.main)
    sheets = book.part(f"{{{package.namespace}}}sheets")
    name = _free_name(table.name, [item.get("name", "") for item in sheets])
    part = package.unused("xl/worksheets/sheet*.xml")
    sheet, rows = _xml(table, styles, package, part)
    package.put(part, sheet)
    package.declare(part, TYPE + "worksheet+xml")
    identity = package.relate(package.main, "worksheet", part)
    _set_print(book, len(sheets), name, table, rows, package.namespace)
    numbers = [figure_within(item.get("sheetId", "0"), 0, 65_000) for item in sheets]
    sheets.add(
        f"{{{package.namespace}}}sheet",
        {"name": name, "sheetId": str(max(numbers, default=0) + 1), f"{{{package.links}}}id": identity},
    )
    return part


def _set_print(book: Node, at: int, name: str, table: Table, rows: int, namespace: str) -> None:
    """Have the header printed on every page, in workbooks of our own: in others names stand in an order of theirs.

    Of a long table the area is said, too: where it is not, LibreOffice looks for the end of the whole sheet at each
    page, and takes hours for fifty thousand rows. Short ones may have charts beside them.
    """
    names, sheets = f"{{{namespace}}}definedNames", f"{{{namespace}}}sheets"
    if any(item.tag not in (sheets, names) for item in book):
        return
    listed = book.part(names) if any(item.tag == names for item in book) else book.add(names)
    head = len(table.notes) + 1
    areas = {"Print_Titles": f"${head}:${head}"}
    if rows > _LONG and not table.grows:
        areas = {"Print_Area": f"$A$1:${column_name(len(table.header))}${rows}", **areas}
    for kind, area in areas.items():
        place = "'{}'!{}".format(name.replace("'", "''"), area)
        told = {"name": f"_xlnm.{kind}", "localSheetId": str(at)}
        listed.add(f"{{{namespace}}}definedName", told, text=place)


def _free_name(wanted: str, taken: list[str]) -> str:
    wanted = _FORBIDDEN.sub("", wanted)[:28]
    names = {name.lower() for name in taken}
    return next(
        name for name in (wanted, *(f"{wanted}{number}" for number in range(2, 999))) if name not in names
    )


def _xml(table: Table, styles: dict[str, int], package: Package, part: str) -> tuple[IO[bytes], int]:
    """The sheet, written row by row into a file: hundreds of thousands of them are never in memory at once; and its
    last row."""
    top = len(table.notes) + 1
    above = [*([Cell(note, "note")] for note in table.notes), [Cell(text, "head") for text in table.header]]
    last = column_name(len(table.header))
    unseen = ' hidden="1"'
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"{unseen if at in table.hidden else ""}/>'
        for at, width in enumerate(table.widths, 1)
    )
    out = spooled_file()

    def write(text: str) -> None:
        out.write(text.encode("utf-8"))

    write(
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{package.namespace}" '
        f'xmlns:r="{package.links}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{top}" topLeftCell="A{top + 1}" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )
    links = _Links(package, part)
    number = 0
    for number, row in enumerate(chain(above, islice(table.rows, _MOST_ROWS - top)), 1):
        write(_row(number, row, styles, links, _height(row, table), table.longest))
    hyperlinks = f"<hyperlinks>{''.join(links.made)}</hyperlinks>" if links.made else ""
    write(
        f'</sheetData><autoFilter ref="A{top}:{last}{max(number, top)}"/>{_validations(table, top)}{hyperlinks}'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{_paper(table)}" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )
    return out, max(number, top)


def _paper(table: Table) -> int:
    """The paper on which all columns that are displayed stand side by side and can be read."""
    displayed = sum(width for at, width in enumerate(table.widths, 1) if at not in table.hidden)
    return _A3 if displayed > _FOR_A4 else _A4


class _Links:
    """The links of a sheet, ``made`` as they stand in it; those into one file share what leads there."""

    def __init__(self, package: Package, part: str) -> None:
        self.made: list[str] = []
        self._package = package
        self._part = part
        self._files: dict[str, str] = {}

    def add(self, place: str, cell: Cell) -> None:
        if len(self.made) >= _MOST_LINKS:
            return
        where = f" location={quoteattr(cell.link)}" if cell.link else ""
        if cell.file:
            if cell.file not in self._files:
                self._files[cell.file] = self._package.relate(
                    self._part, "hyperlink", cell.file, outside=True
                )
            where = f' r:id="{self._files[cell.file]}"{where}'
        self.made.append(f'<hyperlink ref="{place}"{where}/>')


def _validations(table: Table, top: int) -> str:
    """Lists to choose from, down to the last row there can be, so that rows added later have them too."""
    if not table.choices:
        return ""
    lists = "".join(
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="请从下拉框里选" '
        f"error={quoteattr('、'.join(words))} "
        f'sqref="{column_name(at)}{top + 1}:{column_name(at)}{_LAST_ROW}">'
        f"<formula1>{escape(chr(34) + ','.join(words) + chr(34))}</formula1></dataValidation>"
        for at, words in table.choices.items()
    )
    return f'<dataValidations count="{len(table.choices)}">{lists}</dataValidations>'


def _row(
    number: int,
    row: Sequence[Cell],
    styles: dict[str, int],
    links: _Links,
    height: float,
    longest: int,
) -> str:
    cells = []
    for at, cell in enumerate(row, 1):
        place = f"{column_name(at)}{number}"
        content, style = cell.content, cell.style
        if isinstance(content, str):
            text = shown(content, longest)
            if style == "text" and text.lstrip()[:1] in ("=", "+", "-", "@"):
                style = "quoted"
            inside = f'<is><t xml:space="preserve">{escape(text)}</t></is>' if text else ""
            kind = ' t="inlineStr"' if text else ""
        else:
            inside, kind = f"<v>{content}</v>", ""
        cells.append(f'<c r="{place}" s="{styles[style]}"{kind}>{inside}</c>')
        if cell.link or cell.file:
            links.add(place, cell)
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'


def _height(row: Sequence[Cell], table: Table) -> float:
    """The height of a row in points that shows the whole of its longest cell, as far as Excel allows."""
    lines = 1
    for cell, size in zip(row, table.widths, strict=False):
        if isinstance(cell.content, str) and cell.style != "note":
            lines = max(lines, -(-width(shorten(cell.content, table.longest)) // int(size - 1)))
    return min(3 + 13.5 * lines, 400)


def number_of(value: Any) -> float | int:
    """A decimal as a number of a cell."""
    return int(value) if value == int(value) else float(value)
