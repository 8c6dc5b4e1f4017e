"""A run of text under one heading → its items: by numbering, then by sentence, then name and value.

Names and values that are listed apart (1、甲;2、乙,1、3次。2、5人) are told by the numbering that starts
anew with items that have no name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from linter.forms.clean import clean, narrow
from linter.forms.labelkeys import patterns, words
from linter.forms.layouts.plannedvalues import (
    judged_sentence,
    parts_sentences,
    planned_sentence,
    reached_sentence,
)
from linter.forms.layouts.remarks import cut_remark, is_remark, result
from linter.forms.rows.celllists import bare_state, said_state
from linter.forms.rows.names import without_hints
from linter.ground.patterns import compiled
from linter.values import parse_value, split_item
from linter.values.canonical import canonical

_MARKER = compiled(
    r"(?:(?<![^\s。；;，,、:：.．)）])|(?<=[\u4e00-\u9fff]))"
    r"(?P<word>指标)?[（(]?(?P<number>\d{1,2})[）)]?(?P<dot>[、)）]|[.．]{1,3}(?=\s*\d{4}\s*年)|[.．]{1,3}(?!\s?\d)|[.．]\s+|[:：])\s*"
)
_GOAL_LABEL = compiled(r"\A\s*目标[一二三四五六七八九十\d]{1,2}\s*[:：.．]?\s*")
_BARE_NUMBER = compiled(r"\A\s*\d(?=[\u4e00-\u9fff]{3})")
_LEADING = compiled(
    r"\A(?:[\s:：，,、.．；;。]+|\s*[-*•·●▪◦○■□◆➢►✓]\s*(?=[^\s\d])|(?:第[一二三四五六七八九十]|其[一二三四五六七八九]|首先|其次|再次|最后)[，,、:：]"
    r"|[一二三四五六七八九]是(?=[\u4e00-\u9fff]{3}))+"
)
#: The mark of an item on a line of its own.
_BULLET = compiled(r"\s*[-*•·●▪◦○■□◆➢►✓]\s*[\u4e00-\u9fffA-Za-z]")
_TRAILING = " \t。；;，,、.．"
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "【": "】", "[": "]"}
#: 名称(≥3场), 名称(含支流)(显著改善): the value stands in the last brackets behind the name.
_IN_BRACKETS = compiled(
    r"\A([^（(]{2,60}(?:[（(][^（）()]{1,24}[）)][^（）()]{0,12})?)[（(]([^（）()]{1,24})[）)]\Z"
)
#: 更换管道长度：按需更换: a name before its target, on a line of its own.
_LABELLED = compiled(r"(?:[^:：\n]{3,40}[:：][^\S\n]*[^\s:：。；;][^:：\n]{0,40}(?:\n\s*|\Z)){2,}")
#: A longer result in words (困境儿童生活状况有效改善) is a name.
_LONGEST_RESULT = 8
#: A name before a target in words is not shorter.
_SHORTEST_NAME = 3
_RESULT = compiled(
    r"[\u4e00-\u9fff]{0,10}(?:提高|提升|改善|增强|发展|稳定|加强|健全|完善|增加|减少|下降|降低|良好|明显|显著)\Z"
)


class Item(msgspec.Struct):
    """One item as printed (``raw``, ``start`` its offset), with its number, name and value."""

    raw: str
    start: int
    number: int | None = None
    name: str = ""
    value: str = ""
    actual: str = ""
    paired: bool = False


def split_items(raw: str, *, statements: bool = False) -> list[Item]:
    """The items of a heading's text. With ``statements`` a short result (生态提高) is a value, and what a report says
    behind a target (已完成) is the achieved value."""
    items: list[Item] = []
    for number, start, end in _numbered(raw):
        for from_, to in _sentences(raw, start, end, statements):
            item = _item(raw, from_, to, number, statements)
            if item is not None:
                items.append(item)
                number = None
    items = _pair(items)
    for item in items:
        if not statements or not item.name or item.value:
            continue
        if state := bare_state(item.name):
            item.name, item.value = state
        elif len(item.name) <= _LONGEST_RESULT and _RESULT.match(item.name):
            item.name, item.value = "", item.name
    return items


def _numbered(raw: str) -> list[tuple[int | None, int, int]]:
    """(number, start, end) of the stretches between number marks."""
    label = _GOAL_LABEL.match(raw)
    begin = label.end() if label else 0
    bare = _BARE_NUMBER.match(raw, begin) if begin == 0 else None
    if bare and canonical(raw[bare.end()]) in (None, raw[bare.end()]) and _is_text(raw[bare.end() :], raw):
        begin = bare.end()
    marks: list[re.Match[str]] = []
    expected = 1
    for found in _MARKER.finditer(raw, begin):
        number = int(found["number"])
        before = raw[found.start() - 1] if found.start() > begin else ""
        glued = "\u4e00" <= before <= "\u9fff"
        if found["word"] is None:
            if (glued and number not in (expected, 1)) or (
                found["dot"] in ":：" and found.start() > begin + 2
            ):
                continue
            if glued and found["dot"] not in "、)）":
                continue
        marks.append(found)
        expected = number + 1
    if not marks:
        return [(None, begin, len(raw))]
    stretches: list[tuple[int | None, int, int]] = []
    if raw[begin : marks[0].start()].strip():
        stretches.append((None, begin, marks[0].start()))
    for found, following in zip(marks, [*marks[1:], None], strict=True):
        stretches.append((int(found["number"]), found.end(), following.start() if following else len(raw)))
    return stretches


def _is_text(rest: str, whole: str) -> bool:
    """Whether the figure before a sentence is a list number: there is no value with or without it."""
    return parse_value(clean(whole)[0]).kind in ("text", "qualitative") and split_item(rest)[1] == ""


def _sentences(raw: str, start: int, end: int, reported: bool = False) -> list[tuple[int, int]]:
    """Stretches between full stops and semicolons outside brackets, and between two complete targets."""
    cuts: list[tuple[int, int]] = []
    closing: list[str] = []
    begin = start
    judged = any(one.search(raw, start, end) for one in (judged_sentence(), reached_sentence()))
    labelled = _are_labelled(raw)

    def parts(text: str, begin: int, at: int, end: int) -> bool:
        if judged:
            return parts_sentences(text, begin, at, end)
        return _parts_targets(text, begin, at, end, reported)

    for at in range(start, end):
        sign = raw[at]
        if closing and sign == closing[-1]:
            closing.pop()
        elif sign in _PAIRS and raw.find(_PAIRS[sign], at, min(end, at + 80)) > 0:
            closing.append(_PAIRS[sign])
        elif not closing and (
            sign in "。；;"
            or (sign == "\n" and (judged or labelled or _BULLET.match(raw, at + 1)))
            or (sign in "，," and parts(raw, begin, at, end))
        ):
            cuts.append((begin, at))
            begin = at + 1
    cuts.append((begin, end))
    return cuts


@lru_cache(maxsize=64)
def _are_labelled(raw: str) -> bool:
    """Whether every line of a text is a name and its target with a colon between them."""
    return _LABELLED.fullmatch(raw.strip()) is not None


def _parts_targets(raw: str, begin: int, at: int, end: int, reported: bool) -> bool:
    """Whether the comma at ``at`` parts two targets: a name with its value left of it, another one right."""
    if reported and is_remark(raw, max(begin, at - 201), at + 1):
        return False
    left, right = raw[max(begin, at - 201) : at], raw[at + 1 : min(end, at + 201)]
    if reported:
        left = cut_remark(left)[0]
    if len(left) > 200 or not re.search(r"\d\S{0,8}\s*\Z", left) or not re.search(r"\d", right):
        return False
    name, value = _split(clean(left)[0])
    if not name or not value:
        return False
    following = re.split(r"[，,。；;]", right, maxsplit=1)[0]
    name, value = _split(clean(following)[0])
    return bool(name and value)


def _item(raw: str, start: int, end: int, number: int | None, reported: bool = False) -> Item | None:
    piece = raw[start:end]
    if lead := _LEADING.match(piece):
        start += lead.end()
        piece = piece[lead.end() :]
    text = clean(piece)[0].strip(_TRAILING)
    if not text:
        return None
    judged = judged_sentence().match(text) or reached_sentence().match(text)
    if judged is not None:
        name, value = judged["name"].strip(_TRAILING), narrow(judged["value"]).strip()
        return Item(piece.strip(), start, number, name, value, narrow(judged["actual"]).strip())
    text, remark = cut_remark(text) if reported else (text, "")
    if reported and (planned := planned_sentence().match(text)) is not None:
        name, value = planned["name"].strip(_TRAILING + ":："), narrow(planned["value"]).strip(_TRAILING)
        return Item(piece.strip(), start, number, name, value, result(remark, value))
    name, value = _split(text)
    if not value and _are_labelled(raw):
        name, _, value = text.replace("：", ":").partition(":")
    if reported and not value:
        name, value = said_state(text) or (name, value)
    value = narrow(value).strip(_TRAILING)
    if not name and not value:
        name = text
    return Item(piece.strip(), start, number, name.strip(_TRAILING + ":："), value, result(remark, value))


def _split(text: str) -> tuple[str, str]:
    """Name and value; a template hint in the name (≥**株) is no value."""
    if text[:1].isdigit() and parse_value(text).kind in ("period", "date"):
        return "", text
    bare = without_hints(text)
    if (bracketed := _IN_BRACKETS.match(bare)) and _is_target(bracketed[2]):
        name, value = split_item(bracketed[1])
        if name and not value:
            return bracketed[1].strip(), bracketed[2]
    name, value = split_item(bare)
    if not value:
        again = _recurring().search(bare, 2)
        if again is not None and again.end() == len(bare):
            return bare[: again.start()].rstrip(" ：:，,"), again[0]
        return _with_state(bare) or (text, "")
    if bare.startswith("“") and "”" in name and not name.startswith("“"):
        name = f"“{name}"
    # 完成率达到100%: what stands before the comparator is still the name.
    lead = _comparator().match(value)
    if lead is not None:
        name, value = name + lead[1], value[lead.end(1) :]
    if bare != text and bare.endswith(value):
        name = text[: len(text) - len(value)].rstrip(" ：:，,")
    return name, value


def _with_state(text: str) -> tuple[str, str] | None:
    """Name and target in words, parted by the only blank or colon of a text: 使用量 较上年减少, 阵地作用：持续发挥."""
    name, parted, state = text.replace("：", ":").replace(": ", ":").replace(" ", ":").partition(":")
    if not parted or ":" in state or len(name) < _SHORTEST_NAME or len(state) > _LONGEST_RESULT:
        return None
    return (name, state) if parse_value(state).kind == "qualitative" else None


@cache
def _comparator() -> re.Pattern[str]:
    said = "|".join(sorted(words("comparators"), key=len, reverse=True))
    return compiled(rf"(?!{said})([\u4e00-\u9fff]{{1,12}}?)(?:{said}|[≥≤<>=≧≦＞＜])\s*\d")


def _is_target(text: str) -> bool:
    """Whether brackets behind a name hold its target: a figure, or a state that grades something."""
    kind = parse_value(text).kind
    if kind == "qualitative":
        states = patterns("states")
        return states is not None and states.search(text) is not None
    if kind in ("text", "empty"):
        return _recurring().fullmatch(text) is not None
    return any(map(str.isdigit, text))


@cache
def _recurring() -> re.Pattern[str]:
    return compiled(words("recurring"))


def _restart(items: list[Item]) -> int | None:
    """Where a second numbering of bare values begins, None if there is none."""
    values = len(items)
    while values and not items[values - 1].name and items[values - 1].value:
        values -= 1
    highest = max((item.number or 0 for item in items[:values]), default=0)
    for at in range(max(values, 1), len(items)):
        number = items[at].number
        if number is not None and number <= highest:
            return at
        highest = max(highest, number or 0)
    return None


def _pair(items: list[Item]) -> list[Item]:
    """Joins names and values listed apart where it is certain which belong together."""
    restart = _restart(items)
    if restart is None:
        return items
    names, values = items[:restart], items[restart:]
    pairs: list[tuple[Item, Item]] = []
    open_names = [item for item in names if item.number is not None]
    if all(not item.value for item in open_names) and [item.number for item in open_names] == [
        v.number for v in values
    ]:
        pairs = list(zip(open_names, values, strict=True))
    elif names[0].number == values[0].number == 1 and not names[0].value:
        pairs = [(names[0], values[0])]
    for name, value in pairs:
        name.value, name.paired = value.value, True
    taken = {id(value) for _, value in pairs}
    return [*names, *(value for value in values if id(value) not in taken)]
