"""What a fix changes, for people: each cell with its text before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linter.model import Place
from linter.reports.view.wording import clean, place_text


def diff(path: str, changes: Iterable[tuple[Place, str, str, Sequence[str]]]) -> str:
    """The changes of one file: (place, before, after, rules) for each cell."""
    lines = [clean(path)]
    for place, before, after, rules in changes:
        lines.append(f"  {place_text(place)}（{'、'.join(rules)}）")
        lines += [f"    - {clean(line)}" for line in before.split("\n")]
        lines += [f"    + {clean(line)}" for line in after.split("\n")]
    return "\n".join(lines) + "\n"
