"""This run beside the one that a store holds: what was put right, what is new, what stays, by unit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from linter.auditing.agencies import NO_UNIT, unit_of
from linter.auditing.questions import connected
from linter.auditing.rectification import FollowUp, Former, Key
from linter.model import Report, RunBeside, UnitChange


class Earlier(msgspec.Struct, frozen=True):
    """The faults that a store holds, each with the unit it was found at."""

    store: str
    faults: list[tuple[Former, str]]


def read_earlier(folder: Path) -> Earlier:
    """The faults of a store. Raises JxlintError for a folder that is none."""
    with connected(folder) as connection:
        rows = connection.execute("select key, project, unit from findings where key is not null").fetchall()
    faults = [
        (Former(key, project or ""), unit or NO_UNIT)
        for text, project, unit in rows
        if (key := Key.read(text)) is not None
    ]
    return Earlier(str(folder), faults)


def run_beside(report: Report, rules: Iterable[str], earlier: Earlier) -> RunBeside:
    """What became of the faults of an earlier run, and what is new."""
    follow = FollowUp(report, list(rules))
    units: dict[str, UnitChange] = {}

    def of(name: str) -> UnitChange:
        return units.setdefault(name, UnitChange(name))

    verdicts = follow.judge([former for former, _ in earlier.faults])
    for (_, name), verdict in zip(earlier.faults, verdicts, strict=True):
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
