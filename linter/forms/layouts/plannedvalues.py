"""Sentences of a report that say what was planned, and what was achieved or how it went."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from linter.forms.labelkeys import words
from linter.ground.patterns import compiled

#: A single sentence may say so of anything.
_FEWEST_JUDGED = 2
#: A bound in signs, and what was reached: 演练次数≥4次，实际开展5次.
_BOUND_AND_RESULT = compiled(
    r"[≥≤＞＜]\s?\d[^，,。；;\n]{0,10}[，,]\s?(?:全年|年度)?实际[^，,。；;\n\d]{0,12}\d"
)


@cache
def judged_sentence() -> re.Pattern[str]:
    """A sentence with what was planned and what was achieved: 购置设备数量，年初目标值10台，实际完成值10台."""
    text = r"[^，,；;。\n]{1,24}?"
    planned, achieved = words("planned"), words("achieved")
    return compiled(
        rf"(?P<name>[^。；;\n]{{2,60}}?)[，,、：:\s]{{0,3}}{planned}\s?(?P<value>{text})\s?[，,；;、]?\s?{achieved}\s?"
        rf"(?P<actual>{text})\s?(?=[，,；;。\n]|\Z)"
    )


@cache
def reached_sentence() -> re.Pattern[str]:
    """A sentence that says what was achieved first: 办理案件94件，目标值90件."""
    figure = r"\d[\d,.]*\s?[^\s\d，,；;。]{0,6}"
    return compiled(
        rf"(?P<name>[^。；;，,\n\d]{{2,40}})(?P<actual>{figure})[，,]\s?{words('planned')}\s?(?P<value>[^，,；;。\n]{{1,24}})"
        r"(?=[；;。\n]|\Z)"
    )


@cache
def planned_sentence() -> re.Pattern[str]:
    """A sentence with what was planned, and how it went in words: 完成时间年度指标值为6月底，实际按时完成."""
    text = r"[^，,；;。\n]{1,24}"
    return compiled(rf"(?P<name>[^。；;，,\n]{{2,60}}?){words('planned')}\s?(?P<value>{text})(?:[，,]|\Z)")


def parts_sentences(text: str, begin: int, at: int, end: int) -> bool:
    """Whether the comma at ``at`` parts two sentences that each say what was planned and what was achieved."""
    return (
        judged_sentence().search(text, begin, at) is not None
        and judged_sentence().match(text, at + 1, end) is not None
    )


def reports(text: str) -> bool:
    """Whether a text says of two things or more what was planned and what was achieved."""
    return any(
        len([*islice(pattern.finditer(text), _FEWEST_JUDGED)]) == _FEWEST_JUDGED
        for pattern in (judged_sentence(), _BOUND_AND_RESULT)
    )
