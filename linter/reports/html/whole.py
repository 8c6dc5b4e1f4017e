"""One self-contained page: the conclusion first, then the contents, then each form as it was printed, with what was
found beside the cell it stands in.

Nothing is loaded from outside (a content policy in the page says so), every text is escaped, and the page prints
without its controls. The page in the browser (``jxlint page``) shows the very same body.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter import __version__
from linter.auditing.agencies import unit_of
from linter.grading import grades
from linter.ground.ours import REPORT_MARK
from linter.model import Document, Report
from linter.reports.html.bars import Bar, bars
from linter.reports.html.cards import Numbered, card
from linter.reports.html.contents import Entry, conclusion, contents, count_chips, grade_chip, rests_on
from linter.reports.html.formrows import Stretch, stretches
from linter.reports.html.printedtable import table
from linter.reports.view.choices import Options
from linter.reports.view.outline import cited, make_view, title_of
from linter.reports.view.wording import BUILT_IN, SEVERITY, clean, form_heading, shorten

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
#: So many forms are shown unfolded.
_UNFOLDED = 3
#: So many findings of a single form are named on the first screen.
_URGENT = 5


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    """The report as a page."""
    return (
        "<!DOCTYPE html>\n<html lang=zh-CN>\n<head>\n<meta charset=utf-8>\n"
        f'<meta name=generator content="{REPORT_MARK}">\n'
        '<meta name=viewport content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv=Content-Security-Policy content="{_POLICY}">\n'
        f"<title>预算绩效目标表检查结果</title>\n<style>\n{asset('view.css')}</style>\n</head>\n<body>\n"
        f"<main id=result>\n<h1>预算绩效目标表检查结果</h1>\n{body(report, rulebook, options)}</main>\n"
        f"<footer>jxlint {__version__}</footer>\n<script>\n{asset('view.js')}</script>\n</body>\n</html>\n"
    )


@cache
def asset(name: str) -> str:
    """The text of a file that lies here: view.css and view.js, which the page in the browser has, too."""
    return (_HERE / name).read_text(encoding="utf-8")


class _Page(msgspec.Struct):
    """What the sections of a page are made from."""

    report: Report
    rulebook: Rulebook
    options: Options
    entries: list[Entry]
    findings: dict[tuple[str, int | None], list[Numbered]]


def body(report: Report, rulebook: Rulebook, options: Options) -> str:
    """The inside of the page, section by section; view.css and view.js belong to it."""
    page = _Page(report, rulebook, options, [], _numbered(report, rulebook))
    page.entries = _entries(page)
    return "\n".join(filter(None, (section(page) for section in SECTIONS))) + "\n"


def _numbered(report: Report, rulebook: Rulebook) -> dict[tuple[str, int | None], list[Numbered]]:
    """The findings of rules by file and form, numbered, each with an address that stays when others go."""
    found: dict[tuple[str, int | None], list[Numbered]] = {}
    used: Counter[str] = Counter()
    for finding in report.findings:
        if finding.rule in BUILT_IN:
            continue
        group = found.setdefault((finding.file, finding.form), [])
        anchor = f"f-{_plain(finding.fingerprint)[:10]}"
        used[anchor] += 1
        if used[anchor] > 1:
            anchor += f"-{used[anchor]}"
        also = [f"{code} {title_of(code, rulebook)}" for code in finding.covers]
        group.append(Numbered(finding, len(group) + 1, anchor, title_of(finding.rule, rulebook), also))
    return found


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isalnum())


def _entries(page: _Page) -> list[Entry]:
    graded = {}
    if page.options.grade:
        graded = {(one.file, one.form): one for one in grades(page.report, page.rulebook)}
    entries = []
    for number, document in enumerate(page.report.documents, 1):
        for form in document.forms:
            key = (document.path, form.number)
            counts = Counter[str](one.finding.severity for one in page.findings.get(key, ()))
            anchor = f"d{number}-{form.number}"
            entries.append(Entry(anchor, document.path, unit_of(form), form, counts, graded.get(key)))
    return entries


def _first_screen(page: _Page) -> str:
    view = make_view(page.report, page.rulebook, grade=page.options.grade)
    checked = page.report.checked
    scope = "".join(f"<p>{escape(line)}</p>" for line in view.closing)
    problems = "".join(
        f"<li>{escape(clean(path))}：{escape(clean(message))}" for path, message in page.report.problems
    )
    unread = f"<h2>没有读成的文件</h2><ul class=unread>{problems}</ul>" if problems else ""
    return (
        f"<section class=first aria-label=结论>{conclusion(page.entries, view.summary)}{unread}{_urgent(page)}"
        f"<details class=scope><summary>查了什么：{checked.files} 个文件，{checked.forms} 张表，"
        f"{checked.indicators} 个指标，{checked.rules} 条规则</summary>{scope}</details></section>"
    )


def _urgent(page: _Page) -> str:
    """What to write first, where there is one form: the gravest findings with what is proposed."""
    if len(page.entries) != 1:
        return ""
    order = list(SEVERITY)
    findings = [one for group in page.findings.values() for one in group if one.finding.severity != "info"]
    first = sorted(findings, key=lambda one: order.index(one.finding.severity))[:_URGENT]
    lines = "".join(
        f'<li><a href="#{one.anchor}">{escape(clean(shorten(one.finding.message, 80)))}</a>'
        f"{f' 改为 <b>{escape(clean(one.finding.suggestion))}</b>' if one.finding.suggestion else ''}"
        for one in first
    )
    return f"<h2>先改这些</h2><ol class=urgent>{lines}</ol>" if lines else ""


def _contents(page: _Page) -> str:
    return contents(page.entries)


def _charts(page: _Page) -> str:
    findings = [one.finding for group in page.findings.values() for one in group]
    owners = {(entry.file, entry.form.number): entry.unit for entry in page.entries}
    rules = Counter((finding.severity, finding.rule) for finding in findings)
    order = list(SEVERITY)
    ranked = sorted(rules.items(), key=lambda item: (order.index(item[0][0]), -item[1]))
    by_rule = [
        Bar(f"{rule} {title_of(rule, page.rulebook)}", count, severity, "rule", rule)
        for (severity, rule), count in ranked
    ]
    units = Counter(
        owners[key] for finding in findings if (key := (finding.file, finding.form or 0)) in owners
    )
    by_unit = (
        [Bar(unit, count, "", "word", unit) for unit, count in units.most_common()] if len(units) > 1 else []
    )
    drawn = bars("按规则", by_rule) + bars("按单位", by_unit)
    folded = "" if len(page.entries) > 1 else " open"
    return (
        f"<details class=charts{folded}><summary>哪些问题最多</summary><div>{drawn}</div></details>"
        if drawn
        else ""
    )


def _filters(page: _Page) -> str:
    findings = [one for group in page.findings.values() for one in group]
    if not findings:
        return ""
    totals = Counter[str](one.finding.severity for one in findings)
    boxes = "".join(
        f"<label class={code}><input type=checkbox name=severity value={code} checked> {name} {totals[code]}</label>"
        for code, name in SEVERITY.items()
    )
    rules = "".join(
        f"<option value={escape(code)}>{escape(code)} {escape(title)}"
        for code, title in sorted({(one.finding.rule, one.title) for one in findings})
    )
    files = sorted({clean(document.path) for document in page.report.documents})
    file = ""
    if len(files) > 1:
        options = "".join(f"<option>{escape(name)}" for name in files)
        file = f'<select id=file aria-label=文件><option value="">全部文件{options}</select>'
    return (
        f"<div class=filters role=search aria-label=筛选>{boxes}"
        f'<select id=rule aria-label=规则><option value="">全部规则{rules}</select>{file}'
        "<input id=word type=search placeholder=查找单位、项目、文字 aria-label=查找单位、项目、文字>"
        "<label><input id=only type=checkbox> 只看有问题的行</label>"
        "<button type=button id=all hidden>全部显示</button><span id=shown role=status></span></div>"
    )


def _forms(page: _Page) -> str:
    entries = {(entry.file, entry.form.number): entry for entry in page.entries}
    unfolded = len(page.entries) <= _UNFOLDED
    parts = []
    for document in page.report.documents:
        general = page.findings.get((document.path, None), [])
        if general:
            cards = "".join(card(one, quoted=True) for one in general)
            parts.append(_section("", document.path, "", "<b>整个文件</b>", cards, True))
        for stretch in stretches(document, page.options):
            parts.append(_form(stretch, document, entries, page, unfolded))
    known = {document.path for document in page.report.documents}
    for (file, form), group in page.findings.items():
        if file not in known or (form is not None and (file, form) not in entries):
            cards = "".join(card(one, quoted=True) for one in group)
            head = f"<b>{escape(form_heading(form, '', ''))}</b>"
            parts.append(_section("", file, "", head, cards, unfolded))
    return f"<div class=forms>{''.join(parts)}</div>"


def _form(
    stretch: Stretch, document: Document, entries: dict[tuple[str, int], Entry], page: _Page, unfolded: bool
) -> str:
    mine = [entries[document.path, form.number] for form in stretch.forms]
    findings = [one for entry in mine for one in page.findings.get((document.path, entry.form.number), [])]
    shown, rest = table(stretch, findings)
    cards = "".join(card(one, quoted=True) for one in rest)
    head = "".join(_heading(entry) for entry in mine[:1]) if len(mine) == 1 else _together(mine)
    if not findings:
        cards = "<p class=ok>没有发现问题。</p>"
    anchors = "".join(f"<a id={entry.anchor} class=jump></a>" for entry in mine[1:])
    grade = " ".join(dict.fromkeys(entry.grade.name for entry in mine if entry.grade is not None))
    return _section(mine[0].anchor, document.path, grade, head, f"{anchors}{cards}{shown}", unfolded)


def _heading(entry: Entry) -> str:
    form = entry.form
    return (
        f"<b>{escape(form_heading(form.number, form.title, form.project or ''))}</b> "
        f"{grade_chip(entry.grade)} {count_chips(entry.severities)} "
        f"<span class=who>{rests_on(entry.grade)}{escape(clean(entry.unit))}</span>"
    )


def _together(entries: list[Entry]) -> str:
    total: Counter[str] = Counter()
    for entry in entries:
        total.update(entry.severities)
    units = "、".join(list(dict.fromkeys(clean(entry.unit) for entry in entries))[:3])
    name = f"第{entries[0].form.number}–{entries[-1].form.number}张表"
    return (
        f"<b>{name}</b> 印在一起的 {len(entries)} 个项目 {count_chips(total)} "
        f"<span class=who>{escape(units)}</span>"
    )


def _section(anchor: str, file: str, grade: str, head: str, inside: str, unfolded: bool) -> str:
    name = f" id={anchor}" if anchor else ""
    return (
        f'<details class=form{name}{" open" if unfolded else ""} data-file="{escape(clean(file))}" '
        f'data-grade="{grade}"><summary>{head} <span class=file>{escape(clean(file))}</span></summary>'
        f"{inside}</details>"
    )


def _rules(page: _Page) -> str:
    """Why, and on what basis: once for each rule that found something."""
    counts = Counter(one.finding.rule for group in page.findings.values() for one in group)
    parts = []
    for code in sorted(counts):
        rule = page.rulebook.rules.get(code)
        title = escape(title_of(code, page.rulebook))
        why = f"<p>为什么：{escape(clean(rule.why))}" if rule is not None and rule.why else ""
        basis = rule.basis if rule is not None else []
        based = f"<p>依据：{escape(cited(basis, page.rulebook))}" if basis else ""
        parts.append(
            f"<details id=r-{escape(code)} class=rule><summary>{escape(code)} {title}（{counts[code]} 处）</summary>"
            f"{why}{based}</details>"
        )
    return (
        f"<section class=rules><h2>这些规则为什么、依据什么</h2>{''.join(parts)}</section>" if parts else ""
    )


#: The page from top to bottom. Views for auditors (rankings, a map of faults) stand behind the contents.
SECTIONS = (_first_screen, _contents, _charts, _filters, _forms, _rules)
