"""Random texts for the reader of values, and what must hold for each of them.

    python tests/fuzz/values.py [--count 1000000] [--seed 1]

prints every text that breaks a promise, shortest first, and ends with 1 if there is one. The tests of this folder
draw a few thousand.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from linter.ground.resources import load_data
from linter.model import Value
from linter.values import find_values, read_value, value_to_json
from linter.values.unitfile import units

HERE = Path(__file__).resolve().parent
_SIGNS = ["", "≥", "≤", ">", "<", "=", "不低于", "不超过", "至少", "约", "达到", "±", "-"]
_TAILS = ["", "以上", "以内", "左右", "（含）以上", "以上（不含本数）", "前", "底前完成", "/年", "每人"]
#: A whole number with one of these may name a month, a year or those who began in it.
_CALENDAR = {"年", "月", "年度", "度", "学年", "级", "届", "日", "季度", "季"}
_MARKS = "0123456789.,，%％‰≥≤<>=~-—/:：()（）[]^$\\{}×*+ 　'eE一二三十百千万亿零半几余多个年月日人元次前后至到每和、。"


def _tables() -> list[str]:
    """The texts of the case tables beside this folder."""
    values = HERE.parent / "values"
    lines = (values / "cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found = [line.split("\t")[0] for line in lines if not line.startswith("#")]
    return [*found, *(case["text"] for case in load_data_of(values / "found.yaml"))]


def load_data_of(path: Path) -> list[dict[str, str]]:
    from linter.ground.strictyaml import load

    data: list[dict[str, str]] = load(path.read_text(encoding="utf-8"), str(path)).data
    return data


def texts(count: int, seed: int) -> Iterator[str]:
    """``count`` texts: pieces of values in a row, tables with a few letters changed, letters of any script."""
    draw = random.Random(seed)
    tables = _tables()
    lists = load_data("words/values.yaml")
    vocabulary = [word for name in lists if not name.endswith("patterns") for word in lists[name]["words"]]
    vocabulary += [
        *units().canonical,
        *_SIGNS,
        *_TAILS,
        *"0123456789",
        "2024年",
        "12月",
        "31日",
        "1.2×10^4",
        "95%",
    ]
    makers = (
        lambda: "".join(draw.choices(vocabulary, k=draw.randint(1, 7))),
        lambda: "".join(draw.choices(_MARKS, k=draw.randint(1, 14))),
        lambda: _mutated(draw, tables),
        lambda: draw.choice(tables) + draw.choice(["", " ", "，", "-", "、"]) + draw.choice(tables),
        lambda: "".join(chr(draw.randrange(0x10FFFF)) for _ in range(draw.randint(1, 8))),
    )
    for _ in range(count):
        yield draw.choices(makers, weights=(4, 3, 5, 2, 1))[0]()


def _mutated(draw: random.Random, tables: list[str]) -> str:
    text = draw.choice(tables)
    for _ in range(draw.randint(1, 3)):
        at = draw.randint(0, len(text))
        piece = draw.choice(
            [draw.choice(_MARKS), draw.choice(_MARKS), draw.choice(tables)[:4], text[at : at + 3]]
        )
        text = text[:at] + draw.choice([piece, ""]) + text[at + draw.randint(0, 2) :]
    return text


def amounts(count: int, seed: int) -> Iterator[tuple[str, Decimal, str]]:
    """Numbers with a known unit: text, number, canonical unit."""
    draw = random.Random(seed)
    names = sorted(units().canonical)
    for _ in range(count):
        whole = str(draw.randrange(10 ** draw.randint(1, 15)))
        printed = f"{int(whole):,}" if draw.random() < 0.2 else whole
        fraction = (
            "." + "".join(draw.choices("0123456789", k=draw.randint(1, 6))) if draw.random() < 0.5 else ""
        )
        unit = draw.choice(names)
        if not fraction and unit in _CALENDAR:
            continue
        yield printed + fraction + unit, Decimal(whole + fraction), units().canonical[unit]


def fault(text: str) -> str | None:
    """What is wrong with the reading of a text, None when nothing is."""
    try:
        value = read_value(text)
        finds = find_values(text)
        value_to_json(value)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    spans = [found.span for found in finds]
    if any(start >= end for start, end in spans) or any(
        before[1] > behind[0] for before, behind in pairwise(spans)
    ):
        return f"spans {spans}"
    if any(found.text != text[slice(*found.span)] for found in finds):
        return "a find is not where it says"
    if not 0 <= value.span[0] <= value.span[1] <= len(text):
        return f"span {value.span}"
    return next((wrong for one in (value, *value.parts, *finds) if (wrong := _disorder(one))), None)


def _disorder(value: Value) -> str | None:
    numbers = [number for number in (value.lower, value.upper) if number is not None]
    if not all(number.is_finite() for number in numbers) or numbers != sorted(numbers):
        return f"bounds {numbers}"
    days = [day for day in (value.start, value.end) if day is not None and day[0] != "-"]
    return f"days {days}" if days != sorted(days) else None


def amount_fault(text: str, number: Decimal, unit: str) -> str | None:
    """What is wrong with the reading of a number with a known unit."""
    value = read_value(text)
    if (value.lower, value.upper, value.unit, value.unknown_unit) == (number, number, unit, False):
        return None
    return f"{value.kind} {value.cmp} {value.lower} {value.upper} {value.unit}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begin = time.process_time()
    wrong = {text: found for text in texts(options.count, options.seed) if (found := fault(text))}
    for text, number, unit in amounts(options.count // 10, options.seed):
        if found := amount_fault(text, number, unit):
            wrong[text] = found
    for text in sorted(wrong, key=len)[:200]:
        print(f"{text!r}: {wrong[text]}")
    print(f"{options.count} texts, {len(wrong)} wrong, {time.process_time() - begin:.0f} s CPU")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
