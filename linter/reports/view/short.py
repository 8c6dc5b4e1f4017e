"""The short layout of a terminal report: a finding a line and what to write instead, reasons once a rule at the end.

``plain`` and ``rich`` print the same lines; only ``rich`` gives the styles colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from linter.model import Finding
from linter.reports.view.basislines import cited
from linter.reports.view.outline import Entry, Section, View
from linter.reports.view.wording import SEVERITY, clean, indicator_text, shorten

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: A part of a line and how it is meant: a severity, strong, faint, better (what to write), or nothing.
Piece = tuple[str, str]
_RANK = {severity: rank for rank, severity in enumerate(SEVERITY)}


class Line(msgspec.Struct, frozen=True):
    """``indent`` counts columns; later lines of a wrapped one hang by two more."""

    pieces: tuple[Piece, ...] = ()
    indent: int = 0

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


BLANK = Line()


def lines(view: View, rulebook: Rulebook, *, infos: bool) -> Iterator[Line]:
    """The report, most severe first within a form. Without ``infos`` findings of that severity are counted."""
    advised: set[tuple[str, str]] = set()
    file, hidden = None, 0
    for section in view.sections:
        shown = [entry for entry in section.entries if infos or entry.severity != "info"]
        hidden += len(section.entries) - len(shown)
        if not shown:
            continue
        if section.file != file:
            file = section.file
            advised.clear()
            yield Line(((file, "strong"),))
        yield Line(((section.heading, "strong"),))
        yield from _section(section, shown, advised)
        yield BLANK
    if hidden:
        yield Line(((f"另有提示 {hidden} 处，加 --all 列出。", "faint"),))
        yield BLANK
    yield from _reasons(view, rulebook, infos=infos)


def _section(section: Section, shown: list[Entry], advised: set[tuple[str, str]]) -> Iterator[Line]:
    for entry in sorted(shown, key=lambda one: _RANK[one.severity]):
        finding = entry.finding
        yield Line(_head(entry, finding), 2)
        if finding.suggestion:
            yield Line((("改为：", "faint"), (clean(finding.suggestion), "better")), 6)
        elif finding.advice and (section.file, finding.advice) not in advised:
            # Said once a file: the same advice below each of fifty rows is not read any more.
            advised.add((section.file, finding.advice))
            yield Line((("怎么改：", "faint"), (clean(finding.advice), "")), 6)


def _head(entry: Entry, finding: Finding) -> tuple[Piece, ...]:
    pieces: list[Piece] = [(SEVERITY[entry.severity], entry.severity), (f" {entry.rule} ", "strong")]
    if entry.place:
        pieces.append((f"{entry.place} ", "faint"))
    subject = indicator_text(finding)
    # A message that names the indicator itself need not be told whose it is.
    if subject and finding.indicator not in finding.message:
        pieces.append((f"{subject}：", ""))
    pieces.append((shorten(clean(finding.message), 300), ""))
    if entry.remark:
        pieces.append((f"（{entry.remark}）", "faint"))
    return tuple(pieces)


def _reasons(view: View, rulebook: Rulebook, *, infos: bool) -> Iterator[Line]:
    """Why and on what basis, once for each rule, most severe and most frequent first."""
    told: dict[str, int] = {}
    for severity, rule, _, count in view.totals:
        if rule in rulebook.rules and (infos or severity != "info"):
            told[rule] = told.get(rule, 0) + count
    if not told:
        return
    yield Line((("为什么、依据", "strong"),))
    for code, count in told.items():
        known = rulebook.rules[code]
        basis = cited(known.basis, rulebook)
        yield Line(((f"{code} {known.title}（{count} 处）", "strong"), (f"　{clean(known.why)}", "")), 2)
        if basis:
            yield Line((("依据：", "faint"), (basis, "")), 6)
    yield BLANK
