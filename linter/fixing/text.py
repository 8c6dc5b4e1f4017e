"""Changes to plain text: the characters that change are replaced, every other byte stays.

A cell is found by its line and, where the same text stands there more than once, by the number of its cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence

from linter.fixing.change import Change, Step, steps
from linter.fixing.encoded import read_encoded
from linter.office.limits import Limits

_NEWLINE = re.compile(r"\r\n|\r|\n")
_BAR = re.compile(r"(?<!\\)\|")


def apply(data: bytes, changes: Sequence[Change], limits: Limits) -> tuple[bytes, list[Change]]:
    """The changed text, and the changes that could not be made. Raises JxlintError."""
    file = read_encoded(data)
    starts = [0, *(found.end() for found in _NEWLINE.finditer(file.text))]
    replacements: list[Step] = []
    taken: list[tuple[int, int]] = []
    failed = []
    for change in changes:
        span = _find(file.text, starts, change)
        if span is None or _overlaps(span, taken) or _breaks(change):
            failed.append(change)
            continue
        offsets = _offsets(file.text, *span)
        for start, end, fresh in steps(change.before, change.after):
            replacements.append((offsets[start], offsets[end], fresh))
            insort(taken, (offsets[start], offsets[end]))
    return file.splice(replacements), failed


def _breaks(change: Change) -> bool:
    """Whether a change would add or remove what separates cells and lines, or markup in an HTML table."""
    signs = "\n\t|" if change.place.table is None else "\n<&"
    return any(change.before.count(sign) != change.after.count(sign) for sign in signs)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Whether a span meets one of those that are taken, which are in order and do not meet one another."""
    before = bisect_left(taken, (span[1], 0))
    return before > 0 and taken[before - 1][1] > span[0]


def _find(text: str, starts: list[int], change: Change) -> tuple[int, int] | None:
    """Where the text to change stands; None when it is not there or cannot be told from its equals."""
    line = change.place.line or 0
    if not change.before or not 0 < line <= len(starts):
        return None
    first = starts[line - 1]
    last = starts[line] if line < len(starts) else len(text)
    pattern = re.compile(r"(?:\r\n|\r|\n)".join(map(re.escape, change.before.split("\n"))))
    spans = []
    at = first
    while (found := pattern.search(text, at)) and found.start() < last:
        spans.append(found.span())
        at = found.start() + 1
    if len(spans) > 1 and change.place.column is not None:
        mine = [span for span in spans if change.place.column in _columns(text[first : span[0]])]
        whole = [span for span in mine if _bounded(text, *span)]
        spans = whole or mine
    elif len(spans) > 1:
        spans = [span for span in spans if _bounded(text, *span)] or spans
    return spans[0] if len(spans) == 1 else None


def _columns(before: str) -> set[int]:
    """The number that a cell behind this part of a line may have: by tabs, or by bars with or without a
    leading one."""
    if "\t" in before:
        return {before.count("\t") + 1}
    bars = len(_BAR.findall(before))
    return {bars if before.lstrip().startswith("|") else bars + 1}


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a cell or a line by itself, blanks aside."""
    before = text[:start].rstrip(" \u3000")[-1:]
    after = text[end : end + 50].lstrip(" \u3000")[:1]
    return before in ("", "\t", "|", "\n", "\r") and after in ("", "\t", "|", "\n", "\r")


def _offsets(text: str, start: int, end: int) -> list[int]:
    """The offset in the file of each character of a cell, where a line end counts as one, and of its end."""
    offsets, at = [], start
    while at < end:
        offsets.append(at)
        at += 2 if text.startswith("\r\n", at) else 1
    return [*offsets, end]
