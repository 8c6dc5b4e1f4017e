"""This run beside an earlier one, as readers see it: a sentence, and a row a unit."""

from __future__ import annotations

from linter.model import Report, RunBeside, UnitChange
from linter.reports.view.columns import table
from linter.reports.view.wording import clean, shorten

TITLE = "和上次比"
HEADER = ("单位", "上次问题", "已改好", "仍在", "改了仍有问题", "本次未查", "新出现")


def sentences(report: Report) -> list[str]:
    """How the run compares; nothing where there is no earlier one."""
    since = report.since
    if since is None:
        return []
    total = total_of(since)
    said = [
        f"和上次比（{clean(since.store)}）：上次的问题 {total.before} 处，已改好 {total.gone}，仍在 {total.stays}，"
        f"改了仍有问题 {total.changed}，本次未查 {total.unchecked}；新出现 {total.fresh} 处。"
    ]
    return [*said, *_left_out(since)]


def _left_out(since: RunBeside) -> list[str]:
    """What of the store could not be compared."""
    if not since.unkeyed:
        return []
    return [
        f"上次另有 {since.unkeyed} 处是较早的 jxlint 写进查库的，没有“key”，对不上，没有算在上面；"
        "请用 --store 把那些表再查一遍，补上以后再比。"
    ]


def total_of(since: RunBeside) -> UnitChange:
    """The sums over all units."""
    total = UnitChange("合计")
    for unit in since.units:
        for name in ("before", "gone", "stays", "changed", "unchecked", "fresh"):
            setattr(total, name, getattr(total, name) + getattr(unit, name))
    return total


def cells(unit: UnitChange) -> list[str | int]:
    """A row of the table, by ``HEADER``."""
    return [unit.unit, unit.before, unit.gone, unit.stays, unit.changed, unit.unchecked, unit.fresh]


def lines(since: RunBeside) -> list[str]:
    """The table for a terminal."""
    rows = [
        [shorten(clean(str(cell)), 40) for cell in cells(unit)] for unit in [*since.units, total_of(since)]
    ]
    return [
        TITLE,
        *table([list(HEADER), *rows], indent="  ", widest=60),
        *(f"  {one}" for one in _left_out(since)),
    ]
