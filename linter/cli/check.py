"""``jxlint check``"""

from __future__ import annotations

from typing import Any

import click

from linter.cli.help import Command, option
from linter.cli.options import (
    configuration_options,
    files_argument,
    find_inputs,
    make_configuration,
    selection_options,
    setting_options,
)
from linter.cli.output import complain, complain_about, emit, emit_saved, is_terminal, report_options
from linter.cli.progress import progress_over
from linter.cli.runoptions import make_means, means_options, resumable
from linter.pipeline import run
from linter.pipeline.answers import left_aside, one_of_each_folder
from linter.pipeline.outputs import read_targets, refuse_inputs, refuse_ledger, refuse_template, save_all
from linter.pipeline.runaround import Telling
from linter.reports import FOR_PROGRAMS, FORMATS, pieces

#: Files left aside that are named one by one.
_MOST_NAMED = 5


@click.command(
    "check",
    cls=Command,
    help="检查文件，列出每个问题：在哪里、是什么、为什么、怎么改、依据什么。\n\n"
    "可以写文件和文件夹；文件夹里会找各种表格和文本文件。写 - 读标准输入。",
    epilog="退出码：0 没有达到级别的问题，1 有，2 没能检查或者什么都没查到。",
)
@files_argument
@option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    metavar="格式",
    help=f"rich（终端上的默认）、plain（其他默认）、full（每处都写全）、{' '.join(FORMATS[3:])}",
)
@option(
    "--output",
    "outputs",
    multiple=True,
    metavar="文件",
    help="把报告写进文件，格式看名字，如 结果.html、退回意见.docx、台账.xlsx；写“文件夹/”得到标注副本和汇总；"
    "可写多次；也可写明格式：sarif=结果.json",
)
@option(
    "--template",
    metavar="文件",
    type=click.Path(),
    help="写 .docx 报告时套用自己的 Word 模板（.docx）的样式；正文写在模板里“{{正文}}”一行的位置",
)
@option(
    "--ledger",
    metavar="文件",
    type=click.Path(),
    help="写台账时接着上次的台账（.xlsx）写：单位填的都留着，已整改、仍有问题、本次未查的分别写明",
)
@option("--statistics", is_flag=True, help="不列每个问题，只按规则、单位和文件统计")
@option(
    "--previous", multiple=True, metavar="文件", type=click.Path(), help="上年的表（文件或文件夹），和今年比"
)
@setting_options("prices", "map")
@option("--no-grade", is_flag=True, help="不给每张表评优、良、中、差")
@selection_options
@setting_options("severity", "fail-on", "year", "profile")
@option("--no-reasons", is_flag=True, help="不看表旁边的 reasons.yaml，已说明的问题也列出来")
@option(
    "--isolated",
    is_flag=True,
    help="查别人的表：不用表旁边的配置、规则和说明，只用自带的和命令行上写的；没用哪些会说出来",
)
@option("--all", "infos", is_flag=True, help="提示也逐条列出；不加时只说有几处")
@means_options
@option("-q", "--quiet", is_flag=True, help="每个问题只写一行")
@option("--show-config", is_flag=True, help="只列出设置和它们的来处，不检查")
@configuration_options
def command(
    files: tuple[str, ...],
    kind: str | None,
    outputs: tuple[str, ...],
    template: str | None,
    ledger: str | None,
    statistics: bool,
    previous: tuple[str, ...],
    no_grade: bool,
    no_reasons: bool,
    isolated: bool,
    infos: bool,
    quiet: bool,
    show_config: bool,
    stdin_filename: str | None,
    **options: Any,
) -> int:
    if isolated:
        options["no_config"] = options["config"] is None
    configuration = make_configuration(options)
    if show_config:
        from linter.cli.showconfig import show

        emit(show(files or (stdin_filename or "",), configuration))
        return 0
    targets = read_targets(outputs)
    refuse_template(template, targets)
    refuse_ledger(ledger, targets)
    inputs, problems = find_inputs(files, configuration, stdin_filename)
    refuse_inputs(targets, (item.path for item in inputs))
    earlier, missing = find_inputs(previous, configuration, None) if previous else ([], [])
    told = kind == "json" or any(target.kind == "json" for target in targets)
    means = make_means(options, files, Telling(forms=not no_grade) if told else None)
    with progress_over(inputs) as step, resumable():
        outcome = run(
            inputs,
            configuration,
            problems=[*problems, *missing],
            answers=not (no_reasons or isolated),
            previous=earlier,
            progress=step,
            means=means,
        )
    surroundings = report_options(quiet=quiet, infos=infos, statistics=statistics, grade=not no_grade)
    saved = save_all(targets, outcome, surroundings, inputs, template, ledger)
    if kind or not targets or not saved.written:
        kind = kind or ("rich" if is_terminal() else "plain")
        emit(
            pieces(kind, outcome.report, outcome.rulebook, surroundings),
            for_programs=kind in FOR_PROGRAMS,
            colour=surroundings.colour,
        )
    else:
        emit_saved(outcome.report, saved.written)
    if isolated and (aside := left_aside(one_of_each_folder(inputs, earlier))):
        more = f" 等 {len(aside)} 个" if len(aside) > _MOST_NAMED else ""
        complain(f"没有用被检查的文件夹里的：{'、'.join(aside[:_MOST_NAMED])}{more}")
    for note in saved.notes:
        complain(f"注意：{note}")
    complain_about(outcome.report.problems)
    for path, reason in saved.failed:
        complain(f"错误：{path}：{reason}")
    outcome.close()
    return 2 if saved.failed else outcome.status
