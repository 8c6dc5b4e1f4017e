"""Where a table whose cells ran together begins and ends in its text."""

from __future__ import annotations

from linter.forms.head.titles import is_title
from linter.forms.labelkeys import shape
from linter.forms.layouts.joinedtext import (
    CELL,
    find_levels,
)
from linter.forms.levelwords import is_side, level
from linter.forms.vocabulary import is_footer
from linter.ground.patterns import compiled

#: Fewer different second levels than this, without heads, are a mention of indicators and no table.
_FEWEST_LEVELS = 3
_COLON = compiled(r"[:：]")


def lead_end(text: str, start: int, end: int) -> int:
    """Where the head before a table ends: a label of the whole table right before its heads is none of it."""
    line = max(text.rfind("\n", start, end), start - 1) + 1
    lead = text[line:end].strip(f" {CELL}")
    if is_side(lead) or len(lead) == 1:
        return line
    for side in ("绩效指标", "指标"):
        if lead.endswith(side):
            return text.rindex(side, line, end)
    return end


def headless_start(text: str) -> int | None:
    """Where a table without heads begins, where the text has one: at its first level word."""
    spans = find_levels(text, 0, len(text))
    seconds = {
        found.second for span in spans if (found := level(text[span.start : span.end])) and found.second
    }
    if len(seconds) < _FEWEST_LEVELS:
        return None
    # 数量指标：…, - 接入机构：≥46家 is running text, which is read elsewhere.
    colons = len(_COLON.findall(text, spans[0].start, table_end(text, spans[-1].end)))
    return spans[0].start if colons * 2 < len(spans) else None


def table_end(text: str, start: int) -> int:
    """Where a table ends: before its sum, its footer or the next form."""
    found = shape("joined-end").search(text, start)
    end = found.start() if found else len(text)
    at = text.find("\n", start)
    while 0 <= at < end:
        stop = text.find("\n", at + 1)
        line = text[at + 1 : stop if stop >= 0 else len(text)].strip()
        if (is_title(line) and level(line) is None) or is_footer(line.split(CELL)[0].strip(" :：")):
            return at
        at = stop
    return end
