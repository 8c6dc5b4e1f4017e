"""Text → Value: the typed reading of a target such as ``≥95%`` (first working version, regular expressions)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from linter.model import Value

_NUMBER = r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?P<cmp>≥|≤|=|>=|<=|>|<|≈|±|大于等于|小于等于|不低于|不少于|不超过|大于|小于|低于|高于|超过|达到|达|至少|约)?\s*"
    rf"(?P<number>{_NUMBER})(?:\s*[-~至到]\s*(?P<number2>{_NUMBER}))?\s*"
    r"(?P<unit>(?:(?!以上|以下|以内|左右)[^\d\s≥≤=<>，。；;、,.（()])*)(?P<post>以上|以下|以内|左右)?"
)
_CMP = {
    "≥": "≥ >= 大于等于 不低于 不少于 达到 达 至少 以上",
    "≤": "≤ <= 小于等于 不超过 以下 以内",
    ">": "> 大于 高于 超过",
    "<": "< 小于 低于",
    "≈": "≈ 约 左右",
}
_BY_WORD = {word: sign for sign, words in _CMP.items() for word in words.split()}
_DAY = r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
_PERIOD = re.compile(rf"{_DAY}\s*[-~至到—]+\s*{_DAY}")


def _normal(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("≧", "≥").replace("≦", "≤")
    text = re.sub(r"\\geq?q?", "≥", text)
    text = re.sub(r"\\leq?q?", "≤", text)
    return re.sub(r"</?\w+[^<>]*>|[$\\]", "", text)


@lru_cache(maxsize=20_000)
def parse_value(text: str) -> Value:
    """The reading of a whole value cell. Never fails; what is no value is ``qualitative`` or ``text``."""
    plain = _normal(text).strip(" \t\n:：。；;")
    span = (0, len(text))
    if plain in {"", "/", "无", "-", "—"}:
        return Value(text=text, kind="empty", span=span, note="placeholder" if plain else "")
    if found := _PERIOD.fullmatch(plain):
        y, m, d, y2, m2, d2 = (int(part) for part in found.groups())
        start, end = f"{y:04}-{m:02}-{d:02}", f"{y2:04}-{m2:02}-{d2:02}"
        return Value(text=text, kind="period", cmp="=", start=start, end=end, span=span)
    if found := re.fullmatch(r"(\d{4})\s*年(度|年度)?", plain):
        y = int(found[1])
        return Value(text=text, kind="period", cmp="=", start=f"{y}-01-01", end=f"{y}-12-31", span=span)
    if found := re.fullmatch(r"(\d{4})年年?底", plain):
        return Value(text=text, kind="date", cmp="=", start=f"{found[1]}-12-31", end=f"{found[1]}-12-31", span=span)
    if found := _AMOUNT.fullmatch(plain):
        return _amount(text, found, span)
    if not re.search(r"\d", plain) and len(plain) <= 12 and not re.search(r"[，。；,;]", plain):
        return Value(text=text, kind="qualitative", span=span)
    return Value(text=text, kind="text", span=span)


def _amount(text: str, found: re.Match[str], span: tuple[int, int]) -> Value:
    number = Decimal(found["number"].replace(",", ""))
    unit = re.sub(r"每", "/", found["unit"]).replace("百分比", "%")
    if found["number2"]:
        upper = Decimal(found["number2"].replace(",", ""))
        return Value(text=text, kind="range", cmp="between", lower=number, upper=upper, unit=unit, span=span)
    sign = _BY_WORD.get(found["post"] or found["cmp"] or "=", "=")
    return Value(
        text=text,
        kind="rate" if "/" in unit else "quantity",
        cmp=sign,  # type: ignore[arg-type]
        lower=number if sign in {"=", "≥", ">", "≈"} else None,
        upper=number if sign in {"=", "≤", "<", "≈"} else None,
        unit=unit,
        unit_printed=found["unit"],
        span=span,
    )


def find_values(text: str) -> list[Value]:
    """The values inside running text, in order; ``span`` says where each stands."""
    values = []
    for found in _AMOUNT.finditer(text):
        if found["unit"] or found["cmp"] or found.end() == len(text):
            value = parse_value(found[0])
            values.append(msgspec.structs.replace(value, span=found.span()))
    return values


def join_cells(comparator: str, value: str, unit: str) -> str:
    """The three cells of a target as one text, each joined once and only if it holds what its column says."""
    sign = _normal(comparator).strip()
    if sign in _BY_WORD and not re.match(r"[≥≤=<>]", _normal(value)) and re.search(r"\d", value):
        value = sign + value
    measure = unit.strip()
    if measure and re.search(r"\d\)?$", value) and len(measure) <= 6:
        value += re.sub(r"\(.*\)$", "", _normal(measure))
    return value


def split_item(text: str) -> tuple[str, str]:
    """(name, value) of one item of a list: ``调解成功率≥96人。`` → (``调解成功率``, ``≥96人``)."""
    plain = text.strip().rstrip("。；;，,")
    values = find_values(plain)
    if values and values[-1].span[1] == len(plain):
        start = values[-1].span[0]
        return plain[:start].rstrip(" ：:，,"), plain[start:]
    return plain, ""


def _number(number: Decimal | None) -> str | None:
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_to_json(value: Value) -> dict[str, Any]:
    """``parsed`` of the extract contract: plain decimal strings, parts as ``number unit``."""
    return {
        "kind": value.kind,
        "cmp": value.cmp,
        "lower": _number(value.lower),
        "upper": _number(value.upper),
        "unit": value.unit,
        "start": value.start,
        "end": value.end,
        "parts": [f"{_number(part.lower)} {part.unit}".strip() for part in value.parts],
        "unknown_unit": value.unknown_unit,
    }
