"""Renews what the READMEs show of real output, the picture and the lines they explain: ``python docs/picture.py``."""

from __future__ import annotations

import os
from html import escape
from itertools import pairwise
from pathlib import Path

from rich.style import Style
from rich.text import Text

import linter
from linter.reports import write
from linter.reports.view.choices import Options
from linter.reports.view.columns import width
from linter.rulebook import load_rulebook

HERE = Path(__file__).resolve().parent
EXAMPLE = "examples/small-faulty.txt"
COLUMNS, FIRST, LAST = 110, 24, 4
CELL, LINE, MARGIN = 7.3, 23, 22
COLOURS = {1: "#ff7b72", 2: "#7ee787", 3: "#e3b341", 4: "#a5b4fc", 6: "#79c0ff"}  # by number of the colour


def main() -> None:
    os.chdir(HERE.parent)  # the report names files as they were asked for
    report = linter.check(EXAMPLE)
    shown = write("rich", report, load_rulebook(), Options(width=COLUMNS, colour=True)).splitlines()
    middle = ["  ……"] if len(shown) > FIRST + LAST else []
    lines = [f"$ jxlint check {EXAMPLE}", *shown[:FIRST], *middle, *shown[-LAST:]]
    size = f'width="{COLUMNS * CELL + 2 * MARGIN:.0f}" height="{len(lines) * LINE + 2 * MARGIN}"'
    body = "\n".join(_line(Text.from_ansi(line), at) for at, line in enumerate(lines))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n'
        '<rect width="100%" height="100%" rx="10" fill="#0d1117"/>\n'
        f'<g font-family="Sarasa Mono SC, Noto Sans Mono CJK SC, NSimSun, monospace" font-size="14" '
        f'fill="#e6edf3" xml:space="preserve">\n{body}\n</g>\n</svg>\n'
    )
    (HERE / "output.svg").write_text(svg, encoding="utf-8", newline="\n")
    excerpt = _excerpt(write("plain", report, load_rulebook(), Options()).splitlines())
    for name in ("README.md", "README.en.md"):
        page = HERE.parent / name
        before, after = page.read_text(encoding="utf-8").split("```text\n")
        page.write_text(
            f"{before}```text\n{excerpt}```{after.split('```', 1)[1]}", encoding="utf-8", newline="\n"
        )


def _excerpt(lines: list[str]) -> str:
    """The head of the first form, a finding of each sort (how to mend it; what to write), and why of the second."""
    found = [one for sort in ("怎么改：", "改为：") if (one := _sort(lines, sort))]
    rule = found[-1][0].split()[1]
    reasons = lines[lines.index("为什么、依据") :]
    why = next(line for line in reasons if line.startswith(f"  {rule} "))
    return "\n".join([lines[1], *(line for one in found for line in one), "", reasons[0], why, ""])


def _sort(lines: list[str], sort: str) -> list[str]:
    """The first finding that is followed by a line of that sort, with that line; nothing where none is."""
    at = next((at for at, line in enumerate(lines) if line.strip().startswith(sort)), 0)
    return lines[at - 1 : at + 1] if at else []


def _line(text: Text, row: int) -> str:
    """A line of text: every stretch of one style stands where its column is, whatever the font."""
    bounds = sorted({0, len(text.plain), *(edge for span in text.spans for edge in (span.start, span.end))})
    pieces = []
    for start, end in pairwise(bounds):
        piece = text.plain[start:end]
        here = [Style.parse(str(span.style)) for span in text.spans if span.start <= start < span.end]
        numbers = [style.color.number for style in here if style.color is not None]
        look = "".join(f' fill="{COLOURS[number]}"' for number in numbers[-1:] if number in COLOURS)
        look += ' font-weight="bold"' if any(style.bold for style in here) else ""
        look += ' opacity="0.65"' if any(style.dim for style in here) else ""
        blank = len(piece) - len(piece.lstrip())
        x = MARGIN + (width(text.plain[:start]) + blank) * CELL
        if piece.strip():
            pieces.append(f'<tspan x="{x:.1f}"{look}>{escape(piece.strip())}</tspan>')
    return f'<text y="{MARGIN + (row + 1) * LINE - 6}">{"".join(pieces)}</text>'


if __name__ == "__main__":
    main()
