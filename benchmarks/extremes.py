"""What files at the limits of size cost: each kind of file, as full as it may be, checked by a process of its own.

    python benchmarks/extremes.py [NAME…] [--share 0.5] [--seconds 60] [--megabytes 1024]

Prints size, seconds, CPU, peak memory and the last words of the run; ends with 1 when a file takes longer or more
memory than promised. Names may be beginnings (``html``). ``--share`` takes that part of the sizes. On a machine that
does something else beside, ``--timeout`` gives the program more time by the clock; what counts then is its CPU.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extremefiles import (
    MEGABYTE,
    docx,
    docx_nested,
    docx_table,
    forms,
    html,
    html_attributes,
    html_elements,
    html_nested,
    html_open,
    html_spans,
    long_cell,
    merged,
    ods,
    ods_nested,
    ods_repeated,
    ods_table,
    paragraph,
    pdf,
    pdf_grid,
    pdf_text,
    record_cell,
    record_rows,
    rows,
    sheet,
    tabbed,
    wide,
    xls,
    xlsx,
)

# Texts --------------------------------------------------------------------------------------------------------------


# HTML ---------------------------------------------------------------------------------------------------------------


# Workbooks ----------------------------------------------------------------------------------------------------------


# Documents ----------------------------------------------------------------------------------------------------------


# PDF ----------------------------------------------------------------------------------------------------------------


# All ----------------------------------------------------------------------------------------------------------------

#: Name → file name, largest size, what makes the bytes of a size.
EXTREMES: dict[str, tuple[str, int, Callable[[int], bytes]]] = {
    "txt rows": ("表.txt", 450_000, lambda size: tabbed(rows(size))),
    "txt forms": ("表.txt", 40_000, lambda size: tabbed(forms(size))),
    "txt lines": ("文.txt", 480_000, lambda size: "推进片区建设，培训5人。\n".encode() * size),
    "txt cell": ("表.txt", 900_000, lambda size: tabbed(long_cell(size))),
    "csv rows": ("表.csv", 450_000, lambda size: tabbed(rows(size), ",")),
    "csv wide": ("表.csv", 120, lambda size: tabbed(wide(size, 16_000), ",")),
    "html rows": ("表.html", 240_000, lambda size: html(rows(size))),
    "html forms": ("表.html", 25_000, lambda size: html(forms(size))),
    "html cell": ("表.html", 8_000_000, lambda size: html(long_cell(size))),
    "html nested": ("表.html", 1_000_000, html_nested),
    "html elements": ("表.html", 900_000, html_elements),
    "html open": ("表.html", 2_000_000, html_open),
    "html attributes": ("表.html", 1_500_000, html_attributes),
    "html spans": ("表.html", 300_000, html_spans),
    "json rows": ("表.json", 300_000, lambda size: record_rows(size)),
    "jsonl rows": ("表.jsonl", 300_000, lambda size: record_rows(size, lines=True)),
    "json nested": ("表.json", 16_000_000, lambda size: b"[" * size + b"]" * size),
    "json cell": ("表.json", 15_000_000, lambda size: record_cell(size)),
    "xlsx rows": ("表.xlsx", 480_000, lambda size: xlsx([sheet(rows(size))])),
    "xlsx sheets": ("表.xlsx", 4_000, lambda size: xlsx([sheet(rows(30)) for _ in range(size)])),
    "xlsx cell": ("表.xlsx", 14_000_000, lambda size: xlsx([sheet(long_cell(size))])),
    "xlsx merged": ("表.xlsx", 400_000, lambda size: xlsx([sheet(rows(size), merged(size))])),
    "xls rows": ("表.xls", 390_000, lambda size: xls([rows(min(size, 65_000)) for _ in range(-(-size // 65_000))])),
    "xls wide": ("表.xls", 60_000, lambda size: xls([wide(size, 32)])),
    "xls sheets": ("表.xls", 4_000, lambda size: xls([rows(30) for _ in range(size)])),
    "xls cells": ("表.xls", 700, lambda size: xls([long_cell(size * 20) for _ in range(size)])),
    "ods rows": ("表.ods", 200_000, lambda size: ods([ods_table(rows(size))])),
    "ods sheets": ("表.ods", 10_000, lambda size: ods([ods_table(rows(10), f"表{at}") for at in range(size)])),
    "ods cell": ("表.ods", 9_000_000, lambda size: ods([ods_table(long_cell(size))])),
    "ods repeated": ("表.ods", 1_000, lambda size: ods([ods_repeated(size)])),
    "ods nested": ("表.ods", 1_000_000, lambda size: ods([ods_nested(size)])),
    "docx rows": ("表.docx", 200_000, lambda size: docx(docx_table(rows(size)))),
    "docx paragraphs": ("文.docx", 480_000, lambda size: docx(paragraph("推进片区建设，培训5人。") * size)),
    "docx cell": ("表.docx", 14_000_000, lambda size: docx(docx_table(long_cell(size)))),
    "docx nested": ("表.docx", 100_000, lambda size: docx(docx_nested(size))),
    "pdf pages": ("表.pdf", 500, lambda size: pdf(size, pdf_text(60, 110))),
    "pdf chars": ("表.pdf", 500, lambda size: pdf(size, pdf_text(90, 1000))),
    "pdf grid": ("表.pdf", 500, lambda size: pdf(size, pdf_grid(12, 60))),
    "pdf page": ("表.pdf", 300, lambda size: pdf(1, pdf_grid(size, size))),
}  # fmt: skip


def made(name: str, share: float, path: Path) -> None:
    """The file of a name, made by another process: what this one holds would count for those it starts."""
    subprocess.run([sys.executable, __file__, name, "--share", str(share), "--make", str(path)], check=True)


def measured(path: Path, timeout: float) -> tuple[float, float, int, str]:
    """Seconds of the clock, seconds of CPU, bytes at the peak, and the last line that was said."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "linter", "check", str(path), "--quiet", "--jobs", "1", "--timeout", f"{timeout:g}"],
            stdout=said, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").strip().splitlines() or [""]
    peak = used.ru_maxrss if sys.platform == "darwin" else used.ru_maxrss * 1024
    last = f"{process.returncode}: {lines[-1]}".replace(str(path.parent) + os.sep, "")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, peak, last


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", help="、".join(EXTREMES))
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--timeout", type=float, default=60.0, help="that of jxlint check")
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument("--megabytes", type=int, default=1024)
    options = parser.parse_args()
    over: list[Any] = []
    if options.make:
        _, largest, make = EXTREMES[options.names[0]]
        Path(options.make).write_bytes(make(max(1, int(largest * options.share))))
        return 0
    for name, (file, _, _) in EXTREMES.items():
        if options.names and not any(name.startswith(wanted) for wanted in options.names):
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file
            made(name, options.share, path)
            seconds, cpu, peak, last = measured(path, options.timeout)
            size = path.stat().st_size / MEGABYTE
        cost = f"{seconds:6.1f} s  CPU {cpu:6.1f} s  {peak / MEGABYTE:6.0f} MB"
        print(f"{name:<16} {size:6.1f} MB  {cost}  {last[:110]}", flush=True)
        if min(cpu, seconds) > options.seconds + 2 or peak > options.megabytes * MEGABYTE:
            over.append(name)
    print("over the limits:", "、".join(over) or "none")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
