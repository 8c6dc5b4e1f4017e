"""Normalisation with a map back: what was typed in many ways is written in one, and every position still
points into the original text.

Signs, full-width letters and traditional characters are replaced one for one. LaTeX, HTML tags and
entities shrink, so that a text with any of them carries a table of offsets. Digits on both sides of a
blank or of a removed tag are never joined.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from linter.ground.patterns import compiled
from linter.ground.resources import load_data

if TYPE_CHECKING:
    from linter.values.latex import Change

_MARKUP = compiled(
    r"(?P<raised><sup>\s{0,3}[23]\s{0,3}</sup>)|(?<=10)<sup>(?P<exponent>-?[0-9]{1,2})</sup>"
    r"|(?P<tag></?[A-Za-z][^<>]{0,200}>)|(?P<entity>&#?[A-Za-z0-9]{2,8};)|(?P<dollar>\$)"
    r"|\^\{(?P<braced>-?[0-9]{2}|-[0-9]|[0-9])\}|(?P<power>\^[23](?![0-9]))|(?P<brace>[{}])"
)
_HEX = compiled(r"&#[xX][0-9A-Fa-f]{2,6};")
#: Full-width commas that part thousands: three digits behind and then money, so that no list of numbers is joined.
_WIDE_COMMA = compiled(
    r"(?<![0-9.,，])[1-9][0-9]{0,2}(?:(?:，[0-9]{3})+(?:\.[0-9]+)? *(?=[万亿千元])|(?:，000)+ *(?=[^\W0-9A-Za-z_]))"
)
_LAST_CHARACTER = 0x10000
_CJK_BLANK = compiled(r"(?<=[一-鿿]) +(?=[一-鿿])")
_STRIP_LEFT = " :：，,、。；;·●-“”\"'「」"
_STRIP_RIGHT = " :：，,、。；;.·“”\"'「」"


class Plain:
    """A normalised text: ``text``, and ``offsets`` into the original (None when positions are the same)."""

    __slots__ = ("length", "offsets", "text")

    def __init__(self, text: str, offsets: list[int] | None, length: int) -> None:
        self.text = text
        self.offsets = offsets
        self.length = length

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that became ``text[start:end]``."""
        if self.offsets is None:
            return start, end
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else self.length
            return at, at
        last = self.offsets[end] if end < len(self.offsets) else self.length
        return self.offsets[start], max(self.offsets[end - 1] + 1, min(last, self.length))


@cache
def _table() -> dict[int, str]:
    """One character for one: signs, full-width forms, compatibility ideographs, traditional characters."""
    table: dict[int, str] = {}
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFE50, 0xFE6F), (0xFF01, 0xFF5E)):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    del table[ord("，")]  # it separates sentences; a thousands separator is the half-width one
    for pair in load_data("words/characters.yaml")["characters"]["words"]:
        plain, _, variants = pair.partition(" ")
        for variant in variants:
            table[ord(variant)] = " " if plain == "空白" else plain
    return table


@cache
def _entities() -> dict[str, str]:
    return dict(pair.split(" ", 1) for pair in load_data("words/characters.yaml")["entities"]["words"])


@cache
def _odd() -> re.Pattern[str]:
    """Finds a character that some step would change; most texts have none."""
    return compiled(f"[{re.escape(''.join(map(chr, _table())))}\\\\<&$^]")


def normalise(text: str, *, join: bool = True) -> Plain:
    """The plain form of a text. With ``join``, blanks between two Chinese characters are dropped."""
    if _odd().search(text) is None:
        plain, offsets = text, None
    else:
        plain, offsets = text.translate(_table()), None
        if "\\" in plain or _MARKUP.search(plain):
            plain, offsets = _without_markup(plain)
    if "，" in plain:
        plain = _WIDE_COMMA.sub(lambda found: found[0].replace("，", ","), plain)
    if join and " " in plain and _CJK_BLANK.search(plain):
        plain, offsets = _cut(plain, offsets, [(m.start(), m.end(), "") for m in _CJK_BLANK.finditer(plain)])
    return Plain(plain, offsets, len(text))


def trim(text: str) -> tuple[int, int]:
    """Where the text proper begins and ends: stray blanks, colons and stops at both ends left out."""
    start, end = 0, len(text)
    while end and text[end - 1] in _STRIP_RIGHT:
        end -= 1
    while (
        start < end
        and text[start] in _STRIP_LEFT
        and not (text[start] == "-" and text[start + 1 : start + 2].isdigit())
    ):
        start += 1
    return start, end


def _without_markup(text: str) -> tuple[str, list[int] | None]:
    from linter.values.latex import changes as formulas_in

    formulas = formulas_in(text)
    plain, offsets = _cut(text, None, _apart(text, formulas))
    changes: list[Change] = []
    several = bool(formulas) or plain.count("$") > 1
    for found in _MARKUP.finditer(plain):
        piece = found[0]
        if found.lastgroup == "entity":
            if piece in _entities():
                changes.append((*found.span(), _entities()[piece]))
            elif _HEX.fullmatch(piece) and int(piece[3:-1], 16) < _LAST_CHARACTER:
                changes.append((*found.span(), chr(int(piece[3:-1], 16))))
            elif piece[2:-1].isdecimal() and int(piece[2:-1]) < _LAST_CHARACTER:
                changes.append((*found.span(), chr(int(piece[2:-1]))))
        elif found.lastgroup in ("power", "raised") or found["braced"] in ("2", "3"):
            changes.append((*found.span(), "²" if "2" in piece else "³"))
        elif found.lastgroup in ("exponent", "braced"):
            first, last = found.span(found.lastgroup)
            changes += (found.start(), first, "^"), (last, found.end(), "")
        elif found.lastgroup == "tag":
            changes.append((*found.span(), " "))
        elif several:
            changes.append((*found.span(), ""))
    return _cut(plain, offsets, _apart(plain, changes))


def _apart(text: str, changes: list[Change]) -> Iterator[Change]:
    """The changes, with a blank where two numbers would become one because the mark between them goes. A blank
    that goes is no such mark: whoever drops it knows why."""
    for start, end, new in changes:
        parted = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
        yield start, end, " " if parted and not new and text[start:end].strip() else new


def _cut(
    text: str, offsets: list[int] | None, changes: Iterable[Change]
) -> tuple[str, list[int] | None]:
    """Apply replacements (start, end, new text of at most one character) and keep the offsets."""
    old = offsets if offsets is not None else list(range(len(text)))
    pieces: list[str] = []
    kept: list[int] = []
    at = 0
    for start, end, new in changes:
        pieces.append(text[at:start])
        kept.extend(old[at:start])
        if new:
            pieces.append(new)
            kept.append(old[start])
        at = end
    pieces.append(text[at:])
    kept.extend(old[at:])
    return "".join(pieces), kept
