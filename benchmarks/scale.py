"""What many files cost: before and now in the same run, one process and several, and where the time goes.

    python benchmarks/scale.py [--files 2000] [--before a20fe8b] [--jobs 2] [--slices 4] [--shares 300]
                               [--kinds txt,xlsx,docx]

Makes as many xlsx, docx and txt files of tables under examples/, each time with other names and numbers, and checks
them by the command line: with the sources of the commit ``--before`` (``none`` leaves it out) and with these, slice by
slice in turn, so that what else the machine does falls on both. Each table is there in every kind, as offices hand them
in; ``--kinds txt`` leaves the others out, so that no table is there twice. Prints CPU and wall seconds, milliseconds a
file and a form, the peak memory of the parent and of a worker, the ratios, whether one process and several gave the
same bytes, and (shares.py) the shares of reading, forms, values, rules and reports with that of rules that came after
the commit. Where the commit does not run on this Python, or finds no forms or nothing in them, there is nothing to
compare: it stops and says why.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from scalefiles import ROOT, WRITERS, make, make_one


class Cost(NamedTuple):
    """Seconds of CPU and of the clock, peak megabytes of the parent and of its largest worker."""

    cpu: float = 0.0
    wall: float = 0.0
    parent: float = 0.0
    worker: float = 0.0

    def plus(self, other: Cost) -> Cost:
        peaks = max(self.parent, other.parent), max(self.worker, other.worker)
        return Cost(self.cpu + other.cpu, self.wall + other.wall, *peaks)


def check(source: Path, folder: Path, out: Path, *more: str) -> Cost:
    """Check a folder by the command line of a source tree; the report goes to ``out``."""
    command = [sys.executable, "-m", "linter", "check", folder.name, "--no-config", "--format", "json", *more]
    environment = {
        **os.environ,
        "PYTHONPATH": str(source),
        "JXLINT_DEBUG": "1",  # what breaks says why
        "JXLINT_CACHE_DIR": str(
            folder.parent / f"cache-{hashlib.sha1(str(source).encode()).hexdigest()[:8]}"
        ),
        "PYTHONPYCACHEPREFIX": str(folder.parent / "pyc"),  # as an installed program has it
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.monotonic()
    with out.open("wb") as file, out.with_suffix(".said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder.parent, env=environment, stdout=file, stderr=said)
        parent = worker = 0.0
        while process.poll() is None:
            parent = max(parent, megabytes(process.pid))
            worker = max([worker, *(megabytes(child) for child in children(process.pid))])
            time.sleep(0.05)
    wall = time.monotonic() - start
    return Cost(_spent(), wall, parent, worker)


class NothingToCompare(Exception):
    """A source tree that judged nothing; the text says why."""


def judged(name: str, out: Path) -> tuple[int, int]:
    """The forms and findings of a report. Raises NothingToCompare where there are none, with what was said beside."""
    said = out.with_suffix(".said").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    try:
        report = json.loads(out.read_bytes())
        forms, findings = report["checked"]["forms"], len(report["findings"])
    except (ValueError, KeyError, TypeError):
        forms = findings = 0
    if forms and findings:
        return forms, findings
    version = ".".join(map(str, sys.version_info[:3]))
    why = next((line for line in reversed(said) if line[:1].strip()), "it said nothing")
    raise NothingToCompare(f"{name} on Python {version}: {forms} forms, {findings} findings: {why}")


_before = [0.0]


def _spent() -> float:
    """CPU seconds of child processes since this was last asked."""
    times = os.times()
    spent = times.children_user + times.children_system
    told, _before[0] = spent - _before[0], spent
    return told


def megabytes(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def children(process: int) -> list[int]:
    try:
        return [
            int(one)
            for one in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        ]
    except OSError:
        return []


def sources_of(commit: str, folder: Path) -> Path:
    """The sources of a commit, unpacked."""
    place = folder / "before"
    place.mkdir()
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(place)], input=packed, check=True)
    return place


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--before", default="a20fe8b")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--slices", type=int, default=4)
    parser.add_argument("--shares", type=int, default=300)
    parser.add_argument("--kinds", default=",".join(WRITERS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kinds = given.kinds.split(",")
        slices = make(folder, given.files, given.slices, kinds)
        ways = {
            "now, one process": (ROOT, ("--jobs", "1")),
            f"now, {given.jobs} processes": (ROOT, ("--jobs", str(given.jobs))),
        }
        before = None
        if given.before != "none":
            before = sources_of(given.before, folder)
            ways = {f"{given.before}, one process": (before, ()), **ways}
        costs = {way: Cost() for way in ways}
        found = dict.fromkeys(ways, (0, 0))
        same = True
        for way, (source, more) in ways.items():  # caches of both are warm
            check(source, slices[0] if given.files < 50 else make_one(folder), folder / "warm.json", *more)
            try:
                judged(way, folder / "warm.json")
            except NothingToCompare as error:
                print(f"nothing to compare: {error}")
                return 2
        for place in slices:
            for way, (source, more) in ways.items():
                costs[way] = costs[way].plus(check(source, place, folder / f"{way}.json", *more))
                more_found = judged(way, folder / f"{way}.json")
                found[way] = (found[way][0] + more_found[0], found[way][1] + more_found[1])
            one, several = ((folder / f"{way}.json").read_bytes() for way in list(ways)[-2:])
            same = same and one == several
        print_costs(costs, found, len(kinds) * given.files, same)
        from shares import print_shares

        if given.shares:
            print_shares(slices, given.shares, before)
    return 0 if same else 1


def print_costs(costs: dict[str, Cost], found: dict[str, tuple[int, int]], files: int, same: bool) -> None:
    """``found``: forms and findings."""
    forms, _ = list(found.values())[-1]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{files} files, {forms} forms, {os.cpu_count()} cores, load {load:.1f}")
    print(
        f"{'':<24}{'CPU s':>8}{'wall s':>8}{'ms a file':>11}{'ms a form':>11}{'parent MB':>11}{'worker MB':>11}"
        f"{'forms':>8}{'findings':>10}"
    )
    for way, cost in costs.items():
        each = 1000 * cost.cpu
        print(
            f"{way:<24}{cost.cpu:>8.1f}{cost.wall:>8.1f}{each / files:>11.1f}{each / found[way][0]:>11.2f}"
            f"{cost.parent:>11.0f}{cost.worker:>11.0f}{found[way][0]:>8}{found[way][1]:>10}"
        )
    *_, one, several = costs.values()
    if len(costs) == 3:
        first = next(iter(costs.values()))
        print(f"CPU now / before: {one.cpu / first.cpu:.2f}")
    print(f"wall of one process / several: {one.wall / several.wall:.2f}, CPU: {one.cpu / several.cpu:.2f}")
    print(f"one process and several: {'the same bytes' if same else 'DIFFERENT'}")
    print(f"1,000,000 forms: {one.cpu / forms * 1e6 / 3600:.1f} core hours")


if __name__ == "__main__":
    sys.exit(main())
