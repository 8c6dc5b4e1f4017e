"""This run beside the one that a store holds: what was put right, what is new, what stays, by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from linter.auditing.agencies import NO_UNIT, unit_of
from linter.auditing.questions import rows_of
from linter.auditing.rectification import FollowUp, Former, Key
from linter.ground.disklist import DiskList
from linter.model import Report, RunBeside, UnitChange


class Earlier:
    """The faults that a store holds, made each time they are gone through; ``units`` are those they were found at."""

    def __init__(self, store: str) -> None:
        self.store = store
        self._rows = DiskList()

    def add(self, key: str, project: str, unit: str) -> None:
        self._rows.put((key, project, unit))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Former]:
        for text, project, _ in self._rows:
            key = Key.read(text)
            assert key is not None
            yield Former(key, project)

    def units(self) -> Iterator[str]:
        return (unit for _, _, unit in self._rows)


def read_earlier(folder: Path) -> Earlier:
    """The faults of a store. Raises JxlintError for a folder that is none."""
    found = Earlier(str(folder))
    for text, project, unit in rows_of(folder, "findings", ["key", "project", "unit"]):
        if text is not None and Key.read(text) is not None:
            found.add(text, project or "", unit or NO_UNIT)
    return found


def run_beside(report: Report, rules: Iterable[str], earlier: Earlier) -> RunBeside:
    """What became of the faults of an earlier run, and what is new."""
    follow = FollowUp(report, list(rules))
    units: dict[str, UnitChange] = {}

    def of(name: str) -> UnitChange:
        return units.setdefault(name, UnitChange(name))

    verdicts = follow.judge(earlier)
    for name, verdict in zip(earlier.units(), verdicts, strict=True):
        unit = of(name)
        unit.before += 1
        unit.gone += verdict.what == "gone"
        unit.changed += verdict.what == "changed"
        unit.stays += verdict.what in ("same", "among")
        unit.unchecked += verdict.what == "unchecked"
    for entry in follow.fresh():
        if entry.key.rule in follow.rules:
            of(unit_of(entry.form) if entry.form is not None else NO_UNIT).fresh += 1
    ranked = sorted(units.values(), key=lambda one: (-(one.stays + one.changed + one.fresh), one.unit))
    return RunBeside(earlier.store, ranked)
