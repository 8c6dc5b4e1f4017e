"""A long run that is killed on the way and goes on: what the rest costs, and what memory parent and workers take.

    python benchmarks/resume.py [--files 20000] [--jobs 2] [--kill-at 0.5] [--reports 结果.json 结果.xlsx] [--whole]
                                [--store]

Makes so many files of tables under examples/ (a third each of txt, xlsx, docx), checks them by the command line,
kills parent and workers when that share of the files is in shards, and runs the same command with ``--resume``.
Prints the seconds of both and the peak memory of the parent, of the largest worker, and of the processes that write
the tables of a store and ask them, in their order (Linux). ``--store`` keeps a store, with rules over many files, and a
ledger, which another run then carries on. ``--whole`` checks them once more without a break and tells whether the JSON
report is the same byte by byte.
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

import scale

ROOT = scale.ROOT


class Peaks:
    """Megabytes of the parent, of its largest worker, and of the processes with the libraries of a store: one writes
    its tables, one asks them, and with ``--since`` one reads those of an earlier run. A child is known by its number:
    before it loads the libraries, and when its memory is given up already, it looks like a worker."""

    def __init__(self) -> None:
        self.parent = 0
        self._children: dict[int, int] = {}
        self._of_store: set[int] = set()

    def __str__(self) -> str:
        mine = [peak for child, peak in self._children.items() if child in self._of_store]
        others = [peak for child, peak in self._children.items() if child not in self._of_store]
        return (
            f"parent {self.parent} MB, worker {max(others, default=0)} MB, "
            f"processes of the store {', '.join(map(str, mine)) or 'none'} MB"
        )

    def look(self, process: int) -> None:
        """Note what a process and its children hold at most so far."""
        self.parent = max(self.parent, high_water(process))
        try:
            listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        except OSError:
            return
        for child in map(int, listed):
            if child not in self._of_store and has_libraries(child):
                self._of_store.add(child)
            self._children[child] = max(self._children.get(child, 0), high_water(child))


def has_libraries(process: int) -> bool:
    """Whether a process has loaded what writes and asks tables."""
    try:
        return "arrow" in Path(f"/proc/{process}/maps").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


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


def watched(
    process: subprocess.Popen[bytes], enough: int = 0, folder: Path = ROOT, shards: str = ""
) -> Peaks:
    """Wait for a run; with ``enough`` kill it once so many ``shards`` are on disk."""
    peaks = Peaks()
    while process.poll() is None:
        peaks.look(process.pid)
        if enough and len(list(folder.glob(shards))) >= enough:
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
    parser.add_argument("--store", action="store_true")
    options = parser.parse_args()
    if options.store and options.whole:
        parser.error("a run that goes on with a store says how many files it did not look at again")
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name), Path(name) / "缓存"
        (made,) = scale.make(folder, -(-options.files // 3), 1)
        made.rename(folder / "表")
        # A shard has some thirty-five files.
        enough = max(1, int(options.kill_at * options.files / 35))
        stored = ["--store", "库", "--output", "台账.xlsx"] if options.store else []
        shards = "库/results/*.shard" if options.store else "缓存/runs/*/*"
        begin = time.monotonic()
        run = started(folder, cache, options.jobs, options.reports, *stored)
        told = watched(run, enough, folder, shards)
        print(f"killed after {time.monotonic() - begin:.0f} s: {told}", flush=True)
        begin = time.monotonic()
        run = started(folder, cache, options.jobs, options.reports, *(stored or ["--resume"]))
        told = watched(run)
        print(f"resumed, {time.monotonic() - begin:.0f} s for the rest: {told}", flush=True)
        print(f"exit code {run.returncode}; " + ", ".join(
            f"{report} {(folder / report).stat().st_size >> 20} MB" for report in options.reports
        ))  # fmt: skip
        if options.store:
            begin = time.monotonic()
            stored = ["--store", "库", "--output", "台账二.xlsx", "--ledger", "台账.xlsx"]
            told = watched(started(folder, cache, options.jobs, options.reports, *stored))
            print(f"ledger carried on, {time.monotonic() - begin:.0f} s: {told}", flush=True)
        if options.whole:
            before = (folder / options.reports[0]).read_bytes()
            begin = time.monotonic()
            told = watched(started(folder, Path(name) / "缓存2", options.jobs, options.reports))
            same = before == (folder / options.reports[0]).read_bytes()
            print(f"without a break {time.monotonic() - begin:.0f} s: {told}; the same bytes: {same}")
            return int(not same)
        return int(run.returncode not in (0, 1))


if __name__ == "__main__":
    sys.exit(main())
