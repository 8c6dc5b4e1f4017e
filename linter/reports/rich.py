"""The report for a terminal: the same view as ``plain``, with colour and text wrapped to the window."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.model import Report
from linter.reports.view import short, statistics, wording
from linter.reports.view.choices import Options
from linter.reports.view.columns import wrap
from linter.reports.view.outline import Entry, View, make_view
from linter.reports.view.wording import Marked

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from linter.rulebook import Rulebook

_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_SHORT_STYLE = {**_STYLE, "strong": "bold", "faint": "dim", "better": "bold green"}
_NARROWEST = 40


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The report form by form, for a run of more files than memory holds."""
    from rich.text import Text

    view = make_view(report, rulebook, grade=options.grade, brief=not options.full)
    console = make_console(options)
    for _ in _printed(console, view, report, rulebook, options):
        yield console_text(console)
    for line in view.closing:
        _print(console, Text(line, style="dim"))
    yield console_text(console)


def _printed(
    console: Console, view: View, report: Report, rulebook: Rulebook, options: Options
) -> Iterator[None]:
    """Print the report without its last sentences; stops where what was printed can go on its way."""
    from rich.text import Text

    if options.statistics:
        for line in [*statistics.lines(report, rulebook, max(options.width, _NARROWEST)), ""]:
            console.print(Text(line), soft_wrap=True)
    elif options.quiet:
        yield from _brief(console, view)
        return
    elif options.full:
        yield from _full(console, view)
    else:
        yield from _short(console, view, rulebook, options)
    _summary(console, view)


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
    """What was written to a console of ``make_console`` since this was last asked."""
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    console.file.seek(0)
    console.file.truncate()
    return text


def _short(console: Console, view: View, rulebook: Rulebook, options: Options) -> Iterator[None]:
    from rich.text import Text

    for line in short.lines(view, rulebook, infos=options.infos):
        text = Text.assemble(*((piece, _SHORT_STYLE.get(style, "")) for piece, style in line.pieces))
        _print(console, text, indent=line.indent, hanging=2)
        yield


def _summary(console: Console, view: View) -> None:
    from rich.text import Text

    worst = view.totals[0][0] if view.totals else None
    _print(console, Text(view.summary, style=_STYLE[worst] if worst else "green"))


def _full(console: Console, view: View) -> Iterator[None]:
    from rich.rule import Rule
    from rich.text import Text

    file = None
    for section in view.sections:
        if section.file != file:
            file = section.file
            console.print(Rule(Text(file, style="bold"), align="left", style="blue"))
        _print(console, Text(section.heading, style="bold blue"))
        console.print()
        for entry in section.entries:
            _print(console, _head(entry), indent=2)
            for label, shown in entry.printed:
                _print(console, _field(label, shown, entry.severity), indent=4, hanging=2)
            console.print()
        yield
    if view.totals:
        console.print(_totals(view))
        console.print()


def _print(console: Console, text: Text, *, indent: int = 0, hanging: int = 0) -> None:
    """Print a text line by line. Broken here and not by rich, which begins lines with 。 and 》."""
    plain, start = text.plain, 0
    # Two columns are left for the marks that may hang over.
    for at, line in enumerate(wrap(plain, console.width - indent - hanging - 2)):
        start = plain.index(line, start)
        blank = " " * (indent + (hanging if at else 0))
        console.print(blank, text[start : start + len(line)], sep="", soft_wrap=True)
        start += len(line)


def _field(label: str, shown: str | Marked, severity: str) -> Text:
    from rich.text import Text

    text = Text(f"{label}：", style="dim")
    if isinstance(shown, str):
        return Text.assemble(text, shown)
    return Text.assemble(text, shown.before, (f"【{shown.fault}】", _STYLE[severity]), shown.after)


def _brief(console: Console, view: View) -> Iterator[None]:
    from rich.text import Text

    for section in view.sections:
        for entry in section.entries:
            line = Text(f"{section.file} {entry.place} ".replace("  ", " "))
            line.append_text(_head(entry, place=False))
            line.append(f"：{wording.clean(entry.finding.message)}")
            _print(console, line, hanging=2)
        yield


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
