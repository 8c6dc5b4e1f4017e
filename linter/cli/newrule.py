"""``jxlint new-rule``"""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli.help import Command, option
from linter.cli.output import emit


@click.command(
    "new-rule",
    cls=Command,
    help="写出一条新规则的模板。模板自带的用例先是失败的，填好为止。\n\n"
    "类别是 WZ 完整性、XG 相关性、SD 适当性、KX 可行性、GF 规范性之一；"
    "名字用小写英文和连字符，说出毛病是什么，如 late-payment。",
)
@click.argument("family", metavar="类别")
@click.argument("name", metavar="名字")
@option(
    "--dir",
    "folder",
    metavar="文件夹",
    type=click.Path(file_okay=False),
    help="写到这个文件夹，而不是 rules/类别/",
)
def command(family: str, name: str, folder: str | None) -> int:
    from linter.authoring.ruleframe import new_rule

    path = new_rule(family, name, Path(folder) if folder else None)
    emit(f"已写好模板：{path}\n填好标着“待填”的地方，再运行 jxlint test-rules {path}\n")
    return 0
