"""The forms one after the other, each as it was printed, with what was found beside the cell it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from linter.grading import Grade
from linter.model import Part
from linter.reports.html.cards import Numbered, card
from linter.reports.html.contents import count_chips, grade_chip
from linter.reports.html.digest import Digest, Entry
from linter.reports.html.formrows import Stretch, stretches
from linter.reports.html.printedtable import table
from linter.reports.view.wording import clean, form_heading

#: So many forms are shown unfolded.
_UNFOLDED = 3


def forms(page: Digest) -> Iterator[str]:
    """The sections of all forms that are shown, file by file."""
    unfolded = page.roll.forms <= _UNFOLDED
    yield "<div class=forms>"
    for part, entries in page.parts():
        shown = {entry.number: entry for entry in entries if page.shows(entry)}
        if entries and not shown:
            continue
        findings = page.numbered(part)
        yield from _loose(part, findings, entries, unfolded)
        if part.document is None:
            continue
        for stretch in stretches(part.document, page.options):
            mine = [shown[form.number] for form in stretch.forms if form.number in shown]
            if mine:
                yield _form(stretch, mine, findings, page, unfolded)
    if page.shown is not None:
        told = (
            f"表太多，只列错误、警告最多的 {len(page.shown)} 张，其余 {page.roll.forms - len(page.shown)} 张"
        )
        yield f"<p class=left>{told}请看工作簿（--output 结果.xlsx），或按单位分开出报告。"
    yield "</div>"


def _loose(
    part: Part, findings: dict[int | None, list[Numbered]], entries: list[Entry], unfolded: bool
) -> Iterator[str]:
    """What means a whole file, or a form that is not there; the unit of its first form is told of it."""
    known = {entry.number for entry in entries}
    unit = str(entries[0].unit) if entries else ""
    for number, group in findings.items():
        if number in known:
            continue
        cards = "".join(card(one, quoted=True) for one in group)
        whole = part.document is not None and number is None
        head = "整个文件" if whole else form_heading(number, "", "")
        yield _section("", part.path, "", f"<b>{escape(head)}</b>", cards, unfolded, unit)


def _form(
    stretch: Stretch,
    mine: list[Entry],
    findings: dict[int | None, list[Numbered]],
    page: Digest,
    unfolded: bool,
) -> str:
    here = [one for entry in mine for one in findings.get(entry.number, [])]
    shown, rest = table(stretch, here)
    cards = "".join(card(one, quoted=True) for one in rest)
    if not here:
        cards = "<p class=ok>没有发现问题。</p>"
    names = [clean(page.roll.units[entry.unit].name) for entry in mine]
    head = _heading(mine[0], names[0]) if len(mine) == 1 else _together(mine, names)
    anchors = "".join(f"<a id={entry.anchor} class=jump></a>" for entry in mine[1:])
    grade = " ".join(dict.fromkeys(entry.grade.name for entry in mine if entry.grade is not None))
    units = " ".join(dict.fromkeys(str(entry.unit) for entry in mine))
    return _section(
        mine[0].anchor, mine[0].file, grade, head, f"{anchors}{cards}{shown}", unfolded, units
    )  # fmt: skip


def _heading(entry: Entry, unit: str) -> str:
    return (
        f"<b>{escape(form_heading(entry.number, entry.title, entry.project))}</b> "
        f"{grade_chip(entry.grade)} {count_chips(entry.severities)} "
        f"<span class=who>{_rests_on(entry.grade)}{escape(unit)}</span>"
    )


def _rests_on(grade: Grade | None) -> str:
    """On how many rules a grade rests, and why it is no better."""
    if grade is None:
        return ""
    capped = f"，{'、'.join(grade.caps)}" if grade.caps else ""
    return f"查了 {grade.coverage.run}/{grade.coverage.of} 条{escape(capped)} "


def _together(entries: list[Entry], units: list[str]) -> str:
    total: Counter[str] = Counter()
    for entry in entries:
        total.update(entry.severities)
    named = "、".join(list(dict.fromkeys(units))[:3])
    name = f"第{entries[0].number}–{entries[-1].number}张表"
    return (
        f"<b>{name}</b> 印在一起的 {len(entries)} 个项目 {count_chips(total)} "
        f"<span class=who>{escape(named)}</span>"
    )


def _section(
    anchor: str, file: str, grade: str, head: str, inside: str, unfolded: bool, units: str = ""
) -> str:
    name = f" id={anchor}" if anchor else ""
    return (
        f'<details class=form{name}{" open" if unfolded else ""} data-file="{escape(clean(file))}" '
        f'data-grade="{grade}" data-u="{units}"><summary>{head} <span class=file>{escape(clean(file))}</span></summary>'
        f"{inside}</details>\n"
    )
