"""A long run that is killed on the way and goes on: what the rest costs, and what memory parent and workers take.

    python benchmarks/resume.py [--files 20000] [--jobs 2] [--kill-at 0.5] [--reports 结果.json 结果.xlsx] [--whole]

Makes so many files of tables under examples/ (a third each of txt, xlsx, docx), checks them by the command line,
kills parent and workers when that share of the files is in shards, and runs the same command with ``--resume``.
Prints the seconds of both and the peak memory of the parent and of the largest worker (Linux). ``--whole`` checks them
once more without a break and tells whether the JSON report is the same byte by byte.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import scale

ROOT = scale.ROOT


class Peaks(NamedTuple):
    """Megabytes of the parent and of its largest worker at their most."""

    parent: int = 0
    worker: int = 0

    def with_now(self, process: int) -> Peaks:
        try:
            listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        except OSError:
            listed = []
        return Peaks(
            max(self.parent, high_water(process)),
            max([self.worker, *(high_water(int(one)) for one in listed)]),
        )


def high_water(process: int) -> int:
    """The peak of a process in megabytes; 0 where it is gone or nobody tells."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in text.splitlines() if line.startswith("VmHWM")), 0)


def started(folder: Path, cache: Path, jobs: int, reports: list[str], *more: str) -> subprocess.Popen[bytes]:
    outputs = [part for report in reports for part in ("--output", report)]
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "JXLINT_CACHE_DIR": str(cache), "PYTHONUTF8": "1",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "linter", "check", "表", "--isolated", "--jobs", str(jobs), *outputs, *more],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def watched(process: subprocess.Popen[bytes], enough: int, shards: Path) -> Peaks:
    """Wait for a run; with ``enough`` kill it once so many shards are on disk."""
    peaks = Peaks()
    while process.poll() is None:
        peaks = peaks.with_now(process.pid)
        if enough and len(list(shards.glob("runs/*/*"))) >= enough:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            break
        time.sleep(0.2)
    return peaks


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kill-at", type=float, default=0.5)
    parser.add_argument("--reports", nargs="*", default=["结果.json"])
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name), Path(name) / "缓存"
        (made,) = scale.make(folder, -(-options.files // 3), 1)
        made.rename(folder / "表")
        # A shard has some thirty-five files.
        enough = max(1, int(options.kill_at * options.files / 35))
        begin = time.monotonic()
        first = watched(started(folder, cache, options.jobs, options.reports), enough, cache)
        told = f"parent {first.parent} MB, worker {first.worker} MB"
        print(f"killed after {time.monotonic() - begin:.0f} s: {told}", flush=True)
        begin = time.monotonic()
        run = started(folder, cache, options.jobs, options.reports, "--resume")
        rest = watched(run, 0, cache)
        told = f"parent {rest.parent} MB, worker {rest.worker} MB"
        print(f"resumed, {time.monotonic() - begin:.0f} s for the rest: {told}")
        print(f"exit code {run.returncode}; " + ", ".join(
            f"{report} {(folder / report).stat().st_size >> 20} MB" for report in options.reports
        ))  # fmt: skip
        if options.whole:
            before = (folder / options.reports[0]).read_bytes()
            begin = time.monotonic()
            once = watched(started(folder, Path(name) / "缓存2", options.jobs, options.reports), 0, cache)
            same = before == (folder / options.reports[0]).read_bytes()
            print(
                f"without a break {time.monotonic() - begin:.0f} s: parent {once.parent} MB; the same bytes: {same}"
            )
            return int(not same)
        return int(run.returncode not in (0, 1))


if __name__ == "__main__":
    sys.exit(main())
