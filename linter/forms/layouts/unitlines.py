"""Tables of projects whose first column holds units and projects alike: 单位名称、项目名称.

A line of a unit stands above the lines of its projects and has nothing but its name, or its sum of money.
"""

from __future__ import annotations

from functools import lru_cache

from linter.forms.labelkeys import LONGEST_LABEL, key
from linter.forms.levelwords import is_level
from linter.forms.row import Row
from linter.forms.vocabulary import field_role, is_office, is_total
from linter.ground.patterns import compiled
from linter.model import Place

_PARTS = compiled(r"[、,/;(]|以?及|和")
_OFFICES = frozenset({"department", "implementing_unit"})
#: What such a head may name too: 单位名称（项目类别/支出项目）. A kind of projects is a field without a meaning here.
_BESIDE = frozenset({"project", "known"})
#: The level of the first indicator stands in one of the first columns.
_FIRST_COLUMNS = 5


def names_both(head: str) -> bool:
    """Whether the head of a column speaks of units and of projects."""
    return len(head) <= LONGEST_LABEL and _names_both(head)


@lru_cache(maxsize=4096)
def _names_both(head: str) -> bool:
    roles = {field_role(part.strip(") ")) for part in _PARTS.split(key(head)) if part}
    return "project" in roles and bool(roles & _OFFICES) and not roles - _OFFICES - _BESIDE


def is_unit(row: Row) -> bool:
    """Whether a paragraph is the line of a unit whose empty cells an editor trimmed."""
    return row.paragraph and is_office(row.single)


def heads_projects(row: Row, following: list[Row]) -> bool:
    """Whether such a paragraph stands above a project: one of its first rows has the level of an indicator."""
    below = [one for one in following if one.filled]
    if not is_unit(row) or not below or below[0].paragraph:
        return False
    cells = [one.texts[at] for one in below for at in one.filled[:_FIRST_COLUMNS]]
    return any(map(is_level, cells))


class UnitLines:
    """Follows the lines of units in a table. Of lines right below each other the first is the department's."""

    def __init__(self, head: str) -> None:
        self.used = names_both(head)
        self.unit = ""
        self.places: dict[str, Place] = {}
        self._fresh = False

    def read(self, name: str, place: Place) -> None:
        """Takes in the line of a unit."""
        if not self.used or not name or is_total(name):
            return
        if not self._fresh:
            self.unit = name
            self.places.setdefault(name, place)
        self._fresh = True

    def project(self) -> None:
        """A project was read."""
        self._fresh = False
