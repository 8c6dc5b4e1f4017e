"""The passes over the rows of a sheet before its forms are looked for, in their order.

A pass takes rows and gives rows. What it takes for no part of any table it marks as ``aside``; later passes do not
see such rows.
"""

from __future__ import annotations

from collections.abc import Callable

from linter.forms.passes.labelledlines import labelled_lines_as_rows
from linter.forms.passes.linebreaks import rejoined, whole_heads, whole_labels, whole_lines
from linter.forms.passes.pagebreaks import cut_rows_joined, page_tops_aside
from linter.forms.passes.repeats import merged_again
from linter.forms.passes.runningtitles import running_titles_aside
from linter.forms.passes.sidebyside import parted_forms
from linter.forms.passes.sidewaysheads import turned_tables
from linter.forms.row import Row

Pass = Callable[[list[Row]], list[Row]]

PASSES: tuple[Pass, ...] = (
    labelled_lines_as_rows,
    whole_lines,
    whole_labels,
    whole_heads,
    rejoined,
    parted_forms,
    turned_tables,
    merged_again,
    running_titles_aside,
    page_tops_aside,
    cut_rows_joined,
)


def mended(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows after all passes, and those that were set aside."""
    aside: list[Row] = []
    for one in PASSES:
        rows = one(rows)
        aside += [row for row in rows if row.aside and row.filled]
        rows = [row for row in rows if not row.aside]
    return rows, aside
