"""This run beside the one that a store holds: what was put right, what is new, what stays, by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from linter.auditing.agencies import NO_UNIT, unit_of
from linter.auditing.questions import rows_of
from linter.auditing.rectification import FollowUp, Former, Key, over_files
from linter.ground.disklist import DiskList
from linter.model import Report, RunBeside, UnitChange
from linter.rulebook import Rulebook

#: Faults that are told together.
_TOGETHER = 500


class Earlier:
    """The faults of a store, from what ``packed_faults`` gives of it. They are made each time they are gone through;
    ``units`` are those they were found at. ``unkeyed`` counts those that have nothing to be known again by."""

    def __init__(self, store: str, packed: Iterable[bytes]) -> None:
        self.store = store
        self._rows: DiskList[list[str]] = DiskList()
        self.unkeyed = 0
        for some in packed:
            for key, project, unit in msgspec.msgpack.decode(some):
                if key:
                    self._rows.put([key, project, unit])
                else:
                    self.unkeyed += 1

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Former]:
        for text, project, _ in self._rows:
            key = Key.read(text)
            assert key is not None
            yield Former(key, project)

    def units(self) -> Iterator[str]:
        return (unit for _, _, unit in self._rows)


def packed_faults(folder: Path) -> Iterator[bytes]:
    """Key, project and unit of each fault of a store, some hundred at a time; the key is empty where it is none: an
    earlier jxlint wrote the row. Raises JxlintError for a folder that is no store."""
    rows = (
        (text if text is not None and Key.read(text) is not None else "", project or "", unit or NO_UNIT)
        for text, project, unit in rows_of(folder, "findings", ["key", "project", "unit"])
    )
    while some := list(islice(rows, _TOGETHER)):
        yield msgspec.msgpack.encode(some)


def run_beside(report: Report, rulebook: Rulebook, earlier: Earlier) -> RunBeside:
    """What became of the faults of an earlier run, and what is new."""
    follow = FollowUp(report, list(rulebook.rules), over_files(rulebook))
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
    return RunBeside(earlier.store, ranked, earlier.unkeyed)
