"""Real programs that open what we write. Where one is not installed, its tests are left out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

needs_office = pytest.mark.skipif(SOFFICE is None, reason="left out: LibreOffice is not installed")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="left out: Chromium is not installed")


def convert(path: Path, suffix: str, folder: Path, *more: str) -> Path:
    """A file converted by LibreOffice, with a profile of its own so that an open Office does not matter."""
    assert SOFFICE is not None
    profile = (folder / "profile").as_uri()
    target = folder / "converted"
    subprocess.run(
        [
            SOFFICE, "--headless", f"-env:UserInstallation={profile}", *more, "--convert-to", suffix,
            "--outdir", target, path,
        ],
        capture_output=True, timeout=180, check=True,
    )  # fmt: skip
    made = target / f"{path.stem}.{suffix.partition(':')[0]}"
    assert made.is_file(), "LibreOffice could not open it"
    return made


def browse(page: Path, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """A page in Chromium without a window: its final tree on standard output, its messages on the other."""
    assert CHROMIUM is not None
    return subprocess.run(
        [
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--no-first-run",
            "--enable-logging=stderr", "--virtual-time-budget=3000", f"--user-data-dir={folder / 'chromium'}",
            *more, page.as_uri(),
        ],
        capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=120, check=True,
    )  # fmt: skip
