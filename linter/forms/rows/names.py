"""The name of an indicator without what forms print around it: stars, template hints, 指标1：, (必填)."""

from __future__ import annotations

from linter.forms.labelkeys import patterns, placeholders, words
from linter.ground.patterns import compiled

_LEADING = " \t\u3000★☆*＊√●■◆▲△※"
_TRAILING = " \t\u3000★☆"
_HINT = compiled(
    r"\s{0,4}[（(]\s{0,4}[≥≤=＝><＞＜≧≦]*\s*(?:\*{1,}|＊+|[xX×]{2,})[^（）()]{0,16}[）)]"
    r"|\s{0,4}(?<![≥≤=＝><＞＜≧≦])[≥≤=＝><＞＜≧≦]+\s*(?:\*{2,}|＊{2,}|[xX×]{2,})[^，。；,;（(]{0,12}\Z"
    rf"|\s{{0,4}}[（(]\s{{0,4}}(?:{words('shapes')['required']})\s*[）)]"
)
#: 指标1：, 指标1. and 指标1 before a name; the digit is one when a year follows without a separator.
_NUMBERED = compiled(
    r"\A(?:三级)?指标\s*(?:\d{1,2}\s*[:：.、．)）]\s*|\d(?=20\d\d年)|\d{1,2}\s+|[一二三四五六七八九十]\s*[:：、]\s*)"
)


_COUNTED = compiled(r"(?:三级)?指标(?P<number>[1-9])(?P<rest>[^\d\s:：.、．)）].+)\Z")
_LISTED = compiled(r"[（(]?(?P<number>\d{1,2})[.、．)）]+\s?(?P<rest>[\u4e00-\u9fff].+)\Z")


#: The number of a name in a list of three levels: 1.1.1打捞蓝藻水.
_SECTIONED = compiled(r"\A\d{1,2}\.\d{1,2}\.\d{1,2}[.、．]?\s*(?=[\u4e00-\u9fff])")


def _unmarked(text: str) -> str:
    return text.lstrip(_LEADING).rstrip(_TRAILING)


def clean_name(printed: str) -> str:
    """``★补助面积(≥**亩)`` → ``补助面积``; a name that is nothing but marks stays as printed."""
    name = _SECTIONED.sub("", _unmarked(printed), count=1)
    name = _unmarked(_NUMBERED.sub("", name, count=1))
    name = _HINT.sub("", name).strip()
    name = _NUMBERED.sub("", name, count=1)
    return name.rstrip(":： ") if name and not name.endswith(("(", "（")) else name


def without_mark(name: str, number: int) -> str:
    """A name without 指标N or N. before it, where N is its ``number`` in its group: 指标1户均增收 → 户均增收. Where a
    measure follows the number, it is part of the name (指标1号泵站)."""
    if (listed := _LISTED.match(name)) is not None:
        return str(listed["rest"]) if int(listed["number"]) == number else name
    found = _COUNTED.match(name)
    if found is None or int(found["number"]) != number or compiled(words("counted")).match(found["rest"]):
        return name
    return str(found["rest"])


def without_hints(text: str) -> str:
    """The text with its template hints turned into blanks of the same length, so that they hold no value."""
    return _HINT.sub(lambda found: "\u3000" * len(found[0]), text)


def is_template(name: str, value: str) -> bool:
    """Whether a row is left over from the template: 指标2：, …… with nothing or a stroke as its value."""
    if value and value not in placeholders() and not is_dots(value):
        return False
    found = patterns("templates")
    bare = name.strip()
    return bool(bare and found and found.search(bare))


def is_numbered(text: str) -> bool:
    """Whether a text is a name with its number before it: 指标4.不合格产品处置率."""
    return _NUMBERED.match(text) is not None


def is_dots(text: str) -> bool:
    """Whether a cell holds only the dots or strokes of an unfilled template."""
    return bool(text) and not text.strip("….·⋯。-—－_/／\\ ")
