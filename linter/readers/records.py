"""JSON of systems → ``Record``s: one project an object, or one indicator an object.

What a key means is told by its name (``recordnames``); keys without a meaning are passed over. Rows of the same
project, unit and year make one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linter.ground.errors import JxlintError
from linter.model import Cell, Place, Record
from linter.office.limits import Counter, Limits, exceeded
from linter.readers.json import Object, values
from linter.readers.recordcodes import decode
from linter.readers.recordnames import Names, NoRecords, plain, settled, usual

_KNOWN = "项目名称、三级绩效指标名称、指标值，或者 pro_name、lv3_perf_ind_name、kpi_val"
_OWN_REPORT = "jxlint/check/"
#: What rows of one project have in common.
SAME = ("project", "code", "implementing_unit", "year")


def read(
    text: str, limits: Limits, *, names: Names | None = None, lines: bool = False
) -> tuple[list[Record], list[str]]:
    """The records of a JSON text and remarks on what was passed over. Raises JxlintError, NoRecords for data of
    another kind."""
    walk = _Walk(names or usual(), limits)
    found = list(walk.objects(values(text, lines=lines)))
    if not walk.records(found):
        raise NoRecords("没有认识的记录", advice=f"每条记录里要有 {_KNOWN}；别的字段名请用 --map 对照")
    records = grouped(walk.made)
    return records, [*walk.remarks, *decode(records, walk.names)]


class _Walk:
    """One pass over the data of a file."""

    def __init__(self, names: Names, limits: Limits) -> None:
        self.names = names
        self.limits = limits
        self.counter = Counter(limits)
        self.made: list[tuple[Record, bool]] = []
        self.remarks: list[str] = []

    def objects(self, tree: Any, depth: int = 0) -> Iterator[Any]:
        """The objects that may be records: the items of the outermost lists that hold any."""
        if depth > self.limits.nesting:
            raise exceeded(f"数据套了 {self.limits.nesting} 层还多", "nesting", "请确认选对了文件")
        if isinstance(tree, list):
            for item in tree:
                if isinstance(item, list):
                    yield from self.objects(item, depth + 1)
                else:
                    yield from self._inside(item, depth)

    def _inside(self, item: Any, depth: int) -> Iterator[Any]:
        if not isinstance(item, Object):
            yield item
            return
        if str(item.get("schema", "")).startswith(_OWN_REPORT):
            raise NoRecords("这是 jxlint 自己的检查报告", advice="请选要检查的文件")
        held = [] if self.known(item) else [value for value in item.values() if self._holds(value, depth)]
        if not held:
            yield item
            return
        _refuse_twice(item, "数据最外层")
        for value in held:
            yield from self.objects(value if isinstance(value, list) else [value], depth + 1)

    def _holds(self, value: Any, depth: int) -> bool:
        """Whether a value is a wrapping around records: a list of objects, or an object that is a record or holds
        some."""
        if isinstance(value, list):
            return any(isinstance(one, Object) for one in value)
        if not isinstance(value, Object) or depth >= self.limits.nesting:
            return False
        return self.known(value) or any(self._holds(one, depth + 1) for one in value.values())

    def known(self, item: Mapping[str, Any]) -> bool:
        """Whether an object is a record: it has a list of indicators, or is an indicator itself, or names a project
        and its goal."""
        keys = {plain(key) for key in item}
        lists = {key for key in keys if key in self.names.lists}
        if any(isinstance(value, list) for key, value in item.items() if plain(key) in lists):
            return True
        columns = {self.names.columns[key][0] for key in keys if key in self.names.columns}
        fields = {self.names.fields[key][0] for key in keys if key in self.names.fields}
        named = bool(fields & {"project", "code"})
        if "name" in columns and columns & {"value", "whole"}:
            return named or bool(columns & {"level1", "level2"})
        return named and "goal" in fields

    def records(self, found: list[Any]) -> bool:
        """Reads the objects; false when none of them is a record."""
        for number, item in enumerate(found, 1):
            if isinstance(item, Object) and self.known(item):
                self._record(item, f"记录{number}")
            else:
                self.remarks.append(f"记录{number}里没有认识的字段，没有读")
        return bool(self.made)

    def _record(self, item: Object, place: str) -> None:
        _refuse_twice(item, place)
        record = Record(place=Place(record=place))
        record.fields = self._cells(item, self.names.fields, place, apart=True)
        if isinstance(money := item.get("budget"), Object):
            more = self._cells(money, self.names.fields, f"{place}.budget", apart=True)
            record.fields = {**more, **record.fields}
        lists = [
            (key, self.names.lists[plain(key)][0], value)
            for key, value in item.items()
            if plain(key) in self.names.lists and value is not None
        ]
        for key, term, rows in lists:
            self._rows(record, term, rows, f"{place}.{key}")
        if not lists and self._is_kept(item):
            row = self._cells(item, self.names.columns, place, apart=False)
            if "name" in row or "value" in row:
                record.indicators.append(settled(row, self.names))
        if lists or record.indicators or "goal" in record.fields:
            self.made.append((record, not lists))

    def _rows(self, record: Record, term: str, rows: Any, place: str) -> None:
        if not isinstance(rows, list):
            raise JxlintError(f"{place} 应是列表，一项一条指标", advice="请重新导出")
        kept = record.last if term == "last" else record.indicators
        for number, item in enumerate(rows, 1):
            at = f"{place}[{number}]"
            if not isinstance(item, Object):
                raise JxlintError(f"{at} 应是一个对象，写着指标的各个字段", advice="请重新导出")
            _refuse_twice(item, at)
            if not self._is_kept(item):
                continue
            row = settled(self._cells(item, self.names.columns, at, apart=False), self.names)
            if term == "medium":
                row["term"] = Cell("medium", Place(record=at))
            kept.append(row)

    def _is_kept(self, item: Object) -> bool:
        dropped = self.names.dropped
        return not any(str(value) in dropped.get(plain(key), ()) for key, value in item.items())

    def _cells(
        self, item: Object, names: dict[str, tuple[str, int]], place: str, *, apart: bool
    ) -> dict[str, Cell]:
        """The cells of an object by what they mean; with ``apart`` each has a place of its own."""
        best: dict[str, tuple[int, Cell]] = {}
        for key, value in item.items():
            what, rank = names.get(plain(key), ("", 0))
            if not what:
                continue
            at = f"{place}.{key}"
            cell = Cell(self._text(value, at), Place(record=at if apart else place))
            known = best.get(what)
            if known is None or (not known[1].text and cell.text) or (rank < known[0] and cell.text):
                best[what] = (rank, cell)
            if what == "total" and cell is best[what][1]:
                best["total_head"] = (rank, Cell(key, cell.place))
        return {what: cell for what, (_, cell) in best.items()}

    def _text(self, value: Any, place: str) -> str:
        self.counter.add(1)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if not isinstance(value, str):
            what = "列表" if isinstance(value, list) else "对象"
            raise JxlintError(
                f"{place} 应是文字或数字，写的是{what}", advice="请重新导出，或者用 --map 对照字段"
            )
        if len(value) > self.limits.line:
            raise exceeded(f"{place} 有 {len(value)} 个字", "line", "请确认选对了文件")
        return "" if value.strip().lower() in self.names.blank else str(value)


def _refuse_twice(item: Object, place: str) -> None:
    if item.twice:
        raise JxlintError(
            f"{place} 里“{item.twice[0]}”写了两次", advice="同一个键只能写一次，否则不知道以哪个为准"
        )


def grouped(made: Iterable[tuple[Record, bool]]) -> list[Record]:
    """The records with rows of the same project put together; a row that names no project goes with the one
    before."""
    whole: list[Record] = []
    by_project: dict[tuple[str, ...], Record] = {}
    before: Record | None = None
    for record, is_row in made:
        if not is_row:
            whole.append(record)
            continue
        key = tuple(record.fields[name].text.strip() if name in record.fields else "" for name in SAME)
        if not any(key[:2]) and before is not None:
            before.indicators += record.indicators
            continue
        before = by_project.get(key)
        if before is None:
            before = by_project[key] = record
            whole.append(record)
            continue
        before.indicators += record.indicators
        for name, cell in record.fields.items():
            if cell.text and not before.fields.get(name, Cell("")).text:
                before.fields[name] = cell
    return whole
