"""Whether the numbers of a list count up."""

from __future__ import annotations

from functools import lru_cache

from linter.ground.patterns import compiled

# 2. or 3、 before anything but a digit (1.5, 3、4月); a digit right before it makes it part of a number.
_MARK = compiled(r"(?<![\d.．a-zA-Z第:：至到-])(\d{1,2})\s*[.．、](?![\d、]|\s*\d{1,2}\s*月)")
_STRAY = compiled(r"(?<!\d)\d{1,2}\s+\d{1,2}\s*[.、]\s*\D")
#: What may stand above a list that begins again at one.
_HEADING = compiled(
    r"[:：]\s*\Z|(?:^|[\s。；;])(?:目标|任务|指标)?[（(]?[一二三四五六七八九十]{1,2}[、.．)）:：]|[①-⑩]"
)
_CONTEXT = 10


@lru_cache(maxsize=1024)
def numbering_fault(text: str) -> str | None:
    """The place where the item numbers of a text stop counting up, with some of what follows: a number left
    alone before another, one repeated, one skipped, or a list that begins with two or three. A list may begin
    again at one, a list of nothing but a first item only below a heading of its own. None when the numbers are in
    order or there are none."""
    if stray := _STRAY.search(text):
        return text[stray.start() : stray.start() + _CONTEXT].strip()
    before = end = 0
    for match in _MARK.finditer(text):
        number = int(match[1])
        again = number == before == 1 and not _HEADING.search(text[end : match.start()])
        if again or (number not in (1, before + 1) and number < 20 and (before or number < 4)):
            return text[match.start() : match.start() + _CONTEXT].strip()
        before, end = number, match.end()
    return None
