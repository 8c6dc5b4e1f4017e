"""``jxlint rules``"""

from __future__ import annotations

from typing import Any

import click

from linter.cli.help import Command
from linter.cli.options import make_configuration, selection_options
from linter.cli.output import emit
from linter.reports import FOR_PROGRAMS


@click.command("rules", cls=Command, help="列出全部规则，包括配置文件里写的自己的规则。")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    metavar="格式",
    help="table（默认）、json 或 markdown",
)
@selection_options
def command(kind: str, **options: Any) -> int:
    from linter.reports.rulelist import write
    from linter.rulebook import load_rulebook

    settings = make_configuration(options).settings("表格")
    rulebook = load_rulebook(settings.rules)
    # What the configuration leaves out is listed all the same; only this command's own options narrow it.
    chosen = options["select"] or options["ignore"]
    rules = rulebook.select(settings.select, settings.ignore) if chosen else list(rulebook.rules.values())
    emit(write(kind, rules, rulebook), for_programs=kind in FOR_PROGRAMS)
    return 0
