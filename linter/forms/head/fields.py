"""Header fields: label → value pairs above the indicators, several a row, beside or below their labels."""

from __future__ import annotations

import re

from linter.forms.head.budget import MONEY_ROLES, BudgetReader, amounts_in, is_amount, is_money, money_column
from linter.forms.head.labels import Label, labels_of
from linter.forms.head.moneycolumns import (
    FEWEST_MONEY_HEADS,
    LONGEST_SOURCE,
    Columns,
    among_heads,
    amount_of_year,
    heads_next,
    is_amount_below,
    money_columns,
    spending,
    sums_list,
)
from linter.forms.head.spendingplan import PlanReader
from linter.forms.head.titles import in_figures
from linter.forms.labelkeys import LONGEST_LABEL, key, without_brackets, words
from linter.forms.levelwords import is_side
from linter.forms.row import Row
from linter.forms.vocabulary import field_role, is_head, is_total
from linter.ground.patterns import compiled
from linter.model import HEADER, Form, Place, Repair, Text

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
_TOTALS = frozenset({"total", "total_group"})
_PARTS = frozenset({"fiscal", "carried_over", "other"})
#: Labels whose value may still come below; older ones are given up.
_MOST_WAITING = 24


#: The code of a project before its name: 371402260000001-博物馆免费开放.
_CODED = compiled(r"(?P<code>(?=[A-Za-z\d]*\d{6})[A-Za-z\d]{10,30})\s*[-—–_]\s*(?P<name>[^\d\s].*)\Z")


class FieldReader:
    """Collects the header fields of one form, row by row; ``finish`` settles what needs the whole head."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.budget = BudgetReader(form)
        self.plan = PlanReader(form)
        self.waiting: list[Label] = []
        self.goals: dict[str, tuple[str, Place]] = {}
        self.dates: dict[str, str] = {}
        self.last: Label | None = None
        #: The row before the one at hand.
        self.before: Row | None = None
        #: The label of the unit that was found.
        self.unit_label = ""
        #: What the columns of the table of money at hand hold.
        self.columns: Columns = {}
        self.unlabelled: list[tuple[str, Place]] = []

    def read(self, row: Row) -> bool:
        """Takes in one row of the head; false when it holds nothing of a head."""
        used = self._read(row)
        self.before = row
        return used

    def _read(self, row: Row) -> bool:
        labels = labels_of(row)
        self.columns = money_columns(row) or self.columns
        if self.plan.head(row, labels):
            self.last = labels[0]
            return True
        del self.waiting[:-_MOST_WAITING]
        if not labels or sums_list(row, self.waiting):
            return self._continue(row)
        stop = [label.column for label in labels[1:]] + [len(row.cells)]
        # Only labels of columns in a row: what they name stands in the next one.
        heads = len(labels) == len(row.filled) > 1 and all(label.role in _COLUMNAR for label in labels)
        for label, until in zip(labels, stop, strict=True):
            if not heads and heads_next(label, labels):
                label.role = "total_group"
            self._take(row, label, until, heads)
        lead = [column for column in row.filled if column < labels[0].column]
        for column in lead:
            self._unlabelled(row, column)
        return True

    def _take(self, row: Row, label: Label, until: int, heads: bool) -> None:
        self.form.texts.append(Text(row.raw(label.column), "header", label.place, label=label.text))
        self.last = label
        if label.own is not None:
            self._store(label, label.own, label.place, row.raw(label.column))
            return
        cells = [at for at in range(label.column + 1, until) if not row.covered(at)]
        filled = [at for at in cells if row.texts[at]]
        if label.role in _COLUMNAR and filled and (is_head(row.texts[filled[0]]) or among_heads(row, label)):
            # A head among heads is no value; what it names stands below.
            label.empty = None
            self.waiting.append(label)
            return
        if label.role in _TOTALS and self._by_source(row, label, filled):
            return
        if (
            label.role in MONEY_ROLES
            and cells
            and (chosen := amount_of_year(row, cells, self.columns)) is not None
        ):
            self._store(label, row.texts[chosen], row.place(chosen), row.raw(chosen), row, chosen)
            if label.role in _TOTALS:
                for kind, at in spending(row, filled, chosen, self.columns).items():
                    self.budget.spend(kind, row.texts[at], row.place(at))
            self._more(row, label, [at for at in filled if at != chosen])
            return
        # A text further off may be a label that is not known; an amount is one anywhere.
        sure = label.role in _GOALS or (
            label.role in MONEY_ROLES and filled and is_amount(row.texts[filled[0]])
        )
        if filled and (filled[0] == cells[0] or len(filled) == 1 or sure):
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

    def _by_source(self, row: Row, label: Label, filled: list[int]) -> bool:
        """Takes in the amounts of a row whose heads, in the row before, name where the money comes from (中央补助 |
        省级补助): each a part, and the total only where a head says so. False for any other row."""
        heads = [self.before.text(at) for at in filled] if self.before is not None else []
        if len(heads) < FEWEST_MONEY_HEADS or not all(is_money(row.texts[at]) for at in filled):
            return False
        if not all(heads) or any(is_amount(text) or len(text) > LONGEST_SOURCE for text in heads):
            return False
        if any(money_column(text) for text in heads):
            return False
        for one in self.waiting:
            one.filled = one.filled or one.column in filled
        roles = [label.role if is_total(head) else field_role(head) for head in heads]
        # Sources that are not all known make no part that could be checked against the total.
        known = all(role in _PARTS or role in _TOTALS for role in roles)
        for at, head, role in zip(filled, heads, roles, strict=True):
            if role in _TOTALS or (known and role in _PARTS):
                said = label.text if role in _TOTALS else head
                self.budget.add(role, said, row.texts[at], row.place(at), at)
            self.form.texts.append(Text(row.raw(at), "budget", row.place(at), label=head))
        return True

    def _more(self, row: Row, label: Label, columns: list[int]) -> None:
        """Further texts behind a value belong to it only where they are running text."""
        for column in columns:
            if label.role in _GOALS and len(row.texts[column]) > LONGEST_LABEL:
                self._store(label, row.texts[column], row.place(column), row.raw(column), row, column)
            else:
                self.form.texts.append(Text(row.raw(column), "other", row.place(column), label=label.text))

    def _continue(self, row: Row) -> bool:
        """A row without labels: values below their labels, months of the plan, or more of the last text."""
        if self.plan.amounts(row):
            return True
        used = False
        for column in row.filled:
            label = next((one for one in reversed(self.waiting) if one.column <= column < one.end), None)
            if is_head(row.texts[column]) or is_side(row.texts[column]):
                # A head of columns is the content of nothing.
                label = label if label is not None and label.role not in _COLUMNAR else None
            elif label is None:
                label = self._open_text(column)
            if label is None:
                used = self._unlabelled(row, column) or used
                continue
            if label.role in MONEY_ROLES and not is_amount_below(row, column, self.columns):
                used = True
                continue
            self._store(label, row.texts[column], row.place(column), row.raw(column), row, column)
            used = True
        return used

    def _open_text(self, column: int) -> Label | None:
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

    def _is_nearer(self, label: str) -> bool:
        """Whether a label names the unit that does the work, and the one at hand stands behind a general one."""
        before, self.unit_label = self.unit_label, label
        doing = compiled(words("doing_units"))
        if not self.form.implementing_unit or not doing.search(label) or doing.search(before):
            self.unit_label = before or label
            return False
        return True

    def _store(
        self,
        label: Label,
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
            self._parts(label, text, place)
        elif role in _GOALS:
            before = self.goals.get(role)
            joined = (
                f"{before[0]}\n{text}"
                if before and before[0] and text
                else text or (before[0] if before else "")
            )
            self.goals[role] = (joined, before[1] if before and before[0] else place)
        elif role in HEADER:
            field = role
            if role == "project" and (coded := _CODED.match(text)):
                # 项目编码及名称: both stand in one cell.
                text = coded["name"]
                if not form.code:
                    form.code, form.places["code"] = coded["code"], place
            if field == "implementing_unit" and self._is_nearer(label.text):
                # 项目实施单位 says more exactly than 单位名称 who does the work.
                form.department = form.department or form.implementing_unit
                form.places.setdefault("department", form.places["implementing_unit"])
                form.implementing_unit = None
            if not getattr(form, field):
                setattr(form, field, text)
                form.places[field] = place
        elif role in ("start", "end"):
            self.dates.setdefault(role, text)
        elif role == "amount_unit":
            form.amount_unit = form.amount_unit or text or None
        elif role == "year" and (found := re.search(r"20\d\d", in_figures(text))):
            form.year = form.year or int(found[0])
        label.filled = True
        form.fields.setdefault(without_brackets(key(label.text)) or label.text, text)

    def _parts(self, label: Label, text: str, place: Place) -> None:
        """What the total is made of, where its own cell says so."""
        if label.role not in _TOTALS:
            return
        for part, amount in amounts_in(text):
            if (role := field_role(part)) in _PARTS:
                self.budget.add(role, part, amount, place, label.column)

    def finish(self) -> None:
        """Sets what only the whole head can tell: goal, duration, money, and labels left without a value."""
        form = self.form
        for label in self.waiting:
            if label.filled or (label.role == "total_group" and label.empty is None):
                continue
            place = label.empty or label.place
            if label.role in HEADER and getattr(form, label.role) is None:
                setattr(form, label.role, "")
                form.places[label.role] = place
            elif label.role in MONEY_ROLES:
                self.budget.add(label.role, label.text, "", place, label.column)
            elif label.role in _GOALS:
                self.goals.setdefault(label.role, ("", place))
        ordered = [self.goals[role] for role in _GOALS if role in self.goals]
        filled = [goal for goal in ordered if goal[0]] or ordered
        # A figure that a list of tasks left behind (年度主要任务 | 180) is no goal beside one in words.
        chosen = next((goal for goal in filled if not is_money(goal[0])), filled[0] if filled else None)
        if chosen is not None:
            form.goal, form.places["goal"] = chosen
        if form.duration is None and self.dates:
            form.duration = "-".join(self.dates[one] for one in ("start", "end") if self.dates.get(one))
        self.budget.finish()
