"""Quantities that can be compared with one another: the parts of a text and the rows of a form that hold such.

Both are sorted by what their units measure, once for a text and once for a form, so that thousands of rows under a goal
of thousands of parts cost thousands of steps.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from linter.language.functions.texts import split
from linter.language.nodes import Node, value_node

#: How many parts of one text, or rows of one level, with quantities of one kind are looked at.
_KEPT = 100


def comparable_parts(text: str, pattern: str, value: Node) -> list[str]:
    """The pieces of a text, split as ``split`` does, in which a quantity stands that can be compared with this one."""
    return _parts(text, pattern).get(_measured(value), [])


def comparable_rows(row: Node) -> list[Node]:
    """The rows of the form and second level of this one whose values can be compared with its own, itself included;
    the first of them, where there are very many."""
    kept = vars(row.form).get("_comparable")
    if kept is None:
        kept = vars(row.form)["_comparable"] = dict[Hashable, list[Node]]()
        for one in row.form.targets:
            same = kept.setdefault((one.level2, _measured(one.value)), [])
            if len(same) < _KEPT:
                same.append(one)
    measured = _measured(row.value)
    found: list[Node] = kept.get((row.level2, measured), []) if measured is not None else []
    return found


@lru_cache(maxsize=8)
def _parts(text: str, pattern: str) -> dict[Hashable, list[str]]:
    from linter.values import find_values

    parts: dict[Hashable, list[str]] = {}
    for piece in split(text, pattern):
        measured = {_measured(value_node(value)) for value in find_values(piece)}
        for one in measured - {None}:
            known = parts.setdefault(one, [])
            if len(known) < _KEPT:
                known.append(piece)
    return parts


def _measured(value: Node | None) -> Hashable:
    """What the unit of a quantity measures; None where there is no number or no unit."""
    from linter.values.units import measured

    return None if value is None or value.number is None or not value.unit else measured(value.unit)


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "comparable_parts": (
        "comparable_parts(text, regex, value) -> list[text]",
        "在符合正则表达式处断开，里面写着能和这个值比较（单位可以换算）的数的几段；同一种数最多 100 段",
        comparable_parts,
    ),
    "comparable_rows": (
        "comparable_rows(indicator) -> list[indicator]",
        "同一张表、同一个二级级别里，值能和这一条比较（单位可以换算）的指标，包括它自己；最多 100 条",
        comparable_rows,
    ),
}
