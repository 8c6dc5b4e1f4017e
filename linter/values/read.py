"""parse_value and find_values: normalise, parse, and where the grammar refuses, read the words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from linter.ground.patterns import compiled
from linter.model import EMPTY_VALUE, Comparator, Value
from linter.values.cutnumber import is_cut
from linter.values.find import Find, find, labels
from linter.values.normal import Plain, normalise, trim
from linter.values.parser import parse
from linter.values.reading import NoReading, Reading, bounds
from linter.values.terminals import alternation, limits, signs, special_signs, words
from linter.values.timing import Readings
from linter.values.unitfile import units
from linter.values.wordings import is_qualitative, is_recurring, is_scale, is_template, is_worded, no_such_day

#: Readings kept by text; forms repeat the same targets again and again.
MEMO_SIZE = 8_000
#: A longer text is prose, whatever numbers it holds.
_PROSE = 80
#: Goals are no longer; of whatever is, only the last few are kept.
_GOAL = 2000
#: The most words before a value, behind it, and on both sides together.
_LEAD, _TAIL, _FRAME = 20, 12, 10
_OF_SHARES = frozenset({"%", "‰", "成"})
#: Units that name a year's pupils when the number is a year.
_OF_PUPILS = frozenset({"级", "届"})
_INCLUDING = {">": "≥", "<": "≤"}
_ONLY_NUMBERS = compiled(r"[-0-9、,，/. ]+")
#: The number of an item without the item: （一）, 一、
_NUMBERING = compiled(r"\([一二三四五六七八九十]{1,3}\)|(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})、")
#: How accounts print an amount below zero: in brackets, with grouped thousands or two decimals.
_ACCOUNTING = compiled(r"\((?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]{2})\)")
_PAUSE = compiled(r"[，,；;。！!]")
_DIGIT = compiled("[0-9]")
_UNFILLED = compiled(r"[≥≤<>=≈][≥≤<>= _]*")
_MAY_BE_VALUE = compiled(
    "[0-9一二三四五六七八九两十廿半零壹贰叁肆伍陆柒捌玖拾]|百分|全年|年内|年底|年末|年终|年初|年中|年度|本年|当年|[百千万][余多来]|[近约过逾超破达][百千万]|[百千].{1,2}及?以[上下内]"
)


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(word.strip() for word in words("value-placeholder"))


def parse_value(text: str) -> Value:
    """The reading of a whole value cell; remembered for the last texts that are no longer than a cell's.

    ``span`` is the value proper, without stray punctuation. ``note`` says what a kind cannot: placeholder, unfilled,
    scale, recurring, template, unread, unit, gloss, change …, lead …, tail …

    No number that a cell may hold stops a run: what arithmetic refuses is text.
    """
    try:
        return _remembered(text) if len(text) <= _PROSE else read_value(text)
    except ArithmeticError:
        return Value(text=text, kind="text", note="unread", span=(0, len(text)))


@lru_cache(maxsize=MEMO_SIZE)
def _remembered(text: str) -> Value:
    return read_value(text)


def read_value(text: str) -> Value:
    """``parse_value`` without the memo."""
    plain = normalise(text)
    start, end = trim(plain.text)
    if plain.text[start:end].startswith("(") and plain.text.find(")", start) == end - 1:
        start, end = start + 1, end - 1
    core = plain.text[start:end]
    if _ACCOUNTING.fullmatch(plain.text.strip()):
        number = Decimal(core.replace(",", "")).copy_negate()
        return Value(
            text=text, kind="quantity", cmp="=", lower=number, upper=number, span=plain.span(start, end)
        )
    if end - start <= 4 and _NUMBERING.fullmatch(plain.text.strip()):
        return Value(text=text, kind="text", note="numbering", span=plain.span(start, end))
    if _is_unfilled(core):
        return Value(text=text, kind="empty", note="unfilled", span=plain.span(start, end))
    if core in _placeholders() or not core:
        return Value(
            text=text, kind="empty", note="placeholder" if text.strip() else "", span=plain.span(start, end)
        )
    if len(core) <= _PROSE and _MAY_BE_VALUE.search(core):
        if core[0] == "每" and is_recurring(core, strictly=True):
            return Value(text=text, kind="text", note="recurring", span=plain.span(start, end))
        if no_such_day(core):
            return Value(text=text, kind="text", note="no such day", span=plain.span(start, end))
        reading = parse(core)
        if reading is not None and not (_may_be_label(core, reading) and labels(core)):
            return Value(text=text, span=plain.span(start, end), **reading)
        if is_recurring(core):
            return Value(text=text, kind="text", note="recurring", span=plain.span(start, end))
        if is_worded(core):
            return Value(text=text, kind="qualitative", span=plain.span(start, end))
        finds = find(core)
        if finds:
            return _among_words(text, plain, start, core, finds)
    return _words(text, plain, start, end, core)


def _may_be_label(core: str, reading: Reading) -> bool:
    """Whether it is worth a look if the whole text is a name that the grammar takes for an amount (985高校, 2024级,
    一次办结)."""
    unknown = (
        reading["kind"] == "compound" or reading.get("unknown_unit") or reading.get("note") == "sign behind"
    )
    return bool(unknown) or core[0] == "一" or reading.get("unit") in _OF_PUPILS


def _is_unfilled(core: str) -> bool:
    """Whether only what was printed beforehand stands there, the number still to be written in: ``≥  %``."""
    bare = _UNFILLED.match(core)
    unit = core[bare.end() :].strip() if bare else core
    return bare is not None and (not unit or unit in units().canonical)


def find_values(text: str) -> list[Value]:
    """The values inside running text, in order; ``span`` and ``text`` are the stretch each was found in.

    Remembered for the last texts of a usual length: a rule asks for the values of a goal once for each indicator.
    """
    return list(_remembered_finds(text) if len(text) <= _GOAL else _remembered_long_finds(text))


@lru_cache(maxsize=MEMO_SIZE // 10)
def _remembered_finds(text: str) -> tuple[Value, ...]:
    return _find_values(text)


@lru_cache(maxsize=8)
def _remembered_long_finds(text: str) -> tuple[Value, ...]:
    return _find_values(text)


def _find_values(text: str) -> tuple[Value, ...]:
    plain = normalise(text, join=False)
    values: list[Value] = []
    for reading, start, end in find(plain.text):
        first, last = plain.span(start, end)
        before = values[-1].span[1] if values else 0
        if first > before and text[first - 1] == "$" == text[last - 1]:  # LaTeX goes with its number
            first -= 1
        if text.count("$", first, last) % 2 and text[last - 1] == "$":  # this one opens the next formula
            last -= 1
        values.append(Value(text=text[first:last], span=(first, last), **reading))
    return tuple(values)


def _among_words(text: str, plain: Plain, offset: int, core: str, finds: list[Find]) -> Value:
    """One value among words keeps its reading, several make a compound, in a sentence they are left alone.

    Where a number goes on in front of a find in a way that we do not read (1.5E+, 零下, 1'), nothing is read."""
    if is_cut(core, finds):
        return Value(text=text, kind="text", note="unread", span=plain.span(offset, offset + len(core)))
    if len(finds) > 1:
        return _compound(text, plain, offset, core, finds)
    reading, start, end = finds[0]
    lead, tail = core[:start].strip(), core[end:].strip()
    if _ONLY_NUMBERS.fullmatch(lead + tail):
        return Value(text=text, kind="text", note="list", span=plain.span(offset, offset + len(core)))
    if _is_sentence(lead, tail):
        return Value(text=text, kind="text", note="sentence", span=plain.span(offset, offset + len(core)))
    if tail in {"(含)", "(含本数)"} and reading["cmp"] in _INCLUDING:  # 超过90%(含)
        reading = {**reading, "cmp": _INCLUDING[reading["cmp"]]}
    if reading["cmp"] == "=" and reading.get("lower") is not None:
        sign = _sign_among(lead, tail, reading["unit"])
        lower, upper = bounds(sign, reading["lower"])
        reading = {**reading, "cmp": sign, "lower": lower, "upper": upper}
    notes = (reading.get("note", ""), lead and f"lead {lead}", tail and f"tail {tail}")
    reading = {**reading, "note": " ".join(note for note in notes if note)}
    return Value(text=text, span=plain.span(offset + start, offset + end), **reading)


def _is_sentence(lead: str, tail: str) -> bool:
    if len(lead) > _LEAD or len(tail) > _TAIL or _PAUSE.search(lead + tail):
        return True
    return bool(lead and tail) and len(lead) + len(tail) > _FRAME


def _sign_among(lead: str, tail: str, unit: str) -> Comparator:
    """A comparator that stands apart from its number: 不低于上年的95%, 5家企业以上. Of a share only: 达到目标的95%."""
    found = _lead_sign().search(lead)
    if found and found[0] in words("value-sign-in-lead-share") and unit not in _OF_SHARES:
        found = None
    sign = (signs().get(found[0]) or signs()[found[0][:2]]) if found else "="
    for word, meant in limits().items():
        if tail.endswith(word):
            sign = meant
    return sign  # type: ignore[return-value]


@cache
def _lead_sign() -> re.Pattern[str]:
    plain, most, giving, share = (
        alternation(words(f"value-{name}"))
        for name in ("sign-in-lead", "sign-in-lead-most", "giving", "sign-in-lead-share")
    )
    return compiled(rf"{special_signs()}|{plain}|{most}{giving}|{share}(?=.{{1,12}}的\Z)")


def _compound(text: str, plain: Plain, offset: int, core: str, finds: list[Find]) -> Value:
    parts = []
    for reading, start, end in finds:
        span = plain.span(offset + start, offset + end)
        parts.append(Value(text=text[span[0] : span[1]], span=span, **reading))
    whole = plain.span(offset, offset + len(core))
    both = _two_bounds(parts, core, finds)
    if both is not None:
        return Value(text=text, span=whole, **both)
    last = parts[-1]
    main: dict[str, Any] = {}
    if finds[0].start == 0 and _is_gloss(core[finds[0].end :]):  # 854万(其中…)
        last = parts[0]
    elif finds[-1].end != len(core):
        last = EMPTY_VALUE
    if last.lower is not None or last.upper is not None:
        main = {
            name: getattr(last, name)
            for name in ("cmp", "lower", "upper", "unit", "unit_printed", "unknown_unit")
        }
    return Value(text=text, kind="compound", parts=tuple(parts), span=whole, **main)


@cache
def _readings() -> Readings:
    return Readings()


def _is_gloss(text: str) -> bool:
    """Whether what stands behind a value tells what it is made of: (一站25、二站15), 其中大型20、小型30."""
    if text.startswith("("):
        return text.find(")") == len(text) - 1
    return text.lstrip(" ,，;；、").startswith(tuple(words("value-of-which")))


def _two_bounds(parts: list[Value], core: str, finds: list[Find]) -> Reading | None:
    """≥80%，≤120%: two bounds of one thing with nothing but punctuation between them."""
    if len(parts) != 2 or core[finds[0].end : finds[1].start].strip(" ,，、;；且"):
        return None
    if finds[0].start or finds[1].end != len(core):
        return None
    pairs = []
    for part in parts:
        number = part.lower if part.lower is not None else part.upper
        if number is None or part.cmp is None or part.cmp in {"=", "≈", "between"}:
            return None
        pairs.append((part.cmp, (number, part.unit, part.unknown_unit, part.unit_printed, "")))
    try:
        return _readings().both(pairs)
    except NoReading:
        return None


def _words(text: str, plain: Plain, start: int, end: int, core: str) -> Value:
    """A cell without any amount or date."""
    span = plain.span(start, end)
    if is_template(core):
        return Value(text=text, kind="text", note="template", span=span)
    if core in units().canonical:
        return Value(
            text=text, kind="text", unit=units().canonical[core], unit_printed=core, note="unit", span=span
        )
    if len(core) <= 10 and core[0] not in "每/" and ("/" in core or "每" in core):
        from linter.values.canonical import canonical

        unit = canonical(core)
        if unit is not None:
            return Value(text=text, kind="text", unit=unit, unit_printed=core, note="unit", span=span)
    if is_recurring(core):
        return Value(text=text, kind="text", note="recurring", span=span)
    if _ONLY_NUMBERS.fullmatch(core) and _DIGIT.search(core):
        return Value(text=text, kind="text", note="list", span=span)
    if is_scale(core):
        return Value(text=text, kind="qualitative", note="scale", span=span)
    if not _DIGIT.search(core) and is_qualitative(core, closed="。" in plain.text[end:]):
        return Value(text=text, kind="qualitative", span=span)
    return Value(text=text, kind="text", span=span)
