"""``jxlint test-rules``"""

from __future__ import annotations

from pathlib import Path

import click

from linter.cli.help import Command
from linter.cli.options import make_configuration
from linter.cli.output import complain, emit


@click.command(
    "test-rules",
    cls=Command,
    help="运行规则文件里自带的用例。不写路径时，运行自带的全部规则和配置文件里写的规则文件夹。",
    epilog="退出码：0 全部通过，1 有用例失败，2 规则文件有错或没有规则。",
)
@click.argument("paths", nargs=-1, metavar="路径…", type=click.Path(exists=True))
def command(paths: tuple[str, ...]) -> int:
    from linter.authoring.cases import test_rules
    from linter.ground.resources import rules_dir
    from linter.reports.view.wording import clean

    own = make_configuration({}).settings("表格").rules
    report = test_rules([Path(path) for path in paths] or [rules_dir(), *own])
    if not report.rules:
        complain("错误：没有找到规则文件。规则文件以 .yaml 结尾，可用 jxlint new-rule 写出模板")
        return 2
    emit("".join(f"{clean(str(failure))}\n" for failure in report.failures) + f"{report.summary}\n")
    if any(not failure.rule for failure in report.failures):
        return 2  # a file that is no rule says nothing about its cases
    return 1 if report.failures else 0
