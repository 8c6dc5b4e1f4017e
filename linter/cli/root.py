"""The command ``jxlint``: its commands, loaded when they are called, and its last word on errors."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from linter import __version__
from linter.cli.chinese import speak_chinese
from linter.cli.help import Helped, option
from linter.cli.libraries import import_msgspec
from linter.cli.output import complain, prepare_streams
from linter.ground.errors import JxlintError

#: Each command, the module that holds it, and what it is for.
COMMANDS = {
    "check": ("check", "检查文件，列出问题、原因、改法和依据"),
    "fix": ("fix", "自动修正写法上的小毛病，另存一份，原文件不动"),
    "extract": ("extract", "看工具从文件里读到了什么"),
    "parse": ("parse", "解释一个或多个指标值"),
    "rules": ("rules", "列出全部规则"),
    "explain": ("explain", "讲一条规则：为什么、依据、坏例和好例"),
    "test-rules": ("testrules", "运行规则文件里自带的用例"),
    "stats": ("stats", "用 SQL 查 check --store 留下的查库，另有现成的问题"),
    "baseline": ("baseline", "把现有的问题记下来等待说明，以后只拦新问题"),
    "library": ("library", "指标库：查同类项目的指标，导入本单位的指标库"),
    "init": ("init", "在文件夹里写一份设置（jxlint.yaml），可以连钩子一起写"),
    "page": ("singlepage", "做一个不用安装的网页，双击打开就能检查"),
    "serve": ("server", "在本机开一个网页和接口，浏览器里选表就能检查"),
    "mcp": ("mcp", "让语言模型用上 jxlint（MCP，标准输入输出）"),
    "new-rule": ("newrule", "写出一条新规则的模板"),
}
BROKEN = 2
INTERRUPTED = 130


class Root(Helped, click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        import_msgspec()
        command: click.Command = import_module(f"linter.cli.{COMMANDS[cmd_name][0]}").command
        speak_chinese()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from linter.ground.nearest import nearest

            near = nearest(name, COMMANDS)
            guess = f"是不是想写 {near}？" if near else f"可用的有：{'、'.join(COMMANDS)}"
            raise click.UsageError(f"没有“{name}”这个命令。{guess}", ctx)
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        prepare_streams()
        speak_chinese()
        extra["standalone_mode"] = False
        status = _guarded(lambda: super(Root, self).main(*args, **extra))
        if standalone_mode:
            raise SystemExit(status)
        return status


def _guarded(call: Callable[[], Any]) -> int:
    """The exit code of a call. Whatever goes wrong ends in a Chinese sentence and never in a traceback."""
    try:
        return int(call() or 0)
    except click.NoSuchOption as error:
        _with_guess(error).show()
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        complain("已中断")
        return INTERRUPTED
    except JxlintError as error:
        complain(f"错误：{error}")
        return BROKEN
    except MemoryError:
        complain("错误：内存不够。请把文件拆小，或者分几次检查")
        return BROKEN
    except Exception as error:
        if os.environ.get("JXLINT_DEBUG"):
            raise
        complain(f"错误：程序内部出错（{type(error).__name__}：{error}）。这是 jxlint 的毛病，不是表的毛病。")
        complain(
            f"请把所用的命令、这句话和版本号（{__version__}）报告给维护者；"
            "设置环境变量 JXLINT_DEBUG=1 再运行一次，可以得到出错的详细位置。"
        )
        return BROKEN


def _with_guess(error: click.NoSuchOption) -> click.UsageError:
    """The error with the nearest option as a guess; click's own guesses are all that share some letters."""
    from linter.ground.nearest import nearest

    params = error.ctx.command.get_params(error.ctx) if error.ctx else []
    near = nearest(
        error.option_name, [name for param in params for name in param.opts if name.startswith("--")]
    )
    guess = f"是不是想写 {near}？" if near else ""
    return click.UsageError(f"没有“{error.option_name}”这个选项。{guess}", error.ctx)


def _say_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"jxlint {__version__}")
        ctx.exit()


root = Root(
    name="jxlint",
    help="预算绩效目标表的检查工具：读懂表格，逐项判断，说明哪里错、为什么、怎么改。",
    epilog="jxlint 命令 --help 可看每个命令的选项。退出码：0 没有问题，1 有问题，2 没能检查。",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="显示版本号",
)(root)
