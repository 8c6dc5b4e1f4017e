"""The ledger of an earlier run as the office has kept it: read by the heads of its columns, and changed cell by cell.

Nothing else of the workbook is touched: rows, columns, sheets and looks that the office added stay as they are, in
whatever order it has put them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from linter.ground.errors import JxlintError
from linter.model import Sheet
from linter.office.limits import DEFAULT
from linter.office.markupsource import fragment
from linter.office.parts import Package
from linter.office.references import column_name, position
from linter.readers import load, xlsx
from linter.reports.xlsx.sheet import shown

#: Rows from the top in which the heads are looked for.
_TOP = 30
_LONGEST = 32_000


class OldLedger:
    """``rows`` are the rows below the heads: texts by head. ``wanted`` are the heads that must be there. Raises
    JxlintError where the file is no ledger of ours."""

    def __init__(self, path: Path, wanted: Sequence[str]) -> None:
        self._path = path
        try:
            data = load(path)
            self._package = Package(data)
            sheets, _ = xlsx.read(data, DEFAULT)
        except JxlintError as error:
            error.path = str(path)
            raise
        except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
            raise self._refused("台账打不开，不是 .xlsx 工作簿") from error
        found = next((it for it in (_head(sheet, wanted) for sheet in sheets) if it), None)
        if found is None:
            raise self._refused(f"里面没有台账：找不到“{'”“'.join(wanted)}”这几列的表头")
        sheet, top, self._columns = found
        self._part = self._package.sheets()[sheet.name or ""]
        self.rows: dict[int, dict[str, str]] = {}
        for row in sheet.rows[top + 1 :]:
            texts = {head: row[at - 1].text for head, at in self._columns.items() if at <= len(row)}
            number = next((position(cell.place.cell)[0] for cell in row if cell.place.cell), None)
            if number is not None and any(cell.text.strip() for cell in row):
                self.rows[number] = texts
        self._first = top + 1
        self._root = self._package.edit(self._part)
        self._tag = self._root.tag[: self._root.tag.index("}") + 1]

    def _refused(self, why: str) -> JxlintError:
        return JxlintError(
            why,
            path=str(self._path),
            advice="请用上次 --output 写出的台账（.xlsx），列可以加，“标识”列不要删",
        )

    def change(self, changes: Mapping[int, Mapping[str, str]]) -> None:
        """Write texts into cells of old rows: by row number and head. Heads that are not there are passed over."""
        elements = _by_number(self._data(), lambda item: int(item.get("r", "0")))
        for number, texts in changes.items():
            row = elements.get(number)
            if row is None:
                continue
            cells = _by_number(row, lambda item: position(item.get("r", ""))[1])
            for head, text in texts.items():
                column = self._columns.get(head)
                if column is not None:
                    self._put(row, cells, number, column, text)

    def append(self, rows: Iterable[Mapping[str, str | int | float]]) -> int:
        """Add rows at the end, looking like the last of ours; how many. Columns of the office stay blank there."""
        data = self._data()
        existing = [int(item.get("r", "0")) for item in data]
        last = max([*existing, self._first, *self.rows], default=self._first)
        looks = self._looks(data)
        before = last
        for row in rows:
            last += 1
            cells = "".join(
                _cell(f"{column_name(at)}{last}", row.get(head, ""), looks.get(at, ""))
                for head, at in sorted(self._columns.items(), key=lambda item: item[1])
            )
            data.append(fragment(f'<row r="{last}">{cells}</row>', self._tag[1:-1]))
        self._stretch(last)
        return last - before

    def save(self) -> bytes:
        return self._package.save()

    def _data(self) -> Any:
        return self._root.find(f"{self._tag}sheetData")

    def _put(self, row: Any, cells: dict[int, Any], number: int, column: int, text: str) -> None:
        old = cells.get(column)
        look = old.get("s", "") if old is not None else ""
        made = fragment(_cell(f"{column_name(column)}{number}", text, look), self._tag[1:-1])
        if old is not None:
            row.replace(old, made)
        else:
            row.insert(sum(other < column for other in cells), made)
        cells[column] = made

    def _looks(self, data: Any) -> dict[int, str]:
        """Style numbers by column of the last row that is ours."""
        ours = max(self.rows, default=0)
        row = next((item for item in data if item.get("r") == str(ours)), None)
        if row is None:
            return {}
        return {position(cell.get("r", ""))[1]: cell.get("s", "") for cell in row if cell.get("r")}

    def _stretch(self, last: int) -> None:
        """Make the ranges of the sheet reach to the last row."""
        for name in ("dimension", "autoFilter"):
            item = self._root.find(f"{self._tag}{name}")
            start, sign, end = (item.get("ref", "") if item is not None else "").partition(":")
            if item is not None and sign:
                row, column = position(end)
                item.set("ref", f"{start}:{column_name(column)}{max(row, last)}")


def _head(sheet: Sheet, wanted: Sequence[str]) -> tuple[Sheet, int, dict[str, int]] | None:
    """The sheet with the number of its row of heads and the column of each, from 1."""
    for at, row in enumerate(sheet.rows[:_TOP]):
        heads: dict[str, int] = {}
        for column, cell in enumerate(row, 1):
            heads.setdefault("".join(cell.text.split()), column)
        if all(head in heads for head in wanted):
            return sheet, at, {head: column for head, column in heads.items() if head}
    return None


def _by_number(parent: Any, read: Any) -> dict[int, Any]:
    found = {}
    for item in parent:
        try:
            found[read(item)] = item
        except ValueError:
            continue
    return found


def _cell(place: str, content: str | int | float, look: str) -> str:
    styled = f' s="{look}"' if look else ""
    if not isinstance(content, str):
        return f'<c r="{place}"{styled}><v>{content}</v></c>'
    if not content:
        return f'<c r="{place}"{styled}/>'
    text = escape(shown(content, _LONGEST))
    return f'<c r="{place}"{styled} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
