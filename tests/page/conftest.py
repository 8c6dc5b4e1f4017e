"""The page as built once for all tests, and Chromium to open it with. What is not installed is named and skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from chromium import Drive

HERE = Path(__file__).parent


def needed(name: str, what: str) -> Path:
    path = os.environ.get(name, "")
    if not path or not Path(path).exists():
        pytest.skip(f"left out: {what} is not at hand ({name} names it; .ci/run installs it)")
    return Path(path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that jxlint page wrote."""
    runtime = needed("JXLINT_RUNTIME", "the folder with Pyodide")
    if shutil.which("node") is None:
        pytest.skip("left out: node is not installed")
    from linter.serve.browser.builder import build

    folder = tmp_path_factory.mktemp("page")
    build(folder, runtime)
    return folder


@pytest.fixture(scope="session")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Drive:
    """Opens an address in Chromium and goes through steps (drive.mjs); what was seen."""
    playwright = needed("PLAYWRIGHT_CORE", "playwright-core from npm")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("left out: chromium is not installed")
    folder = tmp_path_factory.mktemp("drive")

    def go(url: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
        job = folder / "job.json"
        job.write_text(json.dumps({"url": url, "steps": steps, **more}), encoding="utf-8")
        environment = {**os.environ, "PLAYWRIGHT_CORE": str(playwright), "CHROMIUM": chromium}
        done = subprocess.run(
            ["node", str(HERE / "drive.mjs"), str(job)],
            env=environment, capture_output=True, text=True, encoding="utf-8", timeout=500, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        seen: dict[str, Any] = json.loads(done.stdout)
        return seen

    return go
