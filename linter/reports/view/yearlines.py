"""This year beside last year, as readers see it: sentences for the end of a report, and the rows of a table."""

from __future__ import annotations

from linter.auditing.yearbeside import DROPPED, NEW
from linter.model import Report, YearBeside, YearRow
from linter.reports.view.columns import table
from linter.reports.view.wording import clean, shorten

TITLE = "和上年比"
HEADER = ("单位", "年度", "项目", "二级指标", "指标", "上年目标", "上年完成", "今年目标", "变化")
_LISTED = 5


def sentences(report: Report) -> list[str]:
    """How much was found again, and what was not; nothing where there was nothing to compare with."""
    beside = report.beside
    if beside is None:
        return []
    first = (
        f"和上年比：今年的表 {beside.forms} 张、上年的表 {beside.forms_before} 张，对上 {beside.forms_matched} 张；"
        f"今年指标 {beside.indicators} 个，对上 {beside.indicators_matched} 个。"
    )
    return [
        first,
        *_nameless(beside),
        *_missing("今年有、上年没有的表", beside.fresh),
        *_missing("上年有、今年没有的表", beside.gone),
        *_rows_missing(beside),
        *_missing("注意：今年的和上年的是同一个文件，和上年比没有意义", beside.same_file, "个"),
        *_missing("注意：今年的表和上年的表写的是同一个年度", beside.same_year),
    ]


def _nameless(beside: YearBeside) -> list[str]:
    """How many forms nobody can find again, whatever they hold."""
    counts = (("今年", beside.nameless), ("上年", beside.nameless_before))
    said = [f"{when} {count} 张" for when, count in counts if count]
    return [f"没写项目名称和编码、无从对上的表：{'，'.join(said)}。"] if said else []


def cells(row: YearRow) -> list[str]:
    """A row of the table, by ``HEADER``."""
    return [
        row.unit, str(row.year or ""), row.project, row.level2, row.indicator, row.target_before, row.achieved_before,
        row.target, row.change,
    ]  # fmt: skip


def lines(beside: YearBeside) -> list[str]:
    """The table for a terminal, a heading a project."""
    found = [TITLE]
    told = None
    rows: list[list[str]] = []
    for row in [*beside.rows, None]:
        name = (row.unit, row.project) if row is not None else None
        if name != told and rows:
            found += table([list(HEADER[4:]), *rows], indent="    ", widest=30)
            rows = []
        if row is not None:
            if name != told:
                found.append(f"  {clean(row.project)}（{clean(row.unit)}）")
            rows.append([shorten(clean(text), 60) or "—" for text in cells(row)[4:]])
        told = name
    return found


def _missing(what: str, names: list[str], counted: str = "张") -> list[str]:
    if not names:
        return []
    more = f" 等 {len(names)} {counted}" if len(names) > _LISTED else ""
    return [f"{what}：{'、'.join(shorten(clean(name), 60) for name in names[:_LISTED])}{more}。"]


def _rows_missing(beside: YearBeside) -> list[str]:
    counts: dict[str, int] = {NEW: 0, DROPPED: 0}
    names: dict[str, list[str]] = {NEW: [], DROPPED: []}
    for row in beside.rows:
        if row.change in counts:
            counts[row.change] += 1
            name = shorten(clean(row.indicator), 30) or f"没写名称的{clean(row.level2)}"
            if len(names[row.change]) < _LISTED and name not in names[row.change]:
                names[row.change].append(name)
    parts = [
        f"{what} {count} 个（{'、'.join(names[what])}{'等' if count > len(names[what]) else ''}）"
        for what, count in counts.items()
        if count
    ]
    return [f"对上的表里没对上的指标：{'，'.join(parts)}。"] if parts else []
