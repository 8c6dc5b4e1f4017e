"""The list of projects before or between the forms: 序号, 项目名称, 金额. Its names say which forms there should be."""

from __future__ import annotations

from linter.forms.labelkeys import key, shape
from linter.forms.row import Row
from linter.forms.vocabulary import field_role
from linter.ground.patterns import compiled
from linter.model import Text

_AMOUNT = compiled(r"\s*[\d,，]+(\.\d+)?\s*(万元|元)?\s*\Z")
#: Characters of a label at most: what is longer is content.
_LABEL = 12


class ProjectList:
    """Follows the rows of tables that are no form; ``name`` gives the project that a row lists."""

    def __init__(self) -> None:
        self.columns: tuple[int, int] | None = None

    def leave(self) -> None:
        """A paragraph ends the table."""
        self.columns = None

    def name(self, row: Row) -> Text | None:
        """The name of the listed project with role ``list``; None for heads, sums and other tables."""
        head = _head(row)
        if head is not None:
            self.columns = head
            return None
        if self.columns is None:
            return None
        name, amount = self.columns
        text = row.text(name)
        if not text or shape("list-sums").match(text) or not _AMOUNT.match(row.text(amount)):
            return None
        return Text(text, "list", row.place(name), None, "项目名称")


def _head(row: Row) -> tuple[int, int] | None:
    """The columns of name and amount in a row that labels them; it begins with a column of numbers, or else
    项目名称 and what stands beside it could be the head of a form."""
    if len(row.filled) < 3 or not shape("list-numbers").match(key(row.texts[row.filled[0]])):
        return None
    names = [column for column in row.filled if field_role(row.texts[column]) == "project"]
    amounts = [column for column in row.filled if shape("list-amounts").search(key(row.texts[column]))]
    after = [column for column in amounts if names and column > names[0]]
    return (names[0], after[0]) if after and len(row.texts[after[0]]) <= _LABEL else None


def is_listing(row: Row) -> bool:
    """Whether a row is the head of a list of projects."""
    return _head(row) is not None
