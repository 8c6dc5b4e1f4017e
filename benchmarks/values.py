"""How fast and how well values are read, beside other recognisers of numbers and dates.

    python benchmarks/values.py [FILE]

FILE is a table with a header (columns text or raw, kind, cmp, lower, upper, unit, start, end) or just one value a
line; without it tests/values/cases.tsv is taken. Time is that of the processor, after a warm-up, the best of some
rounds in turn. The yardstick is the bare LALR parser: Lark with the same grammar, trees only, fed with all texts of
tests/values as we hand them to our own parser, those that the grammar refuses included.

Compared are Recognizers-Text, JioNLP and quantulum3 where they
are installed. They know other things than we do, so they are asked little: is the number among what they found
(as written or scaled to the base unit), is the comparator kept, are both days of a date or period right.
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT / "tests" / "values" / "cases.tsv"
ROUNDS = 15
#: Values that each peer reads for its speed; some need a tenth of a second for one.
SAMPLE = 100


class Found(NamedTuple):
    """What a recogniser says: numbers, comparator (None: it has none), first and last day."""

    numbers: set[Decimal]
    cmp: str | None
    days: tuple[str | None, str | None]


Reader = Callable[[str], Found]


def load_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table, or one row a line with only its text. A text counts once."""
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    header = lines[0].split("\t")
    column = next((name for name in ("text", "raw", "item") if name in header), None)
    if column is None:
        rows = [{"text": line} for line in lines]
    else:
        rows = [dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:]]
        rows = [{**row, "text": row[column]} for row in rows]
    return list({row["text"]: row for row in rows}.values())


def ours(text: str) -> Found:
    from linter.values import read_value

    value = read_value(text)
    return Found(
        {n for n in (value.lower, value.upper) if n is not None}, value.cmp, (value.start, value.end)
    )


def recognizers() -> Reader:
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    def read(text: str) -> Found:
        numbers: set[Decimal] = set()
        days: tuple[str | None, str | None] = (None, None)
        for recognise in (recognize_percentage, recognize_currency, recognize_dimension, recognize_number):
            for result in recognise(text, Culture.Chinese):
                numbers |= decimals((result.resolution or {}).get("value"))
        for result in recognize_datetime(text, Culture.Chinese):
            for value in (result.resolution or {}).get("values", []):
                days = (value.get("start", value.get("value")), value.get("end", value.get("value")))
        return Found(numbers, None, days)

    return read


def jionlp() -> Reader:
    import jionlp as jio

    # Its blur+ is both > and ≥, its blur- both < and ≤: either counts.
    signs = {"blur+": "≥>", "blur-": "≤<", "blur": "≈", "accurate": "="}

    def read(text: str) -> Found:
        with contextlib.suppress(Exception):
            money = jio.parse_money(text)
            return Found(decimals(money["num"]), signs.get(money["definition"]), (None, None))
        with contextlib.suppress(Exception):
            first, last = (None if "inf" in day else day[:10] for day in jio.parse_time(text)["time"])
            return Found(set(), "≤" if first is None else "=", (first, last))
        return Found(set(), None, (None, None))

    return read


def quantulum() -> Reader:
    from quantulum3 import parser

    def read(text: str) -> Found:
        return Found({Decimal(str(found.value)) for found in parser.parse(text)}, None, (None, None))

    return read


PEERS: dict[str, Callable[[], Reader]] = {
    "jxlint": lambda: ours,
    "Recognizers-Text": recognizers,
    "JioNLP": jionlp,
    "quantulum3": quantulum,
}


def decimals(printed: Any) -> set[Decimal]:
    """The numbers in what a recogniser prints: a number, ``95%``, or a list of either."""
    found = set()
    for piece in printed if isinstance(printed, list) else [printed]:
        with contextlib.suppress(InvalidOperation, TypeError):
            found.add(Decimal(str(piece).removesuffix("%")))
    return found


def exact(row: dict[str, str]) -> bool:
    """Whether our whole reading is the one of the table."""
    from linter.values import read_value, value_to_json

    printed = value_to_json(read_value(row["text"]))
    names = [name for name in ("kind", "cmp", "lower", "upper", "unit", "start", "end") if name in row]
    if row.get("kind") == "text":
        names.remove("unit")
    return all((printed[name] or "") == row[name] for name in names)


def scores(read: Reader, rows: list[dict[str, str]]) -> Iterator[str]:
    """Numbers, comparators and days: how many of the table's are found."""
    from linter.values.units import convert, dimension

    hits = {"numbers": [0, 0], "comparators": [0, 0], "days": [0, 0]}
    for row in rows:
        found = read(row["text"])
        wanted = {Decimal(row[name]) for name in ("lower", "upper") if row.get(name)}
        if wanted:
            base = {"money": "元"}.get(dimension(row.get("unit", "")), row.get("unit", ""))
            scaled = {convert(n, row["unit"], base) for n in wanted} if row.get("unit") else wanted
            hits["numbers"][0] += wanted <= found.numbers or scaled <= found.numbers
            hits["numbers"][1] += 1
        if row.get("cmp") in {"≥", ">", "≤", "<", "≈"}:
            hits["comparators"][0] += row["cmp"] in (found.cmp or "-")
            hits["comparators"][1] += 1
        if (row.get("start") or row.get("end")) and "--" not in row.get("start", "") + row.get("end", ""):
            hits["days"][0] += found.days == (row.get("start") or None, row.get("end") or None)
            hits["days"][1] += 1
    for right, total in hits.values():
        yield f"{100 * right / total:.1f} %" if total else "–"


def rates(readers: dict[str, tuple[Callable[[str], object], list[str]]], rounds: int) -> dict[str, float]:
    """Texts a second of processor time for each reader: warmed up, then the best of some rounds in turn."""
    best = dict.fromkeys(readers, float("inf"))
    for number in range(rounds + 1):
        for name, (read, texts) in readers.items():
            begin = time.process_time()
            for text in texts:
                read(text)
            if number:
                best[name] = min(best[name], time.process_time() - begin)
    return {name: len(texts) / best[name] for name, (_, texts) in readers.items()}


def all_texts() -> list[str]:
    """Every text that the tests of values read: cases, running text, cells, items."""
    from linter.ground.strictyaml import load

    folder = DEFAULT.parent
    found = [row["text"] for row in load_rows(DEFAULT)]
    found += [row["text"] for row in load_rows(folder / "split.tsv")]
    found += [
        case["text"] for case in load((folder / "found.yaml").read_text(encoding="utf-8"), "found.yaml").data
    ]
    return list(dict.fromkeys(found))


def bare_parser() -> Callable[[str], object]:
    """Lark's LALR parser of our grammar, without our functions."""
    from lark import Lark
    from lark.exceptions import UnexpectedInput

    from linter.ground.resources import grammar_text
    from linter.values.terminals import declarations

    grammar = f"{grammar_text('value.lark')}\n{declarations()}\n"
    parser = Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=False)

    def read(text: str) -> object:
        try:
            return parser.parse(text)
        except UnexpectedInput:
            return None

    return read


def beside_bare_parser() -> None:
    """Prints how fast we are beside the bare parser."""
    from linter.values import read_value
    from linter.values.normal import normalise, trim

    texts = all_texts()
    plain = [normalise(text).text for text in texts]
    cores = [text[slice(*trim(text))] for text in plain]
    found = rates({"bare": (bare_parser(), cores), "ours": (read_value, texts)}, ROUNDS)
    print(f"{len(texts)} texts of tests/values, read as cells:")
    print(f"bare LALR parser    {found['bare']:>12,.0f} texts/s")
    print(f"jxlint without memo {found['ours']:>12,.0f} texts/s")
    print(f"ratio               {found['ours'] / found['bare']:>12.2f}\n")


def main(path: Path) -> int:
    from linter.values import parse_value, read_value

    rows = load_rows(path)
    texts = [row["text"] for row in rows]
    logging.disable()  # a peer logs a traceback for every value it does not know
    beside_bare_parser()
    print(f"{path.name}: {len(rows)} distinct values")
    ours = rates({"without": (read_value, texts), "with": (parse_value, texts)}, ROUNDS)
    print(f"jxlint without memo {ours['without']:>12,.0f} values/s")
    print(f"jxlint with memo    {ours['with']:>12,.0f} values/s")
    if "kind" in rows[0]:
        right = sum(map(exact, rows))
        print(f"jxlint exact        {right} of {len(rows)} ({100 * right / len(rows):.1f} %)")
    print(f"\n{'':<18}{'values/s':>10}{'numbers':>12}{'comparators':>14}{'days':>10}")
    for name, make in PEERS.items():
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                read = make()
                speed = rates({name: (read, texts[:SAMPLE])}, 1)[name]
                columns = list(scores(read, rows))
        except ImportError as error:
            print(f"{name:<18}not installed ({error.name or error})")
            continue
        print(f"{name:<18}{speed:>10,.0f}{columns[0]:>12}{columns[1]:>14}{columns[2]:>10}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT))
