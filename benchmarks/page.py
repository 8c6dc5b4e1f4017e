"""The page in the browser beside the command line, on the same files.

    PLAYWRIGHT_CORE=… JXLINT_RUNTIME=… python benchmarks/page.py [file …]

Builds the page, opens it in Chromium from the disk, and hands it one file after the other. The command line is a
new process for every file; the page is ready once and then asked. Wall time, with the load of the machine before and
after; files are the examples where none are named.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DRIVER = ROOT / "tests" / "page" / "drive.mjs"


def main(files: list[Path]) -> int:
    chromium = shutil.which("chromium")
    if not chromium or not os.environ.get("PLAYWRIGHT_CORE") or not os.environ.get("JXLINT_RUNTIME"):
        sys.exit("chromium, PLAYWRIGHT_CORE and JXLINT_RUNTIME are needed; .ci/run shows how to get them")
    from linter.serve.browser.builder import build

    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page, size = build(folder, Path(os.environ["JXLINT_RUNTIME"])).files[0]
        steps = [{"do": "ready"}, *({"do": "files", "paths": [str(path)]} for path in files)]
        job = folder / "job.json"
        job.write_text(json.dumps({"url": page.as_uri(), "steps": steps}), encoding="utf-8")
        environment = {**os.environ, "CHROMIUM": chromium}
        done = subprocess.run(
            ["node", str(DRIVER), str(job)],
            env=environment,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        seen = [one["milliseconds"] for one in json.loads(done.stdout)["seen"]]
    print(f"jxlint.html {size / 1e6:.1f} MB; ready after {seen[0]} ms")
    print(f"{'file':32} {'command line ms':>16} {'page ms':>8}")
    for path, taken in zip(files, seen[1:], strict=True):
        print(f"{path.name:32} {command_line(path):16.0f} {taken:8}")
    print(f"load {before:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores")
    return 0


def command_line(path: Path) -> float:
    command = [sys.executable, "-m", "linter", "check", str(path), "--no-config", "--format", "html"]
    subprocess.run(command, capture_output=True, check=False)
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    sys.exit(main([Path(one).resolve() for one in sys.argv[1:]] or sorted((ROOT / "examples").glob("*.txt"))))
