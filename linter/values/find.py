"""Values inside running text: from each place where a value may begin, the longest stretch the grammar takes.

The grammar is generous, running text is full of numbers that measure nothing (第一, 〔2021〕63号,
一村一法律顾问, 12345热线). So a find has to show more than in a cell of its own: a unit, a comparator,
or the end of the text.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import NamedTuple

from linter.ground.machine import END, Run, Token, Unexpected
from linter.ground.patterns import compiled
from linter.values.parser import parser
from linter.values.reading import GRADE, NoReading, Reading
from linter.values.terminals import alternation, patterns, signs, special_signs, verbal_signs, words

_NUMERALS = "一二三四五六七八九两十廿半"
_AT_END = compiled(r"[ 。；;，,、.)”!！]*\Z|[。；;！!]")
_ONE = compiled(r"一(?![十百千万亿])")
#: A year or a telephone number.
_LABEL = compiled(r"0[0-9]|(?:19|20)[0-9]{2}\Z")
_CLOCK = compiled(r":[0-9]")
#: A number goes on behind a blank (≥9 5%, ≥95. 5%): which digits belong together is not known.
_GOES_ON = compiled(r" +\.?[0-9]|\. +[0-9]+ *%")
_BROKEN_BEFORE = compiled(r"[≥≤<>=] *[0-9]+\. *\Z|[0-9] +\Z")
#: What may stand right before a number without unit and comparator: a word, a colon, a closing bracket.
_BEFORE_BARE = compiled(r"[一-鿿:：)）,，=]")
_LONGEST_BARE = 12
#: No value is longer.
_WINDOW = 160


#: Behind any text.
_NOWHERE = (sys.maxsize, sys.maxsize)
#: No value holds more numbers.
_MOST_AMOUNTS = 7
#: Terminals that begin an amount.
_AMOUNTS = frozenset({"NUMBER", "NUMERAL", "NEGATIVE"})


class Find(NamedTuple):
    """``text[start:end]`` reads as ``reading``."""

    reading: Reading
    start: int
    end: int


@cache
def _candidate() -> re.Pattern[str]:
    """Where a value may begin."""
    by_name = {name.partition(".")[0]: pattern for name, pattern in patterns().items()}
    plain_equal = {word for word in words("value-sign-equal") if word[0].isalpha()}
    marks = "".join(dict.fromkeys(word[0] for word in signs() if not word[0].isalpha()))
    verbal = f"{special_signs()}|{alternation(word for word in verbal_signs() if word not in plain_equal)}"
    lead = "|".join((verbal, *(by_name[name] for name in ("CHANGE", "CURRENCY", "PLUS_MINUS"))))
    return compiled(
        rf"[{re.escape(marks)}]"
        rf"|(?:{lead}) *(?=[0-9.{_NUMERALS}百千万≥≤=<>]|{verbal})"
        rf"|(?:每|{by_name['AVERAGE']})(?=.{{0,12}}[0-9{_NUMERALS}])"
        rf"|(?:{by_name['FROM']})(?=[0-9])"
        r"|(?<![0-9A-Za-z.])(?<![A-Za-z][-_])(?<![0-9][ :])[0-9]"
        r"|(?<=[0-9]\.)(?=(?:19|20)[0-9]{2} *年)"
        r"|[百千万]分之"
        rf"|(?<![一二两三四五六七八九十百千几])(?!(?<=数)(?<![人次户件个名总台场家份期天]数)[十百千])[{_NUMERALS}]"
        r"|(?<![每逐历往青学去上中成])(?:全年|年内|年底|年末|年终|本年|当年|年度内)|上半年|下半年|第[一二三四]季度|前[二两三]个?季度"
    )


@cache
def _goes_on() -> re.Pattern[str]:
    """The last character of a unit that the next one turns into another word: 人 of 人民."""
    pairs = [pair.split(" ", 1) for pair in words("value-unit-goes-on")]
    return compiled("|".join(f"{re.escape(unit)}(?=[{re.escape(after)}])" for unit, after in pairs))


def find(text: str) -> list[Find]:
    """Every value in a plain text, in order, not overlapping."""
    finds: list[Find] = []
    at = 0
    candidate = _candidate()
    names = iter(labels(text))
    first, last = next(names, _NOWHERE)
    while found := candidate.search(text, at):
        while last <= found.start():
            first, last = next(names, _NOWHERE)
        if first <= found.start():
            at = last
            continue
        if found.start() and text[found.start() - 1] == "第":  # an ordinal
            at = _behind(text, found.start())
            continue
        try:
            best = _longest(text, found.start())
        except ArithmeticError:  # no number stops a run
            best = None
        if best is not None and _stands(text, best):
            finds.append(best)
            at = best.end
        elif best is not None and best.reading.get("note") == "product":  # its factors measure nothing either
            at = best.end
        else:
            at = _behind(text, found.start())
    return finds


def labels(text: str) -> list[tuple[int, int]]:
    """Where numbers name something and measure nothing: 12315投诉, 1号楼, 十分满意, 等保2.0."""
    return [found.span() for found in _label().finditer(text)]


@cache
def _label() -> re.Pattern[str]:
    return compiled("|".join(words("value-label-patterns")))


def _behind(text: str, start: int) -> int:
    """Where to look on: a number is passed as a whole, so that 63 of 2063 is not tried."""
    end = start + 1
    if "0" <= text[start] <= "9":
        while end < len(text) and text[end] in "0123456789,":
            end += 1
    return end


def _longest(text: str, start: int) -> Find | None:
    """The longest reading that begins here. A series of amounts is left to be found one by one."""
    tried = Run(parser(), text[start : start + _WINDOW])
    accepted: list[tuple[Run, Token]] = []
    amounts = 0
    try:
        while (token := tried.step()) is not None:
            if token.type == "DONE":
                break
            if token.type in _AMOUNTS:
                amounts += 1
                if amounts > _MOST_AMOUNTS or (amounts > 2 and accepted and _apart(accepted[-1][0])):
                    break
            if END in tried.choices:
                accepted.append((tried.copy(), token))
    except (Unexpected, NoReading):
        pass  # the stretch ends here; what was accepted before still counts
    grade = False
    for state, last in reversed(accepted):
        try:
            reading: Reading = state.finish()
        except Unexpected:
            continue
        except NoReading as none:
            grade = none.note == GRADE
            continue
        if grade and last.type == "NUMERAL":  # 达到二级标准 does not reach two
            return None
        if _is_series(reading):
            continue
        end = start + last.end_pos
        while text[end - 1] == " ":
            end -= 1
        return Find(reading, start, end)
    return None


def _apart(state: Run) -> bool:
    """Whether what was read so far is a series of separate facts (20人 3次): nothing behind makes it one."""
    try:
        return _is_series(state.copy().finish())
    except (Unexpected, NoReading):
        return False


def _is_series(reading: Reading) -> bool:
    return reading["kind"] == "compound" and not reading["note"]


def _stands(text: str, found: Find) -> bool:
    """Whether the find measures something."""
    reading, start, end = found
    at_end = _AT_END.match(text, end) is not None
    if reading["kind"] == "qualitative" or _CLOCK.match(text, end):
        return False
    if "lower" not in reading and reading["kind"] in {"date", "period"}:
        dated = reading.get("start") is not None or reading.get("end") is not None
        return dated or (at_end and reading["kind"] == "period")
    if reading["cmp"] is None:  # a product of counts
        return any(part.unit for part in reading["parts"])
    piece = text[start:end]
    if piece[-1].isdigit() and _GOES_ON.match(text, end):
        return False
    before = text[max(0, start - 8) : start]
    if piece[0].isdigit() and _BROKEN_BEFORE.search(before):
        return False
    before = before.rstrip()
    if before.endswith("第") or (reading.get("unknown_unit") and reading["cmp"] == "=" and not at_end):
        return False
    unit = reading.get("unit_printed", "")
    if unit and piece.endswith(unit[-1]) and _goes_on().match(text, end - 1):
        return False
    if piece[0] in _NUMERALS and "分之" not in piece:
        return _worded_stands(piece, reading, at_end, at_end or text[end] in "，,；;、")
    if unit or reading["cmp"] not in {"=", "between"} or not piece[0].isdigit():
        return True
    if not at_end or len(piece) >= _LONGEST_BARE or _LABEL.match(piece):
        return False
    return _counts(before)


def _counts(before: str) -> bool:
    """Whether a bare number behind these characters counts (脱管漏管人员0) and is no label (附件1)."""
    return _BEFORE_BARE.match(before[-1:]) is not None and not before.endswith(
        tuple(words("value-no-number-before"))
    )


def _worded_stands(piece: str, reading: Reading, at_end: bool, pause: bool) -> bool:
    """Chinese numerals live in many words (一体化, 三公, 两委); only clear amounts count."""
    if not reading["unit"]:
        return False
    if reading["cmp"] != "=" or any(char in piece for char in "十百千万亿廿"):
        return True
    if "/" in reading["unit"]:  # 一季度一次，一年四次
        return pause
    if _ONE.match(piece):
        return at_end and reading["unit"] in {"次", "场", "场次", "期"}
    return at_end
