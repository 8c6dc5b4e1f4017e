"""``jxlint page``"""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli.help import Command, option
from linter.cli.output import complain, emit


@click.command(
    "page",
    cls=Command,
    help="做一个不用安装的网页：双击打开，把表拖进去就能检查，文件不离开本机。\n\n"
    "写出单个文件 jxlint.html，和可以放到单位内网服务器上的文件夹 site。",
    epilog="做网页要用浏览器里的 Python（Pyodide），要先备好；缺什么、怎么取，运行时会说。",
)
@click.argument("folder", metavar="文件夹", type=click.Path(file_okay=False))
@option(
    "--runtime",
    metavar="文件夹",
    type=click.Path(file_okay=False),
    help="放着浏览器运行环境的文件夹；不写时用 runtime",
)
def command(folder: str, runtime: str | None) -> int:
    from linter.serve.browser.builder import build

    built = build(Path(folder), Path(runtime or "runtime"))
    for path, size in built.files:
        emit(f"已写好：{path}（{size / 1_000_000:.1f} MB）\n")
    for note in built.notes:
        complain(note)
    return 0
