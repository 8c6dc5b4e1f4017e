"""The folder with Python for the browser, as its user unpacked it: which parts are needed, and where they lie.

Nothing is downloaded here. What is missing is named together with the commands that bring it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from linter.ground.errors import JxlintError

#: The release of Pyodide that the page is made and tested with.
PYODIDE = "314.0.7"
#: Its Python, and the tag of compiled packages that fit it.
PYTHON = "3.14"
PLATFORM = "pyemscripten_2026_0_wasm32"
#: What of Pyodide goes into the page.
SCRIPT, CORE, WASM = "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"
LIBRARY, LOCK = "python_stdlib.zip", "pyodide-lock.json"
PARTS = (SCRIPT, CORE, WASM, LIBRARY, LOCK)
#: Libraries with a compiled part: each needs its wheel for the browser.
WHEELS = ("msgspec", "pypdfium2")

_HOW = (
    f"请在能上网的电脑上运行：npm pack pyodide@{PYODIDE}（得到一个 .tgz，解开到这个文件夹），"
    "再运行：pip download --no-deps --only-binary=:all: --implementation cp --abi cp314 --abi none "
    f"--python-version {PYTHON} --platform {PLATFORM} --dest 这个文件夹 {' '.join(WHEELS)}"
)


class Runtime(msgspec.Struct, frozen=True):
    """Where the parts of the runtime lie: files of Pyodide by name, wheels by the name of the library."""

    parts: dict[str, Path]
    wheels: dict[str, Path]


def find_runtime(folder: Path) -> Runtime:
    """The parts in a folder and in the folders below it. Raises JxlintError that says what is missing and how to
    get it, and for another release than the one that the page is made for."""
    if not folder.is_dir():
        raise JxlintError("找不到浏览器运行环境的文件夹", path=str(folder), advice=_HOW)
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    parts: dict[str, Path] = {}
    wheels: dict[str, Path] = {}
    for path in found:
        if path.name in PARTS:
            parts.setdefault(path.name, path)
        library = path.name.split("-")[0].lower()
        if path.suffix == ".whl" and library in WHEELS and path.stem.endswith(PLATFORM):
            wheels[library] = path  # of several the last, which is the newest in most cases
    missing = [name for name in PARTS if name not in parts]
    missing += [
        f"{name} 的浏览器安装包（名字以 {PLATFORM}.whl 结尾）" for name in WHEELS if name not in wheels
    ]
    if missing:
        raise JxlintError(f"浏览器运行环境不完整，缺少：{'、'.join(missing)}", path=str(folder), advice=_HOW)
    _refuse_others(parts[SCRIPT])
    return Runtime(parts, wheels)


def _refuse_others(script: Path) -> None:
    """Raise JxlintError where the release is another one. It is written in the script itself."""
    text = script.read_text(encoding="utf-8", errors="replace")
    if f'"{PYODIDE}"' not in text:
        raise JxlintError(f"浏览器运行环境不是 Pyodide {PYODIDE}", path=str(script), advice=_HOW)
