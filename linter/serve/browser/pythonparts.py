"""What Python finds in the browser: jxlint with its data, the libraries it reads with, and what a first run would make.

Pure libraries are those installed beside jxlint, without their compiled parts (PyYAML has a pure twin of
each); libraries that need a compiled part come from the wheels of the runtime folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from linter.ground.cache import shipped_dir
from linter.ground.errors import JxlintError
from linter.ground.resources import data_root
from linter.serve.browser.runtime import Runtime

_PACKAGE = Path(__file__).resolve().parent.parent.parent
#: Pure libraries of the reading and reporting path.
_LIBRARIES = ("xlrd", "yaml")
#: Packages of the wheels that nothing here imports.
_UNUSED = ("pypdfium2_cli/",)
#: What the command line alone needs.
_TERMINAL = (
    "linter/cli/",
    "linter/authoring/",
    "linter/serve/browser/",
    "linter/reports/docx/",
    "linter/__main__.py",
)
#: Files beside the program that it reads.
_READ = (".py", ".html", ".css", ".js", ".txt", ".yaml", ".lark", ".tsv")
#: Kept files that hold for one Python, or for the files of one machine.
_OWN = ("patterns-", "code-", "stamp-")

Files = dict[str, bytes]


def python_parts(runtime: Runtime) -> tuple[Files, Files]:
    """The files below site-packages by their path, and the files of the cache folder by their name."""
    files = dict(_program())
    for library in _LIBRARIES:
        files |= _library(library)
    for wheel in runtime.wheels.values():
        files |= _wheel(wheel)
    return files, dict(_kept())


def samples() -> list[Path]:
    """The tables that come with jxlint as examples, for what has to run once before it is shipped."""
    return sorted((data_root() / "examples").glob("*.txt"))


def _program() -> Iterator[tuple[str, bytes]]:
    for path in sorted(_PACKAGE.rglob("*")):
        name = f"linter/{path.relative_to(_PACKAGE).as_posix()}"
        if path.suffix in _READ and not name.startswith(_TERMINAL) and "/_data/" not in name:
            yield name, path.read_bytes()
    yield "linter/serve/browser/__init__.py", b""
    yield "linter/serve/browser/pagerequests.py", (Path(__file__).parent / "pagerequests.py").read_bytes()
    for folder in ("rules", "grammar", "examples"):
        for path in sorted((data_root() / folder).rglob("*")):
            if path.suffix in _READ:
                yield f"linter/_data/{path.relative_to(data_root()).as_posix()}", path.read_bytes()


def _library(name: str) -> Files:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise JxlintError(f"缺少程序库 {name}", advice="请重新安装 jxlint")
    folder = Path(spec.origin).parent
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*.py"))
        if "__pycache__" not in path.parts
    }


def _wheel(path: Path) -> Files:
    try:
        with zipfile.ZipFile(path) as wheel:
            names = [name for name in wheel.namelist() if name.endswith((".py", ".so", ".json"))]
            return {name: wheel.read(name) for name in names if not name.startswith(_UNUSED)}
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise JxlintError("安装包损坏，打不开", path=str(path), advice="请重新下载") from error


def _kept() -> Iterator[tuple[str, bytes]]:
    """What does not depend on the Python that runs: from the wheel of jxlint, and from a run over the samples."""
    with tempfile.TemporaryDirectory(prefix="jxlint-page-") as folder:
        environment = {
            **os.environ,
            "JXLINT_CACHE_DIR": folder,
            "PYTHONPATH": os.pathsep.join([str(_PACKAGE.parent), os.environ.get("PYTHONPATH", "")]),
            "PYTHONUTF8": "1",
        }
        command = [
            sys.executable,
            "-m",
            "linter",
            "check",
            *map(str, samples()),
            "--no-config",
            "--no-reasons",
        ]
        done = subprocess.run(
            [*command, "--format", "json"], cwd=folder, env=environment, capture_output=True, check=False
        )
        folders = [one for one in (shipped_dir(), Path(folder)) if one.is_dir()]
        if not any(next(one.glob("pack-*"), None) for one in folders):
            said = done.stderr.decode("utf-8", "replace")[-300:]
            raise JxlintError(f"检查样表没有成功，做不出网页：{said}")
        for path in (path for one in folders for path in sorted(one.iterdir())):
            if path.is_file() and path.suffix != ".py" and not path.name.startswith(_OWN):
                yield path.name, path.read_bytes()
