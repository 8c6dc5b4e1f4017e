"""The spending plan in the head of a form: months in one row, their amounts in the next."""

from __future__ import annotations

from linter.forms.head.labels import Label
from linter.forms.row import Row
from linter.model import Amount, Form, Text
from linter.values import parse_value

#: With the label of the plan stand at least two months.
_FEWEST_CELLS = 3


class PlanReader:
    """Reads the plan of one form: ``head`` takes its months, ``amounts`` the row below them."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.months: list[tuple[str, int]] = []

    def head(self, row: Row, labels: list[Label]) -> bool:
        """Takes in a row of months; false for any other row."""
        if len(labels) != 1 or labels[0].role != "plan" or len(row.filled) < _FEWEST_CELLS:
            return False
        label = labels[0]
        self.form.texts.append(Text(row.raw(label.column), "header", label.place, label=label.text))
        self.months = [(row.texts[column], column) for column in row.filled if column > label.column]
        return True

    def amounts(self, row: Row) -> bool:
        """Takes in the row below the months; false for a row that has texts beside their columns, or no months."""
        columns = {column for _, column in self.months}
        if not columns or not all(column in columns for column in row.filled):
            return False
        for month, column in self.months:
            text = row.text(column)
            self.form.plan.append(Amount(month, text, row.place(column), parse_value(text)))
            if text:
                self.form.texts.append(Text(row.raw(column), "plan", row.place(column), label=month))
        self.months = []
        return True
