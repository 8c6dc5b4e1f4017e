"""Joining the cells of a target into one text, and splitting a list item into name and target."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from linter.ground.patterns import compiled
from linter.model import Value
from linter.values.canonical import canonical
from linter.values.normal import normalise, trim
from linter.values.read import find_values, parse_value
from linter.values.terminals import alternation, limits, signs, special_signs, verbal_signs, words
from linter.values.unitfile import units
from linter.values.units import dimension

_BRACKET_UNIT = compiled(r"(.+?)\((.+)\)\Z")
_OPEN_UNIT = compiled(r"[一-鿿A-Za-zμ°/.%‰]{1,6}\Z")
#: Thousands parted by blanks; and a negative amount as accounts print it.
_GROUPED_END = compiled(
    r"(?<![0-9.] )(?<![0-9.])[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?:\.[0-9]+)?\Z"
)
_ACCOUNT = compiled(r" *\(([0-9,.]+)\) *")
#: Where a remark in brackets begins.
_OPENING = compiled(r"[(（](?!\s*±)")
_NUMBER_END = compiled(r"[0-9]\s*\Z")
#: A rate per so many: 1/10万, 1/100000人. Its 1 is no digit of the number in front of it.
_PER = compiled(r"1?/(?:1(?P<zeros>0{3,8})|(?P<many>10?0?[千万]|[千万百]))(?P<of>\D*)\Z")
_ZEROS = {3: "千", 4: "万", 5: "10万", 6: "100万", 8: "亿"}
_NUMBERING = compiled(r"[(（]?[0-9一二三四五六七八九十]+[)）]?[.、．]?\Z")
_NAME_TAIL = " :：，,、;；-~(（"


#: Fewer figures in brackets are a remark.
_FEWEST_PARTS = 2
_NO_SUCH_DAY = "no such day"
_NAMED_DAY = compiled(r"(?P<name>[^0-9]{2,20}?[间期限度])\s*[:：为是]?\s*(?P<day>[0-9].*)")
#: No statement of one target is longer, and no name shorter; it has no clauses.
_LONGEST_STATEMENT, _SHORTEST_NAME = 40, 3
_PAUSE = compiled(r"[，,。；;：:？?]")
_DIGIT = compiled(r"[≥≤<>=]|[0-9]")

#: A unit is not longer.
_SHORT = 40


@cache
def _number_limit() -> re.Pattern[str]:
    return compiled(rf"([0-9])\s*({alternation(limits())}(?:\([^()]*\))?)\Z")


@cache
def _own_sign() -> re.Pattern[str]:
    return compiled(rf"\s*(?:[≥≤=<>≈±]|{special_signs()}|{alternation(verbal_signs())})")


def join_cells(comparator: str, value: str, unit: str) -> str:
    """The three cells of a target as one text: comparator + value + unit, each only where it belongs.

    A comparator cell that holds none (定性, 定量, 正向指标) and a unit cell that holds no unit (非数量指标)
    are left out, and so is what the value already says itself. An empty value stays empty.
    """
    text = value.strip()
    if not text:
        return ""
    bare, remark = _parted(text) if unit else (text, "")
    if remark and (measure := _unit(unit)) and _is_remark(remark, measure):
        # The unit belongs to the figure in front, whatever the remark behind it counts.
        text = bare
    else:
        remark = ""
    read = parse_value(text)
    if read.lower is None and read.upper is None:
        if _GROUPED_END.search(text) and (measure := _unit(unit)):  # 1 000 says nothing, 1 000人 does
            return (_sign(comparator) if not signs_own(text) else "") + text + measure
        return _sign(comparator) + text if read.kind in {"period", "date"} and read.cmp == "=" else text
    measure = _unit(unit)
    if measure and not read.unit:
        if (
            read.lower is not None
            and read.lower < 0
            and (account := _ACCOUNT.fullmatch(normalise(text).text))
        ):
            text = f"-{account[1]}"
        text = _with_unit(text, measure)
    if read.cmp == "=" and not signs_own(text):
        text = _sign(comparator) + text
    return text + remark


def _parted(text: str) -> tuple[str, str]:
    """A bare figure and the remark in brackets or behind 其中 that follows it: 40（其中：一站25、二站25）. A text
    without a remark is given as it is."""
    found = (_OPENING if text[-1] in ")）" else _of_which()).search(text)
    if found is None or not found.start():
        return text, ""
    bare = text[: found.start()].rstrip(" ,，;；、")
    read = parse_value(bare)
    if read.kind not in {"quantity", "range"} or read.unit or _framed(read):
        return text, ""
    return bare, text[len(bare) :]


def _is_remark(text: str, measure: str) -> bool:
    """Whether what follows a figure is no unit of its own: 2（人/班）."""
    inner = normalise(text).text.strip(" ()")
    return inner != measure and canonical(inner) is None


@cache
def _of_which() -> re.Pattern[str]:
    return compiled(alternation(words("value-of-which")))


def signs_own(text: str) -> bool:
    """Whether the text begins with a comparator of its own."""
    return _own_sign().match(normalise(text).text) is not None


def _sign(cell: str) -> str:
    """The comparator of a cell, as printed; empty when the cell holds something else."""
    word = normalise(cell).text.replace(" ", "").strip("()：:")
    return cell.strip() if word in signs() else ""


def _unit(cell: str) -> str:
    """The unit of a cell, ready to stand behind a number; empty when the cell holds something else."""
    return _remembered_unit(cell) if len(cell) <= _SHORT else _read_unit(cell)


def _read_unit(cell: str) -> str:
    text = normalise(cell).text.strip().replace(" ", "")
    if not text or text in signs():
        return ""
    per = _PER.match(text)
    if per and (many := per["many"] or _ZEROS.get(len(per["zeros"]))):
        return f"/{many}{per['of']}"
    known = canonical(text)
    bracket = _BRACKET_UNIT.match(text)
    if bracket and canonical(bracket[1]) in ({known} if known else units().names):
        return bracket[1]  # %(百分比); but 台(套) is a unit of its own
    if known is not None:
        return text
    if text.endswith(tuple(words("value-not-unit"))) or not _OPEN_UNIT.match(text):
        return ""
    read = parse_value("1" + text)
    if read.kind in {"period", "date"}:
        return text  # a month: ≤ 10 月
    return text if read.unit and read.kind in {"quantity", "rate"} and "tail" not in read.note else ""


#: The same few units stand in the cells of all forms.
_remembered_unit = lru_cache(maxsize=4096)(_read_unit)


def _with_unit(text: str, unit: str) -> str:
    if _NUMBER_END.search(text):
        return text + unit
    limited = _number_limit().search(text)
    if limited:
        return f"{text[: limited.end(1)]}{unit}{limited[2]}"
    return text


#: Opening marks of a name and their closing ones.
_QUOTES = {"“": "”", "‘": "’", "《": "》", "「": "」", "【": "】"}


def split_item(text: str) -> tuple[str, str]:
    """(name, target) of one list item: 调解成功率≥96人。 → (调解成功率, ≥96人).

    Without a target the second is empty, without a name the first. Only a target at the end of the item
    is split off; words that tell of its completion (前完成) go with it.
    """
    plain = normalise(text, join=False)
    start, end = trim(plain.text)
    first, last = plain.span(start, end)
    if first and _closes_inside(text[first - 1], text[first:last]):
        # “三支一扶”人员数量: the mark is the beginning of the name, not the frame of the item.
        first -= 1
    item = text[first:last]
    whole = parse_value(item)
    if whole.kind in {"period", "date", "range", "rate", "quantity", "compound"} and not _framed(whole):
        return "", item
    if (told := _NAMED_DAY.fullmatch(item)) and parse_value(told["day"]).note == _NO_SUCH_DAY:
        # 完成时间2025年13月底前: a day that no calendar has is a target all the same.
        return told["name"], told["day"]
    if item.endswith((")", "）")) and (parted := _in_parts(item)):
        return parted
    values = find_values(item)
    if not values:
        return item, ""
    return _split(item, values)


def _in_parts(item: str) -> tuple[str, str] | None:
    """Name and target of an item whose target is followed by its parts: 更换管道36公里（主管12公里、支管24公里）."""
    opening = max(item.rfind("("), item.rfind("（"), 0)
    parts, before = find_values(item[opening:]), find_values(item[:opening])
    if len(parts) < _FEWEST_PARTS or not before or before[-1].span[1] != len(item[:opening].rstrip()):
        return None
    name = item[: before[-1].span[0]].rstrip(_NAME_TAIL)
    return (name, item[before[-1].span[0] :]) if name else None


def split_statement(text: str) -> tuple[str, str]:
    """(name, target) of a sentence that does not end in its target: 2025年12月底前完成全部班次 → (完成全部班次,
    2025年12月底前); 人均成本控制在550元以内 → (人均成本, 控制在550元以内). The second is empty unless it is certain:
    one value, and words that do not make it a part of the name as in 65岁以上老人."""
    values = find_values(text) if len(text) <= _LONGEST_STATEMENT and not _PAUSE.search(text) else []
    if len(values) != 1:
        return text, ""
    start, end = values[0].span
    if values[0].kind == "rate" and (start, end) == (0, len(text)):
        start = _behind_name(text)
    elif not _is_deadline(values[0], text[end:]):
        return text, ""
    name = text[:start] + text[end:].lstrip().removeprefix("的")
    return (name.strip(_NAME_TAIL), text[start:end].strip()) if len(name) >= _SHORTEST_NAME else (text, "")


def _behind_name(text: str) -> int:
    """Where the name of an average ends: before its number and the longest comparator that leaves a name."""
    found = _DIGIT.search(text)
    at = found.start() if found else 0
    lead = text[:at].rstrip()
    ends = (len(sign) for sign in signs() if lead.endswith(sign) and len(lead) - len(sign) >= _SHORTEST_NAME)
    return len(lead) - max(ends, default=0)


def _is_deadline(value: Value, rest: str) -> bool:
    """Whether words behind a value only say what is to be done by then, or of which things it is the share."""
    if value.cmp in {None, "="} or not rest.strip():
        return False
    if value.unit == "%":
        return rest.startswith("的")
    timed = value.kind == "date" or (value.cmp == "≤" and dimension(value.unit) == "time")
    return timed and rest.lstrip("将要应能").startswith(tuple(words("value-done")))


def _closes_inside(mark: str, rest: str) -> bool:
    return mark in _QUOTES and 0 <= rest.find(_QUOTES[mark]) < len(rest) - 1


def _framed(value: Value) -> bool:
    return (
        "lead " in value.note or "tail " in value.note or (value.kind == "compound" and value.note != "gloss")
    )


def _split(item: str, values: list[Value]) -> tuple[str, str]:
    value = values[-1]
    start, end = value.span
    rest = item[end:].strip()
    if rest in {")", "）"} and item[:start].rstrip().endswith(("(", "（")):
        return item[:start].rstrip(_NAME_TAIL), item[start:end]
    if rest and not _completes(rest):
        return item, ""
    name = item[:start].rstrip(_NAME_TAIL)
    for word in words("value-name-end"):
        name = name.removesuffix(word)
    return ("" if _NUMBERING.match(name) else name), item[start:]


def _completes(rest: str) -> bool:
    """Whether the words behind a value only say that it is done, or are a gloss in brackets."""
    return rest in words("value-done") or (rest[0] in "(（" and rest[-1] in ")）" and len(rest) <= 12)
