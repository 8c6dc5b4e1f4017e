"""The functions of expressions: what each takes, gives and means.

A signature is written in the notation of the field table. ``T`` stands for one type throughout the
signature, ``…`` after the last parameter lets it repeat, ``regex`` and ``words`` are texts written out in
the rule and checked when it is loaded. A missing argument makes the result missing without a call, except
for functions marked ``sees_missing``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, NamedTuple

from linter.rulebook import wording
from linter.rulebook.scope import Node, missing, money_of, read_amount, value_node
from linter.rulebook.words import WordList

Number = Decimal | None


class Function(NamedTuple):
    """A listed function. ``signatures`` are tried in order; ``run`` gets the arguments as they are."""

    signatures: tuple[str, ...]
    note: str
    run: Callable[..., Any]
    sees_missing: bool = False


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled regular expression, kept for the run."""
    return re.compile(pattern)


def _many(one: str | list[str]) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one)


def _contains(text: str, wanted: str | list[str]) -> bool:
    return any(word in text for word in _many(wanted))


def _starts(text: str, wanted: str | list[str]) -> bool:
    return text.startswith(_many(wanted))


def _ends(text: str, wanted: str | list[str]) -> bool:
    return text.endswith(_many(wanted))


def _matches(text: str, pattern: str) -> bool:
    return compiled(pattern).search(text) is not None


def _found(text: str, pattern: str) -> str | None:
    match = compiled(pattern).search(text)
    return (match.group(1) if match.re.groups else match.group()) or None if match else None


def _split(text: str, pattern: str) -> list[str]:
    pieces, end = [], 0
    for match in compiled(pattern).finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
    return [piece for piece in (*pieces, text[end:]) if piece]


def _has_word(text: str, words: WordList) -> bool:
    return any(word in text for word in words.words)


def _words_in(text: str, words: WordList) -> list[str]:
    return sorted((word for word in words.words if word in text), key=text.find)


def _normal(text: str) -> str | None:
    return wording.normal(text) or None


def _bracket_fault(text: str) -> str | None:
    span = wording.bracket_fault(text)
    return text[slice(*span)] if span else None


def _values_in(text: str) -> list[Node]:
    from linter.values import find_values

    return [value_node(value) for value in find_values(text)]


def _reading(text: str) -> Node:
    from linter.values import parse_value

    return value_node(parse_value(text))


def _amount(text: str, unit: str) -> Node:
    return value_node(read_amount(text, unit))


def _yuan(value: Node) -> Number:
    return money_of(value._raw)


def _product(*values: Node) -> Node | None:
    from linter.values.units import product

    result = product(*(value._raw for value in values))
    return value_node(result) if result is not None else None


def _year_of(date: str) -> Number:
    return None if date.startswith("--") else Decimal(date[:4])


def _sum(numbers: Sequence[Decimal]) -> Number:
    return sum(numbers, Decimal(0)) if numbers else None


def _least(*numbers: Any) -> Number:
    return min(_spread(numbers), default=None)


def _most(*numbers: Any) -> Number:
    return max(_spread(numbers), default=None)


def _spread(numbers: tuple[Any, ...]) -> Sequence[Decimal]:
    return numbers[0] if isinstance(numbers[0], list) else numbers


def _round(number: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)


def _distinct(items: list[Any]) -> list[Any]:
    return list(dict.fromkeys(items))


def _first(items: list[Any]) -> Any:
    return items[0] if items else None


def _last(items: list[Any]) -> Any:
    return items[-1] if items else None


def _default(value: Any, instead: Any) -> Any:
    return instead if missing(value) else value


def _count(items: list[Any] | WordList) -> Decimal:
    return Decimal(len(items))  # type: ignore[arg-type]


FUNCTIONS: dict[str, Function] = {
    "empty": Function(("empty(any) -> bool",), "缺失、空文本、空列表或空的指标值；结果总是真或假", missing, True),
    "default": Function(("default(T, T) -> T",), "前者缺失时取后者", _default, True),
    "len": Function(("len(text) -> number", "len(list) -> number"), "字数；列表的项数", _count),
    "contains": Function(
        ("contains(text, text) -> bool", "contains(text, list[text]) -> bool"), "含有这段文字（或列表中任一段）", _contains
    ),
    "starts": Function(
        ("starts(text, text) -> bool", "starts(text, list[text]) -> bool"), "以这段文字（或列表中任一段）开头", _starts
    ),
    "ends": Function(
        ("ends(text, text) -> bool", "ends(text, list[text]) -> bool"), "以这段文字（或列表中任一段）结尾", _ends
    ),
    "matches": Function(("matches(text, regex) -> bool",), "有一处符合正则表达式；全文符合请写 ^…$", _matches),
    "found": Function(("found(text, regex) -> text",), "第一处符合正则表达式的文字；有括号组时取第一组", _found),
    "split": Function(("split(text, regex) -> list[text]",), "在符合正则表达式处断开，去掉空段", _split),
    "words": Function(("words(words) -> list[text]",), "词表里的词", lambda words: list(words.words)),
    "has_word": Function(("has_word(text, words) -> bool",), "含有词表中的词", _has_word),
    "is_word": Function(
        ("is_word(text, words) -> bool",), "全文就是词表中的词", lambda text, words: text in words.members
    ),
    "made_of": Function(
        ("made_of(text, words) -> bool",), "全文由词表中的词连成，别无他字", lambda text, words: words.covers(text)
    ),
    "words_in": Function(("words_in(text, words) -> list[text]",), "文中出现的词表中的词，按出现先后", _words_in),
    "normal": Function(
        ("normal(text) -> text",), "便于比较的写法：全角变半角，去掉空白、标点和括号（括号内的字保留）", _normal
    ),
    "similarity": Function(
        ("similarity(text, text) -> number",), "相似程度，0 到 1：normal 之后，相同的相邻两字所占比例", wording.similarity
    ),
    "bracket_fault": Function(
        ("bracket_fault(text) -> text",), "第一处不配对的括号，或两半全半角不同的一对；没有则缺失", _bracket_fault
    ),
    "values_in": Function(("values_in(text) -> list[value]",), "文中的各个数值", _values_in),
    "reading": Function(("reading(text) -> value",), "把全文读作一个指标值", _reading),
    "amount": Function(("amount(text, text) -> value",), "把文字读作金额；第二项是文字中没写单位时的单位", _amount),
    "yuan": Function(("yuan(value) -> number",), "金额折合多少元；不是金额则缺失", _yuan),
    "dimension": Function(("dimension(value) -> text",), "量纲，如 money、person、ratio", lambda value: value.dimension),
    "product": Function(("product(value…) -> value",), "各值相乘，单位一并相乘，如 单价 × 数量", _product),
    "year_of": Function(("year_of(date) -> number",), "日期的年份；没写年份则缺失", _year_of),
    "count": Function(("count(list) -> number",), "列表的项数", _count),
    "sum": Function(("sum(list[number]) -> number",), "合计；空列表没有合计", _sum),
    "min": Function(("min(list[number]) -> number", "min(number…) -> number"), "最小的数", _least),
    "max": Function(("max(list[number]) -> number", "max(number…) -> number"), "最大的数", _most),
    "abs": Function(("abs(number) -> number",), "绝对值", abs),
    "round": Function(
        ("round(number) -> number", "round(number, number) -> number"), "四舍五入到整数，或到第二项所说的小数位", _round
    ),
    "first": Function(("first(list[T]) -> T",), "列表的第一项", _first),
    "last": Function(("last(list[T]) -> T",), "列表的最后一项", _last),
    "distinct": Function(("distinct(list[T]) -> list[T]",), "去掉重复的项，保留先后", _distinct),
}

#: Functions that look at each item of a list under a name: ``exists(targets, i: i.level2 == "数量指标")``.
EACH: dict[str, tuple[str, str]] = {
    "exists": ("exists(list[T], x: bool) -> bool", "有一项使条件为真"),
    "all": ("all(list[T], x: bool) -> bool", "各项都使条件为真"),
    "filter": ("filter(list[T], x: bool) -> list[T]", "使条件为真的各项"),
    "map": ("map(list[T], x: U) -> list[U]", "由各项算得的值，缺失的不算在内"),
}
