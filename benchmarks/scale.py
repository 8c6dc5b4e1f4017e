"""What size costs: many forms of mixed content in one file, read and judged in one run.

    python benchmarks/scale.py [FORMS] [--profile] [--rules]

The forms are made of the tables under examples/, again and again, each time with other project names and, in two of
three, other names of indicators and other numbers: some content is copied from form to form, most is not. Prints
the seconds of reading and judging for a quarter, half and all of FORMS (5000) and the ratio from step to step:
twice the forms should take about twice the time. ``--rules`` lists the dearest rules with their own ratio from
half to all; ``--profile`` shows where the time goes.
"""

from __future__ import annotations

import gc
import re
import sys
import tempfile
import time
from pathlib import Path

from linter.engine import judge
from linter.forms import find_forms
from linter.ground.resources import no_collection
from linter.language.visits import Visits
from linter.model import Document
from linter.readers import DEFAULT, read
from linter.rulebook import Rulebook, load_rulebook
from linter.rulebook.rule import Tally

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ("table-*.txt", "columns-*.txt", "spaced-*.txt")
_NAME = re.compile(r"(?m)^(项目名称\t+)([^\t\n]+)")
_ROW = re.compile(r"(?m)^((?:[^\t\n]*\t){2})([^\t\n]{3,})(?=\t)")
_NUMBER = re.compile(r"(?<=[≥≤])(\d{2,})(?=[人件场户个次台])")
_DIGITS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
#: More than this from one step to the next is not linear.
BAR = 2.3


def text_of(forms: int) -> str:
    """The text of a file with at least so many forms."""
    paths = sorted(path for pattern in TEMPLATES for path in (ROOT / "examples").glob(pattern))
    templates = [path.read_text(encoding="utf-8") for path in paths]
    counts = [len(find_forms(read(path)).forms) for path in paths]
    parts, made, copy = [], 0, 0
    while made < forms:
        at = copy % len(templates)
        parts.append(varied(templates[at], copy // len(templates)))
        made += counts[at]
        copy += 1
    return "\n\n".join(parts)


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


def read_text(text: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.txt"
        path.write_text(text, encoding="utf-8")
        with no_collection():
            return find_forms(read(path, limits=DEFAULT))


def seconds_of(rule: str, book: Rulebook, document: Document, visits: Visits) -> float:
    start = time.process_time()
    for _ in book.rules[rule].judge(document, visits=visits, tally=Tally()):
        pass
    return time.process_time() - start


def print_rules(book: Rulebook, half: Document, whole: Document) -> None:
    first, second = Visits(half), Visits(whole)
    gc.disable()
    costs = sorted(
        (
            (seconds_of(rule, book, whole, second), seconds_of(rule, book, half, first), rule)
            for rule in book.rules
        ),
        reverse=True,
    )
    print(f"\n{'rule':<7}{'s':>8}{'ratio':>7}   (the first to ask for something pays for it)")
    for cost, before, rule in costs[:25]:
        print(f"{rule:<7}{cost:>8.2f}{cost / before:>7.2f}")


def main(arguments: list[str]) -> int:
    wanted = next((int(argument) for argument in arguments if argument.isdigit()), 5000)
    book = load_rulebook()
    print(
        f"{'forms':>6}{'indicators':>12}{'findings':>10}{'read s':>8}"
        f"{'judge s':>9}{'total s':>9}{'ratio':>7}{'ms a form':>11}"
    )
    before, ratio, documents = 0.0, 0.0, []
    for size in (wanted // 4, wanted // 2, wanted):
        text = text_of(size)
        start = time.process_time()
        document = read_text(text)
        between = time.process_time()
        if "--profile" in arguments and size == wanted:
            import cProfile

            cProfile.runctx("judge([document], book)", globals(), locals(), sort="cumulative")
        report = judge([document], book)
        end = time.process_time()
        total, forms = end - start, len(document.forms)
        ratio = total / before if before else 0.0
        shown = f"{ratio:.2f}" if before else "–"
        print(
            f"{forms:>6}{report.checked.indicators:>12}{len(report.findings):>10}{between - start:>8.1f}"
            f"{end - between:>9.1f}{total:>9.1f}{shown:>7}{1000 * total / forms:>11.2f}",
            flush=True,
        )
        before = total
        documents.append(document)
    if "--rules" in arguments:
        print_rules(book, *documents[-2:])
    return int(ratio > BAR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
