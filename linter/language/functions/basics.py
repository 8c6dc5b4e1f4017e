"""The functions of expressions: what each takes, gives and means.

A signature is written in the notation of the field table, with ``|`` between types a parameter may have.
``T`` stands for one type throughout the signature, ``…`` after the last parameter lets it repeat, ``?`` lets
it be left out, ``regex`` and ``words`` are texts written out in the rule and checked when it is loaded. A
missing argument makes the result missing without a call, except for functions marked ``sees_missing``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

from linter.language.functions import comparables, misprints, namesakes, serials, spellings, texts, twins
from linter.language.functions import likeness as wording
from linter.language.functions import origins as borrowing
from linter.language.functions import phrases as saying
from linter.language.functions import tallies as counting
from linter.language.functions import topics as crossing
from linter.language.moneyfields import money_of, read_amount
from linter.language.nodes import Node, missing, show, value_node
from linter.language.wordlists import WordList

Number = Decimal | None


class Function(msgspec.Struct, frozen=True):
    """A listed function. ``run`` gets the arguments as they are. ``unsaid`` is the answer of a question about
    texts where an argument is missing: what is not written does not contain a word."""

    signature: str
    note: str
    run: Callable[..., Any]
    sees_missing: bool = False
    unsaid: bool | None = None


def _join(pieces: list[str], between: str) -> str | None:
    return between.join(pieces) or None


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


def _month_of(date: str) -> Number:
    return Decimal(date[-5:-3])


def _day_of(date: str) -> Number:
    return Decimal(date[-2:])


def _sum(numbers: Sequence[Decimal]) -> Number:
    return sum(numbers, Decimal(0)) if numbers else None


def _least(*numbers: Any) -> Number:
    return min(_spread(numbers), default=None)


def _most(*numbers: Any) -> Number:
    return max(_spread(numbers), default=None)


def _spread(numbers: tuple[Any, ...]) -> Iterator[Decimal]:
    for number in numbers:
        yield from number if isinstance(number, list) else (number,)


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


def _choose(condition: bool | None, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


def _count(items: list[Any] | WordList) -> Decimal:
    return Decimal(len(items))  # type: ignore[arg-type]


FUNCTIONS: dict[str, Function] = {
    "empty": Function("empty(any) -> bool", "缺失、空列表或空的指标值；结果总是真或假", missing, True),
    "default": Function("default(T, T) -> T", "前一项缺失时取后一项", _default, True),
    "choose": Function(
        "choose(bool, T, T) -> T", "条件为真取第二项，否则（包括算不出来）取第三项", _choose, True
    ),
    "len": Function("len(text|list) -> number", "文本的字数；列表的项数", _count),
    "contains": Function(
        "contains(text|list[text], text|list[text]) -> bool",
        "含有这段文字；写成列表时，任一段含有其中任一段即可",
        texts.contains,
        unsaid=False,
    ),
    "starts": Function(
        "starts(text, text|list[text]) -> bool", "以这段（或其中一段）文字开头", texts.starts, unsaid=False
    ),
    "ends": Function(
        "ends(text, text|list[text]) -> bool", "以这段（或其中一段）文字结尾", texts.ends, unsaid=False
    ),
    "matches": Function(
        "matches(text|list[text], regex) -> bool",
        "有一处符合正则表达式（全文符合请写 ^…$）；写成列表时，有一段符合即可",
        texts.matches,
        unsaid=False,
    ),
    "lacks": Function(
        "lacks(text|list[text], regex|list[text]) -> bool",
        "没有一处符合正则表达式，或不含列表里的任何一段；什么也没写时也是真",
        texts.lacks,
        unsaid=True,
    ),
    "pattern": Function(
        "pattern(text) -> regex",
        "rules/words/patterns.yaml 里这个名字的正则表达式，写在要正则表达式的地方",
        show,
    ),
    "found": Function(
        "found(text, regex) -> text", "第一处符合正则表达式的文字；有括号组时取第一组", texts.found
    ),
    "split": Function("split(text, regex) -> list[text]", "在符合正则表达式处断开，去掉空段", texts.split),
    "join": Function("join(list[text], text) -> text", "各段连成一段，中间夹第二项", _join),
    "words": Function("words(words) -> list[text]", "词表里的词", lambda words: list(words.words)),
    "has_word": Function(
        "has_word(text|list[text], words) -> bool",
        "含有词表中的词；写成列表时，有一段含有即可",
        texts.has_word,
        unsaid=False,
    ),
    "is_word": Function(
        "is_word(text, words) -> bool",
        "全文就是词表中的一个词",
        lambda text, words: text in words.members,
        unsaid=False,
    ),
    "made_of": Function(
        "made_of(text, words) -> bool",
        "全文由词表中的词连成，别无他字",
        lambda text, words: words.covers(text),
        unsaid=False,
    ),
    "words_in": Function(
        "words_in(text|list[text], words) -> list[text]", "文中出现的词表中的词，按出现先后", texts.words_in
    ),
    "normal": Function(
        "normal(text) -> text", "便于比较的写法：全角变半角，去掉空白、标点和括号，括号内的字保留", _normal
    ),
    "without": Function(
        "without(text, words) -> text", "去掉词表里的词，剩下的文字；什么也不剩则缺失", saying.without
    ),
    "similarity": Function(
        "similarity(text, text) -> number",
        "相似程度，0 到 1：normal 之后，两边共有的相邻两字占全部相邻两字的比例",
        wording.similarity,
    ),
    "overlap": Function(
        "overlap(text, text) -> number",
        "前一段有多少在后一段里，0 到 1：normal 之后，前一段的相邻两字在后一段里出现的比例",
        wording.overlap,
    ),
    "bracket_fault": Function(
        "bracket_fault(text) -> text",
        "第一处不配对的括号，或两半全半角不同的一对；没有则缺失",
        _bracket_fault,
    ),
    "values_in": Function("values_in(text) -> list[value]", "文中的各个数值", _values_in),
    "reading": Function("reading(text) -> value", "把全文读作一个指标值", _reading),
    "amount": Function(
        "amount(text, text) -> value", "把前一项读作金额；没写单位的，以后一项为单位", _amount
    ),
    "yuan": Function("yuan(value) -> number", "金额折合多少元；不是金额则缺失", _yuan),
    "money_text": Function(
        "money_text(number) -> text", "把元数写成金额，如 8万元、3000元", saying.money_text
    ),
    "text_of": Function("text_of(number) -> text", "把数写成文字，用来和别的文字连起来", show),
    "dimension": Function(
        "dimension(value) -> text", "量纲，如 money、person、ratio", lambda value: value.dimension
    ),
    "product": Function("product(value…) -> value", "各值相乘，单位一并相乘，如 单价 × 数量", _product),
    "borrowed_from": Function(
        "borrowed_from(text, form, words) -> form",
        "文中有一长段是另一个项目的名称、用途或目标里的话，而与本表无关：给出那个项目的表；词表里的套话不算",
        borrowing.borrowed_from,
    ),
    "borrowed": Function(
        "borrowed(text, form, words) -> text", "上面所说的那一段（不含标点）", borrowing.borrowed
    ),
    "apart": Function(
        "apart(text, text) -> text",
        "前一段去掉与后一段共有的字串（相邻两字以上），如去掉项目名称；什么也不剩则缺失",
        crossing.apart,
    ),
    "topics": Function(
        "topics(text|list[text], words) -> list[text]",
        "文中说到的各组事项，用每组的第一个词表示；词表的每一项是一组同义词，用 | 隔开",
        crossing.topics,
    ),
    "topics_beyond": Function(
        "topics_beyond(text|list[text], text|list[text], words) -> list[text]",
        "前一项说到、后一项没有说到的各组事项，用写在前一项里的词表示",
        crossing.topics_beyond,
    ),
    "overall": Function(
        "overall(form) -> form", "同一文件里部门（单位）整体的表；本表就是的缺失", crossing.overall
    ),
    "repeated": Function(
        "repeated(text_piece, number) -> text",
        "这段文字里后文（别的表，或表外的叙述）又一字不差写到的第一句，至少这么多字；只看目标、用途和叙述",
        crossing.repeated,
    ),
    "year_of": Function("year_of(date) -> number", "日期的年份；没写年份则缺失", _year_of),
    "month_of": Function("month_of(date) -> number", "日期的月份", _month_of),
    "day_of": Function("day_of(date) -> number", "日期是几号", _day_of),
    "count": Function("count(list) -> number", "列表的项数", _count),
    "sum": Function("sum(list[number]) -> number", "合计；空列表没有合计", _sum),
    "min": Function("min(number|list[number]…) -> number", "最小的数；空列表没有", _least),
    "max": Function("max(number|list[number]…) -> number", "最大的数；空列表没有", _most),
    "abs": Function("abs(number) -> number", "绝对值", abs),
    "round": Function("round(number, number?) -> number", "四舍五入到整数；第二项是要保留的小数位数", _round),
    "first": Function("first(list[T]) -> T", "列表的第一项", _first),
    "last": Function("last(list[T]) -> T", "列表的最后一项", _last),
    "minus": Function(
        "minus(list[T], list[T]) -> list[T]", "前一个列表里有、后一个列表里没有的项", saying.minus
    ),
    "distinct": Function("distinct(list[T]) -> list[T]", "去掉重复的项，保留先后", _distinct),
    **{
        name: Function(*row)
        for part in (twins, spellings, namesakes, comparables, misprints, serials, counting)
        for name, row in part.TABLE.items()
    },
}

#: Functions that look at each item of a list under a name: ``exists(targets, i: i.level2 == "数量指标")``.
EACH: dict[str, tuple[str, str]] = {
    "exists": ("exists(list[T], x: bool) -> bool", "有一项使条件为真"),
    "all": ("all(list[T], x: bool) -> bool", "各项都使条件为真"),
    "filter": ("filter(list[T], x: bool) -> list[T]", "使条件为真的各项"),
    "map": ("map(list[T], x: U) -> list[U]", "由各项算得的值，缺失的不算在内"),
}
