"""What a report may be told about its surroundings."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """``width`` is that of the terminal in columns; ``colour`` allows escape sequences; ``quiet`` asks
    for one line a finding; ``statistics`` for counts instead of findings; ``grade`` for a grade of every
    form."""

    width: int = 100
    colour: bool = False
    quiet: bool = False
    statistics: bool = False
    grade: bool = True
