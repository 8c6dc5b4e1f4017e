"""A run of jxlint that finds nothing kept, made while tests are collected: its cache folder and its answer are there
for the tests of the cache, and a copy of the folder spares all other processes of the test run the same work.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

from linter.ground.cache import cache_dir

ROOT = Path(__file__).resolve().parent.parent
#: The environment variable that names the folder of a test run to its processes.
FOLDER = "JXLINT_TESTS_FOLDER"
ARGUMENTS = ["-m", "linter", "check", "examples/table-faulty.txt", "--format", "json"]


class First(NamedTuple):
    """The cache folder as the run left it, and what it answered: status, output, messages."""

    folder: Path
    answer: tuple[int, str, str]


def check(folder: Path | str, *more: str) -> tuple[int, str, str]:
    """Check an example with a cache folder."""
    done = subprocess.run(
        [sys.executable, *ARGUMENTS, *more],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "JXLINT_CACHE_DIR": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@cache
def first_run() -> First:
    """The run that was begun while tests were collected; made now where there was none, or it has no end."""
    begun = Path(os.environ[FOLDER], "first")
    answer = begun / "answer.json"
    for _ in range(1200 if begun.is_dir() else 0):
        if answer.is_file():
            status, out, said = json.loads(answer.read_text(encoding="utf-8"))
            return First(begun / "kept", (status, out, said))
        time.sleep(0.1)
    folder = Path(os.environ[FOLDER], f"first-{os.getpid()}")
    return First(folder, check(folder))


def begin(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Begin the first run, beside all else."""
    Path(os.environ[FOLDER], "first").mkdir()
    return subprocess.Popen([sys.executable, __file__], env={**environment, "PYTHONPATH": str(ROOT)})


def main() -> None:
    made = Path(os.environ[FOLDER], "first")
    answer = check(made / "kept")
    shared = cache_dir()
    for path in (made / "kept").iterdir():
        if shared is not None and not (shared / path.name).exists():
            shutil.copy(path, shared)  # read half-way it fails its checksum, and counts as not there
    written = made / "answer.new"
    written.write_text(json.dumps(answer), encoding="utf-8")
    written.replace(made / "answer.json")


if __name__ == "__main__":
    main()
