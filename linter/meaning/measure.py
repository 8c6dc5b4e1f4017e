"""The name of an indicator → what it measures, what its unit must be, what is counted, and which way is better.

The end of the name decides; the unit decides where the name is open (慰问群众, in 人次 or in 户). A direction
printed in the form (正向, 反向) stands above all words.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from linter.ground.patterns import compiled
from linter.meaning.direction import BENEFITS, COSTS, Better, direction, printed_direction
from linter.meaning.measurewords import (
    Head,
    benefits,
    deeds,
    heads,
    modifiers,
    openers,
    pers,
    soft,
    tasks,
    verb_at,
    verbs,
)
from linter.model import Indicator
from linter.values.canonical import canonical
from linter.values.units import dimension

#: What is measured in a unit of a dimension, where the name leaves it open.
_BY_DIMENSION = {
    "ratio": "ratio",
    "person": "people",
    "person_time": "visits",
    "area": "area",
    "length": "length",
    "money": "money",
    "time": "duration",
    "score": "score",
}
_WANTED = {measure: name for name, measure in _BY_DIMENSION.items()} | {"price": "money"}
#: A name that counts takes these from its unit (种植数量 in 亩 is an area).
_COUNTED_AS = frozenset({"people", "visits", "area", "length"})
_COUNTING = frozenset({"people", "visits", "count", "area", "length", "price"})
_SATISFACTION = "服务对象满意度指标"
_BRACKET = compiled(r"[（(]([^（）()]*)[）)]?\Z")
_LEAD = compiled(r"\A(?:[★☆*△▲·\s]+|(?:20)?[0-9]{2}年度?|(?:全年|年度|本年|当年|年内|预计|计划))+")
_TAIL = compiled(r"[\s，。；、：:,.;]+\Z")
_AMOUNTS = frozenset({"mass", "volume", "energy", "power", "household", "coal"})
_NO_UNITS = frozenset({"/", "-", "—", "无", "定性", "其他"})
_JOINTS = "、和及与"
_SHORTEST_NOUN = 2
_LONGEST_UNIT = 3
#: A verb inside a shorter name is part of a noun (平台监管).
_SHORTEST_SENTENCE = 8


class Measure(msgspec.Struct, frozen=True):
    """``measures`` is one of MEASURES. ``dimension`` is what the unit must have, as
    ``linter.values.units.dimension`` names it (a price wants ``money``, by itself or per something), ``""``
    where any will do. ``counted`` is the noun that is counted or measured, ``per`` what it is per (人/年)."""

    measures: str = "none"
    dimension: str = ""
    counted: str = ""
    per: str = ""
    better: Better = "unknown"


@lru_cache(maxsize=4096)
def measure(
    name: str, unit: str = "", level2: str | None = None, printed: str = "", dated: bool = False
) -> Measure:
    """The reading of a name. ``unit`` as printed or canonical, ``level2`` canonical, ``printed`` the direction
    as the form prints it, ``dated`` whether the target is a day or a span of days."""
    plain, bracket = _plain(name)
    unit = _canonical(unit or bracket)
    found = heads().ending(plain)
    head = found.role if found else None
    kind, wanted = _kind(plain, head, unit, level2, dated)
    wanted = _labelled(bracket, unit) or wanted
    per = _per(plain, unit)
    if kind == "money" and _is_price(plain, head, unit, per, level2):
        kind = "price"
    core = _last_part(plain)
    return Measure(
        measures=kind,
        dimension=wanted or _WANTED.get(kind, ""),
        counted=_counted(core, found.word if found and _counts(found.word, found.role) else "")
        if kind in _COUNTING
        else "",
        per=per,
        better=printed_direction(printed) or direction(core, kind, head, wanted, level2),
    )


def _plain(name: str) -> tuple[str, str]:
    """The name without marks, years and a bracket at its end; and what stands in that bracket if it is a unit."""
    text = _LEAD.sub("", _TAIL.sub("", name))
    found = _BRACKET.search(text)
    if found is None or found.start() == 0:
        return text, ""
    inner = found[1].strip()
    # （20分）are the points of the row, no unit of its value.
    unit = not any(map(str.isdigit, inner)) and dimension(_canonical(inner))
    return text[: found.start()].strip(), inner if unit else ""


@lru_cache(maxsize=1024)
def _canonical(unit: str) -> str:
    """The unit as we print it, itself where it is not known."""
    return unit if not unit or dimension(unit) else canonical(unit) or unit


def _labelled(bracket: str, unit: str) -> str:
    """The dimension of a unit in brackets behind the name, where the unit of the value is of another kind: a place and
    a person, a count and a share."""
    told, measured = dimension(_canonical(bracket)) if bracket else "", dimension(unit) if unit else ""
    return told if told and measured and _by_unit(told) != _by_unit(measured) else ""


def _last_part(plain: str) -> str:
    """What is measured stands behind the last comma of a long name."""
    return max(plain.rpartition("，")[2], plain.rpartition(",")[2], key=lambda part: -len(part)) or plain


def _kind(plain: str, head: Head | None, unit: str, level2: str | None, dated: bool) -> tuple[str, str]:
    """What is measured, and the wanted dimension where it is not the usual one."""
    measured = dimension(unit) if unit else ""
    by_unit = _by_unit(measured)
    if head is None or _leaves_open(plain, head, unit, by_unit, level2, dated):
        return _open_kind(plain, unit, by_unit, measured, level2, dated)
    kind, wanted = head.measures, head.wants
    if kind == "count" and not wanted:
        if by_unit in _COUNTED_AS:
            return by_unit, ""
        wanted = measured if measured in _AMOUNTS else ""
    elif kind in ("deadline", "state") and by_unit == "duration" and not dated:  # 维护及时性 <24小时
        kind = "duration"
    elif kind == "duration" and dated and head.better != "more":
        kind = "deadline"
    elif kind == "ratio" and by_unit == "score":
        kind = "score"
    return kind, wanted


def _leaves_open(plain: str, head: Head, unit: str, by_unit: str, level2: str | None, dated: bool) -> bool:
    """Whether the end of the name does not settle what is measured."""
    if head.noun:
        return bool(by_unit) or dated or _leading(plain) == "task"
    if head.measures == "money":  # 减少财产损失 says what shall come of the project, no sum
        return not unit and level2 in BENEFITS and _leading(plain) == "effect"
    if head.measures != "state":
        return False
    return (
        dated or ("/" in unit and by_unit == "count") or (not head.firm and _leading(plain, "soft") == "task")
    )


def _open_kind(
    plain: str, unit: str, by_unit: str, measured: str, level2: str | None, dated: bool
) -> tuple[str, str]:
    if dated:
        return "deadline", ""
    if by_unit:
        return by_unit, measured if by_unit == "count" and measured in _AMOUNTS else ""
    if not plain:
        return "none", ""
    if unit and len(unit) <= _LONGEST_UNIT and unit not in _NO_UNITS:
        return "count", ""
    if level2 == _SATISFACTION:
        return "ratio", ""
    return {"task": "task", "effect": "state"}.get(_leading(plain) or _within(plain), "none"), ""


def _leading(plain: str, state: str = "") -> str:
    """``task`` or ``effect`` by the verb that the name begins with, behind what may stand before it; ``""`` for none.
    With ``state`` a verb that does both is an effect."""
    at = 0
    while True:
        verb, opener = verb_at(verbs(), plain, at), openers().at(plain, at)
        if verb is not None and (opener is None or verb.end >= opener.end):
            task = verb.role == "tasks" and verb.word not in (soft() if state else modifiers())
            return "task" if task and verb.end < len(plain) else "effect"
        if opener is None:
            return ""
        at = opener.end


def _within(plain: str) -> str:
    """The same by the verbs anywhere in the name: an effect stands above a task."""
    roles = {hit.role for hit in verbs().scan(plain)}
    return (
        "effect" if "effects" in roles else "task" if len(roles) and len(plain) > _SHORTEST_SENTENCE else ""
    )


def _by_unit(measured: str) -> str:
    """What a unit of this dimension measures; ``count`` for things that are counted one by one."""
    return _BY_DIMENSION.get(measured.split("/", 1)[0], "count") if measured else ""


def _per(plain: str, unit: str) -> str:
    """What a name is per, and what its unit is per besides: 人/年."""
    named = [hit.role for hit in pers().scan(plain)]
    return "/".join(dict.fromkeys((*named, *_unit_pers(unit))))


def _unit_pers(unit: str) -> list[str]:
    """What the unit is per; a sum of money below the line (吨标准煤/万元) is the output of all."""
    return [part for part in unit.split("/")[1:] if part and dimension(part) != "money"]


def _is_price(plain: str, head: Head | None, unit: str, per: str, level2: str | None) -> bool:
    """Whether a sum of money is paid again and again: for each person, each case."""
    if not per:
        return False
    if "/" in unit:
        return True
    return bool(head is None or head.better != "more") and (level2 in COSTS or bool(benefits().scan(plain)))


def _counted(core: str, head: str) -> str:
    """The noun: the name without its head, the verbs around it and what it is per."""
    text = core[: len(core) - len(_cut(head))]
    for hit in reversed(pers().scan(text)):
        text = text[: hit.start] + text[hit.end :]
    return (_stripped(text) or text).strip(_JOINTS + "的 ，,")


def _counts(word: str, head: Head) -> bool:
    """Whether the end of the name is a word of measuring (件数, 面积) and not the noun itself (人员)."""
    return not head.noun or word.endswith(("数", "数量"))


def _cut(head: str) -> str:
    """What of a head is no noun itself: 数 of 案件数, the whole of 个数 and 批次数."""
    noun = head.removesuffix("数量").removesuffix("数")
    return head if len(noun) < _SHORTEST_NOUN or noun == head or dimension(noun) else head[len(noun) :]


def _stripped(text: str) -> str:
    """Without the verb it begins with, others joined to it, and the verbs it ends in."""
    joined = True
    while joined and (verb := verb_at(tasks(), text)) and verb.word not in modifiers():
        rest = text[verb.end :]
        if rest in deeds():  # 补贴发放人数 counts 补贴
            break
        text = rest.lstrip(_JOINTS)
        joined = text != rest
    while len(text) > _SHORTEST_NOUN and (deed := deeds().ending(text)) is not None:
        text = text[: deed.start].rstrip(_JOINTS)
    return text


def measure_of(indicator: Indicator) -> Measure:
    """The reading of an indicator as it stands in its form."""
    value = indicator.parsed
    return measure(
        indicator.name,
        value.unit or indicator.unit,
        indicator.level2,
        indicator.direction,
        value.kind in {"date", "period"},
    )
