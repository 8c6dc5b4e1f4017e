"""Where the target of a row stands: in its column, or one column beside it."""

from __future__ import annotations

from linter.forms.clean import narrow
from linter.forms.row import Row
from linter.forms.rows.cellsorts import is_comparator, is_number, is_words
from linter.forms.rows.layout import Layout, Target
from linter.model import Form, Indicator, Repair
from linter.values import parse_value


def put_target(
    form: Form, layout: Layout, row: Row, indicator: Indicator, cells: dict[str, int], target: Target
) -> None:
    """Puts the target of a row into its indicator, also where it stands in the column beside."""
    if target.column >= 0:
        indicator.value = narrow(row.inherited(target.column))
        indicator.places["value"] = row.place(target.column)
    if not indicator.value and "unit" in cells and is_words(indicator.comparator, indicator.unit):
        # 单位（文字描述）: a target in words stands in the unit's place.
        indicator.value, indicator.unit = narrow(row.inherited(cells["unit"])), ""
        indicator.places["value"] = row.place(cells["unit"])
    if not indicator.value and is_number(indicator.comparator):
        # The whole target stands in the place of its comparator.
        indicator.value, indicator.comparator = indicator.comparator, ""
        indicator.places["value"] = row.place(cells["comparator"])
        indicator.repaired = True
        note = Repair("shifted", "指标值写在比较符一栏，已归入指标值", row.place(cells["comparator"]))
        form.repairs.append(note)
    if indicator.value or indicator.unit or is_comparator(indicator.comparator):
        return
    # A value beyond the last head, with nothing in the value column: it slipped one column to the right.
    beyond = [column for column in row.filled if column > layout.last]
    if len(beyond) == 1 and len(layout.blocks) == 1 and target.area is None:
        between = [column for column in row.filled if target.column < column < beyond[0]]
        if not between:
            indicator.value = narrow(row.text(beyond[0]))
            indicator.places["value"] = row.place(beyond[0])
            indicator.repaired = True
            target.column = beyond[0]
            form.repairs.append(
                Repair("shifted", "指标值落在表头以外的列，已归入指标值列", row.place(beyond[0]))
            )


def is_bare(value: str) -> bool:
    """Whether a target is a figure or a range without a unit."""
    read = parse_value(value)
    return read.kind in ("quantity", "range") and not read.unit
