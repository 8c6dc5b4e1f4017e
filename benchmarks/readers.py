"""What reading costs: the same file read by `linter.readers` and by the library for its format alone.

    python benchmarks/readers.py [--before a20fe8b] [FILE ...]

Without files, forms are made on the spot (one form, and a long one), and the real ones of ../shared/forms are
added where that folder exists. "Bare" means: openpyxl opens the workbook, python-docx opens the document,
pypdfium2 extracts the text of every page, xlrd opens the workbook with formats, lxml parses the page.
Compared are the best of several runs; a ratio of 1 is as fast as the library alone. python-calamine is shown
beside openpyxl: it is faster than both, but knows neither number formats nor a limit on the grid it lays out.

With ``--before`` the same files are read by the readers of that commit and by these instead, in turn and each in a
process of its own; printed is the CPU of the fastest read in milliseconds, whether both gave the same texts, and the
ratio over all files of a kind. Exits with 1 where a kind with the same texts has become slower.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: Seconds of CPU for the reads of a file whose best counts.
_SPENT = 0.15
GOALS = {"openpyxl": 2.0, "python-docx": 2.0, "pypdfium2": 8.0}


def with_openpyxl(data: bytes) -> None:
    from openpyxl import load_workbook

    load_workbook(io.BytesIO(data), data_only=True)


def with_calamine(data: bytes) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def with_docx(data: bytes) -> None:
    from docx import Document

    Document(io.BytesIO(data))


def with_pypdfium2(data: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def with_pdfplumber(data: bytes) -> None:
    try:
        import pdfplumber
    except ImportError:  # shown for comparison where it is installed
        return
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


def with_xlrd(data: bytes) -> None:
    import xlrd

    xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())


def with_lxml(data: bytes) -> None:
    from lxml import etree

    etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


BARE: dict[str, dict[str, Callable[[bytes], None]]] = {
    "xlsx": {"openpyxl": with_openpyxl, "python-calamine": with_calamine},
    "docx": {"python-docx": with_docx},
    "pdf": {"pypdfium2": with_pypdfium2, "pdfplumber": with_pdfplumber},
    "xls": {"xlrd": with_xlrd},
    "html": {"lxml": with_lxml},
}


def best(work: Callable[[], object], runs: int) -> float:
    """Milliseconds of the fastest run."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def long_workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in range(5000):
        book.active.append(["产出指标", "数量指标", f"养护里程{row}", 0.95, row * 1.5, "公里"])
        book.active.cell(row + 1, 4).number_format = '"≥"0%'
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def made() -> dict[str, bytes]:
    sys.path.insert(0, str(ROOT / "tests" / "readers"))
    from reader_documents import FORMATS, anchors
    from reader_pdf import PdfPage, pdf_of

    files = {
        name: FORMATS[name]()
        for name in ("form.xlsx", "form.docx", "form.pdf", "form.xls", "form.html", "form.csv", "form.txt")
    }
    pages = []
    for _ in range(10):
        page = PdfPage()
        page.table(50, 120, [70.0, 80.0, 110.0, 90.0, 100.0, 45.0], [24.0] * 12, anchors())
        pages.append(page)
    return {**files, "5000 rows.xlsx": long_workbook(), "10 pages.pdf": pdf_of(pages)}


def material(paths: list[str]) -> dict[str, bytes]:
    files = {path: Path(path).read_bytes() for path in paths}
    if not files:
        files = made()
        real = ROOT.parent / "shared" / "forms"
        found = sorted(real.glob("*")) if real.is_dir() else []
        files |= {path.name: path.read_bytes() for path in found if path.suffix != ".json"}
    return files


def work(folder: Path) -> None:
    """Read the files of a folder with the sources that are on the path; tell the best CPU and the texts of each."""
    from linter.readers import read

    told: dict[str, Any] = {}
    for path in sorted(folder.iterdir()):
        data, times = path.read_bytes(), []
        try:
            source = read(path.name, data=data)
            begun = time.process_time()
            while len(times) < 2 or time.process_time() - begun < _SPENT:
                start = time.process_time()
                read(path.name, data=data)
                times.append(time.process_time() - start)
        except Exception as error:  # told beside what the other sources do with the file
            told[path.name] = {"failed": repr(error)[:100]}
            continue
        texts = repr([[[cell.text for cell in row] for row in sheet.rows] for sheet in source.sheets])
        told[path.name] = {"ms": 1000 * min(times), "texts": hashlib.sha1(texts.encode()).hexdigest()}
    print(json.dumps(told))


def run(source: Path, folder: Path) -> dict[str, Any]:
    """What a source tree tells of its own reading."""
    command = [sys.executable, str(Path(__file__).resolve()), "--work", str(folder)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(source)}, check=True, capture_output=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def compare(files: dict[str, bytes], commit: str) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder, before = Path(name) / "files", Path(name) / "before"
        folder.mkdir()
        before.mkdir()
        for path, data in files.items():
            (folder / Path(path).name).write_bytes(data)
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", str(before)], input=packed, check=True)
        turns = [(run(before, folder), run(ROOT, folder)) for _ in range(3)]
    print(f"{'file':40}{commit:>9} ms   now ms  ratio")
    sums: dict[str, tuple[float, float]] = {}
    for path in turns[0][1]:
        old, new = turns[0][0][path], turns[0][1][path]
        if "failed" in old or "failed" in new:
            print(f"{path:40}{old.get('failed', 'read')}; now {new.get('failed', 'read')}")
            continue
        was, now = (min(turn[side][path]["ms"] for turn in turns) for side in (0, 1))
        same = old["texts"] == new["texts"]
        print(f"{path:40}{was:12.3f}{now:9.3f}{now / was:7.2f}{'' if same else '  other texts'}")
        if same:
            kind = Path(path).suffix
            one, two = sums.get(kind, (0.0, 0.0))
            sums[kind] = one + was, two + now
    for kind, (was, now) in sorted(sums.items()):
        print(f"{kind:40}{was:12.3f}{now:9.3f}{now / was:7.2f}")
    return int(any(now > was for was, now in sums.values()))


def main(paths: list[str]) -> int:
    from linter.readers import read

    files = material(paths)
    print(f"{'file':32}{'jxlint ms':>11}  library          bare ms  ratio  goal")
    missed = 0
    for name, data in files.items():
        kind = read(name, data=data).type
        for library, bare in BARE.get(kind, {}).items():
            runs = 3 if len(data) > 100_000 else 15
            theirs = best(lambda bare=bare, data=data: bare(data), runs)
            ours = best(lambda name=name, data=data: read(name, data=data), runs)
            goal = GOALS.get(library)
            late = goal is not None and ours > goal * theirs
            missed += late
            shown = f"≤ {goal}{'  missed' if late else ''}" if goal else ""
            print(f"{name:32}{ours:11.1f}  {library:15}{theirs:9.1f}{ours / theirs:7.2f}  {shown}")
    return 1 if missed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        sys.path.pop(0)
        work(Path(sys.argv[2]))
        sys.exit()
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--before", metavar="COMMIT")
    given = parser.parse_args()
    sys.exit(compare(material(given.paths), given.before) if given.before else main(given.paths))
