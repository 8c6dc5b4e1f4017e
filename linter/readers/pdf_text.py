"""Characters of a PDF page to lines and paragraphs: what was wrapped on paper is joined again."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import msgspec

from linter.ground.patterns import compiled
from linter.readers.pdf_printed import Frame, Printed


class Glyph(NamedTuple):
    """One character with its box; ``top`` counts downwards from the head of the page. Points throughout."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str


class Line(msgspec.Struct):
    """Characters on one base line, blanks put in where the gap is wide. ``pieces`` are the stretches between
    wide gaps, by left and right end."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    pieces: list[tuple[float, float]] = msgspec.field(default_factory=list)

    @property
    def size(self) -> float:
        return max(self.bottom - self.top, 1.0)


#: What goes to the next line as a whole: a word or number; or two characters (programs that break Chinese
#: lines between words leave that much room) with the marks that must not begin a line.
_CHUNK = compiled(r"[!-~]+|\S\S?[、。，；：！？）》】”’％%)\]}…·]*")
#: Two prints of a character at most this far apart are one.
_TWICE = 0.9
_BLANKS = 200
#: A gap of more characters than this parts two cells.
_WIDE = 2
#: A numbered item and a label begin on their own line even where the line above happens to be full.
_ITEM = compiled(
    r"\d{1,2}\s*[.、．）)](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳]"
    r"|指标\s?\d{1,2}\Z|[\u4e00-\u9fff]{2,10}[：:]"
)


def glyphs(frame: Frame, chars: Iterable[Printed]) -> list[Glyph]:
    """Upright characters, each once: bold is often faked by printing a character twice, and watermarks lie
    across the page."""
    found: list[Glyph] = []
    seen: dict[tuple[str, int], list[tuple[float, float]]] = {}
    a, b, c, d, e, f, *_ = frame
    for text, x, y, right, up, advance, size, depth in chars:
        along, across = a * right + c * up, b * right + d * up
        if abs(across) > 0.1 * abs(along):
            continue
        x0, bottom = a * x + c * y + e, b * x + d * y + f + depth
        x1, top = x0 + (advance if along > 0 else -advance), bottom - size
        if x1 < x0:
            x0, x1 = x1, x0
        # A second print follows close behind the first one.
        band = int(top)
        before = [
            *seen.get((text, band - 1), ()),
            *seen.get((text, band), ()),
            *seen.get((text, band + 1), ()),
        ]
        if before and any(abs(x0 - left) < _TWICE and abs(top - high) < _TWICE for left, high in before):
            continue
        seen.setdefault((text, band), []).append((x0, top))
        found.append(Glyph(x0, x1, top, bottom, text))
    return found


def sideways(frame: Frame, chars: Iterable[Printed]) -> int:
    """The degrees by which a page has to be turned clockwise for its text to stand upright, 0 for most."""
    turns = {0: 0, 90: 0, 270: 0}
    for (right, up), often in Tally((char.along, char.across) for char in chars).items():
        along, across = frame.direction(right, up)
        turns[0 if abs(along) >= abs(across) else 90 if across < 0 else 270] += often
    return max(turns, key=lambda turn: turns[turn])


def lines(chars: list[Glyph], *, wide: str = " ") -> list[Line]:
    """Lines from top to bottom. ``wide`` stands for a gap of more than two characters."""
    groups: list[list[Glyph]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda char: char.top + char.bottom):
        center = (char.top + char.bottom) / 2
        if groups and abs(center - middle) <= 0.5 * max(char.bottom - char.top, 1.0):
            groups[-1].append(char)
            middle += (center - middle) / len(groups[-1])
        else:
            groups.append([char])
            middle = center
    found = []
    for group in groups:
        group.sort(key=lambda char: char.x0)
        text = _line_text(group, wide)
        if text.strip():
            shown = [char for char in group if char.text.strip()]
            found.append(
                Line(
                    shown[0].x0,
                    max(char.x1 for char in shown),
                    min(char.top for char in shown),
                    max(char.bottom for char in shown),
                    text.strip(),
                    _pieces(shown) if wide == "\t" else [],
                )
            )
    return found


def _pieces(shown: list[Glyph]) -> list[tuple[float, float]]:
    """Left and right ends of the stretches of a line between gaps of more than two characters."""
    found = [(shown[0].x0, shown[0].x1)]
    for previous, char in pairwise(shown):
        size = max(char.bottom - char.top, 1.0)
        if char.x0 - previous.x1 > _WIDE * size:
            found.append((char.x0, char.x1))
        else:
            found[-1] = (found[-1][0], char.x1)
    return found


def _line_text(group: list[Glyph], wide: str) -> str:
    out: list[str] = []
    previous: Glyph | None = None
    for char in group:
        if previous is not None and char.text != " " and previous.text != " ":
            gap, size = char.x0 - previous.x1, max(char.bottom - char.top, 1.0)
            narrow = previous.text.isascii() and char.text.isascii()
            if gap > _WIDE * size:
                out.append(wide)
            elif gap > (0.2 if narrow else 0.8) * size:
                out.append(" ")
        elif previous is not None and previous.text == " ":
            # Of several blanks the library gives one.
            width = max(previous.x1 - previous.x0, 1.0)
            out.append(" " * min(round((char.x0 - previous.x1) / width), _BLANKS))
        out.append(char.text)
        previous = char
    return "".join(out)


def joined(parts: list[Line], left: float, right: float) -> str:
    """The text of a cell between the edges ``left`` and ``right``.

    A line that was broken because the next word did not fit goes on; any other line end is a line end.
    """
    if not parts:
        return ""
    room = _room(parts, left, right)
    text = parts[0].text
    for above, line in pairwise(parts):
        text += glue(above, line) if wrapped(above, line, room) else "\n"
        text += line.text
    return text


def _room(parts: list[Line], left: float, right: float) -> float:
    """The width that text may take: the cell without its margins, which are as wide as they look."""
    margin = min([min(line.x0 - left, right - line.x1) for line in parts] + [6.0])
    return right - left - 2 * max(margin, 1.0)


def wrapped(above: Line, line: Line, room: float) -> bool:
    """Whether the first word of ``line`` would not have fitted behind ``above``."""
    if above.text[-1:] in "。；！？;" and _ITEM.match(line.text):
        return False
    match = _CHUNK.match(line.text)
    chunk = match.group() if match else line.text[:1]
    return (above.x1 - above.x0) + _width(chunk, line) > room - 1


def glue(above: Line, line: Line) -> str:
    """What belongs between the two halves of a wrapped line: a blank between Latin words, else nothing."""
    return (
        " "
        if above.text[-1:].isascii()
        and above.text[-1:].isalpha()
        and line.text[:1].isalpha()
        and (line.text[:1].isascii())
        else ""
    )


def _width(text: str, line: Line) -> float:
    """The width of ``text``, measured by the line it stands in."""
    units = sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in line.text)
    return (line.x1 - line.x0) * sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in text) / max(units, 0.5)
