"""The ledger of an earlier run as the office has kept it: read by the heads of its columns, and changed cell by cell.

Nothing else of the workbook is touched: rows, columns, sheets and looks that the office added stay as they are, in
whatever order it has put them. A ledger may have a hundred thousand rows: of each only what is asked for is kept, and
the sheet is read and written as a stream.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec

from linter.ground.disklist import DiskList, spooled_file
from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.office.limits import COLUMNS, DEFAULT, ROWS
from linter.office.parts import Package
from linter.office.references import column_name, figure, position
from linter.office.sheetsplice import Splice
from linter.office.zipentries import FileBytes
from linter.readers import lay_aside, xlsx
from linter.reports.xlsx.sheet import shown

#: Rows from the top in which the heads are looked for.
_TOP = 30
_LONGEST = 32_000
#: What an office writes behind a head, as 状态（单位填）.
_REMARK = compiled("[（(][^（()）]*[)）]$")
#: No number of a row is larger.
_MOST = 10**8
#: Nothing of a ledger is laid out, so that it may hold as much as a sheet can.
_LIMITS = msgspec.structs.replace(DEFAULT, cells=ROWS * COLUMNS, unpacked=DEFAULT.streamed)

#: The new texts of a row by head.
Changes = Callable[[int], Mapping[str, str]]


class OldLedger:
    """``wanted`` are the heads that must be there; ``kept`` those whose texts are kept: ``texts`` gives, for each row
    that holds something, a text for each of them, and ``rows`` its number; ``most`` is the largest number in the column
    ``counted``. Raises JxlintError where the file is no ledger of ours."""

    def __init__(
        self, path: Path, wanted: Sequence[str], kept: Sequence[str] = (), counted: str = ""
    ) -> None:
        self._path = path
        self.rows = array("L")
        self.texts: DiskList[list[str]] = DiskList()
        self.most = 0
        self._wanted, self._kept, self._counted = wanted, kept, counted
        self._columns: dict[str, int] = {}
        self._lacking = list(wanted)
        self._first = self._last = 0
        try:
            data = lay_aside(path)
            self._package = Package(data)
            found = self._read(data)
        except JxlintError as error:
            error.path = str(path)
            raise
        except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
            raise self._refused("台账打不开，不是 .xlsx 工作簿") from error
        if not found:
            raise self._refused(f"里面没有台账：找不到表头“{'”“'.join(self._lacking)}”")
        self._added: DiskList[Mapping[str, str | int | float]] = DiskList()
        self._changes: Changes = lambda _: {}

    def _refused(self, why: str) -> JxlintError:
        return JxlintError(
            why,
            path=str(self._path),
            advice="请用上次 --output 写出的台账（.xlsx）；列可以加、可以换位置，上面说的表头请改回来",
        )

    def _read(self, data: FileBytes) -> bool:
        for _, part, give in xlsx.sheets_by_row(data, _LIMITS):
            self._part, self._last, self._written = part, 0, 0
            give(self._take)
            if self._columns:
                return True
        return False

    def _take(self, row: int, cells: dict[int, str]) -> None:
        self._last = max(self._last, row + 1)
        filled = any(text.strip() for text in cells.values())
        if not self._columns:
            # Blank rows in a run count once.
            self._written += filled or self._last == row + 1
            if filled and self._written <= _TOP:
                self._look_for_heads(row, cells)
        elif filled:
            self.rows.append(row + 1)
            told = {head: cells.get(column - 1, "") for head, column in self._columns.items()}
            self.texts.put([told.get(head, "") for head in self._kept])
            number = figure(told.get(self._counted, "").strip(), _MOST)
            self.most = max(self.most, number or 0)

    def _look_for_heads(self, row: int, cells: dict[int, str]) -> None:
        heads: dict[str, int] = {}
        told = [("".join(cells[column].split()), column + 1) for column in sorted(cells)]
        for head, column in [*told, *((_REMARK.sub("", head), column) for head, column in told)]:
            heads.setdefault(head, column)
        lacking = [head for head in self._wanted if head not in heads]
        self._lacking = min(self._lacking, lacking, key=len)
        if not lacking:
            self._first = row + 1
            self._columns = {head: column for head, column in heads.items() if head}

    def change(self, changes: Changes) -> None:
        """Write texts into cells of old rows: ``changes`` gives them by head, asked for the place of a row in ``rows``
        when it is written. Heads that are not there are passed over."""
        self._changes = changes

    def append(self, rows: Iterable[Mapping[str, str | int | float]]) -> int:
        """Add rows at the end, looking like the last of ours; how many. Columns of the office stay blank there."""
        for row in rows:
            self._added.put(row)
        self._end = max(self._last, self._first) + len(self._added)
        return len(self._added)

    def blocks(self) -> Iterator[bytes]:
        """The workbook as a file, piece by piece."""
        ours = max(self.rows, default=0)
        made = spooled_file()
        splice = Splice(self._changed, _cell, ours, self._fresh, self._stretched)
        splice.run(self._package.chunks(self._part), made)
        self._package.put(self._part, made)
        return self._package.blocks()

    def _changed(self, row: int) -> dict[int, str]:
        place = bisect_left(self.rows, row)
        if place == len(self.rows) or self.rows[place] != row:
            return {}
        texts = self._changes(place)
        return {self._columns[head]: text for head, text in texts.items() if head in self._columns}

    def _fresh(self, prefix: str, styles: Mapping[int, str]) -> Iterator[str]:
        """The rows added, as XML."""
        first = max(self._last, self._first) + 1
        columns = sorted(self._columns.items(), key=lambda item: item[1])
        for number, row in enumerate(self._added, first):
            cells = "".join(
                _cell(prefix, number, at, row.get(head, ""), styles.get(at, "")) for head, at in columns
            )
            yield f'<{prefix}row r="{number}">{cells}</{prefix}row>'

    def _stretched(self, old: str) -> str:
        """A range of the sheet that reaches to the last row."""
        start, sign, end = old.partition(":")
        if not sign:
            return old
        row, column = position(end)
        return f"{start}:{column_name(column)}{max(row, self._end)}"


def _cell(prefix: str, row: int, column: int, content: str | int | float, look: str) -> str:
    place = f"{column_name(column)}{row}"
    styled = f' s="{escape(look)}"' if look else ""
    if not isinstance(content, str):
        return f'<{prefix}c r="{place}"{styled}><{prefix}v>{content}</{prefix}v></{prefix}c>'
    if not content:
        return f'<{prefix}c r="{place}"{styled}/>'
    text = escape(shown(content, _LONGEST))
    inside = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return f'<{prefix}c r="{place}"{styled} t="inlineStr">{inside}</{prefix}c>'
