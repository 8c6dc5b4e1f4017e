"""Reasons: what the office has answered to findings, and which findings that settles.

``reasons.yaml`` stands beside the tables it speaks of. An entry names a rule and the value it was written for;
when the value changes, the entry no longer holds. Nothing is ever settled in silence: the report counts what
was answered, and says which entries have lapsed or were not used.
"""

from linter.reasons.entries import FILE_NAME, Entry, read_reasons
from linter.reasons.renaming import by_name, follow, gone, renamed
from linter.reasons.settlement import Settled, settle
from linter.reasons.writing import add_baseline

__all__ = [
    "FILE_NAME",
    "Entry",
    "Settled",
    "add_baseline",
    "by_name",
    "follow",
    "gone",
    "read_reasons",
    "renamed",
    "settle",
]
