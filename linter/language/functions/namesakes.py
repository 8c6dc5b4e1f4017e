"""Rows of a form whose names have an end in common: what may be one indicator written twice.

The index over the rows of a form is made once and kept on its node. Of rows that share an end only the last few are
kept, so that thousands of rows cost thousands of steps.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal
from linter.language.nodes import Node

_PART = compiled("[^，,；;。]+")
#: So many characters at an end of a part of a name are a sign that two names may be one.
_END = 4
#: How many earlier rows with one end are kept, and how many parts of a name are looked at.
_KEPT, _PARTS = 12, 4


def namesakes(row: Node) -> list[Node]:
    """The rows before this one in its form whose name, or a part of it, begins or ends like a part of this
    name, or counts the same thing; in order."""
    kept = vars(row.form).get("_namesakes")
    if kept is None:
        kept = vars(row.form)["_namesakes"] = _namesakes(row.form)
    found: list[Node] = kept.get(id(row._raw), [])
    return found


def _namesakes(form: Node) -> dict[int, list[Node]]:
    rows: dict[str, deque[tuple[int, Node]]] = {}
    found: dict[int, list[Node]] = {}
    for at, row in enumerate(form.targets):
        alike: dict[int, Node] = {}
        for key in dict.fromkeys(_ends(row)):
            same = rows.setdefault(key, deque(maxlen=_KEPT))
            alike.update(same)
            same.append((at, row))
        found[id(row._raw)] = [alike[other] for other in sorted(alike)]
    return found


def _ends(row: Node) -> Iterator[str]:
    name = row.name or ""
    whole = normal(name)
    if not whole:
        return
    yield f"={whole}"
    if row.counted:
        yield f"#{normal(row.counted)}"
    for part in _PART.findall(name)[:_PARTS]:
        bare = normal(part)
        if len(bare) >= _END:
            yield f"<{bare[:_END]}"
            yield f">{bare[-_END:]}"


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "namesakes": (
        "namesakes(indicator) -> list[indicator]",
        "同一张表里排在前面、名称（或其中一句）开头或末尾四个字相同的指标，和数的是同一种东西的指标",
        namesakes,
    ),
}
