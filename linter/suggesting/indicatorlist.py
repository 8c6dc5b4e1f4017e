"""A list of indicators in a workbook, as systems export it → the file of an office's own library.

Columns are told by their heads, whatever their order: those of the national system, or 编码, 一级, 二级, 三级, 性质,
计量单位, 解释. A level printed once stands for the rows below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linter.forms.levelwords import level
from linter.ground.errors import JxlintError
from linter.ground.resources import load_data
from linter.meaning.measure import measure
from linter.model import Cell, Source
from linter.suggesting.candidates import OWN, Entry

_SIGN_OF = {"more": "≥", "less": "≤", "exact": "="}
_DAY = "__年__月底前"
_NEEDED = frozenset({"level2", "name"})


def read_list(path: Path) -> list[Entry]:
    """The indicators of a workbook or text table, each name once a level. Raises JxlintError where no sheet
    has a column of second levels and one of names."""
    from linter.readers import read

    source = read(path)
    entries = {(entry.level2, entry.name): entry for entry in _source_entries(source)}
    if not entries:
        raise JxlintError(
            "没有找到指标库的列",
            path=str(path),
            advice="表头要有二级指标和三级指标（指标名称）两列，可以另有 编码、一级、性质、计量单位、解释",
        )
    return list(entries.values())


def _source_entries(source: Source) -> list[Entry]:
    found: list[Entry] = []
    for sheet in source.sheets:
        columns: dict[str, int] = {}
        above = ""
        for cells in sheet.rows:
            heads = _heads(cells)
            if heads.keys() >= _NEEDED:
                columns, above = heads, ""
            elif columns:
                printed = _text(cells, columns["level2"])
                told = level(printed) if printed else None
                above = (told.second or "") if told else "" if printed else above
                entry = _entry(cells, columns, above)
                found += [entry] if entry else []
    return found


def _heads(cells: Sequence[Cell]) -> dict[str, int]:
    """Role → column, where this row is the head of a list."""
    roles: dict[str, int] = {}
    for at, cell in enumerate(cells):
        bare = "".join(cell.text.split())
        role = _roles().get(bare)
        if role and role not in roles:
            roles[role] = at
    return roles


def _roles() -> dict[str, str]:
    return {head: role for role, heads in load_data("words/indicatorlists.yaml").items() for head in heads}


def _text(cells: Sequence[Cell], column: int | None) -> str:
    return cells[column].text.strip() if column is not None and column < len(cells) else ""


def _entry(cells: Sequence[Cell], columns: dict[str, int], level2: str) -> Entry | None:
    name = _text(cells, columns["name"])
    if not name or not level2:
        return None
    return Entry(
        OWN,
        level2,
        name,
        _form(name, level2, _text(cells, columns.get("unit")), _text(cells, columns.get("kind"))),
    )


def _form(name: str, level2: str, unit: str, kind: str) -> str:
    """The form of the value: the sign as printed, else by which way is better."""
    read = measure(name, unit, level2, kind)
    if read.measures == "deadline":
        return _DAY
    sign = kind if kind in _SIGN_OF.values() else _SIGN_OF.get(read.better, "")
    if not unit and read.measures == "ratio":
        unit = "%"
    return f"{sign}__{unit}" if unit else "__"


def own_file(entries: Sequence[Entry], source: str) -> str:
    """The text of an office's own library."""
    import json

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [f"# 由 {source} 导入。值的写法里 __ 是要填的数。"]
    for level2 in dict.fromkeys(entry.level2 for entry in entries):
        lines.append(f"{level2}:")
        lines += [f"  {quoted(e.name)}: {quoted(e.form)}" for e in entries if e.level2 == level2]
    return "\n".join(lines) + "\n"
