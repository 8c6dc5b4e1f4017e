"""Help pages that count a Chinese character as two columns, and commands that use them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import click


class Formatter(click.HelpFormatter):
    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        from linter.reports.view.columns import wrap

        indent = " " * self.current_indent
        paragraphs = text.strip().split("\n\n")
        # Python lines are joined without a blank: Chinese has none between words.
        joined = ["".join(line.strip() for line in paragraph.splitlines()) for paragraph in paragraphs]
        for at, paragraph in enumerate(joined):
            lines = wrap(paragraph, self.width - self.current_indent)
            self.write("".join(["\n" if at else "", *(f"{indent}{line}\n" for line in lines)]))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 34, col_spacing: int = 2) -> None:
        from linter.reports.view.columns import pad, width, wrap

        pairs = list(rows)
        first = min(max((width(term) for term, _ in pairs), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in pairs:
            lines = wrap(text, max(self.width - first - self.current_indent, 20)) if text else [""]
            if width(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
                term = ""
            self.write(f"{indent}{pad(term, first)}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{indent}{' ' * first}{line}\n" for line in lines[1:]))


class Context(click.Context):
    formatter_class = Formatter


class Option(click.Option):
    """An option of jxlint. Its help is a line as it should be: click would load what cleans the texts in sources."""

    def __init__(self, *args: Any, help: str | None = None, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.help = help


#: The same as ``click.option``, for options of this class.
option = partial(click.option, cls=Option)


class Helped(click.Command):
    """A command whose option for help is one of ours."""

    context_class = Context
    _help: Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        if self._help is None:
            names = self.get_help_option_names(ctx)
            self._help = Option(
                names,
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_help,
                help="显示这份说明",
            )
        return self._help


def _show_help(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


class Command(Helped):
    """A command of jxlint: ``-h`` as well as ``--help``, Chinese words in its usage line."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", "[选项]")
        settings.setdefault("context_settings", {}).setdefault("help_option_names", ["-h", "--help"])
        super().__init__(*args, **settings)
