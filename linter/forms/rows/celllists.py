"""Several indicators in the cells of one row: numbered lists, and targets written into the names.

A name cell that lists 1.甲；2.乙 and a value cell with as many items are paired; where the value cell is empty, each
name that ends with its target (病历甲级率≥95%) is parted from it.
"""

from __future__ import annotations

import re

from linter.forms.clean import clean
from linter.forms.labelkeys import words
from linter.ground.patterns import compiled
from linter.values import find_values, parse_value, split_item, split_statement

_LINE_END = compiled(r"\n|<\s{0,3}br\s{0,3}/?\s{0,3}>", re.IGNORECASE)
_LINE_MARK = compiled(r"\s*[（(]?([0-9]{1,2})[)）.、．]+\s*")
_INLINE_MARK = compiled(r"(?<![0-9.])[（(]?([0-9]{1,2})(?:[)）]|[.、．](?![0-9]))\s*")
_MARK = compiled(r"(?:三级)?指标\s*([0-9]{1,2})\s*[:：.、．)）]\s*")
_PARTS = compiled(r"[;；\n]")
_HINT = compiled(r"\s*(?:三级)?指标\s*[0-9一二三四五六七八九十]{1,2}\s*[:：.、．]\s*")
_PARTING = frozenset(" ；;，,、\n\t")
_EDGES = " \t　；;。，,、"

Pair = tuple[str, str]


def pairs_in(name: str, value: str, *, stated: bool = False) -> list[Pair]:
    """(name, value) of each indicator in a row whose cells, raw, hold more than one or hold the value in the
    name; empty for an ordinary row. ``stated`` where a table has no column of values: a state is one, too."""
    names = _items(name) or _marked(name)
    if not value.strip():
        pairs = [_pair(clean(_HINT.sub("", one))[0]) for one in names or [name]]
        if stated and len(pairs) == 1 and (state := said_state(pairs[0][0])):
            return [state]
        return pairs if any(_is_pair(*pair) for pair in pairs) else []
    if len(names) < 2:
        return []
    values = _items(value) or _marked(value) or _counted(value, len(names)) or _lines(value, len(names))
    if len(names) != len(values):
        return []
    return [(clean(one)[0], clean(other)[0]) for one, other in zip(names, values, strict=True)]


def said_state(text: str) -> Pair | None:
    """Name and target of a sentence that ends in a degree and a verb: 参与率稳步提高."""
    found = compiled(words("said_state")).fullmatch(text)
    return (found["name"], found["state"]) if found else None


def bare_state(text: str) -> Pair | None:
    """Name and target of an item that is a noun and what becomes of it: 管护机制健全."""
    found = compiled(words("bare_state")).fullmatch(text)
    return (found["name"], found["state"]) if found else None


def _pair(text: str) -> Pair:
    pair = split_item(text)
    return pair if _is_pair(*pair) else max(split_statement(text), pair, key=lambda one: _is_pair(*one))


def _is_pair(name: str, value: str) -> bool:
    read = parse_value(value)
    return len(name) > 1 and any(
        bound is not None for bound in (read.lower, read.upper, read.start, read.end)
    )


def _marked(raw: str) -> list[str]:
    """The items of a list marked 指标1：, 指标2：, …; empty for no such list."""
    text = raw.strip()
    marks = list(_MARK.finditer(text))
    if (
        len(marks) < 2
        or marks[0].start()
        or [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1))
    ):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [_without_ends(text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
    return items if all(items) else []


def _counted(raw: str, count: int) -> list[str]:
    """The ``count`` items of a list whose numbers stand right before figures: 1.76座；2.≥340米."""
    text = _LINE_END.sub("；", raw.strip())
    starts: list[tuple[int, int]] = []
    for number in range(1, count + 1):
        mark = f"{number}."
        at = text.find(mark, starts[-1][1] if starts else 0)
        if at < 0 or (at and text[at - 1] not in _PARTING) or (number == 1 and at):
            return []
        starts.append((at, at + len(mark)))
    ends = [*(at for at, _ in starts[1:]), len(text)]
    items = [text[begin:end].strip(_EDGES) for (_, begin), end in zip(starts, ends, strict=True)]
    return items if all(items) else []


def _lines(raw: str, count: int) -> list[str]:
    """The lines of a cell, or what semicolons part, or as many targets one behind another."""
    lines = [one.strip(_EDGES) for one in _LINE_END.split(raw) if one.strip(_EDGES)]
    found = find_values(raw)
    if (
        len(lines) < count == len(found)
        and sum(one.span[1] - one.span[0] for one in found) >= len(raw) - count
    ):
        return [raw[one.span[0] : one.span[1]] for one in found]
    return lines if len(lines) > 1 else [one.strip(_EDGES) for one in _PARTS.split(raw) if one.strip(_EDGES)]


def _without_ends(text: str) -> str:
    return _LINE_END.sub("", text).strip(_EDGES)


def _items(raw: str) -> list[str]:
    """The items of a list numbered 1, 2, …, each on a line of its own or one behind another; empty for no list."""
    lines = [line for line in _LINE_END.split(raw) if line.strip()]
    marks = [_LINE_MARK.match(line) for line in lines]
    if len(lines) > 1 and [int(mark[1]) for mark in marks if mark] == list(range(1, len(lines) + 1)):
        return [line[mark.end() :].strip(_EDGES) for line, mark in zip(lines, marks, strict=True) if mark]
    text = raw.strip()
    inline = list(_INLINE_MARK.finditer(text))
    numbers = [int(mark[1]) for mark in inline]
    if len(inline) < 2 or inline[0].start() != 0 or numbers != list(range(1, len(inline) + 1)):
        return []
    ends = [*(mark.start() for mark in inline[1:]), len(text)]
    items = [text[mark.end() : end].strip(_EDGES) for mark, end in zip(inline, ends, strict=True)]
    return items if all(items) else []
