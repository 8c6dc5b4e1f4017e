"""Where a suggestion is to be written: the cells of a finding, and what each is to hold.

A target may stand in one cell or in three (comparator, number, unit), a name beside it, and a word in the midst of
a longer text. Only places that are certain are named: cells that the row itself gives, and a text that the finding
quotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from linter.fixing import Change
from linter.ground.patterns import compiled
from linter.model import Document, Finding, Indicator, Place

#: Stands in a suggestion for a figure that nobody knows.
BLANK = "__"
_QUANTITY = compiled(r"(?P<comparator>[≥≤><=＝]=?)?\s*(?P<value>__|\d[\d,.]*)\s*(?P<unit>\D*)")
#: A name and, behind a blank, its target.
_NAMED = compiled(r"(?P<name>.*[^\s；;])\s(?P<value>[≥≤><=]?\s*(?:__|\d)[^；;\s]*)")
_TARGET = ("comparator", "value", "unit")
_FIELD_OF = {"value_printed": "value", "name_printed": "name", "level2_printed": "level2"}
#: A text that shares less with the suggestion is not what the suggestion stands for.
_ALIKE = 0.5


class Spot(NamedTuple):
    """What a suggestion stands for: ``row`` with its target, or ``text`` at a place, of which ``mark`` is replaced."""

    place: Place
    before: str
    row: Indicator | None = None
    mark: tuple[int, int] | None = None

    def changes(self, text: str) -> list[Change]:
        """The changes of cells that write ``text``; empty where that cannot be told for certain."""
        if self.row is not None:
            return _row_changes(self.row, text)
        if self.mark is not None:
            text = self.before[: self.mark[0]] + text + self.before[self.mark[1] :]
        return [Change(self.place, self.before, text)]


def spot_of(finding: Finding, document: Document) -> Spot | None:
    """The spot of a finding with a suggestion; None where it says what is to be added, or where is not certain."""
    suggestion = finding.suggestion or ""
    row = _row_of(finding, document)
    field = finding.field.split(".")[0]
    role = _FIELD_OF.get(field, field)
    if row is not None and role in ("name", *_TARGET):
        changes = _row_changes(row, suggestion)
        if changes and role != "name":
            return Spot(finding.place, printed_target(row), row)
        if changes and _NAMED.fullmatch(suggestion):
            return Spot(finding.place, f"{row.name} {printed_target(row)}".strip(), row)
    return _text_spot(finding, suggestion, row, role)


def printed_target(row: Indicator) -> str:
    """The target of a row as it stands in its cells."""
    sign = row.comparator if _meaning(row.comparator) else ""
    return f"{sign}{row.value}{row.unit}"


def _row_of(finding: Finding, document: Document) -> Indicator | None:
    """The row that a finding speaks of, where its name and the place of one of its cells tell it from all others."""
    for form in document.forms:
        if form.number == finding.form:
            rows = [
                row
                for row in form.indicators
                if row.name == finding.indicator and finding.place in row.places.values()
            ]
            return rows[0] if len(rows) == 1 else None
    return None


def _text_spot(finding: Finding, suggestion: str, row: Indicator | None, role: str) -> Spot | None:
    """A text of its own, or a part of it."""
    before, mark = finding.text, finding.mark
    if not before or role in ("", "total", *_TARGET):
        return None
    if row is not None and role in row.places and role != "name":  # 评分标准, 解释, 完成值
        whole = getattr(row, role, "") == before
        return Spot(finding.place, before) if whole and mark is None else None
    if mark is not None and mark != (0, len(before)):
        head, tail = before[: mark[0]], before[mark[1] :]
        if suggestion.startswith(head) and suggestion.endswith(tail):
            return Spot(finding.place, before)
        if BLANK not in suggestion and not _alike(before, suggestion):
            return Spot(finding.place, before, None, mark)
    return Spot(finding.place, before) if _alike(before, suggestion) else None


def _alike(before: str, after: str) -> bool:
    return SequenceMatcher(None, before[:2000], after[:2000], autojunk=False).ratio() >= _ALIKE


def _row_changes(row: Indicator, text: str) -> list[Change]:
    """The changes that make a row read ``text``: a target, or a name and a target."""
    name, target = _parted(row, text)
    changes = _target_changes(row, target)
    if name is not None and name != row.name:
        if not row.name or "name" not in row.places:
            return []
        changes = (
            [*changes, Change(row.places["name"], row.name, name)] if changes or _same(row, target) else []
        )
    return changes


def _parted(row: Indicator, text: str) -> tuple[str | None, str]:
    """A name, where the text gives one, and the target."""
    if found := _NAMED.fullmatch(text):
        return found["name"], found["value"]
    target = printed_target(row)
    if row.name and target and text.endswith(target) and text != target:
        return text.removesuffix(target), target
    return None, text


def _same(row: Indicator, target: str) -> bool:
    return printed_target(row) == target


def _target_changes(row: Indicator, target: str) -> list[Change]:
    """The changes of the cells of a target. What has no cell of its own, or an empty one, goes with the number."""
    places = row.places
    if not row.value or "value" not in places:
        return []
    split = [
        role for role in ("comparator", "unit") if getattr(row, role) and places.get(role) != places["value"]
    ]
    if not split:
        return _changed([(places["value"], row.value, target)])
    found = _QUANTITY.fullmatch(target)
    if found is None:
        return (
            [] if _is_sign(row.comparator) or row.unit else _changed([(places["value"], row.value, target)])
        )
    new: dict[str, Any] = {role: found[role] or "" for role in _TARGET}
    value = str(new["value"])
    if "comparator" not in split:
        value = new["comparator"] + value
    if "unit" not in split:
        value += new["unit"]
    wanted = [(places["value"], row.value, value)]
    if "comparator" in split and not _means_same(row.comparator, new["comparator"]):
        wanted.append((places["comparator"], row.comparator, new["comparator"] or "="))
    if "unit" in split:
        wanted.append((places["unit"], row.unit, new["unit"] or row.unit))
    return _changed(wanted)


def _changed(wanted: Iterable[tuple[Place, str, str]]) -> list[Change]:
    return [Change(place, before, after) for place, before, after in wanted if before != after]


def _is_sign(text: str) -> bool:
    return bool(text) and _meaning(text) not in ("", "=")


def _means_same(printed: str, sign: str) -> bool:
    return _meaning(printed) == (_meaning(sign) or "=")


def _meaning(sign: str) -> str:
    from linter.values import join_cells, parse_value

    return parse_value(join_cells(comparator=sign, value="1", unit="")).cmp or "" if sign else ""
