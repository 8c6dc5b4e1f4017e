"""``jxlint explain``"""

from __future__ import annotations

import click

from linter.cli.help import Command, option
from linter.cli.options import complete_rules, make_configuration
from linter.cli.output import emit, report_options


@click.command(
    "explain", cls=Command, help="讲一条规则：为什么、怎么改、依据，以及取自规则自带用例的坏例和好例。"
)
@click.argument("rule", metavar="编号或规则名", shell_complete=complete_rules)
@option(
    "--rules", multiple=True, metavar="文件夹", type=click.Path(exists=True), help="再加上这个文件夹里的规则"
)
def command(rule: str, rules: tuple[str, ...]) -> int:
    from linter.authoring.explanation import write
    from linter.rulebook import load_rulebook

    settings = make_configuration({"rules": rules}).settings("表格")
    rulebook = load_rulebook(settings.rules)
    found = rulebook.find(rule)
    emit("\n".join(write(each, rulebook, report_options().width) for each in found))
    return 0
