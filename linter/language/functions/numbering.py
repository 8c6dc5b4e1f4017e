"""Printed numbering: the items of a goal, and the number in a label such as 目标二 or (十一)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from linter.ground.patterns import compiled

# 目标一： stands for a label anywhere, 目标一、 only where a sentence may begin. A number before it is stray.
_NAMED = compiled(
    r"(?:(?:^|(?<=[\s。；;：:.、，）)]))[0-9]{1,2}\s*[.、．)）]\s*)?"
    r"((?:年度|总体|绩效|工作|分项)?目标\s*[（(]?[一二三四五六七八九十0-9１-９]{1,3}[）)]?)"
    r"\s*(?:[:：]|(?<=^目标.)[、.．]|(?<=[\s。；;：:]目标.)[、.．])"
)
_ITEM_MARKS = (
    r"[一二三四五六七八九十]{1,2}[、.．]",
    r"[（(][一二三四五六七八九十]{1,2}[）)]",
    r"[0-9]{1,2}(?:[、．:：]|\.(?![0-9]))",
    r"[（(]?[0-9]{1,2}[）)]",
)
_ITEM_STYLES = [compiled(rf"(?:^|(?<=[\s。；;：:!！?？，,]))\s*({mark})") for mark in _ITEM_MARKS]
_ITEM_STYLES.append(compiled(r"([①②③④⑤⑥⑦⑧⑨⑩])"))
# A first label whose colon was dropped counts if a second one follows: 目标一致 is a word.
_FIRST = compiled(r"\s*目标[一1１]")
# Nothing is said by signs alone, nor by a number that was left behind before a label.
_STRAY = compiled(r"(?<=[。；;])\s*[0-9]{1,2}\Z")
_ONLY_SIGNS = compiled(r"[\W_]*(?:[0-9]{1,2}[\W_]*)?\Z")


@lru_cache(maxsize=256)
def goal_items(text: str) -> tuple[tuple[str, str], ...]:
    """A goal split at its numbering: (label, content) of every item, in order.

    Labels such as ``目标一：`` win over plain numbers. Plain numbers split only if they count up from one, to
    two at least or from the first character; the style that starts first splits. An item with nothing but
    signs behind its number has empty content. Text before the first number is an item without label, unless
    it is a heading (ends in a colon). A label printed twice running is one item.
    """
    cuts = [(match.start(), match.end(), match.group(1).strip()) for match in _NAMED.finditer(text)]
    if not cuts:
        cuts = _numbered(text)
    if not cuts:
        return (("", _content(text)),)
    if ordinal(cuts[0][2]) == 2 and (first := _FIRST.match(text)):
        cuts.insert(0, (0, first.end(), first.group().strip()))
    lead = _content(text[: cuts[0][0]])
    pieces = [("", "" if lead.endswith(("：", ":")) else lead)]
    ends = [start for start, _, _ in cuts[1:]] + [len(text)]
    for (_, start, label), end in zip(cuts, ends, strict=True):
        if pieces[-1] == (label, ""):
            pieces.pop()
        pieces.append((label, _content(text[start:end])))
    return tuple(pieces if pieces[0][1] else pieces[1:])


def _numbered(text: str) -> list[tuple[int, int, str]]:
    candidates = []
    for style in _ITEM_STYLES:
        cuts: list[tuple[int, int, str]] = []
        for match in style.finditer(text):
            if ordinal(match.group(1)) == len(cuts) + 1:
                cuts.append((match.start(1), match.end(1), match.group(1)))
        if len(cuts) > 1 or (cuts and cuts[0][0] == 0):
            candidates.append(cuts)
    return min(candidates, default=[])


def _content(text: str) -> str:
    text = _STRAY.sub("", text.strip())
    return "" if _ONLY_SIGNS.match(text) else text


_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九十")}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


def ordinal(label: str) -> int | None:
    """The number in a printed item number: ``(二)`` → 2, ``十一、`` → 11, ``②`` → 2; or None."""
    for position, char in enumerate(_CIRCLED, 1):
        if char in label:
            return position
    if found := re.search(r"[0-9]+", unicodedata.normalize("NFKC", label)):
        return int(found.group()[:6])
    found = re.search(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", _from_first_digit(label))
    if found is None or not found.group():
        return None
    tens, ten, ones = found.groups()
    if not ten:
        return _DIGITS[tens]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _from_first_digit(label: str) -> str:
    return label[next((i for i, char in enumerate(label) if char in _DIGITS), len(label)) :]
