"""Text → Value: the typed reading of a target such as ``≥95%`` or ``2024年12月31日前完成``.

The comparator is always kept, the scale word too (54.2 万元), an unknown unit is read and flagged. Nothing
here raises on any text: what is no value is ``qualitative``, ``text`` or ``empty``.
"""

from linter.values.cells import join_cells, split_item, split_statement
from linter.values.plainvalue import value_to_json
from linter.values.read import find_values, parse_value, read_value

__all__ = [
    "find_values",
    "join_cells",
    "parse_value",
    "read_value",
    "split_item",
    "split_statement",
    "value_to_json",
]
