"""``jxlint serve``"""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linter.cli.help import Command, option
from linter.cli.options import between
from linter.cli.output import complain, emit
from linter.ground.errors import JxlintError

if TYPE_CHECKING:
    from linter.serve.web.application import Manners

_MEGABYTE = 1 << 20


@click.command(
    "serve",
    cls=Command,
    help="在本机开一个网页和接口：浏览器里选表就能检查，程序用 POST /api/check、/api/parse、/api/extract。\n\n"
    "只有本机能连上；上传的文件查完即弃。接口的说明在 /api/openapi.json。按 Ctrl-C 结束。",
)
@option(
    "--port",
    metavar="端口",
    type=int,
    callback=between(0, 65535),
    default=8765,
    help="默认 8765；0 是随便一个",
)
@option("--host", metavar="地址", default="127.0.0.1", help="默认只在本机；写别的地址，别的机器也能连上")
@option(
    "--page", metavar="文件或文件夹", type=click.Path(exists=True), help="jxlint page 做好的网页，放在首页"
)
@option(
    "--workers", metavar="个数", type=int, callback=between(1, 64), default=2, help="几个进程同时检查，默认 2"
)
@option(
    "--timeout", metavar="秒", type=int, callback=between(1, 3600), default=60, help="一次最多查多久，默认 60"
)
@option(
    "--max-upload",
    metavar="MB",
    type=int,
    callback=between(1, 1024),
    default=64,
    help="一次最多送多少，默认 64",
)
@option("--config", metavar="文件", type=click.Path(), help="用这个配置文件")
@option("--open", "open_page", is_flag=True, help="顺便打开浏览器")
@option("--as-job-process", is_flag=True, hidden=True)
def command(
    port: int,
    host: str,
    page: str | None,
    workers: int,
    timeout: int,
    max_upload: int,
    config: str | None,
    open_page: bool,
    as_job_process: bool,
) -> int:
    if as_job_process:
        from linter.serve.jobs import work

        work()
        return 0
    try:
        import python_multipart  # noqa: F401 - what starlette reads uploads with
        import uvicorn

        from linter.serve.web.application import Manners, application
    except ImportError as error:
        raise JxlintError(
            f"没有安装网页服务要用的库（{error.name}）", advice='请运行 pip install "jxlint[serve]"'
        ) from None
    from linter.config import Configuration
    from linter.serve.web.requestlimits import is_loopback

    Configuration(explicit=config)  # a faulty one is said now
    inside = is_loopback(host)
    names = (Manners().names or frozenset()) | {host} if inside else None
    manners = Manners(
        workers,
        timeout,
        max_upload * _MEGABYTE,
        names,
        _page(page),
        str(Path(config).absolute()) if config else None,
    )
    listening = _listen(host, port)
    address = f"http://{'127.0.0.1' if inside else host}:{listening.getsockname()[1]}/"
    if not inside:
        complain(f"注意：别的机器也能连上 {host}。这里没有密码，谁连上都能用；只给本机用请去掉 --host。")
    emit(f"已在 {address} 打开，按 Ctrl-C 结束。\n")
    if open_page:
        click.launch(address)
    _serve(uvicorn, manners, listening, application)
    return 0


def _serve(uvicorn: object, manners: Manners, listening: socket.socket, application: object) -> None:
    import contextlib

    options = {
        "log_level": "error",
        "access_log": False,
        "server_header": False,
        "timeout_keep_alive": 5,
        "limit_concurrency": 64,
    }
    config = uvicorn.Config(application(manners), **options)  # type: ignore[attr-defined,operator]
    with contextlib.suppress(KeyboardInterrupt), listening:
        uvicorn.Server(config).run(sockets=[listening])  # type: ignore[attr-defined]


def _page(page: str | None) -> Path | None:
    """The page itself, or the folder in which it lies as parts."""
    if page is None:
        return None
    path = Path(page).absolute()
    if path.is_dir() and not (path / "index.html").is_file():
        inside = [path / "site", path / "jxlint.html"]
        found = [one for one in inside if one.is_file() or (one / "index.html").is_file()]
        if not found:
            raise JxlintError("文件夹里没有网页", path=page, advice="请先用 jxlint page 做一个")
        return found[0]
    return path


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
        if sys.platform != "win32":  # there it would let two share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
        return listening
    except OSError as error:
        raise JxlintError(
            f"{host}:{port} 打不开（{error.strerror or error}）",
            advice="端口被占用的，请换一个，如 --port 8766",
        ) from None
