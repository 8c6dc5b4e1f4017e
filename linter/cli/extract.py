"""``jxlint extract``"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from linter.cli.help import Command, option
from linter.cli.options import (
    configuration_options,
    files_argument,
    find_inputs,
    make_configuration,
    setting_options,
)
from linter.cli.output import complain, complain_about, emit, report_options
from linter.cli.progress import progress_over
from linter.pipeline.documents import read_documents
from linter.pipeline.outputs import Target, refuse_inputs, save
from linter.reports.view.wording import clean, passed_files


@click.command(
    "extract",
    cls=Command,
    help="看工具从文件里读到了什么：每张表的表头、金额、目标、每行指标和它的含义，以及读取时做的修补。\n\n"
    "先看读得对不对，再看检查结果。",
)
@files_argument
@option(
    "--format",
    "kind",
    type=click.Choice(["table", "json", "csv", "xlsx"]),
    metavar="格式",
    help="table（默认）、json，或者每个指标一行的 csv、xlsx",
)
@option("--explain", is_flag=True, help="另列出指标表的每一列读作什么、凭什么、其次可能是什么")
@option("--output", metavar="文件", help="写进文件；没写 --format 时看后缀")
@setting_options("map")
@configuration_options
def command(
    files: tuple[str, ...],
    kind: str | None,
    explain: bool,
    output: str | None,
    stdin_filename: str | None,
    **options: Any,
) -> int:
    from linter.reports.readout import extraction
    from linter.reports.readout import indicatorrows as flat

    kind = kind or _kind_of(output)
    if kind == "xlsx" and output is None:
        raise click.UsageError("xlsx 要写进文件，请加上 --output 文件名.xlsx")
    configuration = make_configuration(options)
    inputs, problems = find_inputs(files, configuration, stdin_filename)
    if output is not None:
        refuse_inputs([Target(kind, Path(output))], (item.path for item in inputs))
    with progress_over(inputs) as step:
        reading = read_documents(inputs, configuration, problems=problems, progress=step)
    documents = reading.with_unread()
    if kind == "json":
        made = extraction.write_json(documents, explain=explain).encode("utf-8", "backslashreplace")
    elif kind == "csv":
        made = flat.write_csv(documents)
    elif kind == "xlsx":
        made = flat.write_xlsx(documents)
    else:
        text = extraction.write_text(documents, report_options().width, explain=explain)
        made = text.encode("utf-8", "backslashreplace")
    if output is not None:
        save(Path(output), made)
        forms = sum(len(document.forms) for document in documents)
        emit(f"绩效目标表 {forms} 张，已写入 {clean(output)}\n")
    else:
        emit(made.decode("utf-8"), for_programs=kind != "table")
    for line in passed_files(reading.passed_by):
        complain(line)
    complain_about(reading.problems)
    return 2 if reading.problems else 0


def _kind_of(output: str | None) -> str:
    suffix = Path(output).suffix.lower() if output else ""
    return {".json": "json", ".csv": "csv", ".xlsx": "xlsx"}.get(suffix, "table")
