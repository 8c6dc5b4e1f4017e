"""Answers for language models: whole lines, as many as fit, and a line that says what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from linter.reports.view.wording import clean, shorten

#: Bytes of a text within a message, which with all around it stays below 4 kB.
MOST_BYTES = 3600
_LONGEST_LINE = 400


def cut(lines: Iterable[str], left_out: Callable[[int], str] = lambda count: f"（还有 {count} 行）") -> str:
    """The first lines that fit, each cut to size and harmless; ``left_out`` words the last one from the number of lines
    that did not."""
    whole = [shorten(clean(line), _LONGEST_LINE) for line in lines]
    sizes = [_size(line) for line in whole]
    if sum(sizes) <= MOST_BYTES:
        return "\n".join(whole)
    room = MOST_BYTES - _size(left_out(len(whole)))
    kept = 0
    for size in sizes:
        if size > room:
            break
        room -= size
        kept += 1
    return "\n".join([*whole[:kept], left_out(len(whole) - kept)])


def _size(line: str) -> int:
    """Bytes of a line as JSON holds it, with its line break as ``\\n``."""
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return len(escaped.encode("utf-8", "backslashreplace")) + 2
