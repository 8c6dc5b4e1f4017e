"""The page as files: jxlint.html, which holds everything, and a folder for a web server of one's own."""

from __future__ import annotations

import json
from pathlib import Path

from linter.serve.browser.cargo import cargo_of
from linter.serve.browser.packet import pack, squeezed, written
from linter.serve.browser.runtime import LOCK, PARTS, find_runtime

_HERE = Path(__file__).parent
#: Nothing may be asked for over the network; scripts are those of the page itself.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; "
    "style-src 'unsafe-inline'; img-src data: blob:; connect-src 'none'; form-action 'none'; base-uri 'none'"
)


def build(folder: Path, runtime_folder: Path) -> list[Path]:
    """Write the page into a folder; the paths written. Raises JxlintError."""
    runtime = find_runtime(runtime_folder)
    parts = {name: runtime.parts[name].read_bytes() for name in PARTS}
    parts[LOCK] = _without_packages(parts[LOCK])
    files, kept = cargo_of(runtime)
    parts |= {"program": pack(files), "kept": pack(kept)}
    small = {name: squeezed(data) for name, data in parts.items()}
    for name, data in small.items():
        print(name, len(data))
    blocks = "\n".join(
        f'<script type="text/plain" data-part="{name}">{written(data)}</script>' for name, data in small.items()
    )
    page = (_HERE / "shell.html").read_text(encoding="utf-8")
    for name, text in (
        ("policy", _POLICY),
        ("worker", (_HERE / "worker.js").read_text(encoding="utf-8")),
        ("script", (_HERE / "shell.js").read_text(encoding="utf-8")),
        ("parts", blocks),
    ):
        page = page.replace("{{ " + name + " }}", text)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "jxlint.html").write_text(page, encoding="utf-8")
    return [folder / "jxlint.html"]


def _without_packages(lock: bytes) -> bytes:
    """The list of packages that Pyodide could load, emptied: none of them is ever asked for."""
    return json.dumps({**json.loads(lock), "packages": {}}).encode()
