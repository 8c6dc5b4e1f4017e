"""``jxlint init``"""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli.help import Command, option
from linter.cli.output import emit


@click.command(
    "init",
    cls=Command,
    help="在文件夹里写一份 jxlint.yaml，每个设置都在，去掉行首的 # 就生效；已有的文件不动。\n\n"
    "旁边的 .jxlint 文件夹是给编辑器用的：键名、可用的值会有提示。",
)
@click.argument("folder", metavar="文件夹", default=".", type=click.Path())
@option("--hook", is_flag=True, help="再写一份 .pre-commit-config.yaml，提交前自动检查")
def command(folder: str, hook: bool) -> int:
    from linter.authoring.starter import begin
    from linter.reports.view.wording import clean

    for path in begin(Path(folder), hook=hook):
        emit(f"已写好 {clean(str(path))}\n")
    return 0
