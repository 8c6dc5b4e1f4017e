"""What reading costs: the same file read by `linter.readers` and by the library for its format alone.

    python benchmarks/readers.py [FILE ...]

Without files, forms are made on the spot (one form, and a long one), and the real ones of ../shared/forms are
added where that folder exists. "Bare" means: openpyxl opens the workbook, python-docx opens the document,
pypdfium2 extracts the text of every page, xlrd opens the workbook with formats, lxml parses the page.
Compared are the best of several runs; a ratio of 1 is as fast as the library alone. python-calamine is shown
beside openpyxl: it is faster than both, but knows neither number formats nor a limit on the grid it lays out.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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
        name: FORMATS[name]() for name in ("form.xlsx", "form.docx", "form.pdf", "form.xls", "form.html")
    }
    pages = []
    for _ in range(10):
        page = PdfPage()
        page.table(50, 120, [70.0, 80.0, 110.0, 90.0, 100.0, 45.0], [24.0] * 12, anchors())
        pages.append(page)
    return {**files, "5000 rows.xlsx": long_workbook(), "10 pages.pdf": pdf_of(pages)}


def main(paths: list[str]) -> int:
    from linter.readers import read

    files = {path: Path(path).read_bytes() for path in paths}
    if not files:
        files = made()
        real = ROOT.parent / "shared" / "forms"
        found = sorted(real.glob("*")) if real.is_dir() else []
        files |= {path.name: path.read_bytes() for path in found if path.suffix != ".json"}
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
    sys.exit(main(sys.argv[1:]))
