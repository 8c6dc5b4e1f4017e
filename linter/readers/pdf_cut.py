"""Whether two halves of a cell, above and below a page break, are one target."""

from __future__ import annotations

from linter.model import Value

_MEASURED = frozenset({"quantity", "rate", "range", "date", "period"})
#: Longer texts are no targets, and reading them costs.
_LONGEST = 40


def completes(above: str, below: str, *, alone: bool = False) -> bool:
    """Whether ``below`` is the rest of a target that begins in ``above``: its unit, the end of its date, its
    figure. ``alone`` says that nothing else stands in the row of ``below``: then it may be a target of its own."""
    if not above or not below or len(above) + len(below) > _LONGEST:
        return False
    if above[-1].isdigit() and below[0].isdigit():
        return False  # lines are not broken inside of a figure
    from linter.values import parse_value

    first, rest, whole = parse_value(above), parse_value(below), parse_value(above + below)
    if not _is_target(whole) or _meaning(first) == _meaning(whole):
        return False
    return alone or not (_is_target(first) and _is_target(rest))


def _is_target(value: Value) -> bool:
    return value.kind in _MEASURED and "tail" not in value.note


def _meaning(value: Value) -> tuple[object, ...]:
    return value.kind, value.cmp, value.lower, value.upper, value.unit, value.start, value.end
