"""``jxlint mcp``"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from linter.cli.help import Command, option
from linter.cli.options import between


@click.command(
    "mcp",
    cls=Command,
    help="让语言模型用上 jxlint：在标准输入、输出上说 MCP 协议，给出 check、parse、explain、suggest 四个工具。\n\n"
    "不用自己运行，写进所用程序的 MCP 设置里：命令 jxlint，参数 mcp。",
)
@option(
    "--root",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False),
    help="只许读这个文件夹里的文件；不写就哪里的都能读",
)
@option("--config", metavar="文件", type=click.Path(), help="用这个配置文件，不再往上找")
@option(
    "--timeout", metavar="秒", type=int, callback=between(1, 3600), default=60, help="一次最多查多久，默认 60"
)
def command(root: str | None, config: str | None, timeout: int) -> int:
    from linter.config import Configuration
    from linter.serve.jobprocess import GuardedToolbox
    from linter.serve.modelprotocol import Server

    Configuration(explicit=config)  # a faulty one is said now
    toolbox = GuardedToolbox(Path(root) if root else None, config, timeout)

    # Nothing but answers may reach standard output, whoever prints.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        with answers, suppress(BrokenPipeError):  # the client may go without a word
            Server(toolbox).run(sys.stdin.buffer, answers)
    finally:
        toolbox.end()
    return 0
