"""The page as files: jxlint.html, which holds everything, and a folder for a web server of one's own."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from base64 import b64encode
from pathlib import Path

import msgspec

from linter import __version__
from linter.ground.errors import JxlintError
from linter.ground.filesystem import save
from linter.ground.ours import REPORT_MARK
from linter.reports.html.whole import asset
from linter.serve.browser.bundle import pack, squeezed, written
from linter.serve.browser.pythonparts import python_parts, samples
from linter.serve.browser.runtime import LIBRARY, LOCK, PARTS, Runtime, find_runtime

_HERE = Path(__file__).parent
PAGE, SITE = "jxlint.html", "site"
#: Parts of our own beside those of the runtime: what lies in site-packages, and the cache folder.
PROGRAM, KEPT = "program", "kept"
#: Nothing may be asked for over the network; scripts are those of the page itself, known by their digests. From a
#: server the page takes its own parts and nothing else.
_RULES = (
    "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; "
    "img-src data: blob:; form-action 'none'; base-uri 'none'; connect-src {connect}"
)


class Built(msgspec.Struct):
    """The files written with their sizes in bytes, and what the user has to be told, in Chinese."""

    files: list[tuple[Path, int]] = msgspec.field(default_factory=list)
    notes: list[str] = msgspec.field(default_factory=list)


def build(folder: Path, runtime_folder: Path) -> Built:
    """Write the page into a folder. Raises JxlintError for a runtime that is incomplete, and where nothing can be
    written."""
    built = Built()
    small = {name: squeezed(data) for name, data in _parts(find_runtime(runtime_folder), built.notes).items()}
    texts = _texts()
    _write(folder / PAGE, _page(texts, _inline(small), "'none'"), built)
    site = folder / SITE
    _write(site / "index.html", _page(texts, _linked(small), "'self'"), built)
    for name, data in small.items():
        _write(site / _served_name(name), data, built)
    return built


def _parts(runtime: Runtime, notes: list[str]) -> dict[str, bytes]:
    parts = {name: runtime.parts[name].read_bytes() for name in PARTS}
    parts[LOCK] = _without_packages(parts[LOCK])
    files, kept = python_parts(runtime)
    parts |= {PROGRAM: pack(files), KEPT: pack(kept)}
    node = shutil.which("node")
    if node is None:
        notes.append("没有找到 node，网页照样能用，但打开要慢几秒")
        return parts
    return _rehearsed(parts, node)


def _texts() -> dict[str, str]:
    """What is filled into the page: scripts, styles, and what it says of itself."""
    from linter.rulebook import load_rulebook

    scripts = {name: (_HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("worker", "shell")}
    return {
        **scripts,
        "view": asset("view.js"),
        "style": asset("view.css") + (_HERE / "shell.css").read_text(encoding="utf-8"),
        "mark": REPORT_MARK,
        "version": __version__,
        "rules": str(len(load_rulebook(()).rules)),
    }


def _page(texts: dict[str, str], parts: str, connect: str) -> bytes:
    digests = (hashlib.sha256(texts[name].encode()).digest() for name in ("view", "shell"))
    scripts = " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
    policy = _RULES.format(scripts=scripts, connect=connect)
    return _filled("shell.html", {**texts, "parts": parts, "policy": policy}).encode()


def _filled(template: str, texts: dict[str, str]) -> str:
    """A page with {{ name }} replaced, each once and in one go: nothing put in is looked through again."""
    page = (_HERE / template).read_text(encoding="utf-8")
    return re.sub(r"\{\{ ([a-z]+) \}\}", lambda found: texts[found[1]], page)


def _inline(parts: dict[str, bytes]) -> str:
    return "\n".join(
        f'<script type="text/plain" data-part="{name}">{written(data)}</script>'
        for name, data in parts.items()
    )


def _linked(parts: dict[str, bytes]) -> str:
    return "\n".join(
        f'<script type="text/plain" data-part="{name}" data-from="{_served_name(name)}"></script>'
        for name in parts
    )


def _served_name(part: str) -> str:
    """No server takes it for something that it should undo or run."""
    return f"{part}.bin"


def _write(path: Path, data: bytes, built: Built) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, data)
    except OSError as error:
        raise JxlintError("网页写不进去", path=str(path), advice="请检查文件夹和磁盘空间") from error
    built.files.append((path, len(data)))


def _without_packages(lock: bytes) -> bytes:
    """The list of packages that Pyodide could load, emptied: none of them is ever asked for."""
    return json.dumps({**json.loads(lock), "packages": {}}).encode()


def _rehearsed(parts: dict[str, bytes], node: str) -> dict[str, bytes]:
    """The parts with byte code and with what the first check would make, from a run of the page's Python by node."""
    with tempfile.TemporaryDirectory(prefix="jxlint-page-") as name:
        folder = Path(name)
        rehearsal = {
            f"linter/serve/browser/{one}": (_HERE / one).read_bytes() for one in ("rehearsal.py", "bundle.py")
        }
        tables = {path.name: path.read_bytes() for path in samples()}
        for part, data in {**parts, "rehearsal": pack(rehearsal), "samples": pack(tables)}.items():
            (folder / part).write_bytes(data)
        done = subprocess.run(
            [node, str(_HERE / "rehearsal.mjs"), name], capture_output=True, text=True, encoding="utf-8",
            errors="replace", check=False,
        )  # fmt: skip
        if done.returncode:
            raise JxlintError(f"试运行没有成功，做不出网页：{done.stderr.strip()[-800:]}")
        return parts | {part: (folder / part).read_bytes() for part in (LIBRARY, PROGRAM, KEPT)}
