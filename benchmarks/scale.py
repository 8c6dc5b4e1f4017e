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
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ("table-*.txt", "columns-*.txt")
_NAME = re.compile(r"(?m)^(项目名称\t+)([^\t\n]+)")
_ROW = re.compile(r"(?m)^((?:[^\t\n]*\t){2})([^\t\n]{3,})(?=\t)")
_NUMBER = re.compile(r"(?<=[≥≤])(\d{2,})(?=[人件场户个次台])")
_DIGITS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def varied(text: str, copy: int) -> str:
    """A template with other names and, in two of three copies, other indicators."""
    mark = str(copy).translate(_DIGITS)
    text = _NAME.sub(lambda match: f"{match[1]}{match[2]}（{mark}区）", text)
    if copy % 3 == 0:
        return text
    text = _ROW.sub(
        lambda match: f"{match[1]}{mark}区{match[2]}" if "指标" not in match[2] else match[0], text
    )
    return _NUMBER.sub(lambda match: str(int(match[1]) + copy), text)


def write_xlsx(path: Path, text: str) -> None:
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(number, at, cell) for at, cell in enumerate(line.split(chr(9))))}</row>'
        for number, line in enumerate(text.splitlines(), 1)
    )
    parts = {
        "_rels/.rels": _related("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _related("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="目标表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    _zip(
        path,
        parts,
        {"xl/workbook.xml": f"{main}sheet.main+xml", "xl/worksheets/sheet1.xml": f"{main}worksheet+xml"},
    )


def _cell(row: int, at: int, text: str) -> str:
    return f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else ""


def write_docx(path: Path, text: str) -> None:
    body, rows = [], []

    def paragraph(line: str) -> str:
        return f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'

    for line in [*text.splitlines(), ""]:
        if "\t" in line:
            cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in line.split("\t"))
            rows.append(f"<w:tr>{cells}</w:tr>")
            continue
        if rows:
            body.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        body.append(paragraph(line))
    document = f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>"
    parts = {"_rels/.rels": _related("officeDocument", "word/document.xml"), "word/document.xml": document}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    _zip(path, parts, {"word/document.xml": kind})


def _related(kind: str, target: str) -> str:
    link = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{link}</Relationships>'


def _zip(path: Path, parts: dict[str, str], kinds: dict[str, str]) -> None:
    said = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    default = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    parts = {"[Content_Types].xml": f'<Types xmlns="{_TYPES}">{default}{said}</Types>', **parts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}')


WRITERS = {
    "txt": lambda path, text: path.write_text(text, encoding="utf-8"),
    "xlsx": write_xlsx,
    "docx": write_docx,
}


def make(folder: Path, files: int, slices: int, kinds: Iterable[str] = tuple(WRITERS)) -> list[Path]:
    """Folders that together hold so many files of each kind."""
    paths = sorted(path for pattern in TEMPLATES for path in (ROOT / "examples").glob(pattern))
    templates = [path.read_text(encoding="utf-8") for path in paths]
    made = [folder / f"第{number}份" for number in range(1, slices + 1)]
    for place in made:
        place.mkdir()
    for copy in range(files):
        text = varied(templates[copy % len(templates)], copy // len(templates))
        for suffix in kinds:
            # Every slice holds every template.
            WRITERS[suffix](made[copy // len(templates) % slices] / f"{copy:06}.{suffix}", text)
    return made


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

        print_shares(slices, given.shares, before)
    return 0 if same else 1


def make_one(folder: Path) -> Path:
    """A folder with one file of each kind, for warming up."""
    place = folder / "一份"
    if not place.exists():
        place.mkdir()
        return make(place, 1, 1)[0]
    return place / "第1份"


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
