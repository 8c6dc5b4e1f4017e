"""What a report says behind a target of how it went (已完成, 完成率100%): the achieved value, no part of the target."""

from __future__ import annotations

import re
from functools import cache

from linter.forms.labelkeys import words
from linter.ground.patterns import compiled

#: The figure of a remark that says it with a label: 实际供养86人.
_FIGURE = compiled(r"\A实际\D{0,8}?(?=\d)")
#: How much of the target was done; not what was achieved itself.
_SHARE = compiled(r"(?:指标|任务|目标)?完成率?(?:为|达到?)?\d[\d.]*[%％]")


@cache
def _remark() -> re.Pattern[str]:
    return compiled(rf"(?P<name>[\s\S]{{2,}}?)[，,]\s?(?P<remark>{words('remarks')})\s?\Z")


@cache
def _alone() -> re.Pattern[str]:
    return compiled(rf"\s{{0,4}}{words('remarks')}\s?(?=[，,。；;\n]|\Z)")


@cache
def _state() -> re.Pattern[str]:
    return compiled(words("said_state"))


def cut_remark(text: str) -> tuple[str, str]:
    """(what was to be done, how it went) of one item; the second is empty where nothing is said."""
    remark = ""
    while found := _remark().fullmatch(text):
        text, told = found["name"], found["remark"]
        remark = remark if _SHARE.fullmatch(told) else told
    return text, remark


def result(remark: str, value: str) -> str:
    """What was achieved, as a column would print it: 实际供养86人 is 86人. That a figure was reached (更换病床84张，
    已完成) is no second figure."""
    done = any(map(str.isdigit, value)) and not any(map(str.isdigit, remark)) and remark[:1] not in "未没"
    return "" if done else _FIGURE.sub("", remark)


def is_remark(text: str, start: int) -> bool:
    """Whether the part of a sentence that begins here only says how it went."""
    return _alone().match(text, start) is not None


def said_state(text: str) -> tuple[str, str] | None:
    """Name and target of a sentence that ends in a degree and a verb: 参与率稳步提高."""
    found = _state().fullmatch(text)
    return (found["name"], found["state"]) if found else None
