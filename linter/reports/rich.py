"""The report for a terminal: the same view as ``plain``, with colour and text wrapped to the window."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from linter.model import Report
from linter.reports import wording
from linter.reports.options import Options
from linter.reports.view import Entry, View, make_view

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from linter.rulebook import Rulebook

_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_NARROWEST = 40


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    view = make_view(report, rulebook)
    console = make_console(options)
    if options.quiet:
        _brief(console, view)
    else:
        _full(console, view)
    for line in view.closing:
        console.print(line, style="dim", markup=False, highlight=False)
    return console_text(console)


def make_console(options: Options) -> Console:
    """A console that writes into memory."""
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=max(options.width, _NARROWEST),
        force_terminal=options.colour,
        color_system="standard" if options.colour else None,
        no_color=not options.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def console_text(console: Console) -> str:
    """What was written to a console of ``make_console``."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _full(console: Console, view: View) -> None:
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.text import Text

    file = None
    for section in view.sections:
        if section.file != file:
            file = section.file
            console.print(Rule(Text(file, style="bold"), align="left", style="blue"))
        console.print(Text(section.heading, style="bold blue"))
        console.print()
        for entry in section.entries:
            console.print(Padding(_head(entry), (0, 0, 0, 2)))
            console.print(Padding(_fields(entry), (0, 0, 1, 4)))
    if view.totals:
        console.print(_totals(view))
        console.print()
    worst = view.totals[0][0] if view.totals else None
    console.print(Text(view.summary, style=_STYLE[worst] if worst else "green"))


def _brief(console: Console, view: View) -> None:
    from rich.text import Text

    for section in view.sections:
        for entry in section.entries:
            line = Text(f"{section.file} {entry.place} ".replace("  ", " "))
            line.append_text(_head(entry, place=False))
            line.append(f"：{wording.clean(entry.finding.message)}")
            console.print(line)


def _head(entry: Entry, *, place: bool = True) -> Text:
    from rich.text import Text

    head = Text()
    if place and entry.place:
        head.append(f"{entry.place}  ", style="dim")
    head.append(wording.SEVERITY[entry.severity], style=_STYLE[entry.severity])
    head.append(f"  {entry.rule} ", style="bold")
    head.append(entry.title, style="bold")
    if entry.remark:
        head.append(f"（{entry.remark}）", style="dim")
    return head


def _fields(entry: Entry) -> Any:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for label, shown in entry.fields:
        if isinstance(shown, str):
            text = Text(shown)
        else:
            text = Text.assemble(shown.before, (f"【{shown.fault}】", _STYLE[entry.severity]), shown.after)
        grid.add_row(label, text)
    return grid


def _totals(view: View) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title="各条规则合计", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("级别", no_wrap=True)
    table.add_column("规则", no_wrap=True)
    table.add_column("说明", overflow="fold")
    table.add_column("处数", justify="right", no_wrap=True)
    for severity, rule, title, count in view.totals:
        table.add_row(Text(wording.SEVERITY[severity], style=_STYLE[severity]), rule, Text(title), str(count))
    return table
