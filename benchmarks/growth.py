"""How cost grows with the size of one thing: rows, goals, cells, forms, merged ranges, rules, findings.

    python benchmarks/growth.py [NAME…] [--share 0.2] [--rules] [--patterns]

Each line names what grows, prints seconds of CPU (for reports, written piece by piece as into a file, also the memory
above that of the findings) for a quarter, half and all of its largest size, and the exponent: 1.0 is twice the cost for
twice the size. Ends with 1 when one is above 1.1 (and the largest size costs more than a second, below which the
exponent says little). ``--share`` takes that part of the
sizes; ``--rules`` lists the rules with the largest exponents for rows; ``--patterns`` names the patterns of the rules
that long texts cost too much, and ends with 1 when there are any.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import patterncosts
from growthtexts import HOSTILE, RULE, faults, form, mark, merged, row, sentences, words

from linter.engine import judge
from linter.forms import find_forms
from linter.ground.collector import no_collection
from linter.language.visits import Visits
from linter.model import Document, Report
from linter.readers import Limits, read
from linter.rulebook import Rulebook, load_rulebook
from linter.rulebook.inspection import Tally

BAR = 1.1
#: Below this many seconds an exponent is noise.
_CHEAP = 1.0
#: Limits under which the largest sizes are read: what is measured is growth, not refusal.
_WIDE = Limits(text=10**9, line=10**9, cells=10**8, unpacked=10**9, size=10**9)


class Step(NamedTuple):
    """What one size costs: seconds of CPU, and bytes at the peak where they were measured."""

    size: int
    seconds: float
    peak: int = 0


class Growth(NamedTuple):
    """A thing that grows: its sizes up to ``largest``, and what takes the work of a size to its seconds."""

    largest: int
    work: Callable[[int], Any]
    note: str = ""


def document(data: bytes, name: str = "表.txt") -> Document:
    with no_collection():
        return find_forms(read(name, data=data, limits=_WIDE))


def checked(text: str) -> Report:
    return judge([document(text.encode())], book())


def book() -> Rulebook:
    global _book
    if _book is None:
        _book = load_rulebook()
    return _book


_book: Rulebook | None = None


def ruled(rules: int) -> None:
    """A run with so many rules of the user, loaded and judged."""
    with tempfile.TemporaryDirectory() as folder:
        for at in range(rules):
            name = "".join(chr(97 + int(digit)) for digit in str(at))
            (Path(folder) / f"MY{at:03}.yaml").write_text(RULE.format(number=at, name=name), encoding="utf-8")
        own = load_rulebook((Path(folder),))
        judge([document(form(40).encode())], own)


def fixed(text: str) -> None:
    from linter.config import Configuration
    from linter.pipeline.paths import Input
    from linter.pipeline.rounds import Fixer

    Fixer(Configuration(isolated=True)).fix(Input("表.txt", text.encode()))


def findings(count: int) -> Report:
    """A report of so many findings, of files with a hundred each."""
    import msgspec

    one = checked(form(6, cell="大于等于90人以上，，"))
    report = Report(checked=one.checked)
    pattern = one.findings or []
    for at in range(count):
        finding = pattern[at % len(pattern)]
        file = f"单位{at // 100}/表{at // 100}.txt"
        report.findings.append(
            msgspec.structs.replace(finding, file=file, fingerprint=f"{at:016x}", project=f"项目{at // 20}")
        )
    for at in range(-(-count // 100)):
        report.documents.append(msgspec.structs.replace(one.documents[0], path=f"单位{at}/表{at}.txt"))
    return report


def reported(kind: str, count: int) -> None:
    from linter.reports import rendered
    from linter.reports.view.choices import Options

    report = findings(count)
    begin, before = time.process_time(), peak()
    made = sum(len(piece) for piece in rendered(kind, report, book(), Options()))
    print(f"MEASURED {time.process_time() - begin:.3f} {peak() - before} {made}")


def peak() -> int:
    """Bytes of memory of this process at their most; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


THINGS = {
    "rows": Growth(3_000, lambda size: checked(form(size)), "rows of one form"),
    "same rows": Growth(3_000, lambda size: checked(form(4) + row(0) * size), "rows of one form, all alike"),
    "goal of tasks": Growth(100_000, lambda size: checked(form(8, goal=sentences(size))), "characters"),
    "goal of words": Growth(100_000, lambda size: checked(form(8, goal=words(size))), "characters"),
    "cell of text": Growth(1_000_000, lambda size: checked(form(8, cell=words(size))), "characters"),
    "cell of faults": Growth(1_000_000, lambda size: checked(form(8, cell=faults(size))), "characters"),
    "cell of digits": Growth(1_000_000, lambda size: checked(form(8, cell="1" * size)), "characters"),
    "fix of a cell": Growth(100_000, lambda size: fixed(form(8, cell=faults(size))), "characters"),
    "forms": Growth(
        5_000, lambda size: checked("\n".join(form(6, name=mark(at)) for at in range(size))), "forms"
    ),
    "merged": Growth(100_000, lambda size: document(merged(size), "表.xlsx"), "merged ranges"),
    "rules": Growth(1_000, ruled, "rules of the user"),
}
for _kind in HOSTILE:
    THINGS[f"hostile {_kind}"] = Growth(
        100_000, lambda size, _make=HOSTILE[_kind]: document(_make(size).encode()), "pieces"
    )
REPORTS = (
    "json",
    "plain",
    "full",
    "rich",
    "csv",
    "markdown",
    "github",
    "junit",
    "sarif",
    "html",
    "xlsx",
    "docx",
    "letter",
    "ledger",
)
for _kind in REPORTS:
    THINGS[f"report {_kind}"] = Growth(200_000, lambda size: None, "findings")


def seconds(work: Callable[[int], Any], size: int) -> float:
    gc.collect()
    begin = time.process_time()
    work(size)
    return time.process_time() - begin


def steps(name: str, share: float) -> Iterator[Step]:
    thing = THINGS[name]
    largest = max(4, int(thing.largest * share))
    for size in (largest // 4, largest // 2, largest):
        if name.startswith("report "):
            yield in_a_process(name.removeprefix("report "), size)
        else:
            yield Step(size, seconds(thing.work, size))


def in_a_process(kind: str, size: int) -> Step:
    """A report in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--report", kind, str(size)],
        capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    told = next((line for line in done.stdout.splitlines() if line.startswith("MEASURED ")), "")
    if not told:
        raise SystemExit(f"{kind} {size}: {done.stderr[-2000:]}")
    return Step(size, float(told.split()[1]), int(told.split()[2]))


def exponent(first: Step, last: Step) -> float:
    return math.log(max(last.seconds, 1e-4) / max(first.seconds, 1e-4)) / math.log(last.size / first.size)


def print_rules(rows: int) -> None:
    """The rules whose cost grows most with the rows of a form, each asked by itself."""
    small, large = document(form(rows // 4).encode()), document(form(rows).encode())
    found = []
    for name, rule in book().rules.items():
        costs = []
        for one in (small, large):
            visits = Visits(one)
            begin = time.process_time()
            for _ in rule.judge(one, visits=visits, tally=Tally()):
                pass
            costs.append(time.process_time() - begin)
        if costs[1] > 0.05:
            found.append((math.log(costs[1] / max(costs[0], 1e-4)) / math.log(4), costs[1], name))
    for power, cost, name in sorted(found, reverse=True)[:30]:
        print(f"  {name:<6} exponent {power:4.2f}  {cost:6.2f} s for {rows} rows")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", help="、".join(THINGS))
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--patterns", action="store_true")
    parser.add_argument("--report", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.report:
        reported(options.report[0], int(options.report[1]))
        return 0
    if options.rules:
        print_rules(int(3_000 * options.share))
        return 0
    if options.patterns:
        dear = list(patterncosts.dear(patterncosts.shipped(book())))
        for one in dear:
            print(f"{one.large:8.2f} s, {one.small:.3f} s for a tenth: {one.pattern} over {one.text}…")
        return int(bool(dear))
    if unknown := set(options.names) - set(THINGS):
        parser.error(f"nothing grows by the name of {', '.join(sorted(unknown))}; known: {', '.join(THINGS)}")
    worst = 0.0
    checked(form(8))
    print(
        f"{'what grows':<16}{'to':>9} {'seconds for a quarter, half, all':<36}{'exponent':>9}{'peak MB':>9}"
    )
    for name in options.names or THINGS:
        found = list(steps(name, options.share))
        power = max(
            exponent(found[0], found[2]), exponent(found[1], found[2]) if found[2].seconds > 4 else 0.0
        )
        told = " ".join(f"{step.seconds:10.2f}" for step in found)
        most = f"{found[-1].peak >> 20:>9}" if found[-1].peak else ""
        print(f"{name:<16}{found[-1].size:>9} {told:<36}{power:>9.2f}{most}", flush=True)
        if found[2].seconds > _CHEAP:
            worst = max(worst, power)
    return int(worst > BAR)


if __name__ == "__main__":
    sys.exit(main())
