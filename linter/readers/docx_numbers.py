"""Automatic numbering of Word: the ``1.`` or ``（一）`` that the user sees and the text does not hold."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from linter.office.archive import attribute, local
from linter.office.references import figure, figure_within
from linter.readers.number_digits import chinese_digits

_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
    "ideographTraditional",
}
#: Word knows nine levels, and numbers up to this.
_DEEPEST, _HIGHEST = 99, 32_767
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class _Level(msgspec.Struct):
    kind: str
    text: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of a document in the order they are asked for."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is None:
            return
        groups = {}
        for item in numbering:
            if local(item) == "abstractNum":
                groups[attribute(item, "abstractNumId")] = _levels(item)
        for item in numbering:
            if local(item) == "num":
                identity = attribute(item, "numId")
                abstract = next((attribute(child, "val") for child in item if local(child) == "abstractNumId"), "")
                self._levels[identity] = groups.get(abstract, {})
                self._abstract[identity] = abstract
        for item in styles if styles is not None else ():
            if local(item) == "style":
                found = _asked(item)
                if found:
                    self._styles[attribute(item, "styleId")] = found

    def label(self, paragraph: Any) -> str:
        """The number in front of this paragraph, "" for none and for bullets; counts it."""
        if not self._levels:
            return ""
        asked = _asked(paragraph) or self._styles.get(_style(paragraph))
        if asked is None:
            return ""
        identity, depth = asked
        levels = self._levels.get(identity, {})
        level = levels.get(depth)
        if level is None or level.kind in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(self._abstract[identity], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]

        def figure(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, level)
            return _figure(counts.get(at, other.start), other.kind)

        return re.sub("%([1-9])", figure, level.text)


def _levels(group: Any) -> dict[int, _Level]:
    found = {}
    for item in group:
        depth = figure(attribute(item, "ilvl"), _DEEPEST)
        if local(item) != "lvl" or depth is None:
            continue
        values = {local(child): attribute(child, "val") for child in item}
        start = figure_within(values.get("start", "1"), 1, _HIGHEST)
        found[depth] = _Level(values.get("numFmt", "decimal"), values.get("lvlText", ""), start)
    return found


def _asked(element: Any) -> tuple[str, int] | None:
    """List and level that the properties of a paragraph or style name."""
    for properties in element:
        if local(properties) != "pPr":
            continue
        for item in properties:
            if local(item) == "numPr":
                values = {local(child): attribute(child, "val") for child in item}
                return values.get("numId", ""), figure(values.get("ilvl", "0"), _DEEPEST) or 0
    return None


def _style(paragraph: Any) -> str:
    for properties in paragraph:
        if local(properties) == "pPr":
            return next((attribute(item, "val") for item in properties if local(item) == "pStyle"), "")
    return ""


def _figure(number: int, kind: str) -> str:
    if kind in _CHINESE:
        return chinese_digits(str(number), "1")
    if kind == "chineseLegalSimplified":
        return chinese_digits(str(number), "2")
    if kind.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(97 + (number - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 40:
        out, rest = "", number
        for value, sign in _ROMAN:
            out += sign * (rest // value)
            rest %= value
        return out if kind == "lowerRoman" else out.upper()
    return str(number)
