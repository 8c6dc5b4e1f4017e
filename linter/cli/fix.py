"""``jxlint fix``"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from linter.cli.asking import Asking
from linter.cli.help import Command, option
from linter.cli.options import (
    configuration_options,
    files_argument,
    find_inputs,
    make_configuration,
    selection_options,
)
from linter.cli.output import complain_about, emit
from linter.ground.errors import JxlintError, NoTable, unforeseen
from linter.pipeline.acceptance import accept as accept_suggestions
from linter.pipeline.acceptance import accepted_rules, accepting
from linter.pipeline.bystanders import sort_out
from linter.pipeline.copies import copy_path, output_paths, write_in_place
from linter.pipeline.outputs import save
from linter.pipeline.rounds import Fixed, Fixer
from linter.reports.readout.changes import diff
from linter.reports.view.wording import NOT_A_FORM, clean, passed_files


@click.command(
    "fix",
    cls=Command,
    help="自动修正写法上的小毛病：符号写成文字、单位写法、代码残留、全角半角、重复的字和标点。"
    "数和格式不变，原文件不动，另存为“名-修正”。\n\n"
    "能修正 .xlsx .docx .csv .tsv .txt .md；别的格式请先另存。",
    epilog="退出码：0 已修正或不用修正，1 用 --diff 时有可修正的，2 有文件没能修正。",
)
@files_argument
@option("--diff", "show", is_flag=True, help="只列出修正前后，不写文件")
@option("--unsafe", is_flag=True, help="不一定对的修正也做，做完请看一遍")
@option("--output", metavar="文件或文件夹", help="修正后的文件写到这里；有几个输入时是文件夹")
@option("--in-place", is_flag=True, help="直接改原文件，原样的备份在旁边的 .bak 里")
@option("--no-backup", is_flag=True, help="与 --in-place 合用：不留备份（文件已在版本库里时用）")
@option("--suggested", is_flag=True, help="逐条问要不要采用建议的写法（不做别的修正）；建议里空着的数由你填")
@option(
    "--accept",
    metavar="规则",
    multiple=True,
    help="与 --suggested 合用：不问，采用这些规则的建议（要填数的除外）；可以写几次",
)
@selection_options
@configuration_options
def command(
    files: tuple[str, ...],
    show: bool,
    unsafe: bool,
    output: str | None,
    in_place: bool,
    no_backup: bool,
    suggested: bool,
    accept: tuple[str, ...],
    stdin_filename: str | None,
    **options: Any,
) -> int:
    if sum((show, output is not None, in_place)) > 1:
        raise click.UsageError("--diff、--output、--in-place 只能用一个")
    if no_backup and not in_place:
        raise click.UsageError("--no-backup 只和 --in-place 合用")
    if accept and not suggested:
        raise click.UsageError("--accept 只和 --suggested 合用")
    if suggested and not accept and not sys.stdin.isatty():
        raise click.UsageError("不在终端里逐条问不了，请用 --accept 写明采用哪些规则的建议")
    configuration = make_configuration(options)
    found, problems = find_inputs(files, configuration, stdin_filename)
    fixer = Fixer(configuration, unsafe=unsafe)
    asking = Asking()
    inputs, passed = sort_out(fixer.without_rules(found))
    if any(item.data is not None for item in inputs):
        raise click.UsageError("标准输入不能修正，请写文件名")
    targets = output_paths(output, [item.path for item in inputs]) if output is not None else {}
    changed = False
    for item in inputs:
        try:
            if suggested:
                if asking.ended:
                    break
                answer = accepting(accepted_rules(fixer.book(item), ",".join(accept))) if accept else asking
                fixed = accept_suggestions(fixer.opened(item), answer)
            else:
                fixed = fixer.fix(item)
            if not fixed.forms and configuration.settings(item.path).lenient:
                passed.append((item.path, NOT_A_FORM))
                continue
            changed = changed or bool(fixed.mended)
            if show:
                emit(_shown(fixed))
            else:
                emit(_said(fixed, _written(fixed, targets.get(item.path), in_place, not no_backup)))
        except JxlintError as error:
            if isinstance(error, NoTable) and configuration.settings(item.path).lenient:
                passed.append((item.path, NOT_A_FORM))
                continue
            problems.append((item.path, str(error).removeprefix(f"{item.path}：")))
        except Exception as error:  # one file must not stop the others
            if os.environ.get("JXLINT_DEBUG"):
                raise
            problems.append((item.path, unforeseen("修正", error)))
    for line in passed_files(passed):
        emit(f"{line}\n")
    complain_about(problems)
    if problems:
        return 2
    return int(show and changed)


def _written(fixed: Fixed, target: Path | None, in_place: bool, backup: bool) -> str:
    """Write the outcome, and say where; nothing is written where nothing has changed, but for --output."""
    path = Path(fixed.path)
    if target is not None:
        save(target, fixed.after)
        return f"写入 {clean(str(target))}"
    if not fixed.mended:
        return ""
    if in_place:
        kept = write_in_place(path, fixed.after, backup=backup)
        return f"已改在原文件里，备份是 {clean(kept.name)}" if kept else "已改在原文件里"
    copy = copy_path(path, fixed.after)
    save(copy, fixed.after)
    return f"写入 {clean(str(copy))}"


def _said(fixed: Fixed, where: str) -> str:
    count = f"修正 {len(fixed.mended)} 处" if fixed.mended else "没有可以修正的"
    if not fixed.forms:
        count = "没有找到绩效目标表，没有改动"
    return f"{clean(fixed.path)}：{'，'.join(part for part in (count, where) if part)}{_rest(fixed)}\n"


def _shown(fixed: Fixed) -> str:
    if not fixed.mended:
        return _said(fixed, "")
    cells = [(one.place, one.before, one.after, one.rules) for one in fixed.mended]
    return f"{diff(fixed.path, cells)}  共 {len(cells)} 处可以修正{_rest(fixed)}\n"


def _rest(fixed: Fixed) -> str:
    rest = f"；另有 {fixed.unsafe} 处要加 --unsafe 才改" if fixed.unsafe else ""
    return rest + (f"；{fixed.left} 处不能准确改写，请手工改" if fixed.left else "")
