"""What a report says behind a target of how it went (已完成, 完成率100%): the achieved value, no part of the target."""

from __future__ import annotations

import re
from functools import cache

from linter.forms.clean import clean
from linter.forms.labelkeys import words
from linter.ground.patterns import compiled
from linter.values import parse_value

#: The figure of a remark, and what is said before it: 实际供养86人, 抽查结果为93%.
_FIGURE = compiled(r"\A(?P<said>[^，,。；;\d]{1,18}?)(?=\d)")
#: A clause that ends in a figure, behind another one.
_TOLD = compiled(r"(?P<name>[\s\S]{2,}?)[，,]\s?(?P<remark>[^，,。；;\d]{1,18}?[\d.]+[^，,。；;\d]{0,8})\s?\Z")
#: Kinds of values that are figures.
_COUNTED = ("quantity", "rate")
#: Where the next clause ends.
_CLAUSE = compiled(r"[^，,。；;\n]{0,40}")
#: How much of the target was done; not what was achieved itself.
_SHARE = compiled(r"(?:指标|任务|目标)?完成率?(?:为|达到?)?\d[\d.]*[%％]")


@cache
def _remark() -> re.Pattern[str]:
    return compiled(rf"(?P<name>[\s\S]{{2,}}?)[，,]\s?(?P<remark>{words('remarks')})\s?\Z")


@cache
def _alone() -> re.Pattern[str]:
    return compiled(rf"\s{{0,4}}{words('remarks')}\s?(?=[，,。；;\n]|\Z)")


def cut_remark(text: str) -> tuple[str, str]:
    """(what was to be done, how it went) of one item; the second is empty where nothing is said."""
    remark = ""
    while found := _remark().fullmatch(text) or _told(text):
        text, told = found["name"], found["remark"]
        remark = remark if _SHARE.fullmatch(told) else told
    return text, remark


def _told(text: str) -> re.Match[str] | None:
    """A clause with the result of the target before it: 管护检查站36座，现已管护38座. Besides words that say when, how
    often or by what survey it speaks of nothing that the target does not speak of, and counts the same."""
    found = _TOLD.fullmatch(text)
    if found is None:
        return None
    said = _FIGURE.match(found["remark"])
    rest = [piece for piece in _result_words().split(said["said"]) if piece] if said else []
    if said is None or said["said"] in rest or any(piece not in found["name"] for piece in rest):
        return None
    aims = [parse_value(clean(piece)[0]) for piece in re.split(r"[，,]", found["name"])[-2:]]
    got = parse_value(clean(found["remark"][said.end() :])[0])
    counted = [aim.unit for aim in aims if aim.kind in _COUNTED]
    return found if got.kind in _COUNTED and got.unit in counted else None


@cache
def _result_words() -> re.Pattern[str]:
    return compiled(words("result_words"))


def result(remark: str, value: str) -> str:
    """What was achieved, as a column would print it: 实际供养86人 is 86人. That a figure was reached (更换病床84张，
    已完成) is no second figure."""
    done = any(map(str.isdigit, value)) and not any(map(str.isdigit, remark)) and remark[:1] not in "未没"
    return "" if done else _FIGURE.sub("", remark)


def is_remark(text: str, begin: int, start: int) -> bool:
    """Whether the part of a sentence that begins at ``start`` only says how the part from ``begin`` on went."""
    if _alone().match(text, start) is not None:
        return True
    clause = _CLAUSE.match(text, start)
    return clause is not None and _told(text[begin : clause.end()]) is not None
