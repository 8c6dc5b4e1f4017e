"""Comparators that a system writes as codes: ge, le, eq are known; numbers mean what the data itself shows.

No list of numbers is the same in all systems, so that 1 means ≥ only where a user says so (``符号代码`` in the file
of --map) or where rows bear it out that print the whole target too (kpi_val: ≥120公里), or say it in the words that
explain the indicator (kpi_content: 全年养护不少于120公里). Rules of scoring do not count: 低于95%的扣分 says what
is missed. A code that nobody explains is said and left out: the number alone is true, 1120 is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from linter.ground.patterns import compiled
from linter.model import Cell, Record, Value
from linter.readers.recordnames import Names
from linter.values import find_values, parse_value

_CODE = compiled(r"[A-Za-z]{0,3}\d{1,3}\Z|[A-Za-z]{1,12}\Z")

_BOUNDS = frozenset({"≥", "≤", ">", "<"})
_SIGNS = _BOUNDS | {"="}
#: Longer words are a text of another kind.
_LONGEST_WORDS = 300

Row = dict[str, Cell]


def decode(records: Iterable[Record], names: Names) -> list[str]:
    """Puts signs for the codes in the comparators of the records; gives a remark for each code that stays unknown."""
    rows = [row for record in records for row in (*record.indicators, *record.last)]
    signs = {**_shown(rows), **names.signs}
    unknown: Counter[str] = Counter()
    for row in rows:
        row.pop("whole", None)
        code = _code(row, names)
        if not code:
            continue
        sign = signs.get(code.lower())
        if sign is None:
            unknown[code] += 1
        row["comparator"] = Cell(sign or "", row["comparator"].place)
    return [
        f"计算符号写的是代码“{code}”（{count} 处），不知道是哪个符号，这些指标按没有符号读；"
        f"请在 --map 文件里写明，如 指标: {{符号代码: {{'{code}': ≥}}}}"
        for code, count in unknown.items()
    ]


def _code(row: Row, names: Names) -> str:
    """The code in the comparator of a row; empty where it prints a sign or words."""
    text = row["comparator"].text.strip() if "comparator" in row else ""
    return text if _CODE.match(text) or text.lower() in names.signs else ""


def _shown(rows: Iterable[Row]) -> dict[str, str]:
    """What codes mean by the rows that print the whole target, or say it; a code shown two ways means nothing."""
    seen: dict[str, set[str]] = {}
    for code, sign in _pairs(rows):
        seen.setdefault(code, set()).add(sign)
    return {code: next(iter(signs)) for code, signs in seen.items() if len(signs) == 1}


def _pairs(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if not {"comparator", "value"} <= set(row):
            continue
        code, value = row["comparator"].text.strip().lower(), parse_value(row["value"].text)
        if not _CODE.match(code) or value.lower is None or value.cmp != "=":
            continue
        whole = [parse_value(row["whole"].text)] if "whole" in row else []
        for told in whole or _told(row, value):
            if value.lower in (told.lower, told.upper) and told.cmp in _SIGNS:
                yield code, told.cmp


def _told(row: Row, value: Value) -> list[Value]:
    """The bounds that the words explaining an indicator give, with the number of its target and no other unit. A number
    without a sign there says nothing: it need not be the target."""
    words = row["description"].text if "description" in row else ""
    unit = row["unit"].text.strip() if "unit" in row else ""
    if len(words) > _LONGEST_WORDS:
        return []
    wanted = parse_value(f"{row['value'].text}{unit}") if unit else value
    return [
        found
        for found in find_values(words)
        if found.cmp in _BOUNDS and (not found.unit or not wanted.unit or found.unit == wanted.unit)
    ]
