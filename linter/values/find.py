"""Values inside running text: from each place where a value may begin, the longest stretch the grammar takes.

The grammar is generous, running text is full of numbers that measure nothing (第一, 〔2021〕63号, 一村一法律顾问,
12345热线). So a find has to show more than in a cell of its own: a unit, a comparator, or the end of the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from lark import TextSlice
from lark.exceptions import UnexpectedInput

from linter.values.parser import parser
from linter.values.reading import NoReading, Reading
from linter.values.terminals import alternation, patterns, words

_NUMERALS = "一二三四五六七八九两十廿半"
_BEFORE_BARE = frozenset(map(chr, range(0x4E00, 0x9FFF))) | frozenset(":：)）,，=")
_ENDS = "。；;！!"
_BARE_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_ONE = re.compile(r"一(?![十百千万亿])")


class Find(NamedTuple):
    """``text[start:end]`` reads as ``reading``."""

    reading: Reading
    start: int
    end: int


@cache
def _candidate() -> re.Pattern[str]:
    """Where a value may begin."""
    by_name = {name.partition(".")[0]: pattern for name, pattern in patterns().items()}
    number = f"[0-9.{_NUMERALS}]"
    lead = "|".join(by_name[name] for name in ("SIGN", "CHANGE", "CURRENCY", "PLUS_MINUS"))
    each = f"(?:{by_name['AVERAGE']}|每{by_name['UNIT.1'] if 'UNIT.1' in by_name else by_name['UNIT']})"
    return re.compile(
        rf"(?:{lead}) *(?={number}|[百千万]分之|[≥≤=<>~]|{by_name['SIGN']})"
        rf"|{each}(?=.{{0,12}}[0-9{_NUMERALS}])"
        rf"|(?:{by_name['FROM']})(?=[0-9])"
        r"|(?<![0-9A-Za-z.])(?<![A-Za-z][-_])(?<![0-9][ :])[0-9]"
        r"|[百千万]分之"
        rf"|[{_NUMERALS}二]"
        r"|(?<![每逐历往青学去上中成])(?:全年|年内|年底|年末|年终|本年|当年|年度内)|上半年|下半年|第[一二三四]季度"
    )


@cache
def _goes_on() -> re.Pattern[str]:
    """A unit at the end of the first part that the following character turns into another word."""
    pairs = [pair.split(" ", 1) for pair in words("value-unit-goes-on") if " " in pair]
    return re.compile("|".join(f"{re.escape(unit)}(?=[{re.escape(after)}])" for unit, after in pairs))


@cache
def _not_before() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('value-no-number-before'))}) *\\Z")


def find(text: str) -> list[Find]:
    """Every value in a plain text, in order, not overlapping."""
    finds: list[Find] = []
    at = 0
    candidate = _candidate()
    while found := candidate.search(text, at):
        best = _longest(text, found.start())
        if best is not None and _stands(text, best):
            finds.append(best)
            at = best.end
        else:
            at = _behind(text, found.start())
    return finds


def _behind(text: str, start: int) -> int:
    """Where to look on: a number is passed as a whole, so that 63 of 2063 is not tried."""
    end = start + 1
    if text[start].isdigit() and text[start].isascii():
        while end < len(text) and (text[end].isdigit() or text[end] in ".,") and text[end].isascii():
            end += 1
    return end


def _longest(text: str, start: int) -> Find | None:
    tried = parser().parse_interactive(TextSlice(text, start, len(text)))
    accepted = []
    token = None
    try:
        for token in tried.lexer_thread.lex(tried.parser_state):
            if token.type == "DONE":
                break
            tried.feed_token(token)
            if "$END" in tried.choices():
                accepted.append((tried.copy(deepcopy_values=False), token))
    except UnexpectedInput:
        pass
    except NoReading:
        pass
    for state, last in reversed(accepted):
        try:
            reading = state.feed_eof(last)
        except (UnexpectedInput, NoReading):
            continue
        if reading["kind"] == "compound" and reading.get("note") != "gloss":
            continue
        end = last.end_pos
        while text[end - 1] == " ":
            end -= 1
        return Find(reading, start, end)
    return None


def _stands(text: str, found: Find) -> bool:
    """Whether the find measures something."""
    reading, start, end = found
    piece = text[start:end]
    if reading["kind"] == "qualitative" or (text[end : end + 1] == ":" and text[end + 1 : end + 2].isdigit()):
        return False
    at_end = not text[end:].strip(" 。；;，,、.)”") or text[end] in _ENDS
    if "lower" not in reading:  # a date
        return (
            reading.get("start") is not None
            or reading.get("end") is not None
            or (at_end and reading["kind"] == "period")
        )
    if _not_before().search(text, 0, start) and piece[0].isdigit():
        return False
    if reading["unknown_unit"] and reading["cmp"] == "=" and not at_end:
        return False
    last_unit = reading["unit_printed"][-1:]
    if last_unit and piece.endswith(last_unit) and _goes_on().match(text, end - 1):
        return False
    signed = reading["cmp"] not in {"="} or not (piece[0].isdigit() or piece[0] in _NUMERALS)
    if piece[0] in _NUMERALS and "分之" not in piece:
        return _worded_stands(piece, reading, at_end)
    if reading["unit"] or signed:
        return True
    return (
        at_end
        and start > 0
        and not _BARE_YEAR.match(piece)
        and text[start - 1] in _BEFORE_BARE
        and len(piece) < 12
    )


def _worded_stands(piece: str, reading: Reading, at_end: bool) -> bool:
    """Chinese numerals live in many words (一体化, 三公, 两委); only clear amounts count."""
    if not reading["unit"]:
        return False
    if reading["cmp"] != "=" or any(char in piece for char in "十百千万亿廿"):
        return True
    if _ONE.match(piece):
        return at_end and reading["unit"] in {"次", "场", "场次", "期"}
    return at_end
