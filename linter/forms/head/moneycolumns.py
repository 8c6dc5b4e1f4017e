"""The columns of a table of money in the head of a form: which cell holds the amount of the year, which are heads."""

from __future__ import annotations

from linter.forms.head.budget import MONEY_ROLES, is_amount, is_money, money_column
from linter.forms.head.labels import Label
from linter.forms.labelkeys import placeholders
from linter.forms.row import Row
from linter.forms.vocabulary import is_total

#: What the columns of a table of money hold, by column.
Columns = dict[int, str]

#: Kinds of columns that say what became of the amount of the year.
_SPENDING = ("spent", "spent_rate", "spent_score")
#: Kinds of columns that hold the amount of the year, the surest first; fewer heads are labels.
_AMOUNTS = ("year", "start")
FEWEST_MONEY_HEADS = 2
_FEWEST_HEADS = 3
_PARTS = frozenset({"fiscal", "carried_over", "other"})
#: The name of a source of money is not longer.
LONGEST_SOURCE = 8


def money_columns(row: Row) -> Columns:
    """The columns of a table of money by a row of nothing but their heads; empty for any other row."""
    heads = {column: kind for column in row.filled if (kind := money_column(row.texts[column])) is not None}
    strange = [column for column in row.filled if column not in heads]
    if len(heads) < FEWEST_MONEY_HEADS or strange[1:] or any(at > min(heads) for at in strange):
        return {}
    return heads if any(kind in _AMOUNTS for kind in heads.values()) else {}


def amount_of_year(row: Row, cells: list[int], columns: Columns) -> int | None:
    """The cell of a row of money that holds the year's amount, where the columns have heads: that of the year
    before that of its beginning, an amount before a blank. None where they have none."""
    known = [at for at in cells if columns.get(at) in _AMOUNTS]
    if not known or any(row.texts[at] and at not in columns for at in cells):
        return None
    order = sorted(known, key=lambda at: (not is_money(row.texts[at]), _AMOUNTS.index(columns[at])))
    return order[0]


def spending(row: Row, cells: list[int], chosen: int, columns: Columns) -> dict[str, int]:
    """The cells of a row of money that say what was spent of the year's amount (at ``chosen``), the rate and the points
    for it; none where several columns are of one kind, or the amount is that of the year's beginning."""
    kinds = [columns.get(at) for at in cells]
    if columns.get(chosen) != "year" or kinds.count("year") > 1:
        return {}
    return {kind: cells[kinds.index(kind)] for kind in _SPENDING if kinds.count(kind) == 1}


def is_amount_below(row: Row, column: int, columns: Columns) -> bool:
    """Whether a cell below a money label is its amount. A row with a text of its own is a line of a list
    (tasks, sub-projects): of those only the sum counts."""
    if not is_amount(row.texts[column]) or columns.get(column, "year") not in _AMOUNTS:
        return False
    lead = row.filled[0]
    own = lead < column and not is_amount(row.texts[lead])
    return is_total(row.texts[lead]) or not own


def sums_list(row: Row, waiting: list[Label]) -> bool:
    """Whether a row is the sum of a list of tasks whose columns of money have heads above it, one of a part of the
    total among them."""
    if not is_total(row.texts[row.filled[0]]):
        return False
    parts = [one for one in waiting if one.role in _PARTS and not one.filled]
    return any(one.column <= at < one.end for one in parts for at in row.filled[1:])


def among_heads(row: Row, label: Label) -> bool:
    """Whether an amount's label stands in a row of nothing but short words: 合计 | 中央资金 | 省级资金."""
    words = [row.texts[column] for column in row.filled if column >= label.column]
    return (
        label.role in MONEY_ROLES
        and len(words) >= _FEWEST_HEADS
        and all(len(text) <= LONGEST_SOURCE and not any(map(str.isdigit, text)) for text in words)
        and words[1] not in placeholders()
    )


def heads_next(label: Label, labels: list[Label]) -> bool:
    """Whether an amount's label heads the one right beside it: 预算资金 | 年初预算数 | 1260."""
    beside = next((one for one in labels if one.column == label.end), None)
    return (
        label.own is None and beside is not None and label.role in MONEY_ROLES and beside.role in MONEY_ROLES
    )
