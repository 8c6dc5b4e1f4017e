"""Texts of cells for programs: whole, as long as that is not the same long text again and again.

A long cell may have thousands of faults. The first of them are told with all of it, the others with what stands around
their fault, so that a report grows with what was read and not with its square.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from linter.model import Finding, Place

#: Texts up to this are always told whole; longer ones so many times a cell.
_LONG, _TIMES = 1_000, 20
_CUT = "…"


class Excerpts:
    """Counts how often the text of each cell was told in one report."""

    def __init__(self) -> None:
        self._told: Counter[Place] = Counter()
        self._file = ""

    def of(self, finding: Finding) -> str:
        """The text of a finding."""
        return self.text(finding.file, finding.place, finding.text, finding.mark)

    def text(self, file: str, place: Place, text: str, mark: tuple[int, int] | None = None) -> str:
        """A text of a cell; ``mark`` is the stretch that is faulty."""
        if len(text) <= _LONG or self._again(file, place):
            return text
        start, end = mark if mark is not None else (0, 0)
        first = max(0, min(start - _LONG // 4, len(text) - _LONG))
        last = max(first + _LONG, min(end, first + 2 * _LONG))
        return f"{_CUT if first else ''}{text[first:last]}{_CUT if last < len(text) else ''}"

    def fix(self, finding: Finding) -> dict[str, Any] | None:
        """The fix of a finding, without the cells whose change was told often enough; None when none is left."""
        if finding.fix is None:
            return None
        cells = [
            cell
            for cell in finding.fix["cells"]
            if len(cell["before"]) <= _LONG or self._again(finding.file, Place(**cell["place"]))
        ]
        return {**finding.fix, "cells": cells} if cells else None

    def _again(self, file: str, place: Place) -> bool:
        """Whether the text of a cell may be told once more."""
        if file != self._file:  # findings come file by file, and those of a million are not remembered
            self._file = file
            self._told.clear()
        self._told[place] += 1
        return self._told[place] <= 2 * _TIMES
