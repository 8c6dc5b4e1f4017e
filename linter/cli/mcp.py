"""``jxlint mcp``"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from linter.cli.help import Command


@click.command(
    "mcp",
    cls=Command,
    help="让语言模型用上 jxlint：在标准输入、输出上说 MCP 协议，给出 check、parse、explain、suggest 四个工具。\n\n"
    "不用自己运行，写进所用程序的 MCP 设置里：命令 jxlint，参数 mcp。",
)
@click.option(
    "--root",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False),
    help="只许读这个文件夹里的文件；不写就哪里的都能读",
)
@click.option("--config", metavar="文件", type=click.Path(), help="用这个配置文件，不再往上找")
def command(root: str | None, config: str | None) -> int:
    from linter.serve.stdio import Server
    from linter.serve.toolbox import Toolbox

    # Nothing but answers may reach standard output, whoever prints.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with answers:
        try:
            Server(Toolbox(Path(root) if root else None, config)).run(sys.stdin.buffer, answers)
        except BrokenPipeError:  # the client has gone
            return 0
    return 0
