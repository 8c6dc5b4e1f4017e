"""``jxlint rules``"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from linter.cli.help import Command, option
from linter.cli.options import make_configuration, selection_options
from linter.cli.output import complain, emit
from linter.ground.errors import JxlintError
from linter.reports import FOR_PROGRAMS


@click.command("rules", cls=Command, help="列出全部规则，包括配置文件里写的自己的规则。")
@option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    metavar="格式",
    help="table（默认）、json 或 markdown",
)
@option(
    "--output",
    metavar="文件夹",
    type=click.Path(file_okay=False),
    help="与 --format markdown 合用：在文件夹里写规则手册，每条一页，附官方要求与规则对照",
)
@selection_options
def command(kind: str, output: str | None, **options: Any) -> int:
    from linter.authoring.rulelist import write
    from linter.pipeline.books import refuse_unknown
    from linter.rulebook import load_rulebook

    settings = make_configuration(options).settings("表格")
    rulebook = load_rulebook(settings.rules)
    if output is not None:
        if kind != "markdown":
            raise JxlintError("--output 只和 --format markdown 合用", advice="请加上 --format markdown")
        from linter.authoring.handbook import write_handbook

        count = write_handbook(rulebook, Path(output))
        complain(f"已在 {output} 写好 {count} 页")
        return 0
    # What the configuration leaves out is listed all the same; only this command's own options narrow it.
    chosen = options["select"] or options["ignore"]
    if chosen:
        refuse_unknown(rulebook, settings)
        rules = rulebook.select(settings.select, settings.ignore, preview=settings.preview)
    else:
        rules = list(rulebook.rules.values())
    emit(write(kind, rules, rulebook), for_programs=kind in FOR_PROGRAMS)
    return 0
