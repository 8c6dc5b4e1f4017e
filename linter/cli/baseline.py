"""``jxlint baseline``"""

from __future__ import annotations

from typing import Any

import click

from linter.cli.help import Command
from linter.cli.options import (
    configuration_options,
    files_argument,
    find_inputs,
    make_configuration,
    selection_options,
)
from linter.cli.output import complain_about, emit
from linter.pipeline import run


@click.command(
    "baseline",
    cls=Command,
    help="把现有的问题记进各文件夹的 reasons.yaml，等待逐条说明；以后只有新问题才会拦下来。\n\n"
    "已有的说明原样保留。原文一改，说明就不再有效。",
)
@files_argument
@selection_options
@configuration_options
def command(files: tuple[str, ...], stdin_filename: str | None, **options: Any) -> int:
    from linter.pipeline.answers import write_baseline

    configuration = make_configuration(options)
    inputs, problems = find_inputs(files, configuration, stdin_filename)
    if any(item.data is not None for item in inputs):
        raise click.UsageError("标准输入没有文件夹可放 reasons.yaml，请写文件名")
    outcome = run(inputs, configuration, problems=problems)
    for path, count in write_baseline(outcome.report):
        emit(f"{path}：新记 {count} 条，请逐条写明理由\n" if count else f"{path}：没有新问题要记\n")
    complain_about(outcome.report.problems)
    return 2 if outcome.report.problems else 0
