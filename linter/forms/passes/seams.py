"""Whether two texts, the end of one line and the beginning of the next, are one cell that a line end broke."""

from __future__ import annotations

from functools import lru_cache

from linter.forms.head.titles import is_title
from linter.forms.levelwords import is_level, level
from linter.forms.rows.cellsorts import is_number, is_unit
from linter.forms.vocabulary import column_role, field_role, is_total
from linter.values import parse_value

#: A shorter text was not broken, unless a level word or a target says so.
_SHORTEST = 6
#: A rest of a target is not longer, and neither is a state that was broken (持续⏎提升).
_LONGEST_REST = 6
_LONGEST_STATE = 8
_MEASURED = frozenset({"quantity", "rate", "range", "date", "period"})


def joins(left: str, right: str) -> bool:
    """Whether ``right`` runs on from ``left``: both make a level word, or a long text goes on with text that begins
    nothing of its own."""
    if not left or not right:
        return False
    if not left[-1].isdigit() and is_level(left + right) and not (is_level(left) and is_level(right)):
        return True
    return _is_cut(left) and _runs_on(right)


def completes(left: str, right: str) -> bool:
    """Whether ``right`` is the rest of a target: its unit, the end of its date, the second half of a state."""
    if not left or not 0 < len(right) <= _LONGEST_REST or is_number(right) or _begins(right):
        return False
    first, whole = parse_value(left), parse_value(left + right)
    if first.kind in _MEASURED and whole.kind in _MEASURED and "tail" not in whole.note:
        return (first.kind, first.unit, first.cmp, first.end) != (
            whole.kind,
            whole.unit,
            whole.cmp,
            whole.end,
        )
    if first.kind == "qualitative" and len(left) <= _LONGEST_REST:
        return whole.kind == "qualitative" and len(left) + len(right) <= _LONGEST_STATE
    return False


def _is_cut(text: str) -> bool:
    """Whether a text may be the beginning of a broken one: long enough, and no whole target."""
    return len(text) >= _SHORTEST and (not is_number(text) or "tail" in parse_value(text).note)


def _runs_on(text: str) -> bool:
    return not text.replace(".", "").isdigit() and not _begins(text)


@lru_cache(maxsize=4096)
def _begins(text: str) -> bool:
    """Whether a text is a label, level, sum or title that begins a row."""
    if is_total(text) or is_title(text) or level(text) is not None:
        return True
    return field_role(text) is not None or (column_role(text) is not None and not is_unit(text))
