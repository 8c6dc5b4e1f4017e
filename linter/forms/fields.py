"""Header fields: label → value pairs above the indicator table, several a row, beside or below their labels."""

from __future__ import annotations

import dataclasses
import re

from linter.forms.budget import MONEY_ROLES, BudgetReader, is_money_unit
from linter.forms.grid import WIDEST, Row
from linter.forms.vocabulary import LONGEST_LABEL, field_role, key, without_brackets
from linter.model import NOWHERE, Amount, Form, Place, Repair, Text
from linter.values import parse_value

_INLINE = re.compile(r"\A([^:：]{2,24})[:：]\s*(.+)\Z", re.DOTALL)
_SIMPLE = {
    "project": "project",
    "code": "code",
    "department": "department",
    "implementing_unit": "implementing_unit",
    "duration": "duration",
    "purpose": "purpose",
}
_GOALS = ("goal_year", "goal", "goal_total")
_TEXT_ROLE = {
    "project": "project",
    "department": "department",
    "implementing_unit": "department",
    "purpose": "purpose",
    "plan": "plan",
    "goal_actual": "other",
}
#: Fields of running text, and those that forms print as heads of columns.
_RUNNING = frozenset({*_GOALS, "goal_actual", "purpose"})
_COLUMNAR = _RUNNING | MONEY_ROLES
#: A label of one or two signs (其他, 单位) is taken for a value where a label waits for one.
_SHORT = 2
#: Labels whose value may still come below; older ones are given up.
_MOST_WAITING = 24


@dataclasses.dataclass(slots=True)
class _Label:
    role: str
    text: str
    column: int
    end: int
    place: Place
    own: str | None = None
    empty: Place | None = None
    filled: bool = False


class FieldReader:
    """Collects the header fields of one form, row by row; ``finish`` settles what depends on the whole head."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.budget = BudgetReader(form)
        self.waiting: list[_Label] = []
        self.goals: dict[str, tuple[str, Place]] = {}
        self.months: list[tuple[str, int]] = []
        self.dates: dict[str, str] = {}
        self.last: _Label | None = None
        self.unlabelled: list[tuple[str, Place]] = []

    def labels(self, row: Row) -> list[_Label]:
        """The labels of a row in order; a label that carries its value in the same cell has ``own``."""
        found: list[_Label] = []
        for column in row.filled[:WIDEST]:
            text = row.texts[column]
            role = field_role(text)
            own = None
            if role is None and len(text) > 3:
                inline = _INLINE.match(text)
                if inline and (role := field_role(inline[1])) is not None:
                    text, own = inline[1], inline[2].strip()
                    if is_money_unit(own):
                        role = "amount_unit"
            if role is None:
                continue
            label = _Label(role, text, column, column + max(1, row.width(column)), row.place(column), own=own)
            if found and len(key(text)) <= _SHORT and own is None and self._waits(row, found[-1], column):
                continue
            found.append(label)
        return found

    def _waits(self, row: Row, label: _Label, column: int) -> bool:
        """Whether a label still has no value left of a column, so that a short text there is its value."""
        if label.role in ("total_group", "plan", "known", "spent") or label.own is not None:
            return False
        between = [at for at in row.filled if label.column < at < column]
        after = next((row.texts[at] for at in row.filled if at > column), "")
        return not between and (not after or field_role(after) is not None)

    def read(self, row: Row) -> bool:
        """Takes in one row of the head; false when it holds nothing of a head."""
        labels = self.labels(row)
        if labels and labels[0].role == "plan" and len(row.filled) > 2 and len(labels) == 1:
            self._plan_head(row, labels[0])
            return True
        del self.waiting[:-_MOST_WAITING]
        if not labels:
            return self._continue(row)
        stop = [label.column for label in labels[1:]] + [len(row.cells)]
        # Only labels of columns in a row: what they name stands in the next one.
        heads = len(labels) == len(row.filled) > 1 and all(label.role in _COLUMNAR for label in labels)
        for label, until in zip(labels, stop, strict=True):
            self._take(row, label, until, heads)
        lead = [column for column in row.filled if column < labels[0].column]
        for column in lead:
            self._unlabelled(row, column)
        return True

    def _take(self, row: Row, label: _Label, until: int, heads: bool) -> None:
        self.form.texts.append(Text(row.raw(label.column), "header", label.place, label=label.text))
        self.last = label
        if label.own is not None:
            self._store(label, label.own, label.place, row.raw(label.column))
            return
        cells = [at for at in range(label.column + 1, until) if not row.covered(at)]
        filled = [at for at in cells if row.texts[at]]
        if filled and (filled[0] == cells[0] or len(filled) == 1 or label.role in _GOALS):
            self._store(label, row.texts[filled[0]], row.place(filled[0]), row.raw(filled[0]), row, filled[0])
            self._more(row, label, filled[1:])
        elif cells and (heads or (label.role in _RUNNING and until >= len(row.cells))):
            # Heads of columns whose cells stand below; settled as empty when nothing comes.
            label.empty = row.place(cells[0])
            self.waiting.append(label)
        elif cells:
            self._store(label, "", row.place(cells[0]), "")
        else:
            self.waiting.append(label)

    def _more(self, row: Row, label: _Label, columns: list[int]) -> None:
        """Further texts behind a value belong to it only where they are running text."""
        for column in columns:
            if label.role in _GOALS and len(row.texts[column]) > LONGEST_LABEL:
                self._store(label, row.texts[column], row.place(column), row.raw(column), row, column)
            else:
                self.form.texts.append(Text(row.raw(column), "other", row.place(column), label=label.text))

    def _continue(self, row: Row) -> bool:
        """A row without labels: values below their labels, months of the plan, or more of the last text."""
        if self.months and self._plan_values(row):
            return True
        used = False
        for column in row.filled:
            label = next((one for one in reversed(self.waiting) if one.column <= column < one.end), None)
            if label is None:
                label = self._open_text(column)
            if label is None:
                used = self._unlabelled(row, column) or used
                continue
            if label.role in MONEY_ROLES and parse_value(row.texts[column]).kind in ("text", "qualitative"):
                used = True
                continue
            self._store(label, row.texts[column], row.place(column), row.raw(column), row, column)
            used = True
        return used

    def _open_text(self, column: int) -> _Label | None:
        """The label left of a column that waits for running text, or whose running text goes on here."""
        texts = ("purpose", *_GOALS)
        for label in self.waiting:
            if label.column < column and label.role in texts and not label.filled:
                return label
        last = self.last
        return last if last is not None and last.role in texts and column > last.column else None

    def _unlabelled(self, row: Row, column: int) -> bool:
        self.unlabelled.append((row.texts[column], row.place(column)))
        self.form.texts.append(Text(row.raw(column), "other", row.place(column)))
        return True

    def _store(
        self,
        label: _Label,
        text: str,
        place: Place,
        raw: str,
        row: Row | None = None,
        column: int | None = None,
    ) -> None:
        form = self.form
        role = label.role
        kind = _TEXT_ROLE.get(
            role, "budget" if role in MONEY_ROLES else "goal" if role in _GOALS else "other"
        )
        if raw:
            form.texts.append(Text(raw, kind, place, label=label.text))
        for repair in row.kinds.get(column, ()) if row is not None and column is not None else ():
            if repair != "wrapped":
                form.repairs.append(Repair(repair, "清理表头单元格中的转换残留", place))
        if role in MONEY_ROLES:
            self.budget.add(role, label.text, text, place, label.column)
        elif role in _GOALS:
            before = self.goals.get(role)
            joined = (
                f"{before[0]}\n{text}"
                if before and before[0] and text
                else text or (before[0] if before else "")
            )
            self.goals[role] = (joined, before[1] if before and before[0] else place)
        elif role in _SIMPLE:
            field = _SIMPLE[role]
            if not getattr(form, field):
                setattr(form, field, text)
                form.places[field] = place
        elif role in ("start", "end"):
            self.dates.setdefault(role, text)
        elif role == "amount_unit":
            form.amount_unit = form.amount_unit or text or None
        elif role == "year" and (found := re.search(r"20\d\d", text)):
            form.year = form.year or int(found[0])
        label.filled = True
        form.fields.setdefault(without_brackets(key(label.text)) or label.text, text)

    # ---- the spending plan: months in one row, shares in the next

    def _plan_head(self, row: Row, label: _Label) -> None:
        self.form.texts.append(Text(row.raw(label.column), "header", label.place, label=label.text))
        self.months = [(row.texts[column], column) for column in row.filled if column > label.column]
        self.last = label

    def _plan_values(self, row: Row) -> bool:
        columns = {column: month for month, column in self.months}
        if not all(column in columns for column in row.filled):
            return False
        for month, column in self.months:
            text = row.text(column)
            self.form.plan.append(Amount(month, text, row.place(column), parse_value(text)))
            if text:
                self.form.texts.append(Text(row.raw(column), "plan", row.place(column), label=month))
        self.months = []
        return True

    def finish(self) -> None:
        """Sets what only the whole head can tell: goal, duration, money, and labels left without a value."""
        form = self.form
        for label in self.waiting:
            if label.filled or (label.role == "total_group" and label.empty is None):
                continue
            place = label.empty or label.place
            if label.role in _SIMPLE and getattr(form, _SIMPLE[label.role]) is None:
                setattr(form, _SIMPLE[label.role], "")
                form.places[_SIMPLE[label.role]] = place
            elif label.role in MONEY_ROLES:
                self.budget.add(label.role, label.text, "", place, label.column)
            elif label.role in _GOALS:
                self.goals.setdefault(label.role, ("", place))
        ordered = [self.goals[role] for role in _GOALS if role in self.goals]
        chosen = next((goal for goal in ordered if goal[0]), ordered[0] if ordered else None)
        if chosen is not None:
            form.goal, form.places["goal"] = chosen
        if form.duration is None and self.dates:
            form.duration = "-".join(
                text for text in (self.dates.get("start"), self.dates.get("end")) if text
            )
        self.budget.finish()


def place_of(form: Form, field: str) -> Place:
    return form.places.get(field, NOWHERE)
