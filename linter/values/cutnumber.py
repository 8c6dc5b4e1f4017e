"""Finds that are only a part of what is written: a number that we do not read as a whole is not read at all."""

from __future__ import annotations

from itertools import pairwise

from linter.ground.patterns import compiled
from linter.values.find import Find
from linter.values.terminals import words

#: A part of a number that was not understood, right before the part that was, and right behind it.
_UNREAD = compiled(
    r"[0-9](?:[个零eE至到]|[eE^] *[-+]|[^\w\s;；。()]{1,3})? *\Z|零[上下] *\Z|[零〇百千万亿]\Z"
    r"|[一二两三四五六七八九十][-~至到] *\Z"
    r"|不(?:包?含|包括)\Z|(?:\A|[^\W0-9A-Za-z_])负[一二三四五六七八九十]? *\Z|\(不含\) *\Z"
)
_UNREAD_BEHIND = compiled(
    "[" + "".join(words("value-like-digits")) + "](?![A-Za-z])"
    r"|[零〇]|半(?!年)|[百千万亿](?![家户姓里])|[^\w\s,，、;；。()]{0,3}[0-9]|[^,，、;；。]*[≥≤<>=] *[0-9]"
)


def is_cut(text: str, finds: list[Find]) -> bool:
    """Whether a number goes on before or behind a find in a way that is not understood (1.5E+, 零下, 13万零, 2O场),
    or a date and a length of time stand side by side (2025年后三个月), which together mean a third thing."""
    gaps = zip((0, *(find.end for find in finds)), (find.start for find in finds), strict=False)
    return (
        any(_UNREAD.search(text, begin, end) for begin, end in gaps)
        or _UNREAD_BEHIND.match(text, finds[-1].end) is not None
        or any(_run_on(former, latter) for former, latter in pairwise(finds))
    )


def _run_on(former: Find, latter: Find) -> bool:
    from linter.values.units import dimension

    return (
        former.end == latter.start
        and former.reading["kind"] in {"date", "period"}
        and dimension(latter.reading.get("unit", "")) == "time"
    )
