"""Which name of a record means what: the names of rules/words/records.yaml, or those of a user's own file.

A user's file is a YAML mapping of our titles (or fields) to the names of the data; ``指标`` maps those of the
indicators, and with ``列表`` in it they stand in a list of that name inside a record::

    项目名称: 事项名称
    预算年度: [所属年度, 年份]
    指标: {列表: 指标清单, 三级指标: 名称, 指标值: 目标}
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from linter.ground.errors import NoTable
from linter.ground.patterns import compiled
from linter.ground.resources import load_data
from linter.model import Cell

_DECORATION = compiled(r"[\s*＊★#]+|[（(][^（）()]*[）)]\s*\Z")
_WIDE_LETTERS = compiled("[Ａ-Ｚａ-ｚ＿]")
_MARKS = compiled(r"[\s*＊★#]+")
_SHAPE = "如 项目名称: 事项名称；指标的字段写在 指标: 下面"
_ROWS, _LIST, _CODES = "指标", "列表", "符号代码"
_SIGNS = frozenset("≥≤<>=")


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name for comparing: no blanks, stars or unit in brackets, small letters."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", name)).lower()


def plain_text(text: str) -> str:
    """A longer text in which names in plain form can be looked for."""
    # Only letters that are wide need the long way round; nearly no text has any.
    narrow = unicodedata.normalize("NFKC", text) if _WIDE_LETTERS.search(text) else text
    return _MARKS.sub("", narrow).lower()


class NoRecords(NoTable):
    """A JSON file that holds no records: in a folder it is passed by."""


class Names(msgspec.Struct, frozen=True):
    """Names in plain form → (what they mean, their rank among the names of that). ``lists`` → year, medium, last."""

    fields: dict[str, tuple[str, int]]
    columns: dict[str, tuple[str, int]]
    lists: dict[str, tuple[str, int]]
    distinctive: frozenset[str]
    terms: dict[str, str]
    dropped: dict[str, frozenset[str]]
    blank: frozenset[str]
    #: Codes of comparators, in small letters → sign.
    signs: dict[str, str]


def settled(row: dict[str, Cell], names: Names) -> dict[str, Cell]:
    """The indicator with its term as ``medium`` or ``year``, where it says one, and the whole target as its value,
    where nothing else is."""
    if "whole" in row and not ("value" in row and row["value"].text.strip()):
        row["value"] = row["whole"]
    if "term" in row:
        said = names.terms.get(row["term"].text.strip(), "year")
        row["term"] = Cell(said, row["term"].place)
    return row


def data() -> Any:
    return load_data("words/records.yaml")


@cache
def usual() -> Names:
    """The names that systems are known to use."""
    read = data()
    fields, columns, lists = (
        _ranked((what, entry["names"]) for what, entry in read[part].items())
        for part in ("fields", "columns", "lists")
    )
    return Names(
        fields,
        columns,
        lists,
        distinctive=frozenset(map(plain, read["distinctive"])),
        terms={text: term for term, texts in read["terms"].items() for text in texts},
        dropped={plain(name): frozenset(texts) for name, texts in read["dropped"].items()},
        blank=frozenset(read["blank"]),
        signs=_signs(read["signs"]),
    )


def _ranked(entries: Iterable[tuple[str, list[str]]]) -> dict[str, tuple[str, int]]:
    return {plain(name): (what, rank) for what, names in entries for rank, name in enumerate(names)}


def of_user(path: Path) -> Names:
    """The names of a user's file; they alone count. Raises JxlintError with the place of the first fault."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return _of_user(path, (0, 0))
    return _of_user(path, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=16)
def _of_user(path: Path, stamp: tuple[int, int]) -> Names:
    from linter.ground.shape import read

    where = read(path, "字段对照文件")
    fields, columns = _titles("fields"), _titles("columns")
    given = where.check_keys("字段对照", [*fields, _ROWS], [_ROWS])
    rows = where.below(_ROWS)
    inside = rows.check_keys("指标的字段对照", [*columns, _LIST, _CODES], [])
    if not any(columns[key] == "name" for key in inside if key in columns):
        raise where.error("没有写三级指标叫什么", _ROWS, advice="如 指标: {三级指标: 名称, 指标值: 目标}")
    lists = _listed(rows, _LIST) if _LIST in inside else []
    made = usual()
    named = [key for key in inside if key not in (_LIST, _CODES)]
    return Names(
        _ranked((fields[key], _listed(where, key)) for key in given if key != _ROWS),
        _ranked((columns[key], _listed(rows, key)) for key in named),
        _ranked([("year", lists)]),
        frozenset(plain(name) for key in named for name in _listed(rows, key)),
        made.terms,
        made.dropped,
        made.blank,
        {**made.signs, **(_codes(rows) if _CODES in inside else {})},
    )


def _signs(listed: dict[str, list[str]]) -> dict[str, str]:
    return {str(code).lower(): sign for sign, codes in listed.items() for code in codes}


def _codes(rows: Any) -> dict[str, str]:
    """The codes of comparators that a user explains: {1: ≥, 2: ≤}."""
    given = rows.data[_CODES]
    if not isinstance(given, dict) or not all(sign in _SIGNS for sign in given.values()):
        raise rows.error(f"{_CODES} 应写每个代码是哪个符号", _CODES, advice="如 符号代码: {'1': ≥, '2': ≤}")
    return {str(code).strip().lower(): str(sign) for code, sign in given.items()}


def _titles(part: str) -> dict[str, str]:
    """Our titles and fields → fields."""
    entries = data()[part]
    return {title: what for what, entry in entries.items() for title in (entry["title"], what)}


def _listed(where: Any, key: str) -> list[str]:
    given = where.data[key]
    names = given if isinstance(given, list) else [given]
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise where.error(f"{key} 应写数据里的字段名，一个或者一列", key, advice=_SHAPE)
    return names
