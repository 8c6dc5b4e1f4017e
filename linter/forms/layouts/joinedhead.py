"""The head of a form whose cells ran together: title, year, and labels with what stands behind them."""

from __future__ import annotations

from functools import cache

from linter.forms.head.titles import is_title
from linter.forms.labelkeys import shape, words
from linter.forms.layouts.joinedtext import CELL, Joined, Span, is_apart, skipped
from linter.forms.levelwords import is_side
from linter.forms.vocabulary import field_role, is_listed_field
from linter.ground.patterns import compiled
from linter.model import Cell

Line = tuple[list[Cell], bool]

#: Shorter labels are some only where they are a piece of their own.
_SHORTEST = 4
_GOALS = frozenset({"goal", "goal_year", "goal_total", "goal_actual", "purpose"})
_BRACKET = r"(?:[ ]?[（(\[][^（()）\n\x1f]{1,16}[)）\]])?"
_TITLE = compiled(r"[^\n\x1f]{0,60}?(?:表|书)(?=\s*(?:[（(]|20\d\d|\n|\x1f|\Z|单位|项目))")
_ANNEX = compiled(r"\s*附(?:件|表)\s?[\d一二三四五六七八九十]{0,3}\s*[:：.、]?\s*")
_YEAR = compiled(r"\s*[（(]?\s?20\d\d\s?年?度?\s?[)）]?")
_UNIT = compiled(r"(?:金额)?单位\s?[:：]\s?(?:[万亿千百]?元)")
_OWN = compiled(r"项目|资金")
_PURE = compiled(rf"[\s{CELL}:：]*")


@cache
def _labels() -> str:
    listed = {word for entry in words("fields").values() for word in entry.get("words", ())}
    return "|".join(map(_escaped, sorted(listed, key=len, reverse=True)))


def _escaped(word: str) -> str:
    return "".join(sign if sign.isalnum() else f"[{sign}{_WIDE.get(sign, '')}]" for sign in word)


_WIDE = {"（": "(", "）": ")", "(": "（", ")": "）", ":": "：", "：": ":"}


def head_lines(source: Joined, start: int, end: int) -> list[Line]:
    """The lines of a head: rows of a label and its text, titles and all else as paragraphs."""
    lines: list[Line] = []
    at = start
    while at < end:
        at = skipped(source.text, at)
        stop = source.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if CELL in source.text[at:stop].rstrip(f"{CELL} "):
            lines.append((_cells(source, at, stop), False))
        elif at < stop:
            _add(lines, _line(source, at, stop))
        at = stop + 1
    return lines


def _add(lines: list[Line], made: list[Line]) -> None:
    """Adds the lines of a line. A text on a line of its own belongs to the label on the line before it."""
    waiting = lines and len(lines[-1][0]) == 1 and not lines[-1][1]
    if waiting and len(made) == 1 and made[0][1] and not is_title(made[0][0][0].text):
        lines[-1][0].extend(made[0][0])
    else:
        lines.extend(made)


def _cells(source: Joined, start: int, end: int) -> list[Cell]:
    cells: list[Cell] = []
    at = start
    for part in source.text[start:end].split(CELL):
        cells.append(source.cell(at, at + len(part)))
        at += len(part) + 1
    return cells


def _line(source: Joined, start: int, end: int) -> list[Line]:
    """The lines that one line of running cells makes."""
    lines: list[Line] = []
    for at, stop in _lead(source.text, start, end):
        lines.append(([source.cell(at, stop)], True))
        start = stop
    marks = _marks(source.text, start, end)
    first = marks[0].start if marks else end
    if not _PURE.fullmatch(source.text, start, first):
        lines.append(([source.cell(start, first)], True))
    for mark, stop in zip(marks, [*(one.start for one in marks[1:]), end], strict=False):
        label = source.cell(mark.start, mark.end)
        told = skipped(source.text, mark.end)
        while told < stop and source.text[told] in ":： ":
            told += 1
        value = source.cell(told, stop)
        lines.append(([label, value] if value.text else [label], False))
    return lines


def _lead(text: str, start: int, end: int) -> list[Span]:
    """Annex, title, year and unit at the beginning of a line."""
    spans: list[Span] = []
    at = start
    for pattern in (_ANNEX, _TITLE, _YEAR, _UNIT):
        begin = skipped(text, at)
        found = pattern.match(text, begin, end)
        if found is None or found.end() <= begin:
            continue
        if pattern is _TITLE and not is_title(found[0].strip()):
            continue
        spans.append(Span(found.start(), found.end()))
        at = found.end()
    return spans


def _marks(text: str, start: int, end: int) -> list[Span]:
    """The labels of a line, left to right. Behind the label of a goal only other goals are labels: running text
    says 资金总额 and 主管部门 as it likes."""
    marks: list[Span] = []
    running = False
    last = start
    for found in compiled(rf"(?:其中[:：]?)?(?:{_labels()}){_BRACKET}").finditer(text, start, end):
        label = text[found.start() : found.end()]
        role = field_role(label)
        apart = is_apart(text, found.start(), found.end()) or text[found.end() : found.end() + 1] in (
            ":",
            "：",
        )
        if role is None or (is_side(label) and not apart):
            continue
        if len(label) < _SHORTEST and not apart:
            continue
        if running and (role not in _GOALS or not apart) and not _ends_sentence(text, last, found.start()):
            continue
        if not is_listed_field(label):
            continue
        begin = found.start()
        if marks and not apart and (lead := _OWN.match(label)) and is_listed_field(label[lead.end() :]):
            # The name of a project ends in 项目 or 资金 more often than its department is called 资金主管部门.
            begin += lead.end() if field_role(text[marks[-1].start : marks[-1].end]) == "project" else 0
        marks.append(Span(begin, found.end()))
        running = role in _GOALS
        last = found.end()
    return marks


def _ends_sentence(text: str, start: int, at: int) -> bool:
    """Whether the text before an offset is at its end: a stop, a gap, or nothing."""
    return (
        at <= start + 1
        or text[at - 1] in f"。；; \n{CELL}"
        or shape("joined-goals").search(text, start, at) is not None
    )
