"""What one cold start costs: `jxlint check` of one text form, beside bare Python and beside yamllint.

    python benchmarks/cold.py [runs]

Every command is a new process; the runs are interleaved, so that a busy moment hits all alike. Compared
are the medians. The caches on disk are warm, as they are from the second run on. Runs with an empty cache
folder are a row of their own: in a checkout they make all that an installed wheel brings along. yamllint,
where it is installed, checks its own configuration file: the least a linter of its kind can do.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "table-good.txt"
BARE = "python -c pass"
FIRST_RUNS = 5
BUDGETS = {"jxlint --version": 100, "jxlint check (JSON)": 300}


def commands() -> dict[str, list[str]]:
    python = sys.executable
    result = {
        BARE: [python, "-c", "pass"],
        "jxlint --version": [python, "-m", "linter", "--version"],
        "jxlint check (JSON)": [python, "-m", "linter", "check", str(EXAMPLE), "--format", "json"],
    }
    yamllint = importlib.util.find_spec("yamllint")
    if yamllint and yamllint.origin:
        config = Path(yamllint.origin).parent / "conf" / "default.yaml"
        result["yamllint default.yaml"] = [python, "-m", "yamllint", str(config)]
    return result


def milliseconds(command: list[str], cache: str) -> float:
    # As for a user: modules compiled once stay compiled.
    environment = {**os.environ, "JXLINT_CACHE_DIR": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    taken = (time.perf_counter() - start) * 1000
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode("utf-8", "replace"))
    return taken


def main(runs: int) -> int:
    with tempfile.TemporaryDirectory() as cache:
        tried = commands()
        check = tried["jxlint check (JSON)"]
        milliseconds(check, cache)
        times: dict[str, list[float]] = {name: [] for name in tried}
        firsts: list[float] = []
        for run in range(runs):
            for name, command in tried.items():
                times[name].append(milliseconds(command, cache))
            if run < FIRST_RUNS:
                with tempfile.TemporaryDirectory() as empty:
                    firsts.append(milliseconds(check, empty))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    bare, yamllint = medians[BARE], medians.get("yamllint default.yaml")
    print(f"{'':28}{'median ms':>10}{'over bare':>11}{'× bare':>8}{'× yamllint':>12}{'budget':>8}")
    for name, median in {**medians, "jxlint check, first run": statistics.median(firsts)}.items():
        ratio = f"{median / yamllint:.2f}" if yamllint else "–"
        budget = str(BUDGETS.get(name, ""))
        print(f"{name:28}{median:>10.0f}{median - bare:>11.0f}{median / bare:>8.1f}{ratio:>12}{budget:>8}")
    if yamllint is None:
        print("yamllint is not installed: pip install yamllint")
    return int(any(medians[name] - bare > budget for name, budget in BUDGETS.items()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
