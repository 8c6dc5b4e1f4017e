"""Whether a table stops before its end: inside a level word, before a value, or above “接下页”.

Only the last table of a sheet is looked at, and only where nothing but such a line stands behind it: what somebody
wrote below a table shows that it was written to its end.
"""

from __future__ import annotations

from functools import cache

from linter.forms.labelkeys import shape
from linter.forms.levelwords import level, level_words
from linter.forms.row import Row
from linter.model import Form

#: A shorter piece of a word says nothing.
_SHORTEST = 2
#: The first levels that come last.
_LATER = frozenset({"效益指标", "满意度指标"})


def is_cut(form: Form, rows: list[Row]) -> bool:
    """Whether the form that the rows of a sheet end with is visibly cut."""
    last = next((row for row in reversed(rows) if row.filled), None)
    if last is None or form.layout != "table" or not form.indicators or form.footer:
        return False
    printed = {one.level1 for one in form.indicators}
    if _goes_on(last.single):
        return not printed >= _LATER
    return _ends_in_a_word(last) or (not printed & _LATER and _lacks_value(form, last))


def _goes_on(text: str) -> bool:
    """Whether a line says that more follows: 接下页, 第1页 共2页."""
    if shape("goes-on").fullmatch(text):
        return True
    found = shape("page-of").fullmatch(text)
    return found is not None and int(found["page"]) < int(found["pages"])


def _ends_in_a_word(row: Row) -> bool:
    """Whether a row holds level words only, and the last of them is the beginning of one."""
    *before, text = [row.texts[column] for column in row.filled]
    known = all(level(one) is not None for one in before)
    return known and len(text) >= _SHORTEST and level(text) is None and text in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    first, second, _ = level_words()
    return frozenset(word[:end] for word in (*first.values(), *second.values()) for end in range(len(word)))


def _lacks_value(form: Form, row: Row) -> bool:
    """Whether the last row has a name and no value, and it is the only one."""
    *before, last = form.indicators
    return (
        "value" in form.columns
        and bool(before)
        and last.places.get("name") in [row.place(column) for column in row.filled]
        and bool(last.name_printed)
        and not (last.value or last.unit or last.comparator)
        and all(one.value or one.row_kind == "empty" for one in before)
    )
