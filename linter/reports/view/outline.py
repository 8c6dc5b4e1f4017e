"""A report as its readers see it, before it is laid out: sections, entries, totals, what was checked.

``plain`` and ``rich`` lay out the same view, so that they cannot say different things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from linter.grading import Grade, grade_names, grades_of, ungraded_of
from linter.model import NOT_CHOSEN, Checked, Finding, NotRun, Part, Report
from linter.reports.view import runlines, wording, yearlines
from linter.reports.view.basislines import cited, title_of
from linter.reports.view.wording import BUILT_IN, Marked, clean, place_text

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

Field = tuple[str, str | Marked]
_SAID_ONCE = {"为什么", "依据"}


class Entry(msgspec.Struct):
    """One finding: its head line in pieces, and labelled lines below it. ``fields`` is everything there
    is to say; ``above`` is the place of an earlier entry of the section about the same rule, whose reason
    and basis need not be read again."""

    severity: str
    rule: str
    title: str
    place: str
    remark: str
    fields: list[Field]
    finding: Finding
    above: str | None = None

    @property
    def printed(self) -> list[Field]:
        """What is left to say where the entries of a section are read one after the other."""
        if self.above is None:
            return self.fields
        kept = [field for field in self.fields if field[0] not in _SAID_ONCE]
        return [*kept, ("为什么、依据", f"同上{f'（{self.above}）' if self.above else ''}")]


class Section(msgspec.Struct):
    """The findings of one form, under the file it stands in. ``file`` is as the user gave it, cleaned."""

    file: str
    heading: str
    entries: list[Entry]


class View(msgspec.Struct):
    """``totals`` are (severity, rule, title, count), most severe first; ``closing`` the last sentences."""

    sections: Iterable[Section]
    totals: list[tuple[str, str, str, int]]
    summary: str
    closing: list[str]


class Sections:
    """The sections of a report, made file by file each time they are gone through."""

    def __init__(self, report: Report, rulebook: Rulebook, grade: bool) -> None:
        self._report = report
        self._rulebook = rulebook
        self._grade = grade

    def __iter__(self) -> Iterator[Section]:
        for part in self._report.parts():
            yield from self._sections(part)

    def _sections(self, part: Part) -> Iterable[Section]:
        graded = grades_of(part, self._rulebook) if self._grade else []
        marks = {one.form: one for one in graded}
        sections: dict[int | None, Section] = {}
        places: dict[tuple[int | None, str], str] = {}
        for finding in part.findings:
            if finding.rule in BUILT_IN:
                continue
            if finding.form not in sections:
                heading = wording.form_heading(finding.form, finding.form_title, finding.project)
                if finding.form is not None and (mark := marks.get(finding.form)):
                    heading += f"　{grade_text(mark)}"
                sections[finding.form] = Section(clean(part.path), heading, [])
            entry = _entry(finding, self._rulebook)
            entry.above = places.get((finding.form, finding.rule))
            places.setdefault((finding.form, finding.rule), entry.place)
            sections[finding.form].entries.append(entry)
        return sections.values()


def make_view(report: Report, rulebook: Rulebook, *, grade: bool = True, brief: bool = False) -> View:
    """The view of a report; what jxlint says about unreadable files is left to the caller, which lists
    them. ``grade`` adds the grade of each form to its heading, and how many forms got which; with ``brief`` rules that
    were not run are counted, not listed."""
    counts: Counter[tuple[str, str]] = Counter()
    graded: Counter[str] = Counter()
    without = 0
    for part in report.parts():
        counts.update((one.severity, one.rule) for one in part.findings if one.rule not in BUILT_IN)
        if grade:
            graded.update(one.name for one in grades_of(part, rulebook))
            without += ungraded_of(part)
    return View(
        sections=Sections(report, rulebook, grade),
        totals=_totals(counts, rulebook),
        summary=summary(report),
        closing=[
            *closing(report.checked, brief=brief),
            *yearlines.sentences(report),
            *runlines.sentences(report),
            *_answers(report),
            *(_grade_line(graded, without, report) if grade else []),
        ],
    )


def grade_text(grade: Grade) -> str:
    """A grade with what it rests on: ``良 84.2分，查了 105/142 条（完整性10/10、规范性6/10、…）``."""
    heads = "、".join(
        f"{head.name}{wording.plain_number(head.kept)}/{wording.plain_number(head.points)}"
        for head in grade.heads
    )
    settled = (
        f"，扣除已说明的评分 {wording.plain_number(grade.settled_score)}分"
        if grade.settled_score is not None
        else ""
    )
    capped = f"；{'、'.join(grade.caps)}，不评更高" if grade.caps else ""
    rests = f"查了 {grade.coverage.run}/{grade.coverage.of} 条"
    return f"{grade.name} {wording.plain_number(grade.score)}分{settled}，{rests}（{heads}{capped}）"


def settled(report: Report) -> list[str]:
    """How many findings count no more, as the office has explained them."""
    if not report.answers:
        return []
    owed = sum(not answer.given for answer in report.answers)
    return [f"已有说明、不再计入的问题 {len(report.answers)} 处{f'，其中 {owed} 处待说明' if owed else ''}。"]


def _answers(report: Report) -> list[str]:
    return settled(report) + [f"说明：{clean(place)} {clean(message)}" for place, message in report.notes]


def _grade_line(graded: Counter[str], left: int, report: Report) -> list[str]:
    without = f"{left} 张能查的规则不到一半，不评分" if left else ""
    if not graded:
        return [f"评分：{without}。"] if without else []
    parts = "，".join(f"{name} {graded[name]} 张" for name in grade_names() if graded[name])
    chosen = any(item.reason == NOT_CHOSEN for item in report.checked.not_run)
    rules = "选用的规则和" if chosen else ""
    said = "；".join(filter(None, (parts, without)))
    return [f"评分：{said}。只按{rules}表上能判断的内容打分，供排序参考，不代替审核。"]


def _entry(finding: Finding, rulebook: Rulebook) -> Entry:
    rule = rulebook.rules.get(finding.rule)
    fields: list[Field] = []
    if subject := wording.indicator_text(finding):
        fields.append(("指标", subject))
    if finding.text or finding.field:
        fields.append(("原文", wording.marked(finding.text, finding.mark)))
    fields.append(("问题", clean(finding.message)))
    for related in finding.related:
        if (related.place, related.text) != (finding.place, finding.text):
            shown = wording.shorten(clean(related.text), 80)
            fields.append(("相关", f"{place_text(related.place)} {shown}".strip()))
    if rule is not None and rule.why:
        fields.append(("为什么", clean(rule.why)))
    if finding.suggestion:
        fields.append(("改为", clean(finding.suggestion)))
    if finding.advice:
        fields.append(("怎么改", clean(finding.advice)))
    if rule is not None and rule.basis:
        fields.append(("依据", cited(rule.basis, rulebook)))
    if finding.covers:
        also = "、".join(f"{code} {title_of(code, rulebook)}" for code in finding.covers)
        fields.append(("同一处还有", also))
    sure = finding.confidence == "high"
    return Entry(
        severity=finding.severity,
        rule=finding.rule,
        title=title_of(finding.rule, rulebook),
        place=place_text(finding.place),
        remark="" if sure else f"把握{wording.CONFIDENCE[finding.confidence]}，请核对",
        fields=fields,
        finding=finding,
    )


def _totals(counts: Mapping[tuple[str, str], int], rulebook: Rulebook) -> list[tuple[str, str, str, int]]:
    order = list(wording.SEVERITY)
    ranked = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
    return [(severity, rule, title_of(rule, rulebook), count) for (severity, rule), count in ranked]


def summary(report: Report) -> str:
    """How many findings there are, by severity, in one sentence."""
    unchecked = f"另有 {len(report.problems)} 处没有检查成。" if report.problems else ""
    if not report.checked.indicators:
        return "什么都没有检查到。"
    counts: Counter[str] = Counter(
        finding.severity for finding in report.findings if finding.rule not in BUILT_IN
    )
    if not counts:
        return f"没有发现问题。{unchecked}"
    parts = "，".join(
        f"{label} {counts[severity]}" for severity, label in wording.SEVERITY.items() if counts[severity]
    )
    return f"共发现 {counts.total()} 处问题：{parts}。{unchecked}"


def closing(checked: Checked, *, brief: bool = False) -> list[str]:
    """What was checked, in sentences; the first begins with 检查范围. With ``brief`` the rules that were not run are
    one sentence."""
    kinds = "、".join(
        f"{label} {checked.values[kind]}"
        for kind, label in wording.VALUE_KIND.items()
        if checked.values.get(kind)
    )
    first = f"检查范围：文件 {checked.files} 个，绩效目标表 {checked.forms} 张，指标 {checked.indicators} 个"
    first += f"（指标值：{kinds}）" if kinds else ""
    first += f"；运行规则 {checked.rules} 条，未运行 {len(checked.not_run)} 条"
    first += f"；读不懂的指标值 {checked.not_understood} 个。"
    return [
        first,
        *([f"没有变化、沿用上次结果的文件 {checked.reused} 个。"] if checked.reused else []),
        *_doubts(checked),
        *_shortened(checked),
        *_habits(checked),
        *wording.hidden_parts(checked.hidden),
        *wording.passed_files(checked.passed_by),
        *(_counted(checked.not_run) if brief else _listed(checked.not_run)),
    ]


def _doubts(checked: Checked) -> list[str]:
    """How many columns may be something else than what they were read as."""
    if not checked.doubts:
        return []
    said = "其中涉及的问题已降低一级。用 jxlint extract --explain 可以看到各列读作什么、凭什么"
    return [f"拿不准的列 {checked.doubts} 个：{said}。"]


def _shortened(checked: Checked) -> list[str]:
    """Which rules saw only the beginning of long texts."""
    if not checked.shortened:
        return []
    said = "、".join(f"{rule} {count} 处" for rule, count in sorted(checked.shortened.items()))
    return [f"文字太长、规则的正则表达式只看了开头一段的：{said}。"]


def _habits(checked: Checked) -> list[str]:
    """By which regional habits the forms were judged, and how that was known."""
    parts = []
    for how, wanted in (("指定", False), ("按表样认出", True)):
        named = [
            f"{title} {count} 张" for (title, known), count in checked.profiles.items() if known is wanted
        ]
        if named:
            parts.append(f"{'、'.join(named)}（{how}）")
    rest = checked.forms - sum(checked.profiles.values())
    if parts and rest:
        parts.append(f"通用 {rest} 张")
    return [f"口径：{'，'.join(parts)}。"] if parts else []


def _listed(not_run: Iterable[NotRun]) -> list[str]:
    """The rules that were not run, by reason."""
    reasons: dict[str, list[str]] = {}
    for item in not_run:
        reasons.setdefault(item.reason, []).append(item.rule)
    return [f"未运行（{clean(reason)}）：{_some(rules)}" for reason, rules in reasons.items()]


def _counted(not_run: list[NotRun]) -> list[str]:
    """How many rules were not run: those first that would be if the user did something. Of one reason there is no more
    to say in a list."""
    if len({item.reason for item in not_run}) <= 1:
        return _listed(not_run)
    wanted = Counter(item.lacking for item in not_run if item.lacking)
    rest = Counter(clean(item.reason).partition("：")[0] for item in not_run if not item.lacking)
    said = [f"{lacking}才查的 {count} 条" for lacking, count in wanted.items()]
    said += [f"{reason}的 {count} 条" for reason, count in rest.most_common()]
    return [f"未运行的 {len(not_run)} 条：{'，'.join(said)}。逐条列出用 --format full。"]


def _some(rules: list[str]) -> str:
    return "、".join(rules) if len(rules) <= 10 else f"{'、'.join(rules[:10])} 等 {len(rules)} 条"
