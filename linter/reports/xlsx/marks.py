"""Faulty cells in the workbook of the user: a fill, and a comment that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

import msgspec

from linter.office.limits import ROWS
from linter.office.markup import Node
from linter.office.markupsource import fragment, fragments, refuse_damage
from linter.office.parts import TYPE, Package
from linter.office.references import figure, figure_within, position
from linter.office.sheetgrid import Grid, grid_of
from linter.reports.xlsx.cellstyles import Styles, ordered

AUTHOR = "jxlint"
#: A comment may hold 32767 characters; ours ends earlier, the sheet of findings has the rest.
_LONGEST = 6000
_SHEET = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
#: No workbook has more cell styles.
_STYLES = 65_490
_SHAPE_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})")
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


#: Of groups of columns: the first, the last, and the style of their cells.
Defaults = list[tuple[int, int, int]]


class Mark(msgspec.Struct):
    """What is to be shown at a cell: the gravest severity, and the paragraphs of its comment."""

    severity: str
    paragraphs: list[str]

    @property
    def text(self) -> str:
        text = "\n\n".join(self.paragraphs)
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…（其余见质检结果表）"


def mark_sheet(package: Package, part: str, marks: dict[str, Mark], styles: Styles) -> None:
    """Fill the cells of a worksheet and comment them. ``marks`` by reference."""
    root = package.edit(part)
    _fill(root, marks, styles)
    fresh = _comment(package, part, marks)
    if fresh:
        _draw(package, part, root, fresh, {reference: marks[reference].text for reference in fresh})


def _fill(root: Node, marks: dict[str, Mark], styles: Styles) -> None:
    tag = root.tag[: root.tag.index("}") + 1]
    wanted: dict[int, dict[int, str]] = {}
    for reference in marks:
        row, column = position(reference)
        wanted.setdefault(row, {})[column] = reference
    wanted = {number: dict(sorted(columns.items())) for number, columns in sorted(wanted.items())}
    defaults = _column_styles(root, tag)
    grid = grid_of(root)
    if grid is not None and grid.has(wanted):
        _fill_cells(grid, wanted, marks, styles, defaults)
        return
    data = ordered(root, "sheetData", _SHEET)
    rows = _numbered(data, lambda text: figure(text, ROWS))
    for number, columns in wanted.items():
        if number not in rows:
            at = sum(other < number for other in rows)
            rows[number] = Node(f"{tag}row", {"r": str(number)})
            data.insert(at, rows[number])
        _fill_row(rows[number], columns, marks, styles, defaults)


def _fill_cells(
    grid: Grid, wanted: dict[int, dict[int, str]], marks: dict[str, Mark], styles: Styles, defaults: Defaults
) -> None:
    """Fill cells where they stand; only a row that lacks one of them is read."""
    for number, columns in wanted.items():
        references = columns.values()
        cells = grid.cells(number, references)
        for cell, reference in zip(cells, references, strict=False):
            grid.set(cell, "s", _look(grid.get(cell, "s", "0"), marks[reference], styles))
        if not cells:
            row = grid.row(number)
            _fill_row(row, columns, marks, styles, defaults)
            grid.put(row)
    grid.close()


def _fill_row(
    row: Node, columns: dict[int, str], marks: dict[str, Mark], styles: Styles, defaults: Defaults
) -> None:
    named = {cell.get("r"): cell for cell in row}
    if all(reference in named for reference in columns.values()):
        cells = {column: named[reference] for column, reference in columns.items()}
    else:
        cells = _numbered(row, _column)
    for column, reference in columns.items():
        if column not in cells:
            at = sum(other < column for other in cells)
            cells[column] = Node(f"{row.tag[:-3]}c", {"r": reference})
            row.insert(at, cells[column])
            own = row.get("s") if row.get("customFormat") in ("1", "true") else None
            cells[column].set("s", own or str(_default(defaults, column)))
        cell = cells[column]
        cell.set("s", _look(cell.get("s", "0"), marks[reference], styles))


def _look(base: str, mark: Mark, styles: Styles) -> str:
    return str(styles.filled(figure(base, _STYLES) or 0, mark.severity))


def _column(text: str) -> int | None:
    try:
        return position(text)[1]
    except ValueError:
        return None


def _numbered(parent: Node, read: Callable[[str], int | None]) -> dict[int, Node]:
    """Children by their number; one without a number that can be read follows the one before it."""
    found: dict[int, Node] = {}
    last = 0
    for child in parent:
        last = read(child.get("r", "")) or last + 1
        found[last] = child
    return found


def _column_styles(root: Node, tag: str) -> Defaults:
    def said(item: Node, name: str, otherwise: int) -> int:
        return figure_within(item.get(name, ""), otherwise, _STYLES)

    return [
        (said(item, "min", 1), said(item, "max", 1), said(item, "style", 0))
        for group in root.findall(f"{tag}cols")
        for item in group.findall(f"{tag}col")
    ]


def _default(defaults: Defaults, column: int) -> int:
    return next((style for first, last, style in defaults if first <= column <= last), 0)


def _comment(package: Package, part: str, marks: dict[str, Mark]) -> list[str]:
    """Write the comments; the references of cells that had none before."""
    space = package.namespace
    name = package.related(part, "comments")
    if name is None:
        name = package.unused("xl/comments*.xml")
        fresh = sorted(marks, key=position)
        text = (
            f'<comments xmlns="{space}"><authors><author>{AUTHOR}</author></authors>'
            f"<commentList>{_entries(fresh, marks, 0)}</commentList></comments>"
        ).encode()
        refuse_damage(text)
        package.put(name, text)
        package.relate(part, "comments", name)
        package.declare(name, TYPE + "comments+xml")
        return fresh
    root = package.edit(name)
    authors, comments = root.part(f"{{{space}}}authors"), root.part(f"{{{space}}}commentList")
    names = [author.text or "" for author in authors]
    if AUTHOR not in names:
        authors.add(f"{{{space}}}author", text=AUTHOR)
        names.append(AUTHOR)
    there = {item.get("ref"): item for item in comments}
    fresh = []
    for reference in sorted(marks, key=position):
        if reference not in there:
            fresh.append(reference)
            continue
        more = marks[reference].text
        holder = ordered(there[reference], "text", ("text", "commentPr"))
        if more not in "".join(holder.itertext()):
            _append(holder, f"\n\n{more}", space)
    comments.extend(fragments(_entries(fresh, marks, names.index(AUTHOR)), space))
    return fresh


def _entries(references: list[str], marks: dict[str, Mark], author: int) -> str:
    return "".join(
        f'<comment ref="{reference}" authorId="{author}"><text>{_run(marks[reference].text)}</text></comment>'
        for reference in references
    )


def _append(holder: Node, text: str, space: str) -> None:
    """Add a run to a rich text. A bare text before it becomes a run as well, since only runs may follow."""
    for bare in holder.findall(f"{{{space}}}t"):
        run = Node(f"{{{space}}}r")
        holder.replace(bare, run)
        run.append(bare)
    at = sum(child.tag == f"{{{space}}}r" for child in holder)
    holder.insert(at, fragment(_run(text), space))


def _run(text: str) -> str:
    return f'<r><rPr><sz val="9"/><rFont val="宋体"/></rPr><t xml:space="preserve">{escape(text)}</t></r>'


def _draw(package: Package, part: str, root: Node, fresh: list[str], texts: dict[str, str]) -> None:
    """The boxes of new comments, which Office keeps in an old drawing format beside them."""
    name = package.related(part, "vmlDrawing")
    if name is None:
        name = package.unused("xl/drawings/vmlDrawing*.vml")
        package.declare_suffix("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        identity = package.relate(part, "vmlDrawing", name)
        ordered(root, "legacyDrawing", _SHEET).set(f"{{{package.links}}}id", identity)
        old = (
            f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
            "</o:shapelayout></xml>"
        ).encode()
    else:
        old = package.read(name)
    number = max((int(found) for found in _SHAPE_NUMBER.findall(old)), default=1024) + 1
    made = "" if b'id="_x0000_t202"' in old else _SHAPE_TYPE
    made += "".join(_box(number + at, reference, texts[reference]) for at, reference in enumerate(fresh))
    end = old.rindex(b"</xml>")
    package.put(name, old[:end] + made.encode() + old[end:])


def _box(number: int, reference: str, text: str) -> str:
    row, column = position(reference)
    lines = sum(1 + len(line) // 24 for line in text.split("\n"))
    top = max(0, row - 2)
    anchor = f"{column}, 15, {top}, 4, {column + 5}, 15, {top + min(max(lines, 5), 26)}, 4"
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:120pt;z-index:1;'
        'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
        f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
