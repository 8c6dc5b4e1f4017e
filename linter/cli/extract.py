"""``jxlint extract``"""

from __future__ import annotations

from typing import Any

import click

from linter.cli.help import Command
from linter.cli.options import configuration_options, files_argument, find_inputs, make_configuration
from linter.cli.output import complain_about, emit, report_options
from linter.pipeline import read_documents


@click.command(
    "extract",
    cls=Command,
    help="看工具从文件里读到了什么：每张表的表头、金额、目标、每行指标和它的含义，以及读取时做的修补。\n\n"
    "先看读得对不对，再看检查结果。",
)
@files_argument
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "json"]),
    default="table",
    metavar="格式",
    help="table（默认）或 json",
)
@configuration_options
def command(files: tuple[str, ...], kind: str, stdin_filename: str | None, **options: Any) -> int:
    from linter.reports import extraction

    configuration = make_configuration(options)
    inputs, problems = find_inputs(files, configuration, stdin_filename)
    reading = read_documents(inputs, configuration, problems=problems)
    documents = reading.with_unread()
    if kind == "json":
        emit(extraction.write_json(documents), for_programs=True)
    else:
        emit(extraction.write_text(documents, report_options().width))
    complain_about(reading.problems)
    return 2 if reading.problems else 0
