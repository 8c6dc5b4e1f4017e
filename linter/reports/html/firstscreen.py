"""The first screen: the conclusion, for one form the sums behind its grade and what to write first, for many what
matters most and how the grades spread."""

from __future__ import annotations

from html import escape

from linter.auditing.rankings import mean
from linter.grading import Grade, grade_names
from linter.model import Finding
from linter.reports.html.cards import Numbered
from linter.reports.html.contents import grade_chip
from linter.reports.html.digest import Digest, Entry
from linter.reports.view import mainpoints
from linter.reports.view.outline import make_view
from linter.reports.view.wording import SEVERITY, clean, plain_number, shorten

#: So many findings of a single form are named on the first screen.
_URGENT = 5
#: So many troubles are told at once.
_UNREAD = 5


def first_screen(page: Digest) -> str:
    view = make_view(page.report, page.rulebook, grade=page.options.grade)
    checked = page.report.checked
    scope = "".join(f"<p>{escape(line)}</p>" for line in view.closing)
    unread = _unread(page)
    said = f"<p class=say>{escape(view.summary)}</p>"
    said += _single(page) if page.roll.forms == 1 else _many(page)
    return (
        f"<section class=first aria-label=结论>{said}{unread}"
        f"<details class=scope><summary>查了什么：{checked.files} 个文件，{checked.forms} 张表，"
        f"{checked.indicators} 个指标，{checked.rules} 条规则</summary>{scope}</details></section>"
    )


def _unread(page: Digest) -> str:
    """What could not be read: the first of it at once, the rest folded."""
    lines = [f"<li>{escape(clean(path))}：{escape(clean(message))}" for path, message in page.report.problems]
    if not lines:
        return ""
    rest = "".join(lines[_UNREAD:])
    more = (
        f"<details><summary>其余 {len(lines) - _UNREAD} 处</summary><ul>{rest}</ul></details>" if rest else ""
    )
    return f"<h2>没有读成的文件</h2><ul class=unread>{''.join(lines[:_UNREAD])}</ul>{more}"


def _many(page: Digest) -> str:
    roll = page.roll
    if not roll.forms:
        return ""
    points = f"；平均 {mean(roll.points, roll.letters.total())} 分（供排序参考）" if roll.letters else ""
    good = roll.forms - roll.faulty
    said = f"<p>{roll.forms} 张表里，{roll.faulty} 张有错误，{good} 张没有{points}。</p>"
    chips = "".join(
        f"<button type=button class=g{at} style=flex-grow:{roll.letters[name]} data-filter=grade data-value={name}>"
        f"<b>{name}</b> {roll.letters[name]} 张</button>"
        for at, name in enumerate(grade_names())
        if roll.letters[name]
    )
    if chips:
        said += f"<div class=grades role=group aria-label=等级分布>{chips}</div>"
    if not page.many:
        return said
    sentences = (
        mainpoints.what_most(roll, page.rulebook),
        mainpoints.who_most(roll),
        mainpoints.at_once(roll),
    )
    lines = "".join(f"<li>{escape(sentence)}" for sentence in sentences if sentence)
    return f"{said}<ul class=points>{lines}</ul>"


def _single(page: Digest) -> str:
    """The one form: its grade with the sums, and the gravest findings with what is proposed."""
    for part, entries in page.parts():
        if entries:
            groups = page.numbered(part)
            page.used.clear()
            return _marked(entries[0]) + _urgent([one for group in groups.values() for one in group])
    return ""


def _marked(entry: Entry) -> str:
    return _sums(entry.grade) if entry.grade is not None else ""


def _sums(grade: Grade) -> str:
    heads = "".join(
        f"<li>{escape(head.name)} <b>{plain_number(head.kept)}</b>/{plain_number(head.points)}"
        f"{f'，{head.findings} 处' if head.findings else ''}"
        for head in grade.heads
    )
    caps = f"<p>{escape('、'.join(grade.caps))}，不评更高。</p>" if grade.caps else ""
    settled = (
        f"<p>扣除已说明的问题，评分 {plain_number(grade.settled_score)}。</p>"
        if grade.settled_score is not None
        else ""
    )
    rests = f"查了该查的 {grade.coverage.of} 条规则里的 {grade.coverage.run} 条"
    return f"<p class=mark>{grade_chip(grade)} <span>{rests}</span></p><ul class=heads>{heads}</ul>{caps}{settled}"


def _urgent(findings: list[Numbered]) -> str:
    order = list(SEVERITY)
    asked = [one for one in findings if one.finding.severity != "info"]
    first = sorted(asked, key=lambda one: order.index(one.finding.severity))[:_URGENT]
    lines = "".join(
        f'<li><a href="#{one.anchor}">{escape(clean(shorten(one.finding.message, 80)))}</a>{_instead(one.finding)}'
        for one in first
    )
    return f"<h2>先改这些</h2><ol class=urgent>{lines}</ol>" if lines else ""


def _instead(finding: Finding) -> str:
    return f" 改为 <b>{escape(clean(finding.suggestion))}</b>" if finding.suggestion else ""
