"""What a report may be told about its surroundings."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """``width`` is that of the terminal in columns; ``colour`` allows escape sequences; ``quiet`` asks
    for one line a finding; ``statistics`` for counts instead of findings; ``grade`` for a grade of every
    form.

    For office formats: ``output`` is the file that is being written, ``template`` the user's own document
    for the written report, ``data`` the bytes of inputs that are no files (standard input), and ``notes``
    takes what the user has to be told about the file made, in Chinese.
    """

    width: int = 100
    colour: bool = False
    quiet: bool = False
    statistics: bool = False
    grade: bool = True
    output: Path | None = None
    template: Path | None = None
    data: Mapping[str, bytes] = dataclasses.field(default_factory=dict)
    notes: list[str] = dataclasses.field(default_factory=list)
