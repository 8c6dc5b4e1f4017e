"""Indicators written as text: numbered headings (一、产出指标 (一) 数量指标 …) with items behind them.

The same code reads one cell a project and prose. Offsets are those of the printed text: tags are blanked out
at equal length, so that every heading and item knows its raw form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import msgspec

from linter.forms.clean import REPAIRS, TAG
from linter.forms.layouts.items import Item, split_items
from linter.forms.levelwords import above, below, level, level_words
from linter.forms.rows.names import clean_name
from linter.ground.patterns import compiled
from linter.model import NOWHERE, Form, Heading, Indicator, Place, Repair, Text
from linter.values import parse_value

_COUNTS = compiled(r"[一二三四五六七八九十]+|\d+|[A-Za-z]")
#: Fewer different headings than this are a sentence that speaks of indicators, not a form.
_FEWEST = 2
_NEVER_ABOVE, _BENEFITS = ("产出指标", "成本指标"), ("效益指标", "满意度指标")


class Found(msgspec.Struct):
    start: int
    end: int
    number: str
    printed: str
    first: str | None
    second: str | None
    rank: int


@cache
def _expression() -> re.Pattern[str]:
    first, second, endings = level_words()
    stems = sorted(dict.fromkeys((*first, *second)), key=len, reverse=True)
    ends = sorted((end for end in endings if len(end) > 1), key=len, reverse=True)
    one = f"(?:{'|'.join(map(re.escape, stems))})"
    full = f"{one}(?:{'|'.join(map(re.escape, ends))})"
    bracket = r"(?:[（(][^（()）\n]{0,20}[）)])?"
    numeral = r"一二三四五六七八九十"
    number = (
        rf"(?P<number>[（(][{numeral}\d]{{1,2}}[）)]\s{{0,8}}[、.．]?"
        rf"|[{numeral}]{{1,2}}\s{{0,8}}[、.．]|\d{{1,2}}\s{{0,8}}[、.．](?!\d)|[A-Za-z]\s?[、.．]?(?=[\u4e00-\u9fff]))?"
    )
    # A bare word is a heading before a colon, and on a numbered line of its own.
    word = rf"(?P<word>{full}|{one}(?=\s{{0,8}}[:：])|(?<=[\d{numeral}][)）.．、]){one}(?=\s{{0,4}}(?:[。\n]|\Z)))"
    # 【产出指标-数量指标】 gives both levels at once.
    double = rf"[【\[](?:(?P<upper>{full})\s{{0,8}}[-—–/、]\s{{0,8}})?(?P<inner>{full})[】\]]"
    lead = r"(?:(?<![^\s。；;:：】\]>，,])|(?<=[）)])(?=\s{0,8}[（(一二三四五六七八九十]))"
    tail = r"(?=\s{0,8}[:：，,、；;。.]|\s|\Z|[（(\d])"
    told = "(?:(?:完成|实现|达成)?情况)?(?:分析)?"
    single = rf"{lead}{number.replace('number', 'mark')}\s{{0,8}}{word}{bracket}{told}{tail}"
    # Where line breaks were lost, a word with its colon still is a heading: …200次质量指标：…; how many indicators it
    # has (设2条质量指标：) and its first level (产出指标—质量指标：) belong to it.
    counted = rf"(?:设[置立定有]?\s?[{numeral}\d]{{1,2}}\s?[条个项])?"
    glued = rf"{counted}(?:(?P<over>{full})\s?[-—–]{{1,2}}\s?)?(?P<glued>{full})(?=\s{{0,8}}[:：])"
    return compiled(rf"(?:{number}\s{{0,8}}{double}|{single}|{glued})\s{{0,8}}[:：，,、.．]{{0,2}}")


def blanked(raw: str) -> str:
    """The text with its tags turned into blanks of the same length."""
    if "<" not in raw:
        return raw
    return TAG.sub(lambda found: "\n" + " " * (len(found[0]) - 1), raw)


def headings_of(text: str) -> list[Found]:
    """The level headings of a text in order, each with its rank (1 or 2)."""
    found: list[Found] = []
    current: str | None = None
    #: How the first levels are numbered.
    firsts: set[str] = set()
    for match in _expression().finditer(text):
        printed = match["inner"] or match["word"] or match["glued"]
        number = (match["number"] if match["inner"] else match["mark"]) or ""
        meaning = level(printed)
        if meaning is None:
            continue
        # A word without number inside a sentence (…完成数量指标，…) is no heading.
        if not number and match["word"] and not _stands_alone(text, match):
            continue
        said = match["upper"] or match["over"]
        if said and (upper := level(said)) is not None and upper.first:
            current = upper.first
        # 满意度 numbered like 产出 and 效益 is a first level as they are.
        alike = meaning.first is not None and meaning.second is not None and _style(number) in firsts
        rank = 1 if alike else _rank(meaning.first, meaning.second, number, current)
        if rank == 1:
            current = meaning.first
            if meaning.second is None and number:
                firsts.add(_style(number))
        elif current in _NEVER_ABOVE and (higher := above().get(meaning.second or "")) in _BENEFITS:
            # 成本指标：…。社会效益指标：…: no first level is said, and this one is not of the costs.
            current = higher
        found.append(
            Found(
                match.start(),
                match.end(),
                number.strip(),
                printed,
                current,
                meaning.second if rank == 2 else None,
                rank,
            )
        )
    return found


def _style(number: str) -> str:
    """The way of a numbering: （一） and （二） have one, 一、 and 1. others."""
    return _COUNTS.sub("1", "".join(number.split()))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    behind = text[match.end() - 1 : match.end() + 1]
    ahead = text[max(0, match.start() - 1) : match.start()]
    return (
        ":" in match[0]
        or "：" in match[0]
        or not behind.strip()
        or "\n" in behind
        or ahead in ("", "\n", "。", ";", "；")
    ) and (ahead not in ("，", ","))


def _rank(first: str | None, second: str | None, number: str, current: str | None) -> int:
    if first is None or second is None:
        return 1 if second is None else 2
    if number.startswith(("(", "（")):
        return 2
    if number[:1] in "一二三四五六七八九十" and number:
        return 1
    return 2 if second == "成本指标" and current == "产出指标" else 1


def looks_free(text: str) -> bool:
    """Whether a cell holds indicators as text: several level headings."""
    if len(text) < 12 or ("指标" not in text and "目标" not in text):
        return False
    return len({one.printed for one in headings_of(blanked(text))}) >= _FEWEST


def _says_again(one: Found, following: Found) -> bool:
    """Whether a heading is said more exactly by the next one: （三）满意度指标, 服务对象满意度指标：…"""
    return one.second is not None and following.rank == 2 and following.second == one.second


class FreeTextReader:
    """Reads the text of one project into a form."""

    def __init__(self, form: Form, *, statements: bool = False) -> None:
        self.form = form
        self.statements = statements
        self.where: Callable[[int], Place] = lambda _: NOWHERE
        form.layout = "freetext"

    def read(self, raw: str, place: Place, where: Callable[[int], Place] | None = None) -> None:
        """Takes in the text of a cell, or of joined paragraphs; ``where`` gives the place of an offset."""
        self.where = where or (lambda _: place)
        text = blanked(raw)
        if text != raw:
            self.form.repairs.append(Repair("html", "去除 HTML 标签", place))
        found = headings_of(text)
        last = len(found) - 1
        for position, one in enumerate(found):
            end = found[position + 1].start if position < last else len(text)
            content = text[one.end : end]
            here = self.where(one.start)
            self._heading(one, content, here)
            bare = content.strip(" \t\n。；;，,.．:：、")
            followed = (
                position < last and found[position + 1].rank == 2 and found[position + 1].start - one.end < 8
            )
            if one.rank == 1 and not bare and (followed or one.first not in below()):
                continue
            if one.rank == 1 and not bare and position < last and found[position + 1].rank == 2:
                continue
            if not bare and position < last and _says_again(one, found[position + 1]):
                continue
            self._content(one, content, bare, here)
        if found:
            ended = text[found[-1].end :].strip(" \t\n。；;，,.．:：、")
            self.form.truncated = (
                not ended and found[-1].first != "满意度指标" and found[-1].second != "服务对象满意度指标"
            )

    def _heading(self, one: Found, content: str, place: Place) -> None:
        label = (one.second if one.rank == 2 else one.first) or one.printed
        self.form.headings.append(Heading(one.number, label, one.rank, content.strip(), place))
        self.form.texts.append(Text(f"{one.number}{one.printed}", "level", place))

    def _content(self, one: Found, content: str, bare: str, place: Place) -> None:
        second = one.second if one.rank == 2 else below().get(one.first or "")
        if not bare:
            self._add(one, second or None, None, place)
            return
        items: list[Item | None] = [*split_items(content, statements=self.statements)]
        for item in items or [None]:
            self._add(one, second or None, item, self.where(one.end + item.start) if item else place)

    def _add(self, one: Found, second: str | None, item: Item | None, place: Place) -> None:
        indicator = Indicator(
            level1=one.first or above().get(second or ""),
            level2=second,
            level2_printed=one.printed,
            place=place,
            places={"name": place, "value": place},
        )
        if item is None:
            indicator.row_kind = "empty"
        else:
            indicator.name_printed, indicator.value = item.name, item.value
            indicator.name = clean_name(item.name)
            indicator.parsed = parse_value(item.value)
            indicator.actual = item.actual
            indicator.repaired = item.paired
            if item.paired:
                self.form.repairs.append(
                    Repair("joined", f"名称“{item.name}”与另列的值“{item.value}”已配成一项", place)
                )
            if "\\" in item.raw or "$" in item.raw:
                self.form.repairs.append(Repair("latex", REPAIRS["latex"], place))
        self.form.indicators.append(indicator)
        if item is not None:
            role = "name" if item.name else "value"
            self.form.texts.append(Text(item.raw, role, place, len(self.form.indicators) - 1))
