"""Tables drawn with characters: +---+ of Pandoc and of databases, ┌─┬─┐ copied from a terminal.

A ruled line ends a row, and the lines between two of them are the lines of its cells. A line that is ruled in
part ends the cells above its strokes only: the others go on, as merged cells do. A drawing without ruled lines
between its rows has a row on every line. A title may stand right above, and the outer lines may be missing.
"""

from __future__ import annotations

from linter.ground.patterns import compiled
from linter.model import Cell, Place

Line = tuple[int, str]

_BARS = str.maketrans("│┃║｜", "||||")
_BOX_BARS = frozenset("│┃║")
_BOX_CORNERS = "┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫"
#: Corners that part the cells below them only.
_OPENING = str.maketrans("┬╦┳╤╥", "─────")
_CORNERS = frozenset(f"+{_BOX_CORNERS}")
_EDGES = _CORNERS | {"|"}
_STROKES = frozenset("-=─━═┄┈:")
#: A plus sign is a corner only beside a stroke: cells may hold A+B.
_PARTING = compiled(rf"[|{_BOX_CORNERS}]|\+(?=[-=:]{{2}})|(?<=[-=:]{{2}})\+")
_RULE = compiled(rf"[+{_BOX_CORNERS}][-=:─━═┄┈]{{2}}|[-=:─━═┄┈]{{2}}[+{_BOX_CORNERS}]")
_FEWEST_STROKES = 2
#: Fewer ruled lines between rows do not part them: the head alone is ruled.
_FEWEST = 2


def drawings(block: list[Line]) -> list[tuple[bool, list[Line]]]:
    """A run of lines cut into drawn tables (true) and what stands around them."""
    if not any("|" in line or not _BOX_BARS.isdisjoint(line) for _, line in block):
        return [(False, block)]
    parts: list[tuple[bool, list[Line]]] = []
    for one in block:
        drawn = _is_ruled(one[1]) or one[1].lstrip()[:1].translate(_BARS) == "|"
        if not parts or parts[-1][0] != drawn:
            parts.append((drawn, []))
        parts[-1][1].append(one)
    if any(drawn and _is_drawing(lines) for drawn, lines in parts):
        return [(drawn and _is_drawing(lines), lines) for drawn, lines in parts]
    return [(False, block)]


def _is_drawing(lines: list[Line]) -> bool:
    """Whether lines with bars are a drawing: some are ruled with corners, or the bars are those of a drawing."""
    inner = [line for _, line in lines if not _is_ruled(line)]
    boxed = sum(line.lstrip()[:1] in _BOX_BARS for line in inner)
    return bool(inner) and (len(inner) < len(lines) or (boxed == len(inner) and boxed >= _FEWEST))


def drawn_rows(block: list[Line]) -> list[list[Cell]]:
    """The rows of a drawn table; a cell of several lines keeps its line ends."""
    inner = [at for at, (_, line) in enumerate(block) if not _is_ruled(line)]
    between = inner[-1] - inner[0] + 1 - len(inner)
    # Ruled under the head only, or nowhere: every line is a row.
    apart = (between < _FEWEST and len(inner) > _FEWEST) or len(inner) == len(block)
    drawing = _Drawing()
    for number, line in block:
        if _is_ruled(line):
            drawing.rule(line)
            continue
        drawing.line([part.strip() for part in _bare(line).split("|")], number)
        if apart:
            drawing.end()
    return drawing.rows


class _Drawing:
    """The rows drawn so far. ``row`` holds the cells of the row under way, ``going`` the columns of the row
    before whose cells go on in the next one."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.row: list[Cell] | None = None
        self.going: list[int] = []
        #: The cell that each column of the last row shows: its own, or the one that covers it.
        self.shown: list[Cell] = []

    def line(self, parts: list[str], number: int) -> None:
        if self.row is None:
            self._begin(len(parts), number)
        assert self.row is not None
        for column, part in enumerate(parts):
            if column >= len(self.row):
                cell = Cell("", self.row[0].place)
                self.row.append(cell)
                self.shown.append(cell)
            self._write(column, part)

    def _begin(self, count: int, number: int) -> None:
        going = [
            column
            for at, column in enumerate(self.going)
            # In a row of other cells only those at its left are certain.
            if column < count and (count == len(self.shown) or column == at)
        ]
        before, self.shown, self.row = self.shown, [], []
        for column in range(count):
            cell = Cell("", Place(line=number, column=column + 1), covered=column in going)
            if column in going:
                before[column].row_span += 1
            self.row.append(cell)
            self.shown.append(before[column] if column in going else cell)
        self.going = []
        self.rows.append(self.row)

    def _write(self, column: int, part: str) -> None:
        if part:
            cell = self.shown[column]
            cell.text = f"{cell.text}\n{part}" if cell.text else part

    def rule(self, line: str) -> None:
        """Ends the cells above the strokes of a line; the parts between may hold text of those that go on."""
        if self.row is None:
            return
        parts = _PARTING.split(_bare(line))
        if len(parts) != len(self.row):
            parts = _PARTING.split(_bare(line.translate(_OPENING)))
        self.end()
        if len(parts) == len(self.shown):
            self.going = [column for column, part in enumerate(parts) if not _is_stroke(part)]
            for column in self.going:
                self._write(column, parts[column].strip())

    def end(self) -> None:
        self.row, self.going = None, []


def _bare(line: str) -> str:
    """A line without its outer bars or corners, all bars alike."""
    text = line.translate(_BARS).strip()
    text = text[1:] if text[:1] == "|" or text[:1] in _CORNERS else text
    return text[:-1] if text[-1:] == "|" or text[-1:] in _CORNERS else text


def _is_stroke(part: str) -> bool:
    text = part.strip()
    return len(text) >= _FEWEST_STROKES and _STROKES.issuperset(text)


def _is_ruled(line: str) -> bool:
    """Whether a line is ruled, wholly or in part: strokes between corners."""
    text = line.translate(_BARS).strip()
    if text[:1] not in _EDGES or _RULE.search(text) is None:
        return False
    return any(_is_stroke(part) for part in _PARTING.split(text))
