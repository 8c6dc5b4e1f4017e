"""``jxlint stats``"""

from __future__ import annotations

import csv
import datetime
import decimal
import io
from pathlib import Path
from typing import Any

import click

from linter.cli.help import Command, option
from linter.cli.options import timeout_option
from linter.cli.output import complain, emit, terminal_width
from linter.reports import FOR_PROGRAMS

#: Seconds that a question may take.
_SECONDS = 120


@click.command(
    "stats",
    cls=Command,
    help="查 jxlint check --store 留下的查库：写 SQL，或者现成的问题。表和列见 docs/store.md。\n\n"
    "不写问题时列出现成的问题。",
)
@click.argument("folder", metavar="查库", type=click.Path(file_okay=False))
@click.argument("question", metavar="[SQL或问题]", required=False)
@option(
    "--format",
    "kind",
    metavar="格式",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="table（默认）、csv 或 json",
)
@timeout_option("一个问题最多查多久，超过就停下并说明", _SECONDS)
@option("--all", "whole", is_flag=True, help="表格里的长文字不截短")
def command(folder: str, question: str | None, kind: str, timeout: int, whole: bool) -> int:
    from linter.auditing.questions import ask, connected, saved, saved_sql

    if question is None:
        with connected(Path(folder)):  # a folder that is no store is told of
            pass
        emit("".join(f"{one.name}　{one.asks}\n" for one in saved()))
        return 0
    sql = question if any(sign in question for sign in " \t\n;") else saved_sql(question)
    answer = ask(Path(folder), sql, timeout or None)
    rows = [[_text(cell) for cell in row] for row in answer.rows]
    if kind == "json":
        from linter.reports.view.plaindata import encode

        told = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
        emit(encode(told), for_programs=True)
    elif kind == "csv":
        emit(_csv(answer.columns, rows), for_programs=kind in FOR_PROGRAMS)
    else:
        from linter.reports.view.columns import table
        from linter.reports.view.wording import clean

        widest = 10_000 if whole else max(20, terminal_width() // max(1, len(answer.columns)) + 10)
        lines = table([answer.columns, *([clean(cell) for cell in row] for row in rows)], widest=widest)
        emit("".join(f"{line}\n" for line in lines))
        complain(f"{len(rows)} 行")
    return 0


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return f"{cell:.10g}" if abs(cell) < 1e15 else f"{cell:.0f}"
    return "" if cell is None else str(cell)


def _plain(cell: Any) -> Any:
    if isinstance(cell, decimal.Decimal):
        return float(cell)
    if isinstance(cell, (datetime.date, datetime.datetime, datetime.timedelta, bytes)):
        return str(cell)
    return cell


def _csv(columns: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    # A spreadsheet takes a cell that begins so for a formula.
    writer.writerows(
        [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") and not _is_number(cell) else cell for cell in row]
        for row in rows
    )
    return out.getvalue()


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
