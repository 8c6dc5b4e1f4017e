"""What changing a workbook costs and leaves alone: before and now, the same edits on the same files.

    python benchmarks/patches.py [--before a20fe8b] [--rounds 10] [PATH ...]

Takes every .xlsx and .xlsm under the paths (examples/, tests/ and, where it exists, ../shared/ without any), marks and
comments every fourth cell of its sheets and changes the text of every fifth, by the writers of the commit ``--before``
and by these. Prints the CPU of each in milliseconds a file (best of the rounds), and checks that

* a part that no edit touches has the bytes it had in the file, and
* a part that is touched says the same as the one written before (canonical XML, C14N 2.0).

Exits with 1 where a workbook differs.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_MARKED, _CHANGED = 25, 10


def plan(paths: list[Path]) -> list[dict[str, Any]]:
    """The edits of each workbook: cells to mark by sheet, and changes of texts."""
    from linter.ground.errors import JxlintError
    from linter.readers import read

    found = []
    for path in paths:
        try:
            document = read(str(path), data=path.read_bytes())
        except (JxlintError, OSError):
            continue
        if document.type != "xlsx":
            continue
        marks: dict[str, dict[str, str]] = {}
        changes = []
        for sheet in document.sheets:
            cells = [cell for row in sheet.rows for cell in row if cell.place.cell and cell.text.strip()]
            marks[sheet.name] = {
                cell.place.cell: f"改这里：{cell.text[:20]}" for cell in cells[::4][:_MARKED]
            }
            for cell in cells[::5][:_CHANGED]:
                changes.append([sheet.name, cell.place.cell, cell.text, cell.text + "（改）"])
        found.append({"path": str(path), "marks": marks, "changes": changes})
    return found


def work(planned: Path, out: Path, rounds: int) -> None:
    """Make the edits with the sources that are on the path; times go to ``out``/times.json."""
    from linter.fixing import xlsx as fixing
    from linter.fixing.change import Change
    from linter.model import Place

    try:
        from linter.office.limits import DEFAULT
        from linter.office.parts import Package
        from linter.reports.xlsx.cellstyles import Styles
        from linter.reports.xlsx.marks import Mark, mark_sheet
    except ImportError:  # as it was before
        from linter.readers.limits import DEFAULT  # type: ignore
        from linter.reports.xlsx_marks import Mark, mark_sheet  # type: ignore
        from linter.reports.xlsx_package import Package  # type: ignore
        from linter.reports.xlsx_styles import Styles  # type: ignore

    def marked(data: bytes, entry: dict[str, Any]) -> bytes:
        package = Package(data)
        styles, parts = Styles(package), package.sheets()
        for name, marks in entry["marks"].items():
            if name in parts and marks:
                mark_sheet(
                    package, parts[name], {at: Mark("error", [text]) for at, text in marks.items()}, styles
                )
        return package.save()

    def changed(data: bytes, entry: dict[str, Any]) -> bytes:
        made = [
            Change(Place(sheet=sheet, cell=cell), before, after)
            for sheet, cell, before, after in entry["changes"]
        ]
        return fixing.apply(data, made, DEFAULT)[0]

    times = []
    for number, entry in enumerate(json.loads(planned.read_text(encoding="utf-8"))):
        data = Path(entry["path"]).read_bytes()
        told: dict[str, Any] = {}
        for way, make in (("marked", marked), ("changed", changed)):
            spent = []
            try:
                for _ in range(rounds):
                    start = time.process_time()
                    made = make(data, entry)
                    spent.append(time.process_time() - start)
            except Exception as error:  # told beside what the other sources do with the file
                told[way] = repr(error)[:200]
                continue
            told[way] = 1000 * min(spent)
            (out / f"{number}-{way}").write_bytes(made)
        times.append(told)
    (out / "times.json").write_text(json.dumps(times), encoding="utf-8")


def canonical(data: bytes) -> str:
    from xml.etree.ElementTree import canonicalize

    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return canonicalize(data.decode("utf-16" if wide else "utf-8-sig"))


def differences(source: bytes, before: bytes, now: bytes) -> tuple[list[str], int, int]:
    """What differs between two patched workbooks, how many parts nobody touched, and how many were touched."""
    told: list[str] = []
    untouched = touched = 0
    with (
        zipfile.ZipFile(io.BytesIO(source)) as old,
        zipfile.ZipFile(io.BytesIO(before)) as theirs,
        zipfile.ZipFile(io.BytesIO(now)) as ours,
    ):
        there = set(old.namelist())
        if (first := parts(theirs)) != (second := parts(ours)):
            told.append(f"parts: {sorted(first ^ second)}")
        for name in sorted(first & second):
            made = ours.read(name)
            if name in there and old.read(name) in (theirs.read(name), made):
                untouched += 1
                if made != old.read(name):
                    told.append(f"{name}: touched now, not before")
                elif theirs.read(name) != made and canonical(theirs.read(name)) != canonical(made):
                    told.append(f"{name}: touched before, not now")
                continue
            touched += 1
            if not name.endswith((".xml", ".rels", ".vml")) or canonical(theirs.read(name)) != canonical(
                made
            ):
                told.append(f"{name}: says something else")
    return told, untouched, touched


def parts(package: zipfile.ZipFile) -> set[str]:
    return {name for name in package.namelist() if not name.endswith("/")}


def workbooks(paths: list[Path]) -> list[Path]:
    if not paths:
        paths = [
            path for path in (ROOT / "examples", ROOT / "tests", ROOT.parent / "shared") if path.is_dir()
        ]
    found = [
        [path] if path.is_file() else sorted({*path.rglob("*.xlsx"), *path.rglob("*.xlsm")}) for path in paths
    ]
    return [path for some in found for path in some]


def run(source: Path, planned: Path, out: Path, rounds: int) -> list[dict[str, Any]]:
    """The times that a source tree tells of its own work."""
    out.mkdir(exist_ok=True)
    command = [sys.executable, str(Path(__file__).resolve()), "--work", str(planned), str(out), str(rounds)]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(source)}, check=True)
    return json.loads((out / "times.json").read_text(encoding="utf-8"))


def better(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {way: min(one[way], two[way]) for way in two}
        for one, two in zip(first or second, second, strict=True)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--before", default="a20fe8b")
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        planned = folder / "plan.json"
        entries = plan(workbooks(given.paths))
        planned.write_text(json.dumps(entries), encoding="utf-8")
        before = folder / "before"
        before.mkdir()
        packed = subprocess.run(
            ["git", "archive", given.before], cwd=ROOT, check=True, capture_output=True
        ).stdout
        subprocess.run(["tar", "-x", "-C", str(before)], input=packed, check=True)
        old, new = [], []
        for _ in range(3):  # in turn, so that what else the machine does falls on both
            old = better(old, run(before, planned, folder / "old", given.rounds))
            new = better(new, run(ROOT, planned, folder / "new", given.rounds))
        bad = 0
        for way in ("marked", "changed"):
            sums, kept, made, failed = [0.0, 0.0], 0, 0, 0
            for number, entry in enumerate(entries):
                times = old[number][way], new[number][way]
                if isinstance(times[0], str) or isinstance(times[1], str):
                    failed += 1
                    print(f"{way} {entry['path']}: before {times[0]}, now {times[1]}")
                    continue
                sums = [sums[0] + times[0], sums[1] + times[1]]
                told, untouched, touched = differences(
                    Path(entry["path"]).read_bytes(),
                    (folder / "old" / f"{number}-{way}").read_bytes(),
                    (folder / "new" / f"{number}-{way}").read_bytes(),
                )
                kept, made, bad = kept + untouched, made + touched, bad + bool(told)
                for line in told:
                    print(f"{way} {entry['path']}: {line}")
            files = max(len(entries) - failed, 1)
            print(
                f"{way}: {files} workbooks, {given.before} {sums[0] / files:.2f} ms, now {sums[1] / files:.2f} ms "
                f"({sums[1] / max(sums[0], 1e-9):.2f}); {kept} parts kept byte for byte, {made} touched"
            )
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        sys.path.pop(0)
        work(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
        sys.exit()
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
