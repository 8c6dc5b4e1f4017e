"""The options that say how a run is carried out: processes, bounds, going on where one stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from linter.cli.help import option
from linter.cli.options import between, timeout_option
from linter.cli.output import complain

if TYPE_CHECKING:
    from linter.pipeline.run import Means
    from linter.pipeline.runaround import Telling

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_MOST_JOBS = 256
_SECONDS = 60


def means_options(command: Decorated) -> Decorated:
    """``--jobs``, ``--timeout``, ``--memory``, ``--resume``, ``--scheduler``, ``--store`` and ``--since``."""
    for decorate in (
        option(
            "--since",
            metavar="查库",
            type=click.Path(exists=True, file_okay=False),
            help="和上次检查（它的查库）比：按单位说改好了几处、仍在几处、新出现几处",
        ),
        option(
            "--store",
            metavar="文件夹",
            type=click.Path(file_okay=False),
            help="结果另存为查库（Parquet），可用 jxlint stats 查；再查时没有变的文件不再查",
        ),
        option("--scheduler", metavar="地址", help="交给已有的 Dask 集群查，如 tcp://10.0.0.8:8786"),
        option("--resume", is_flag=True, help="同样的命令上次中断了，接着查：查过的、没有变的文件不再查"),
        option(
            "--memory",
            metavar="MB",
            type=int,
            callback=between(64),
            help="一个文件最多占用的内存，超过就放弃并说明；默认 900，几个进程一起查时按本机内存分",
        ),
        timeout_option("一个文件最多查多久，超过就放弃并说明", _SECONDS),
        option(
            "--jobs",
            metavar="数",
            type=int,
            callback=between(1, _MOST_JOBS),
            help="同时用几个进程；默认有几个核用几个，文件少时一个",
        ),
    ):
        command = decorate(command)
    return command


def make_means(options: dict[str, Any], words: Sequence[str], telling: Telling | None = None) -> Means:
    """How the user wants the run to be carried out; ``words`` are the paths as written, ``telling`` is there where
    one of the reports is JSON."""
    from linter.pipeline.run import Means

    memory = options["memory"]
    return Means(
        jobs=options["jobs"] or 0,
        timeout=options["timeout"] or None,
        memory=memory << 20 if memory else None,
        words=tuple(words),
        resume=options["resume"],
        scheduler=options["scheduler"] or "",
        store=Path(options["store"]) if options["store"] else None,
        since=Path(options["since"]) if options["since"] else None,
        telling=telling,
    )


@contextmanager
def resumable() -> Iterator[None]:
    """Say at Ctrl-C what is left of a run, and how to go on with it."""
    from linter.ground.errors import Interrupted

    try:
        yield
    except Interrupted as interrupted:
        if interrupted.kept and interrupted.done:
            complain(f"已查完 {interrupted.done} 个文件，结果留着；在同样的命令后加 --resume 可以接着查")
        raise
