"""Old Word files (.doc, .wps, .rtf): converted by LibreOffice where it is installed, else refused."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from linter.ground.errors import JxlintError
from linter.model import Sheet
from linter.office.limits import Limits, exceeded

_WHAT = "这是旧版 Word 文档（.doc、.wps 或 .rtf）"
_SAVE = "请用 Word 或 WPS 打开，另存为 .docx 后再检查"
_INSTALL = "也可以安装 LibreOffice，装好后会自动转换"
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)


def read(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """The sheets of the converted document. Raises JxlintError when it cannot be converted."""
    program = find_office()
    if program is None:
        raise JxlintError(f"{_WHAT}，不能直接读取", advice=f"{_SAVE}；{_INSTALL}")
    from linter.readers.docx import read as read_docx

    return read_docx(_convert(program, data, limits), limits)


def find_office() -> str | None:
    """LibreOffice on this machine: ``JXLINT_SOFFICE`` when set, else on the path or where it usually lies."""
    wish = os.environ.get("JXLINT_SOFFICE")
    if wish:
        return wish if Path(wish).is_file() else None
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _USUAL if Path(path).is_file()), None)


def _convert(program: str, data: bytes, limits: Limits) -> bytes:
    """The document as .docx. Works in a folder of its own with a profile of its own, so that a running
    LibreOffice is not disturbed and macros stay off; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="jxlint-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "input.doc"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile}",
            "--convert-to", "docx", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            with subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ) as process:
                try:
                    process.wait(limits.seconds)
                except subprocess.TimeoutExpired:
                    _stop(process)
                    text = f"LibreOffice 转换超过 {limits.seconds} 秒，已经停止"
                    raise exceeded(text, "seconds", _SAVE) from None
            target = Path(folder) / "input.docx"
            if not target.is_file():
                raise JxlintError(f"{_WHAT}，LibreOffice 没有转换成功", advice=_SAVE)
            if target.stat().st_size > limits.size:
                raise exceeded("转换后的文件太大", "size", _SAVE)
            return target.read_bytes()
        except OSError as error:
            raise JxlintError(f"{_WHAT}，LibreOffice 启动失败", advice=_SAVE) from error


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it started: the command is a wrapper on most systems."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
