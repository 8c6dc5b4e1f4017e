"""Errors of rule files: where, what, and the nearest thing that would have been right."""

from __future__ import annotations

from collections.abc import Iterable

from linter.ground.errors import JxlintError


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known word with the fewest edits from ``wrong``, if that is near enough to be a slip."""
    best, best_cost = None, max(1, len(wrong) // 3) + 1
    for word in known:
        if abs(len(word) - len(wrong)) < best_cost:
            cost = _edits(wrong.lower(), word.lower())
            if cost < best_cost:
                best, best_cost = word, cost
    return best


def fault(
    message: str,
    path: str,
    line: int | None,
    column: int | None,
    *,
    advice: str = "",
    wrong: str = "",
    known: Iterable[str] = (),
) -> JxlintError:
    """A JxlintError whose advice names the nearest of ``known`` and lists them all."""
    names = list(known)
    if names:
        near = nearest(wrong, names)
        guess = f"是否想写“{near}”？" if near else ""
        advice = f"{guess}可用：{'、'.join(names)}"
    return JxlintError(message, path=path or None, line=line, column=column, advice=advice)


def _edits(a: str, b: str) -> int:
    """Edit distance where swapping two neighbours is one edit."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        two_ago, before = before, row
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, two_ago[j - 2] + 1)
            row.append(cost)
    return row[-1]
