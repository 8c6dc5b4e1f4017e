"""``jxlint parse``"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import islice

import click

from linter.cli.help import Command, option
from linter.cli.output import emit

_AT_ONCE = 1000


class ValueCommand(Command):
    """Values may begin with a minus sign; what looks like a misspelt option is still refused."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [name for param in self.get_params(ctx) for name in param.opts]
        literal = False
        for arg in args:
            literal = literal or arg == "--"
            if not literal and re.match(r"--?[A-Za-z]", arg) and arg.partition("=")[0] not in options:
                raise click.NoSuchOption(arg.partition("=")[0], possibilities=options, ctx=ctx)
        return super().parse_args(ctx, args)


@click.command(
    "parse",
    cls=ValueCommand,
    help="解释指标值：是数量、区间、日期还是文字，比较符号、上下限和单位各是什么。\n\n"
    "值可以写在命令后面；不写就从标准输入读，一行一个。",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("values", nargs=-1, metavar="值…")
@option(
    "--format",
    "kind",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    metavar="格式",
    help="table（默认），或者 jsonl：每行一个 JSON",
)
def command(values: tuple[str, ...], kind: str) -> int:
    from linter.reports.readout.valuetable import jsonl_line, values_table
    from linter.values import parse_value

    if not values and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError("没有写要解释的值。例如：jxlint parse “≥95%” “2024年12月底前”")
    lines = iter(values) if values else _lines()
    while chunk := [(text, parse_value(text)) for text in islice(lines, _AT_ONCE)]:
        if kind == "jsonl":
            emit("".join(jsonl_line(text, value) for text, value in chunk), for_programs=True)
        else:
            emit(values_table(chunk))
    return 0


def _lines() -> Iterator[str]:
    """The lines of standard input, whatever encoding it is in. Raises JxlintError for an empty or binary
    one."""
    from linter.ground.errors import JxlintError
    from linter.readers.encoding import decode

    data = sys.stdin.buffer.read()
    if not data:
        raise JxlintError("标准输入是空的", advice="请一行写一个要解释的值")
    text, _ = decode(data)
    # Only line feeds end a line here, so that output line n belongs to input line n.
    return (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n"))
