"""The reading of a value, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linter.model import Value
from linter.reports.view.columns import table
from linter.reports.view.plaindata import encode
from linter.reports.view.wording import VALUE_KIND, clean, shorten


def jsonl_line(text: str, value: Value) -> str:
    """One line of ``jxlint parse --format jsonl``."""
    from linter.values import value_to_json

    return encode({"input": text, **value_to_json(value)}, indent=0)


def values_table(pairs: Iterable[tuple[str, Value]]) -> str:
    """Texts beside their readings, one a line."""
    rows = [[shorten(clean(text), 60), "→", reading_text(value)] for text, value in pairs]
    return "".join(f"{line}\n" for line in table(rows))


def reading_text(value: Value) -> str:
    """A reading in words: ``数量 ≥ 95 %``, ``期间 2024-01-01 至 2024-12-31``."""
    from linter.values import value_to_json

    plain = value_to_json(value)
    words = [VALUE_KIND[value.kind], *_bounds(plain), *_days(plain)]
    if value.kind == "compound":
        words.append("＋".join(clean(part) for part in plain["parts"]))
    if value.kind == "text" and value.text.strip():
        words.append("（没有读出数量或日期）")
    if value.reversed:
        words.append("（前后写反了）")
    if value.unknown_unit:
        words.append("（单位不认识）")
    return " ".join(word for word in words if word)


def _bounds(plain: dict[str, Any]) -> list[str]:
    lower, upper, unit = plain["lower"], plain["upper"], clean(plain["unit"])
    if lower is None and upper is None:
        return []
    if lower is not None and upper is not None and lower != upper:
        return [f"{lower} 至 {upper}", unit]
    sign = plain["cmp"] if plain["cmp"] != "between" else ""
    return [sign or "", lower if lower is not None else upper, unit]


def _days(plain: dict[str, Any]) -> list[str]:
    start, end = plain["start"], plain["end"]
    if start is None and end is None:
        return []
    if start == end or start is None:
        return [f"{'截至 ' if start is None else ''}{end}"]
    return [f"{start} 起" if end is None else f"{start} 至 {end}"]
