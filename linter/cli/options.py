"""Options that several commands share, and the configuration they add up to."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from linter.cli.help import option
from linter.config import Configuration, Layer, Wish
from linter.config.keys import KEYS, NAMED, Key
from linter.ground.errors import JxlintError
from linter.office.limits import LARGEST, NOTES
from linter.pipeline.paths import STDIN, Input, Problem, gather
from linter.reports.view.wording import EXCLUDED

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _words(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Words with commas or blanks between them, over all times an option was given."""
    return tuple(word for text in given for word in re.split(r"[,，、\s]+", text) if word)


def _levels(key: Key) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], dict[str, str]]:
    """A callback that reads ``GF15=info,KX=warning`` as a mapping."""

    def read(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
        levels = {}
        for word in _words(ctx, param, given):
            selector, sign, level = word.partition("=")
            if not (selector and sign and level in key.choices):
                known = "、".join(map(str, key.choices))
                raise click.BadParameter(
                    f"“{word}”应写成 规则=级别，如 GF15=info，级别可用 {known}", ctx, param
                )
            levels[selector] = level
        return levels

    return read


def between(
    low: int, high: int | None = None
) -> Callable[[click.Context, click.Parameter, int | None], int | None]:
    """A callback that refuses numbers out of range; click's own range type describes itself in formulas."""

    def check(ctx: click.Context, param: click.Parameter, value: int | None) -> int | None:
        if value is not None and not (low <= value and (high is None or value <= high)):
            raise click.BadParameter(f"应在 {low} 和 {high} 之间" if high else f"不能小于 {low}", ctx, param)
        return value

    return check


def timeout_option(what: str, seconds: int) -> Callable[[Decorated], Decorated]:
    """``--timeout``: how long is waited for ``what``, in seconds; 0 is no limit."""
    return option(
        "--timeout",
        metavar="秒",
        type=int,
        default=seconds,
        callback=between(0),
        help=f"{what}；默认 {seconds}，0 是不限",
    )


def _verbose(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    """Say on standard error what else goes without saying."""
    if wanted:
        from linter.ground.cache import why_no_cache

        if why := why_no_cache():
            click.echo(f"注意：{why}", err=True)


def files_argument(command: Decorated) -> Decorated:
    return click.argument("files", nargs=-1, metavar="文件…", type=click.Path())(command)


def setting_options(*names: str) -> Callable[[Decorated], Decorated]:
    """The options of these settings (config/keys.py), in the order in which help shows them."""

    def decorate(command: Decorated) -> Decorated:
        for name in reversed(names):
            command = _option(NAMED[name])(command)
        return command

    return decorate


def complete_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    """What a shell offers for the id of a rule: those that begin so, with their titles."""
    from click.shell_completion import CompletionItem

    from linter.rulebook import load_rulebook

    rules = load_rulebook(()).rules.values()
    return [
        CompletionItem(rule.id, help=rule.title) for rule in rules if rule.id.startswith(incomplete.upper())
    ]


def _option(key: Key) -> Callable[[Decorated], Decorated]:
    keys: dict[str, Any] = {"help": key.help, **({"metavar": key.metavar} if key.metavar else {})}
    if key.sort == "words":
        keys |= {"multiple": True, "callback": _words, "shell_complete": complete_rules}
    elif key.sort == "levels":
        keys |= {"multiple": True, "callback": _levels(key)}
    elif key.sort == "folders":
        keys |= {"multiple": True, "type": click.Path(exists=True)}
    elif key.sort == "file":
        keys |= {"type": click.Path()}
    elif key.sort == "choice":
        keys |= {"type": click.Choice([str(choice) for choice in key.choices])}
    elif key.sort == "number" and isinstance(key.choices, range):
        keys |= {"type": int, "callback": between(key.choices.start, key.choices.stop - 1)}
    elif key.sort == "flag":
        keys |= {"is_flag": True}
    return option(f"--{key.name}", **keys)


selection_options = setting_options("select", "ignore", "preview", "rules")


def configuration_options(command: Decorated) -> Decorated:
    """``--config``, ``--no-config``, ``--stdin-filename`` and the limits of reading."""
    for name, what in reversed(NOTES.items()):
        command = option(
            f"--max-{name}",
            metavar="数",
            type=int,
            callback=between(1, LARGEST),
            help=f"读取上限：{what}",
        )(command)
    for decorate in (
        _option(NAMED["hidden"]),
        _option(NAMED["force-exclude"]),
        _option(NAMED["lenient"]),
        option(
            "-v",
            "--verbose",
            is_flag=True,
            expose_value=False,
            callback=_verbose,
            help="多说一句，如为什么没用缓存",
        ),
        option("--stdin-filename", metavar="文件名", help="从标准输入（-）读取时当作这个文件"),
        option("--no-config", is_flag=True, help="不用任何配置文件"),
        option("--config", metavar="文件", type=click.Path(), help="用这个配置文件，不再往上找"),
    ):
        command = decorate(command)
    return command


def make_configuration(options: dict[str, Any]) -> Configuration:
    """The configuration of a run from the options of a command. Raises JxlintError when it is faulty."""
    wishes: dict[str, Wish] = {}
    for key in KEYS:
        given = options.get(key.field)
        if key.sort != "limits" and given not in (None, False, (), {}):
            wishes[key.name] = Wish(_from_here(key, given), f"命令行 --{key.name}")
    limits = {name: options[f"max_{name}"] for name in NOTES if options.get(f"max_{name}") is not None}
    if limits:
        wishes["limits"] = Wish(limits, "、".join(f"命令行 --max-{name}" for name in limits))
    if options.get("config") and options.get("no_config"):
        raise click.UsageError("--config 和 --no-config 不能同时用")
    return Configuration(
        explicit=options.get("config"), isolated=bool(options.get("no_config")), strongest=Layer(wishes)
    )


def _from_here(key: Key, given: Any) -> Any:
    """Paths of the command line count from the current folder."""
    if key.sort == "folders":
        return tuple(Path(folder).absolute() for folder in given)
    return Path(given).absolute() if key.sort == "file" else given


def find_inputs(
    files: Iterable[str], configuration: Configuration, stdin_filename: str | None
) -> tuple[Sequence[Input], list[Problem]]:
    """The inputs that the arguments mean; ``-`` is standard input. Raises UsageError when there are none."""
    named = list(files) or ([STDIN] if stdin_filename else [])
    if not named:
        raise click.UsageError("没有写要检查的文件。请写文件名或文件夹，或者用 - 读标准输入")
    inputs, problems = gather(
        (name for name in named if name != STDIN),
        excluded=configuration.excludes,
        set_aside=configuration.excludes_named,
    )
    if STDIN in named:
        inputs.append(_standard_input(configuration, stdin_filename or STDIN))
    return inputs, problems


def _standard_input(configuration: Configuration, name: str) -> Input:
    from linter.readers import Limits

    limits = Limits(**dict(configuration.settings(name).limits))
    if sys.stdin is None:
        raise JxlintError("没有标准输入", advice="请写文件名")
    # One byte more than allowed shows that there is too much, however much there is.
    data = sys.stdin.buffer.read(limits.size + 1)
    # Whoever gives a name for what he sends wants it judged as the file of that name would be in its folder.
    return Input(name, data, aside=EXCLUDED if configuration.excludes(name) else "")
