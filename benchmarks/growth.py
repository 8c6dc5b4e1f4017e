"""How cost grows with the size of one thing: rows, goals, cells, forms, merged ranges, rules, findings.

    python benchmarks/growth.py [NAME…] [--share 0.2] [--rules]

Each line names what grows, prints seconds of CPU (for reports peak memory, too) for a quarter, half and all of its
largest size, and the exponent: 1.0 is twice the cost for twice the size. Ends with 1 when one is above 1.1 (and
the largest size costs more than a second, below which the exponent says little). ``--share`` takes that part of the
sizes; ``--rules`` lists the rules with the largest exponents for rows.
"""

from __future__ import annotations

import argparse
import gc
import io
import math
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

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
_DIGITS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
_KINDS = ("数量", "质量", "时效", "成本")
_VALUES = ("≥{n}人", "≥{p}%", "2025年{m}月底前", "≤{n}元/人")
_NAMES = ("{mark}类培训人数", "{mark}批合格率", "{mark}期完成时间", "{mark}类人均成本")
_HEAD = (
    "项目支出绩效目标表\n（2025年度）\n单位：万元\n项目名称\t教师培训{mark}\t主管部门\t某县教育局\n年度资金总额\t8\n"
    "年度目标\t{goal}\n一级指标\t二级指标\t三级指标\t指标值\n"
)
_TAIL = "效益指标\t社会效益指标\t教学水平提高率\t≥90%\n满意度指标\t服务对象满意度指标\t教师满意度\t≥95%\n"
_GOAL = "举办教师培训4期，培训500人，合格率达到95%。"
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


def mark(number: int) -> str:
    return str(number).translate(_DIGITS)


def row(at: int) -> str:
    kind = at % len(_KINDS)
    value = _VALUES[kind].format(n=10 + at % 900, p=50 + at % 50, m=1 + at % 12)
    return f"产出指标\t{_KINDS[kind]}指标\t{_NAMES[kind].format(mark=mark(at))}\t{value}\n"


def form(rows: int, goal: str = _GOAL, name: str = "", cell: str = "") -> str:
    extra = f"产出指标\t数量指标\t长值\t{cell}\n" if cell else ""
    return _HEAD.format(goal=goal, mark=name) + "".join(map(row, range(rows))) + extra + _TAIL


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


def sentences(length: int) -> str:
    """A goal of so many characters: tasks with figures, each another."""
    parts: list[str] = []
    size = at = 0
    while size < length:
        parts.append(
            f"完成{mark(at)}类培训{10 + at % 90}期，培训{100 + at % 800}人次，合格率达到{50 + at % 50}%；"
        )
        size += len(parts[-1])
        at += 1
    return "".join(parts)[:length]


def words(length: int) -> str:
    """Words without figures, which a goal of an office mostly is."""
    parts: list[str] = []
    size = at = 0
    while size < length:
        parts.append(f"推进{mark(at)}片区建设，改善办学条件；")
        size += len(parts[-1])
        at += 1
    return "".join(parts)[:length]


def faults(length: int) -> str:
    """A cell full of what fixes mend."""
    return "".join(f"第{at}批大于等于{at}人， , " for at in range(length // 14 + 1))[:length]


def merged(ranges: int) -> bytes:
    """A workbook with rows of two cells and so many merged ranges, each with a text."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = "".join(
        f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>甲</t></is></c></row>'
        for at in range(1, 2 * ranges, 2)
    )
    areas = "".join(f'<mergeCell ref="A{at}:B{at + 1}"/>' for at in range(1, 2 * ranges, 2))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{links}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        target.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}"><Relationship Id="rId1" '
            f'Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        target.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {main}><sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells></worksheet>",
        )
    return out.getvalue()


_RULE = """\
id: MY{number:03}
name: too-many-{name}
title: 人数太多
severity: warning
confidence: high
status: stable
given: indicator
when: name == "培训人数{number}"
check: {{kind: fault, when: value.lower > {number}, at: value}}
message: “{{name}}”写的“{{value.text}}”太多
advice: 写少一点
why: 人太多坐不下。
basis: [QD10]
fix: none
"""


def ruled(rules: int) -> None:
    """A run with so many rules of the user, loaded and judged."""
    with tempfile.TemporaryDirectory() as folder:
        for at in range(rules):
            name = "".join(chr(97 + int(digit)) for digit in str(at))
            (Path(folder) / f"MY{at:03}.yaml").write_text(
                _RULE.format(number=at, name=name), encoding="utf-8"
            )
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
    from linter.reports import render
    from linter.reports.view.choices import Options

    report = findings(count)
    begin, before = time.process_time(), peak()
    made = render(kind, report, book(), Options())
    print(f"MEASURED {time.process_time() - begin:.3f} {max(peak() - 0, before)} {len(made)}")


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
    parser.add_argument("--report", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.report:
        reported(options.report[0], int(options.report[1]))
        return 0
    if options.rules:
        print_rules(int(3_000 * options.share))
        return 0
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
