"""Pages whose cells a copy ran together: the text of a sheet as one string that knows the place of each offset.

Line ends part the rows of a sheet, ``CELL`` the cells of a row; bars that somebody drew between cells count as
such. Everything else that stands side by side in the string may be one cell or several.
"""

from __future__ import annotations

import bisect
from functools import cache
from typing import NamedTuple

import msgspec

from linter.forms.labelkeys import shape, words
from linter.forms.levelwords import is_level, is_side, level, level_words
from linter.forms.passes.runningtitles import is_page_number
from linter.forms.row import Row
from linter.forms.rows.cellsorts import is_number
from linter.forms.rows.header import is_header
from linter.forms.vocabulary import column_claim, column_role
from linter.ground.patterns import compiled
from linter.model import NOWHERE, Cell, Place

#: What parts two cells of a row.
CELL = "\x1f"
_BAR = compiled(r"[ \t]*[|｜\t][ \t]*")
#: A hint of the template with blanks in it: ( ≥**个 ).
_HINT = compiled(r"[（(] ?[≥≤<>=]{0,2} ?\*{1,3}[^（()）\n]{0,10}[）)]")
#: A piece as far as it is looked at: no label and no level word is longer.
_PIECE = compiled(rf"[^\s{CELL}]{{1,64}}")
_BRACKET = r"(?:[ ]?[（(\[][^（()）\n\x1f]{1,16}[)）\]])?"
#: Fewer heads are no table.
_FEWEST_HEADS = 3
_MOST_HEADS = 20
#: The words of heads by which a table is looked for, and those that no text is taken apart for.
_LEADING = ("level1", "level2", "name")
_SHORTEST_WORD = 2
#: Words that follow a level word where it is only a part of another: 数量指标值, 质量指标完成情况.
_GOES_ON = (
    r"(?!值|数(?!量)|体系|要求|设[定置]|表|情况|及|和|与|[、，,]|分值|得分|任务(?!完成)"
    + r"|完成(?:情况|值|率|程度|较|得|任务))"
)


class Joined(msgspec.Struct):
    """The string of a sheet; ``starts`` are the offsets at which the lines of ``places`` begin."""

    text: str
    starts: list[int]
    places: list[Place]

    def place(self, at: int) -> Place:
        number = bisect.bisect_right(self.starts, at) - 1
        return self.places[number] if number >= 0 else NOWHERE

    def cell(self, start: int, end: int) -> Cell:
        """The cell that a stretch of the string makes."""
        return Cell(" ".join(self.text[start:end].replace(CELL, " ").split()), self.place(start))


class Span(NamedTuple):
    start: int
    end: int


def joined(rows: list[Row]) -> Joined:
    """The rows of a sheet as one string."""
    parts: list[str] = []
    starts: list[int] = []
    places: list[Place] = []
    at = 0
    for row in rows:
        if not row.filled or (row.single and is_page_number(row.single)):
            continue
        line = CELL.join(_BAR.sub(CELL, text) for text in row.texts)
        line = _HINT.sub(lambda found: "".join(found[0].split()), line)
        starts.append(at)
        places.append(row.place(row.filled[0]))
        parts.append(line)
        at += len(line) + 1
    return Joined("\n".join(parts), starts, places)


def piece_end(text: str, at: int) -> int:
    """Where the piece that begins at ``at`` ends, before a blank, a bar or a line end; a long one is cut off."""
    found = _PIECE.match(text, at)
    return found.end() if found else at


def skipped(text: str, at: int) -> int:
    """The offset of the next sign that parts nothing."""
    while at < len(text) and (text[at].isspace() or text[at] == CELL):
        at += 1
    return at


def is_apart(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a piece of its own."""
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    return (before.isspace() or before == CELL) and (after.isspace() or after == CELL)


# ---- heads


@cache
def _heads() -> tuple[str, str]:
    """Alternatives of all listed heads, and of those by which a table is looked for; the longest first."""
    section = words("columns")
    listed = {
        role: [word for word in entry.get("words", ()) if len(word) >= _SHORTEST_WORD]
        for role, entry in section.items()
    }
    every = sorted({word for group in listed.values() for word in group}, key=len, reverse=True)
    first = sorted({word for role in _LEADING for word in listed[role]}, key=len, reverse=True)
    # A narrow column breaks its head: 年度 指标值.
    return "|".join(" ?".join(map(_escaped, word)) for word in every), "|".join(map(_escaped, first))


def _escaped(word: str) -> str:
    return "".join(f"\\{sign}" if not sign.isalnum() else sign for sign in word)


def find_heads(text: str, at: int) -> list[Span]:
    """The heads of the next indicator table from ``at`` on, one behind the other; empty where there is none."""
    for found in compiled(_heads()[1]).finditer(text, at):
        spans = _run(text, found.start())
        while spans and is_side(text[spans[0].start : spans[0].end]):
            del spans[0]
        if len(spans) >= _FEWEST_HEADS and is_header(_as_row(text, spans)):
            return spans
    return []


def begins_block(text: str, heads: list[Span]) -> bool:
    """Whether behind the heads of a table those of its names begin once more: a second block of columns."""
    roles = {column_role(text[span.start : span.end]) for span in heads}
    at = skipped(text, heads[-1].end)
    found = compiled(rf"(?:{_heads()[0]}){_BRACKET}").match(text, at)
    return found is not None and column_role(found[0]) in roles & {"level2", "name"}


def _run(text: str, at: int) -> list[Span]:
    spans: list[Span] = []
    seen: set[str] = set()
    listed = compiled(rf"(?:{_heads()[0]}){_BRACKET}")
    while len(spans) < _MOST_HEADS:
        at = skipped(text, at)
        end = piece_end(text, at)
        role, sort = column_claim(text[at:end])
        if end == at or (sort != "word" and is_level(text[at:end])):
            break
        found = listed.match(text, at)
        if found is not None and (sort not in ("word", "pattern") or found.end() > end):
            # A piece that only contains the words of a head may be several heads side by side.
            end = found.end()
            role = column_role(text[at:end])
        if role is None or (role in seen and role != "other"):
            break
        if not is_side(text[at:end]):
            seen.add(role)
        spans.append(Span(at, end))
        at = end
    return spans


def _as_row(text: str, spans: list[Span]) -> Row:
    texts = [text[span.start : span.end] for span in spans]
    return Row([Cell(one) for one in texts], texts, list(range(len(texts))))


# ---- levels


@cache
def _level_words() -> str:
    first, second, endings = level_words()
    stems = sorted(dict.fromkeys((*first, *second)), key=len, reverse=True)
    ends = sorted((end for end in endings if len(end) > 1), key=len, reverse=True)
    return rf"(?:{'|'.join(map(_escaped, stems))}) ?(?:{'|'.join(ends)})等?{_GOES_ON}{_BRACKET}"


def find_levels(text: str, start: int, end: int) -> list[Span]:
    """The level words between two offsets, in order: those that can be nothing else, wherever they stand, and
    shorter ones (服务对象满意度) where they are a piece of their own behind a level word."""
    spans: list[Span] = []
    for found in compiled(_level_words()).finditer(text, start, end):
        word = text[found.start() : found.end()]
        if level(word) is not None:
            spans.append(Span(*found.span()))
    extra = [one for span in spans for one in _beneath(text, span, end)]
    return sorted(
        {*spans, *(one for one in extra if not any(one.start < s.end and s.start < one.end for s in spans))}
    )


def _beneath(text: str, upper: Span, end: int) -> list[Span]:
    """The piece right behind a first level that is a second one, though its word alone need not be."""
    found = level(text[upper.start : upper.end])
    at = skipped(text, upper.end)
    stop = piece_end(text, at)
    if (told := shape("joined-satisfaction").match(text, at, end)) is not None:
        # 满意度指标服务对象满意度受益群众满意度≥90%: the first of two is the level.
        return [Span(*told.span("level"))]
    if at == upper.end or at >= end or found is None or found.first is None or found.second == "成本指标":
        return []
    lower = level(text[at:stop])
    following = skipped(text, stop)
    if lower is None or lower.second is None or is_number(text[following : piece_end(text, following)]):
        return []
    return [Span(at, stop)]
