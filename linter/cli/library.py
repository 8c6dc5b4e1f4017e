"""``jxlint library``"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from linter.cli.help import Command, Helped, option
from linter.cli.output import complain, emit
from linter.ground.errors import JxlintError
from linter.reports import FOR_PROGRAMS
from linter.suggesting.candidates import OWN_FILE, Entry

_MOST = 1000


class Group(Helped, click.Group):
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, each.help or "") for name, each in self.commands.items()])


@click.group(
    "library",
    cls=Group,
    help="指标库：同类项目怎样写指标。",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    pass


@command.command("search", cls=Command, help="按词查指标，如 培训、路灯、满意度。")
@click.argument("words", metavar="词")
@option(
    "--library",
    "own",
    metavar="文件",
    type=click.Path(dir_okay=False),
    help=f"本单位的指标库；不写时用当前文件夹里的 {OWN_FILE}（有的话）",
)
@option("--limit", metavar="条数", type=click.IntRange(1, _MOST), default=20, help="最多列出几条，默认 20")
@option(
    "--format",
    "kind",
    metavar="格式",
    type=click.Choice(["table", "json"]),
    default="table",
    help="table（默认）或 json",
)
def search(words: str, own: str | None, limit: int, kind: str) -> int:
    from linter.suggesting.candidates import search as find

    entries = find(words.strip(), _own(own), limit) if words.strip() else []
    emit(_json(entries) if kind == "json" else _table(entries), for_programs=kind in FOR_PROGRAMS)
    if not entries:
        complain(f"指标库里没有和“{words}”相近的指标，换一个词试试")
        return 1
    return 0


@command.command(
    "import", cls=Command, help="把系统导出的指标库（xlsx、xls、csv）转成 jxlint 用的文件，search 就能查到。"
)
@click.argument("file", metavar="指标库", type=click.Path())
@option(
    "--output",
    metavar="文件",
    type=click.Path(dir_okay=False),
    default=OWN_FILE,
    help=f"写到哪里，默认 {OWN_FILE}",
)
def import_(file: str, output: str) -> int:
    from linter.ground.filesystem import save
    from linter.suggesting.indicatorlist import own_file, read_list

    target = Path(output)
    if target.exists():
        raise JxlintError(
            "文件已经有了，没有改动它", path=output, advice="请用 --output 写到别的文件，或者先移走旧文件"
        )
    entries = read_list(Path(file))
    try:
        save(target, own_file(entries, Path(file).name).encode())
    except OSError as error:
        raise JxlintError(
            f"写不进去（{error.strerror or error}）", path=output, advice="请检查文件夹和权限"
        ) from None
    complain(f"已把 {len(entries)} 条指标写入 {output}")
    return 0


def _own(path: str | None) -> Sequence[Entry]:
    from linter.suggesting.candidates import read_own

    if path is None and not Path(OWN_FILE).is_file():
        return ()
    return read_own(Path(path or OWN_FILE))


def _table(entries: Sequence[Entry]) -> str:
    from linter.meaning.project import titles
    from linter.reports.view.columns import table

    known = {"own": "本单位", "none": "各类"} | titles()
    rows = [["二级指标", "三级指标", "值的写法", "项目类型"]]
    rows += [[entry.level2, entry.name, entry.form, known[entry.type]] for entry in entries]
    return "\n".join(table(rows)) + "\n" if entries else ""


def _json(entries: Sequence[Entry]) -> str:
    from linter.reports.view.plaindata import encode

    return encode(
        [
            {
                "type": entry.type,
                "level2": entry.level2,
                "name": entry.name,
                "comparator": entry.comparator,
                "unit": entry.unit,
                "form": entry.form,
            }
            for entry in entries
        ]
    )
