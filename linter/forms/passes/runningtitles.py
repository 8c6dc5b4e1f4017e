"""What the edges of printed pages leave between the rows of a table: page numbers and running titles.

A page number is told by its strokes or its words, or by standing where nothing fits. A running title stands with
a number in a line of its own, and is told by what it says: an office, a year's budget, the title of a form.
"""

from __future__ import annotations

from itertools import pairwise

from linter.forms.head.titles import is_title
from linter.forms.labelkeys import shape
from linter.forms.row import Row
from linter.forms.vocabulary import is_office
from linter.ground.patterns import compiled

_NUMBER = compiled(
    r"[-—–─·~]{1,3}\s?\d{1,4}\s?[-—–─·~]{1,3}|第\s?\d{1,4}\s?页\s?[,，/]?\s?(?:共\s?\d{1,4}\s?页)?"
)
_LONGEST = 60
_LONGEST_BARE = 3


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page: — 3 —, 第3页 共9页."""
    return 3 <= len(text) <= _LONGEST and _NUMBER.fullmatch(text.strip()) is not None


def may_be_page_number(text: str) -> bool:
    """Whether a lone cell may be the number of a page: a short figure and nothing else."""
    return text.isdecimal() and len(text) <= _LONGEST_BARE


def running_titles_aside(rows: list[Row]) -> list[Row]:
    """The rows with the running titles of pages set aside."""
    found: dict[str, list[tuple[int, int]]] = {}
    for at, row in enumerate(rows):
        if len(row.filled) == 2 and not row.paragraph and (told := _told(row)) is not None:
            found.setdefault(told[0], []).append((at, told[1]))
    dropped: set[int] = set()
    habit: bool | None = None
    for title, places in found.items():
        if not all(_stands_alone(rows, at) for at, _ in places):
            continue
        habit = _is_gapped(rows) if habit is None else habit
        numbers = [number for _, number in places]
        counts = len(numbers) > 1 and all(one < following for one, following in pairwise(numbers))
        yearly = shape("running-title").fullmatch(title) is not None
        # Where every row stands alone, only what counts on and names the year's budget is sure.
        if (counts and (yearly or (not habit and _is_heading(title)))) or (yearly and not habit):
            dropped.update(at for at, _ in places)
    for at in dropped:
        rows[at].aside = True
    return rows


def _told(row: Row) -> tuple[str, int] | None:
    """The title and the number of a row with nothing else, in either order."""
    texts = [row.texts[column] for column in row.filled]
    for title, number in (texts, texts[::-1]):
        if may_be_page_number(number) and 4 <= len(title) <= _LONGEST and not title.isdigit():
            return title, int(number)
    return None


def _is_heading(title: str) -> bool:
    return is_title(title) or is_office(title)


def _stands_alone(rows: list[Row], at: int) -> bool:
    """Whether blank lines part a row from those around it."""
    line = _line(rows[at])
    above = _line(rows[at - 1]) if at else None
    below = _line(rows[at + 1]) if at + 1 < len(rows) else None
    return line is not None and (above is None or above < line - 1) and (below is None or below > line + 1)


def _is_gapped(rows: list[Row]) -> bool:
    """Whether a file parts all its rows by blank lines."""
    return sum(_stands_alone(rows, at) for at in range(len(rows))) * 2 > len(rows)


def _line(row: Row) -> int | None:
    return row.cells[0].place.line if row.cells else None
